// SPDX-License-Identifier: Apache-2.0
// Waiting for children.

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "imports.h"

pid_t waitpid(pid_t pid, int *status, int options) {
    struct wsh_wait_result result;
    cancellation_point();
    int error = wsh_wait(pid, options, &result);
    if (error) return posix_result(error);
    if (status && result.pid > 0) *status = result.status;
    return result.pid;
}

pid_t wait(int *status) {
    return waitpid(-1, status, 0);
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
    struct wsh_siginfo found;
    int pid;
    switch (type) {
    case P_ALL: pid = -1; break;
    case P_PID: pid = (int)id; break;
    case P_PGID: pid = -(int)id; break;
    default: return posix_result(EINVAL);
    }
    cancellation_point();
    if (type != P_ALL && ((int)id < 0 || (type == P_PID && id == 0))) return posix_result(EINVAL);
    int error = wsh_wait_info(pid, options, &found);
    if (error) return posix_result(error);
    if (info) memcpy(info, &found, sizeof found);
    return 0;
}

static struct timeval difference(struct timeval later, struct timeval earlier) {
    long long microseconds = (later.tv_sec - earlier.tv_sec) * 1000000LL + later.tv_usec - earlier.tv_usec;
    return (struct timeval){microseconds / 1000000, microseconds % 1000000};
}

/** The difference that the child made: nobody else waits for this process's children. */
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
    struct rusage before, after;
    if (usage) getrusage(RUSAGE_CHILDREN, &before);
    pid_t got = waitpid(pid, status, options);
    if (usage == NULL || got <= 0) return got;
    getrusage(RUSAGE_CHILDREN, &after);
    memset(usage, 0, sizeof *usage);
    usage->ru_utime = difference(after.ru_utime, before.ru_utime);
    usage->ru_stime = difference(after.ru_stime, before.ru_stime);
    return got;
}

pid_t wait3(int *status, int options, struct rusage *usage) {
    return wait4(-1, status, options, usage);
}
