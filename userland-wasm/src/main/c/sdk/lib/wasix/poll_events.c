// SPDX-License-Identifier: Apache-2.0
// poll by an epoll of its own, for entries that ask for hang-ups only, or for what poll_oneoff has no word for.

#include <poll.h>
#include <stdlib.h>
#include "plain.h"

enum { EVENT_IN = 1, EVENT_OUT = 2, EVENT_RDHUP = 4, EVENT_PRI = 8, EVENT_ERR = 16, EVENT_HUP = 32, ADD = 0, CHANGE = 1 };

static const struct {
    short poll;
    u32 event;
} bits[] = {{POLLIN, EVENT_IN}, {POLLOUT, EVENT_OUT}, {POLLRDHUP, EVENT_RDHUP}, {POLLPRI, EVENT_PRI}, {POLLERR, EVENT_ERR}, {POLLHUP, EVENT_HUP}};

int beyond_poll_oneoff(const struct pollfd *fds, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (fds[i].fd >= 0 && (!(fds[i].events & (POLLIN | POLLOUT)) || fds[i].events & (POLLRDHUP | POLLPRI))) return 1;
    return 0;
}

/** What all entries of that descriptor ask for. */
static u32 wanted(const struct pollfd *fds, size_t count, int fd) {
    u32 all = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t b = 0; fds[i].fd == fd && b < sizeof bits / sizeof *bits; b++)
            if (fds[i].events & bits[b].poll) all |= bits[b].event;
    return all;
}

static short told(short events, u32 happened) {
    short result = 0;
    for (size_t b = 0; b < sizeof bits / sizeof *bits; b++)
        if (happened & bits[b].event) result |= bits[b].poll;
    return (short)(result & (events | POLLERR | POLLHUP));
}

static int watch(int epoll, int fd, u32 events, const struct pollfd *fds, size_t count) {
    struct wasix_epoll_event event = {events, {(u64)fd, 0, 0}};
    int error = wasix_epoll_ctl(epoll, ADD, fd, &event);
    if (error != EEXIST) return error;
    event.events = wanted(fds, count, fd); // more than one entry asks about it
    return wasix_epoll_ctl(epoll, CHANGE, fd, &event);
}

/** @return how many have something to tell already: those that are not open, and files, which epoll does not take */
static u32 watch_all(int epoll, struct pollfd *fds, size_t count, int *error) {
    u32 known = 0;
    for (size_t i = 0; i < count && !*error; i++) {
        fds[i].revents = 0;
        if (fds[i].fd < 0) continue;
        u32 events = 0;
        for (size_t b = 0; b < sizeof bits / sizeof *bits; b++)
            if (fds[i].events & bits[b].poll) events |= bits[b].event;
        int refused = watch(epoll, fds[i].fd, events, fds, count);
        if (refused == EBADF) fds[i].revents = POLLNVAL;
        else if (refused == EPERM) fds[i].revents = fds[i].events & (POLLIN | POLLOUT);
        else *error = refused;
        known += fds[i].revents != 0;
    }
    return known;
}

int wait_for_events(struct pollfd *fds, size_t count, int64_t timeout, int wake, u32 *ready) {
    int epoll, error = wasix_epoll_create(&epoll);
    if (error) return error;
    struct wasix_epoll_event *events = malloc((count + 1) * sizeof *events);
    if (!events) error = ENOMEM;
    *ready = 0;
    if (!error) *ready = watch_all(epoll, fds, count, &error);
    if (!error && wake >= 0) error = watch(epoll, wake, EVENT_IN, fds, count);
    u32 happened = 0;
    if (!error) error = wasix_epoll_wait(epoll, events, (int)count + 1, *ready ? 0 : timeout < 0 ? UINT64_MAX : (u64)timeout, &happened);
    for (u32 e = 0; !error && e < happened; e++) {
        for (size_t i = 0; i < count; i++) {
            if (fds[i].fd != (int)events[e].data[0] || fds[i].fd == wake) continue;
            fds[i].revents = told(fds[i].events, events[e].events);
            *ready += fds[i].revents != 0;
        }
    }
    free(events);
    (void)!__wasi_fd_close(epoll);
    return error;
}
