// SPDX-License-Identifier: Apache-2.0
// What a process may use, and has used.

#include <string.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>
#include "imports.h"

int prlimit(int pid, int resource, const struct rlimit *new, struct rlimit *old) {
    return posix_result(wsh_rlimit(pid, resource, (const struct wsh_rlimit *)new, (struct wsh_rlimit *)old));
}

int getrlimit(int resource, struct rlimit *limit) {
    return prlimit(0, resource, NULL, limit);
}

int setrlimit(int resource, const struct rlimit *limit) {
    return prlimit(0, resource, limit, NULL);
}

static struct timeval timeval(u64 ns) {
    return (struct timeval){ns / 1000000000, ns % 1000000000 / 1000};
}

int getrusage(int who, struct rusage *usage) {
    struct wsh_rusage used;
    int error = wsh_rusage(who, &used);
    if (error) return posix_result(error);
    memset(usage, 0, sizeof *usage);
    usage->ru_utime = timeval(used.user);
    usage->ru_stime = timeval(used.system);
    usage->ru_maxrss = (long)(used.memory / 1024);
    return 0;
}

/** In hundredths of a second, as sysconf(_SC_CLK_TCK) says. */
clock_t times(struct tms *times) {
    struct wsh_rusage own, children;
    struct timespec now;
    int error = wsh_rusage(0, &own);
    if (error == 0) error = wsh_rusage(-1, &children);
    if (error) return posix_result(error);
    enum { TICK = 10000000 };
    *times = (struct tms){own.user / TICK, own.system / TICK, children.user / TICK, children.system / TICK};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (clock_t)((u64)now.tv_sec * 100 + (u64)now.tv_nsec / TICK);
}
