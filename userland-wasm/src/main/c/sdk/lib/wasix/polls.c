// SPDX-License-Identifier: Apache-2.0
// ppoll over poll_oneoff, which has no mask, and no hang-ups without interest: what it cannot say epoll does (poll_events.c).

#include <poll.h>
#include <stdlib.h>
#include "plain.h"

enum { TIME = -1, SIGNAL = -2 };

/** What there is to wait for. Descriptors that are not open are marked at once. @return how many subscriptions, or with *bad set */
static size_t subscribe(struct pollfd *fds, size_t count, __wasi_subscription_t *wanted, int *bad) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        __wasi_fdstat_t ignored;
        fds[i].revents = 0;
        if (fds[i].fd < 0) continue;
        if (__wasi_fd_fdstat_get(fds[i].fd, &ignored) != 0) {
            fds[i].revents = POLLNVAL;
            ++*bad;
            continue;
        }
        if (fds[i].events & POLLIN)
            wanted[n++] = (__wasi_subscription_t){.userdata = i, .u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = fds[i].fd}};
        if (fds[i].events & POLLOUT)
            wanted[n++] = (__wasi_subscription_t){.userdata = i, .u = {.tag = __WASI_EVENTTYPE_FD_WRITE, .u.fd_write.file_descriptor = fds[i].fd}};
    }
    return n;
}

static void note(struct pollfd *fd, const __wasi_event_t *event) {
    int gone = event->fd_readwrite.flags & __WASI_EVENTRWFLAGS_FD_READWRITE_HANGUP;
    if (event->error) {
        fd->revents |= event->error == EBADF ? POLLNVAL : POLLERR;
    } else if (event->type == __WASI_EVENTTYPE_FD_READ) {
        fd->revents |= gone && event->fd_readwrite.nbytes == 0 ? POLLHUP : POLLIN;
    } else {
        fd->revents |= gone ? POLLERR | POLLOUT : POLLOUT;
    }
}

static int wait_once(struct pollfd *fds, size_t count, int64_t timeout, int wake, u32 *ready) {
    int bad = 0, error = 0;
    *ready = 0;
    __wasi_subscription_t *wanted = malloc((2 * count + 2) * sizeof *wanted);
    __wasi_event_t *events = malloc((2 * count + 2) * sizeof *events);
    __wasi_size_t happened = 0;
    if (!wanted || !events) error = ENOMEM;
    if (!error) {
        size_t n = subscribe(fds, count, wanted, &bad);
        if (wake >= 0) wanted[n++] = (__wasi_subscription_t){.userdata = SIGNAL, .u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = wake}};
        if (bad) timeout = 0;
        if (timeout >= 0 || n == 0)
            wanted[n++] = (__wasi_subscription_t){.userdata = TIME, .u = {.tag = __WASI_EVENTTYPE_CLOCK,
                .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = timeout > 0 ? (u64)timeout : timeout == 0 ? 1 : INT64_MAX}}};
        error = __wasi_poll_oneoff(wanted, events, n, &happened);
    }
    for (__wasi_size_t i = 0; !error && i < happened; i++)
        if ((int64_t)events[i].userdata >= 0) note(&fds[events[i].userdata], &events[i]);
    for (size_t i = 0; !error && i < count; i++) *ready += fds[i].revents != 0;
    free(wanted);
    free(events);
    return error;
}

int wsh_poll(struct pollfd *fds, size_t count, int64_t timeout, const u64 *mask, u32 *ready) {
    enum { MOST = 1 << 15 };
    if (count > MOST) return EINVAL;
    u64 before;
    unsigned seen = signals_handled();
    int wake = signals_caught() ? await_signals() : -1; // a handler of CHLD, say, does not end WASIX's poll
    if (mask) wsh_sig_mask(SIG_SETMASK, mask, &before);
    int error = signals_handled() != seen ? EINTR : beyond_poll_oneoff(fds, count) ? wait_for_events(fds, count, timeout, wake, ready) : wait_once(fds, count, timeout, wake, ready);
    if (error == 0 && *ready == 0 && signals_handled() != seen) error = EINTR;
    if (mask) wsh_sig_mask(SIG_SETMASK, &before, NULL);
    return error;
}
