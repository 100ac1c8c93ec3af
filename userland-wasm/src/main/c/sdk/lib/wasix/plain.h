// SPDX-License-Identifier: Apache-2.0
// wcc --abi=wasix: the functions of these files have the names and meanings of wsh_1's imports (docs/wsh_1.md), and say them with WASIX and preview 1 only. What cannot be
// said answers ENOSYS; docs/userland.md lists it.
#ifndef WSH_PLAIN_H
#define WSH_PLAIN_H

#include <signal.h>
#include <sys/stat.h>
#include "../imports.h"

WASIX(path_open2, int dirfd, u32 flags, const char *path, size_t length, u32 oflags, u64 rights, u64 inheriting, u32 fdflags, u32 extra, int *fd);

struct wasix_option_pid {
    uint8_t some;
    int pid;
};
struct wasix_join_status {
    uint8_t tag; // 0 nothing, 1 exited, 2 killed, 3 stopped
    uint16_t code;
    uint8_t signal;
};
_Static_assert(sizeof(struct wasix_option_pid) == 8 && sizeof(struct wasix_join_status) == 6, "WASIX, option_pid and join_status");
struct wasix_disposition {
    uint8_t signal, ignored;
};

WASIX(proc_join, struct wasix_option_pid *pid, u32 flags, struct wasix_join_status *status);
WASIX(proc_spawn2, const char *name, size_t name_len, const char *args, size_t args_len, const char *envs, size_t envs_len, const struct spawn_fd_op *ops, size_t ops_count,
      const struct wasix_disposition *dispositions, size_t disposition_count, int search, const char *path, size_t path_len, int *pid);
WASIX(proc_exec3, const char *name, size_t name_len, const char *args, size_t args_len, const char *envs, size_t envs_len, int search, const char *path, size_t path_len);
WASIX(proc_signals_sizes_get, u32 *count);
WASIX(proc_signals_get, struct wasix_disposition *dispositions);
__attribute__((import_module("wasix_32v1"), import_name("callback_signal"))) void wasix_callback_signal(const char *name, size_t length);
__attribute__((import_module("wasix_32v1"), import_name("proc_exit2"), noreturn)) void wasix_proc_exit2(u32 code);

struct wasix_tty {
    u32 columns, rows, width, height;
    uint8_t stdin_tty, stdout_tty, stderr_tty, echo, line_buffered, line_feeds;
};
_Static_assert(sizeof(struct wasix_tty) == 24, "WASIX, tty");
WASIX(tty_get, struct wasix_tty *tty);
WASIX(tty_set, const struct wasix_tty *tty);

__wasi_errno_t __real___wasi_path_unlink_file(int, const char *);
__wasi_errno_t __real___wasi_path_remove_directory(int, const char *);
__wasi_errno_t __real___wasi_path_rename(int, const char *, int, const char *);
__wasi_errno_t __real___wasi_path_link(int, __wasi_lookupflags_t, const char *, int, const char *);
__wasi_errno_t __real___wasi_path_symlink(const char *, int, const char *);
__wasi_errno_t __real___wasi_path_readlink(int, const char *, uint8_t *, __wasi_size_t, __wasi_size_t *);
__wasi_errno_t __real___wasi_path_filestat_get(int, __wasi_lookupflags_t, const char *, __wasi_filestat_t *);
__wasi_errno_t __real___wasi_path_filestat_set_times(int, __wasi_lookupflags_t, const char *, __wasi_timestamp_t, __wasi_timestamp_t, __wasi_fstflags_t);
__wasi_errno_t __real___wasi_path_create_directory(int, const char *);
__wasi_errno_t __real___wasi_fd_filestat_set_size(int, __wasi_filesize_t);

// Signals, for the other files (signals.c).

/** Forgets what has arrived. @return a descriptor that is readable once more has; -1 if there is none */
int await_signals(void);
/** Whether there ever was a handler or a mask. */
int signals_caught(void);
/** How many handlers have run. */
unsigned signals_handled(void);
/** What a new program is to ignore, and by `defaults` not, in at most 64 dispositions. @return how many */
size_t spawn_dispositions(u64 defaults, struct wasix_disposition *dispositions);

// What poll_oneoff cannot wait for (poll_events.c).
struct pollfd;
int beyond_poll_oneoff(const struct pollfd *fds, size_t count);
/** As wsh_poll; what is readable at `wake` ends it, too. */
int wait_for_events(struct pollfd *fds, size_t count, int64_t timeout, int wake, u32 *ready);

/** In a fork's child: its parent's timer is not its own (timers.c). */
void forget_timer(void);
#endif
