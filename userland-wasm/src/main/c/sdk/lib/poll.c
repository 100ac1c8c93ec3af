// SPDX-License-Identifier: Apache-2.0
// poll and select, over wsh_1.poll.

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>
#include "imports.h"

static int poll_for(struct pollfd *fds, nfds_t count, int64_t ns, const sigset_t *mask) {
    u64 blocked = 0;
    if (mask) memcpy(&blocked, mask, sizeof *mask < sizeof blocked ? sizeof *mask : sizeof blocked);
    u32 ready;
    int error = wsh_poll(fds, count, ns, mask ? &blocked : NULL, &ready);
    if (error == 0) return (int)ready;
    errno = error; // not posix_result: callers have memory to free before they may be cancelled
    return -1;
}

static int ended(int ready) {
    return ready < 0 ? posix_result(errno) : ready;
}

static int64_t nanoseconds(const struct timespec *time) {
    if (!time) return -1;
    if (time->tv_sec >= INT64_MAX / 1000000000) return -1;
    return time->tv_sec * 1000000000 + time->tv_nsec;
}

// POLLRDNORM and POLLWRNORM say what POLLIN and POLLOUT say.
static short asked(short events) {
    return (short)(events | (events & POLLRDNORM ? POLLIN : 0) | (events & POLLWRNORM ? POLLOUT : 0));
}

static void answer(struct pollfd *fd, short events) {
    short ready = fd->revents;
    if (ready & POLLIN) ready |= events & POLLRDNORM;
    if (ready & POLLOUT) ready |= events & POLLWRNORM;
    fd->events = events;
    fd->revents = (short)(ready & (events | POLLERR | POLLHUP | POLLNVAL));
}

static int poll_events(struct pollfd *fds, nfds_t count, int64_t ns, const sigset_t *mask) {
    int extra = 0;
    for (nfds_t i = 0; i < count; i++) extra |= fds[i].events & (POLLRDNORM | POLLWRNORM);
    if (!extra) return poll_for(fds, count, ns, mask);
    short *events = malloc(count * sizeof *events);
    if (!events) return posix_result(ENOMEM);
    for (nfds_t i = 0; i < count; i++) {
        events[i] = fds[i].events;
        fds[i].events = asked(fds[i].events);
    }
    int ready = poll_for(fds, count, ns, mask);
    for (nfds_t i = 0; i < count; i++) answer(&fds[i], events[i]);
    free(events);
    return ready;
}

int poll(struct pollfd *fds, nfds_t count, int ms) {
    cancellation_point();
    return ended(poll_events(fds, count, ms < 0 ? -1 : (int64_t)ms * 1000000, NULL));
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *time, const sigset_t *mask) {
    if (time && (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec > 999999999)) return posix_result(EINVAL);
    cancellation_point();
    return ended(poll_events(fds, count, nanoseconds(time), mask));
}

// select. Its sets are wasi-libc's: a count and a list.

enum { READ = POLLIN | POLLHUP | POLLERR, WRITE = POLLOUT | POLLERR, EXCEPT = POLLPRI };

static nfds_t ask(struct pollfd *fds, nfds_t count, const fd_set *set, int limit, short events) {
    for (size_t i = 0; set && i < set->__nfds; i++) {
        if (set->__fds[i] < limit) fds[count++] = (struct pollfd){set->__fds[i], events, 0};
    }
    return count;
}

static int keep(fd_set *set, const struct pollfd **fds, int limit, short events) {
    if (!set) return 0;
    size_t asked = 0, kept = 0;
    for (size_t i = 0; i < set->__nfds; i++) asked += set->__fds[i] < limit;
    for (size_t i = 0; i < asked; i++) {
        if ((*fds)[i].revents & events) set->__fds[kept++] = (*fds)[i].fd;
    }
    set->__nfds = kept;
    *fds += asked;
    return (int)kept;
}

int pselect(int limit, fd_set *restrict readable, fd_set *restrict writable, fd_set *restrict exceptional, const struct timespec *restrict time,
            const sigset_t *restrict mask) {
    if (limit < 0 || (time && (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec > 999999999))) return posix_result(EINVAL);
    cancellation_point();
    size_t most = (readable ? readable->__nfds : 0) + (writable ? writable->__nfds : 0) + (exceptional ? exceptional->__nfds : 0);
    struct pollfd *fds = malloc((most + 1) * sizeof *fds);
    if (!fds) return posix_result(ENOMEM);
    nfds_t count = ask(fds, 0, readable, limit, POLLIN);
    count = ask(fds, count, writable, limit, POLLOUT);
    count = ask(fds, count, exceptional, limit, POLLPRI);
    int ready = poll_for(fds, count, nanoseconds(time), mask);
    for (nfds_t i = 0; ready > 0 && i < count; i++) {
        if (fds[i].revents & POLLNVAL) ready = -1, errno = EBADF;
    }
    if (ready >= 0) {
        const struct pollfd *answers = fds;
        ready = keep(readable, &answers, limit, READ);
        ready += keep(writable, &answers, limit, WRITE);
        ready += keep(exceptional, &answers, limit, EXCEPT);
    }
    free(fds);
    return ended(ready);
}

int select(int limit, fd_set *restrict readable, fd_set *restrict writable, fd_set *restrict exceptional, struct timeval *restrict time) {
    struct timespec left;
    if (time) {
        if (time->tv_sec < 0 || time->tv_usec < 0) return posix_result(EINVAL);
        left = (struct timespec){time->tv_sec + time->tv_usec / 1000000, (long)(time->tv_usec % 1000000) * 1000};
    }
    return pselect(limit, readable, writable, exceptional, time ? &left : NULL, NULL);
}
