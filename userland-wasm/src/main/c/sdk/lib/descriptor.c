// SPDX-License-Identifier: Apache-2.0
// dup, pipe, fcntl, ioctl, isatty, ttyname, sync.

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "imports.h"

int dup(int fd) {
    int copy;
    int error = wasix_fd_dup(fd, &copy);
    return error ? posix_result(error) : copy;
}

// For a module that imports wasix_32v1 or wsh_1, fd_renumber leaves `from` open: it is dup2.
int dup2(int from, int to) {
    if (to < 0) return posix_result(EBADF);
    int error = __wasi_fd_renumber(from, to);
    return error ? posix_result(error) : to;
}

int dup3(int from, int to, int flags) {
    if (from == to) return posix_result(EINVAL);
    if (dup2(from, to) < 0) return -1;
    if (flags & O_CLOEXEC) wasix_fd_fdflags_set(to, FD_CLOEXEC);
    return to;
}

int __wasilibc_fd_renumber(int from, int to) { // stdio's freopen calls it and means a move
    if (dup2(from, to) < 0) return -1;
    if (from != to) close(from);
    return 0;
}

int pipe2(int ends[2], int flags) {
    int error = wasix_fd_pipe(&ends[0], &ends[1]);
    if (error) return posix_result(error);
    for (int i = 0; i < 2; i++) {
        if (flags & O_CLOEXEC) wasix_fd_fdflags_set(ends[i], FD_CLOEXEC);
        if (flags & O_NONBLOCK) (void)!__wasi_fd_fdstat_set_flags(ends[i], O_NONBLOCK);
    }
    return 0;
}

int pipe(int ends[2]) {
    return pipe2(ends, 0);
}

static int status_flags(int fd) {
    __wasi_fdstat_t stat;
    int error = __wasi_fd_fdstat_get(fd, &stat);
    if (error) return posix_result(error);
    int access = (stat.fs_rights_base & (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_READDIR) ? O_RDONLY : 0)
               | (stat.fs_rights_base & __WASI_RIGHTS_FD_WRITE ? O_WRONLY : 0);
    return stat.fs_flags | (access ? access : O_SEARCH);
}

int fcntl(int fd, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    int value = va_arg(arguments, int);
    va_end(arguments);
    switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC: {
        int copy;
        int error = wasix_fd_dup2(fd, value, command == F_DUPFD_CLOEXEC, &copy);
        return error ? posix_result(error) : copy;
    }
    case F_GETFD: {
        uint16_t flags;
        int error = wasix_fd_fdflags_get(fd, &flags);
        return error ? posix_result(error) : flags & FD_CLOEXEC;
    }
    case F_SETFD:
        return posix_result(wasix_fd_fdflags_set(fd, value & FD_CLOEXEC));
    case F_GETFL:
        return status_flags(fd);
    case F_SETFL:
        return posix_result(__wasi_fd_fdstat_set_flags(fd, value & 0xfff));
    default:
        return posix_result(EINVAL);
    }
}

int ioctl(int fd, int request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    switch (request) {
    case TIOCGWINSZ: return posix_result(wsh_winsize_get(fd, argument));
    case TIOCSWINSZ: return posix_result(wsh_winsize_set(fd, argument));
    case TIOCGPGRP: return posix_result(wsh_pgrp_get(fd, argument));
    case TIOCSPGRP: return posix_result(wsh_pgrp_set(fd, *(int *)argument));
    case TIOCGSID: return posix_result(wsh_tty_session(fd, argument));
    case TIOCSCTTY: return posix_result(wsh_tty_control(fd, 1));
    case TIOCNOTTY: return posix_result(wsh_tty_control(fd, 0));
    case TIOCGPTN: return posix_result(wsh_pty_number(fd, argument));
    case TIOCSPTLCK: return posix_result(wsh_pty_lock(fd, *(int *)argument));
    case FIONBIO: {
        int flags = status_flags(fd);
        if (flags < 0) return -1;
        flags = *(int *)argument ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
        return posix_result(__wasi_fd_fdstat_set_flags(fd, flags & 0xfff));
    }
    case FIONREAD: { // asks poll, and tells it not to wait
        __wasi_subscription_t wanted[2] = {
            {.userdata = 1, .u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = fd}},
            {.u = {.tag = __WASI_EVENTTYPE_CLOCK, .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = 1}}},
        };
        __wasi_event_t events[2];
        __wasi_size_t count;
        int error = __wasi_poll_oneoff(wanted, events, 2, &count);
        if (error) return posix_result(error);
        *(int *)argument = 0;
        for (size_t i = 0; i < count; i++) {
            if (events[i].userdata != 1) continue;
            if (events[i].error) return posix_result(events[i].error);
            *(int *)argument = (int)events[i].fd_readwrite.nbytes;
        }
        return 0;
    }
    default:
        return posix_result(EINVAL);
    }
}

int isatty(int fd) {
    struct termios ignored;
    return posix_result(wsh_termios_get(fd, &ignored)) == 0;
}

// stdio asks this before its first write to stdout: a program that only prints should not need wsh_1 for it.
int __isatty(int fd) {
    __wasi_fdstat_t stat;
    int error = __wasi_fd_fdstat_get(fd, &stat);
    if (error) return posix_result(error), 0;
    if (stat.fs_filetype == __WASI_FILETYPE_CHARACTER_DEVICE
        && !(stat.fs_rights_base & (__WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL))) return 1;
    errno = ENOTTY;
    return 0;
}

int ttyname_r(int fd, char *name, size_t size) {
    char link[32];
    if (!isatty(fd)) return errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, size - 1);
    if (length < 0) length = snprintf(name, size, "/dev/tty");
    if ((size_t)length >= size) return ERANGE;
    name[length] = '\0';
    return 0;
}

char *ttyname(int fd) {
    static char name[64];
    int error = ttyname_r(fd, name, sizeof name);
    return error ? (errno = error, NULL) : name;
}

void sync(void) {}
