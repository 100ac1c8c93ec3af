// SPDX-License-Identifier: Apache-2.0
// Starting programs and waiting for them as plain WASIX can say it: arguments joined by newlines; no groups, sessions, masks, continued children.

#include <stdlib.h>
#include <string.h>
#include "plain.h"

/** A block with newlines for its NULs. EINVAL: a string contains a newline, which would be two. */
static int joined(const char *block, size_t length, char **result) {
    if (memchr(block, '\n', length)) return EINVAL;
    char *copy = *result = malloc(length + 1);
    if (copy == NULL) return ENOMEM;
    for (size_t i = 0; i < length; i++) copy[i] = block[i] ? block[i] : '\n';
    return 0;
}

int wsh_exec(const char *path, size_t path_len, const char *argv, size_t argv_len, const char *envp, size_t envp_len) {
    char *args = NULL, *envs = NULL;
    int error = joined(argv, argv_len, &args);
    if (error == 0) error = joined(envp, envp_len, &envs);
    if (error == 0) error = wasix_proc_exec3(path, path_len, args, argv_len, envs, envp_len, 0, NULL, 0);
    free(args);
    free(envs);
    return error;
}

int wsh_spawn(const char *path, size_t path_len, const char *argv, size_t argv_len, const char *envp, size_t envp_len, const struct spawn_fd_op *ops,
              size_t ops_count, const struct wsh_spawn_attr *attr, int *pid) {
    enum { GROUP = 1, MASK = 2, DEFAULTS = 4, SESSION = 8 };
    struct wasix_disposition dispositions[64];
    char *args = NULL, *envs = NULL;
    if (attr && (attr->flags & (GROUP | SESSION))) return ENOSYS;
    if (attr && attr->flags & MASK && attr->mask) return ENOSYS;
    size_t count = spawn_dispositions(attr && attr->flags & DEFAULTS ? attr->defaults : 0, dispositions);
    struct spawn_fd_op *plain = malloc((ops_count + 1) * sizeof *plain);
    int error = plain == NULL ? ENOMEM : joined(argv, argv_len, &args);
    if (error == 0) error = joined(envp, envp_len, &envs);
    if (error == 0) {
        if (ops_count) memcpy(plain, ops, ops_count * sizeof *plain);
        for (size_t i = 0; i < ops_count; i++) plain[i].dirflags &= FOLLOW; // above is wsh_1's mode
        error = wasix_proc_spawn2(path, path_len, args, argv_len, envs, envp_len, plain, ops_count, dispositions, count, 0, NULL, 0, pid);
    }
    free(plain);
    free(args);
    free(envs);
    return error;
}

// Waiting.

enum { NOHANG = 1, STOPPED = 2, EXITED = 4, CONTINUED = 8, JOIN_NOHANG = 1, JOIN_STOPPED = 2 };

static int join(int pid, u32 flags, int *found, struct wasix_join_status *status) {
    if (pid < -1) return ENOSYS; // WASIX has no word for another group's
    struct wasix_option_pid which = {.some = pid != -1, .pid = pid};
    int error = wasix_proc_join(&which, flags, status);
    if (error == 0) *found = which.some ? which.pid : 0;
    return error;
}

int wsh_wait(int pid, u32 options, struct wsh_wait_result *result) {
    struct wasix_join_status status = {0};
    if (options & ~(u32)(NOHANG | STOPPED | CONTINUED)) return EINVAL;
    int error = join(pid, (options & NOHANG ? JOIN_NOHANG : 0) | (options & STOPPED ? JOIN_STOPPED : 0), &result->pid, &status);
    switch (status.tag) {
    case 1: result->status = (status.code & 0xff) << 8; break;
    case 2: result->status = status.signal & 0x7f; break;
    case 3: result->status = (status.code & 0xff) << 8 | 0x7f; break; // the signal is where the code is
    default: result->status = 0;
    }
    return error;
}

int wsh_wait_info(int pid, u32 options, struct wsh_siginfo *info) {
    struct wasix_join_status status = {0};
    if (!(options & EXITED) || options & ~(u32)(NOHANG | STOPPED | EXITED | CONTINUED)) return options & (EXITED | STOPPED | CONTINUED) ? ENOSYS : EINVAL;
    *info = (struct wsh_siginfo){0};
    int error = join(pid, (options & NOHANG ? JOIN_NOHANG : 0) | (options & STOPPED ? JOIN_STOPPED : 0), &info->pid, &status);
    if (error || info->pid == 0) return error;
    info->signo = SIGCHLD;
    info->code = status.tag == 1 ? CLD_EXITED : status.tag == 2 ? CLD_KILLED : CLD_STOPPED;
    info->status = status.tag == 2 ? status.signal : status.code;
    return 0;
}

/** pthread_cancel: a thread that waits goes on waiting. */
int wsh_thread_cancel(int tid, int on) { return (void)tid, (void)on, ENOSYS; }
