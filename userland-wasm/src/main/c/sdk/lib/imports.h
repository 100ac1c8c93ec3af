// SPDX-License-Identifier: Apache-2.0
// The imports our library calls besides preview1's, with the parameter lists of docs/wsh_1.md and of WASIX.
// An import is linked only if something that reaches it is.
#ifndef WSH_IMPORTS_H
#define WSH_IMPORTS_H

#include <errno.h>
#include <stdint.h>
#include <stddef.h>
#include <wasi/api.h>

typedef uint32_t u32;
typedef uint64_t u64;

#ifdef __wsh_abi_wasix__ // functions of lib/wasix
#define WSH(name, ...) int wsh_##name(__VA_ARGS__)
#else
#define WSH(name, ...) \
    __attribute__((import_module("wsh_1"), import_name(#name))) int wsh_##name(__VA_ARGS__)
#endif
#define WASIX(name, ...) \
    __attribute__((import_module("wasix_32v1"), import_name(#name))) int wasix_##name(__VA_ARGS__)

struct wsh_stat {
    u64 dev, ino;
    u32 mode, nlink, uid, gid;
    u64 rdev, size;
    u32 blksize;
    u64 blocks, atime, mtime, ctime;
};
_Static_assert(sizeof(struct wsh_stat) == 88, "docs/wsh_1.md, stat");

struct spawn_fd_op {
    uint8_t cmd; // 0 close, 1 dup2, 2 open, 3 chdir, 4 fchdir
    u32 fd, src_fd;
    const char *path;
    u32 path_len, dirflags;
    uint16_t oflags;
    u64 rights_base, rights_inheriting;
    uint16_t fdflags, fdflagsext;
};
_Static_assert(sizeof(struct spawn_fd_op) == 56, "WASIX, spawn_fd_op");

struct wsh_spawn_attr {
    u32 flags, pgroup; // flags: 1 set group, 2 set mask, 4 set defaults, 8 new session, 16 real ids
    u64 mask, defaults;
};
struct wsh_wait_result {
    int pid, status;
};
struct wsh_sigaction {
    u32 handler, flags;
    u64 mask;
};

struct wsh_siginfo {
    int signo, code, pid;
    u32 uid;
    int status;
    u64 value;
};
_Static_assert(sizeof(struct wsh_siginfo) == 32, "docs/wsh_1.md, siginfo");
struct wsh_timer {
    u64 left, interval; // ns
};
struct wsh_rlimit {
    u64 soft, hard;
};
struct wsh_rusage {
    u64 user, system; // ns
    u64 memory;       // bytes
    u64 reserved;
};

enum { FOLLOW = 1, EFFECTIVE_IDS = 2 }; // flags of path functions

WSH(path_stat, int dirfd, u32 flags, const char *path, size_t path_len, struct wsh_stat *stat);
WSH(fd_stat, int fd, struct wsh_stat *stat);
WSH(path_open, int dirfd, u32 flags, const char *path, size_t path_len, u32 oflags, u32 access, u32 fdflags, u32 mode, int *fd);
WSH(path_mkdir, int dirfd, const char *path, size_t path_len, u32 mode);
WSH(path_mknod, int dirfd, const char *path, size_t path_len, u32 mode, u64 rdev);
WSH(path_chmod, int dirfd, u32 flags, const char *path, size_t path_len, u32 mode);
WSH(fd_chmod, int fd, u32 mode);
WSH(path_chown, int dirfd, u32 flags, const char *path, size_t path_len, u32 uid, u32 gid);
WSH(fd_chown, int fd, u32 uid, u32 gid);
WSH(path_access, int dirfd, u32 flags, const char *path, size_t path_len, u32 mode);
WSH(umask, u32 mask, u32 *old);
WSH(fd_chdir, int fd);

WSH(ids_get, u32 ids[6]);
WSH(uid_set, u32 ruid, u32 euid, u32 suid);
WSH(gid_set, u32 rgid, u32 egid, u32 sgid);
WSH(groups_get, u32 *groups, u32 capacity, u32 *count);
WSH(groups_set, const u32 *groups, u32 count);

WSH(spawn, const char *path, size_t path_len, const char *argv, size_t argv_len, const char *envp, size_t envp_len,
    const struct spawn_fd_op *ops, size_t ops_count, const struct wsh_spawn_attr *attr, int *pid);
WSH(exec, const char *path, size_t path_len, const char *argv, size_t argv_len, const char *envp, size_t envp_len);
WSH(wait, int pid, u32 options, struct wsh_wait_result *result);
WSH(wait_info, int pid, u32 options, struct wsh_siginfo *info);
WSH(rlimit, int pid, int resource, const struct wsh_rlimit *limit, struct wsh_rlimit *old);
WSH(rusage, int who, struct wsh_rusage *usage);
WSH(priority_get, int which, int who, int *nice);
WSH(priority_set, int which, int who, int nice);
WSH(itimer, int which, const struct wsh_timer *timer, struct wsh_timer *old);
WSH(pgid_get, int pid, int *pgid);
WSH(pgid_set, int pid, int pgid);
WSH(sid_get, int pid, int *sid);
WSH(sid_new, int *sid);
WSH(uname, char names[325]);

WSH(sig_action, int sig, const struct wsh_sigaction *action, struct wsh_sigaction *old);
WSH(sig_mask, int how, const u64 *set, u64 *old);
WSH(sig_pending, u64 *set);
WSH(sig_suspend, const u64 *mask);

WSH(sig_info, struct wsh_siginfo *info);
WSH(sig_queue, int pid, int sig, u64 value);
WSH(thread_cancel, int tid, int on);
WSH(sig_wait, const u64 *set, int64_t timeout, struct wsh_siginfo *info);

struct pollfd;
WSH(poll, struct pollfd *fds, size_t count, int64_t timeout, const u64 *mask, u32 *ready);

struct termios;
struct winsize;
WSH(termios_get, int fd, struct termios *termios);
WSH(termios_set, int fd, int action, const struct termios *termios);
WSH(winsize_get, int fd, struct winsize *winsize);
WSH(winsize_set, int fd, const struct winsize *winsize);
WSH(pgrp_get, int fd, int *pgid);
WSH(pgrp_set, int fd, int pgid);
WSH(tty_session, int fd, int *sid);
WSH(tty_drain, int fd);
WSH(tty_flush, int fd, int queues);
WSH(tty_flow, int fd, int flows);
WSH(tty_control, int fd, int what);
WSH(pty_number, int fd, u32 *number);
WSH(pty_lock, int fd, int locked);

WASIX(getcwd, char *path, u32 *path_len);
WASIX(chdir, const char *path, size_t path_len);
WASIX(fd_dup, int fd, int *copy);
WASIX(fd_dup2, int fd, int minimum, int cloexec, int *copy); // F_DUPFD, despite its name
WASIX(fd_fdflags_get, int fd, uint16_t *flags);
WASIX(fd_fdflags_set, int fd, int flags);
WASIX(fd_pipe, int *read_end, int *write_end);
WASIX(proc_fork, u32 copy_memory, int *pid);
WASIX(proc_id, int *pid);
WASIX(proc_parent, int pid, int *parent);
WASIX(proc_signal, int pid, int sig);
WASIX(proc_raise_interval, int sig, u64 interval, int repeat);
WASIX(thread_id, int *tid);
WASIX(thread_signal, int tid, int sig);
WASIX(clock_time_set, u32 id, u64 time);

// Sockets and events.

struct wasix_address { // addr_port
    uint8_t family; // 0 unspecified, 1 IPv4, 2 IPv6, 3 Unix
    uint8_t padding;
    uint16_t port; // in the host's order
    uint8_t bytes[106];
};
struct wasix_ip { // addr_ip
    uint8_t family, padding, bytes[16];
};
struct wasix_option_time {
    uint8_t some;
    u64 ns;
};
struct wasix_epoll_event {
    u32 events;
    u64 data[3];
};
_Static_assert(sizeof(struct wasix_address) == 110 && sizeof(struct wasix_ip) == 18, "WASIX, addr_port and addr_ip");
_Static_assert(sizeof(struct wasix_option_time) == 16 && sizeof(struct wasix_epoll_event) == 32, "WASIX, option_timestamp and epoll_event");

struct iovec;
WASIX(sock_open, int family, int type, int protocol, int *fd);
WASIX(sock_pair, int family, int type, int protocol, int *first, int *second);
WASIX(sock_bind, int fd, const struct wasix_address *address);
WASIX(sock_listen, int fd, int backlog);
WASIX(sock_accept_v2, int fd, int flags, int *accepted, struct wasix_address *address);
WASIX(sock_connect, int fd, const struct wasix_address *address);
WASIX(sock_addr_local, int fd, struct wasix_address *address);
WASIX(sock_addr_peer, int fd, struct wasix_address *address);
WASIX(sock_recv_from, int fd, const struct iovec *pieces, size_t count, int flags, size_t *received, uint16_t *result, struct wasix_address *address);
WASIX(sock_send_to, int fd, const struct iovec *pieces, size_t count, int flags, const struct wasix_address *address, size_t *sent);
WASIX(sock_send_file, int out, int in, u64 offset, u64 count, u64 *sent);
WASIX(sock_set_opt_flag, int fd, int option, int value);
WASIX(sock_get_opt_flag, int fd, int option, uint8_t *value);
WASIX(sock_set_opt_size, int fd, int option, u64 value);
WASIX(sock_get_opt_size, int fd, int option, u64 *value);
WASIX(sock_set_opt_time, int fd, int option, const struct wasix_option_time *value);
WASIX(sock_get_opt_time, int fd, int option, struct wasix_option_time *value);
WASIX(sock_join_multicast_v4, int fd, const void *group, const void *interface);
WASIX(sock_leave_multicast_v4, int fd, const void *group, const void *interface);
WASIX(sock_join_multicast_v6, int fd, const void *group, unsigned interface);
WASIX(sock_leave_multicast_v6, int fd, const void *group, unsigned interface);
WASIX(resolve, const char *name, size_t length, int port, struct wasix_ip *addresses, size_t room, u32 *count);
WASIX(fd_event, u64 initial, int flags, int *fd);
WASIX(epoll_create, int *fd);
WASIX(epoll_ctl, int epoll, u32 operation, int fd, const struct wasix_epoll_event *event);
WASIX(epoll_wait, int epoll, struct wasix_epoll_event *events, int most, u64 timeout, u32 *count);

// Cancellation (lib/threads/cancel.c); a program without threads has none.
#ifdef _REENTRANT
/** Of a call that may wait, before it does: a thread that was asked to end does so here. Not with a lock of ours held. */
void cancellation_point(void);
/** Until release_cancel nothing is a point, and nothing ends for a request. @return what to give to that */
int hold_cancel(void);
void release_cancel(int held);
#else
static inline void cancellation_point(void) {}
static inline int hold_cancel(void) { return 0; }
static inline void release_cancel(int held) { (void)held; }
#endif

/** What a POSIX call returns for an import's errno: 0, or -1 with errno set. A wait that a request to end the thread has ended says EINTR. */
static inline int posix_result(int error) {
    if (error == 0) return 0;
    if (error == EINTR) cancellation_point();
    errno = error;
    return -1;
}
#endif
