// SPDX-License-Identifier: Apache-2.0
// epoll and eventfd, over WASIX's calls.

#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "imports.h"

static const struct {
    uint32_t ours, wasix;
} bits[] = {{EPOLLIN, 1}, {EPOLLOUT, 2}, {EPOLLRDHUP, 4}, {EPOLLPRI, 8}, {EPOLLERR, 16}, {EPOLLHUP, 32}, {EPOLLET, 64}, {EPOLLONESHOT, 128}};

static uint32_t translated(uint32_t events, int to_wasix) {
    uint32_t result = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        if (events & (to_wasix ? bits[i].ours : bits[i].wasix)) result |= to_wasix ? bits[i].wasix : bits[i].ours;
    }
    return result;
}

int epoll_create1(int flags) {
    int fd;
    if (flags & ~EPOLL_CLOEXEC) return posix_result(EINVAL);
    int error = wasix_epoll_create(&fd);
    if (error) return posix_result(error);
    if (flags) wasix_fd_fdflags_set(fd, FD_CLOEXEC);
    return fd;
}

int epoll_create(int size) {
    return size <= 0 ? posix_result(EINVAL) : epoll_create1(0);
}

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    // 0 adds, and says EEXIST; 1 is Linux's for that, and WASIX's for a change.
    if (operation < EPOLL_CTL_ADD || operation > EPOLL_CTL_MOD) return posix_result(EINVAL);
    struct wasix_epoll_event wanted = {0};
    if (operation != EPOLL_CTL_DEL) {
        if (!event) return posix_result(EFAULT);
        wanted = (struct wasix_epoll_event){translated(event->events, 1), {event->data.u64, 0, 0}};
    }
    return posix_result(wasix_epoll_ctl(epoll, operation == EPOLL_CTL_ADD ? 0 : (u32)operation, fd, &wanted));
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int ms) {
    enum { AT_ONCE = 256 };
    struct wasix_epoll_event some[AT_ONCE];
    u32 count;
    cancellation_point();
    if (most <= 0) return posix_result(EINVAL);
    u64 timeout = ms < 0 ? UINT64_MAX : (u64)ms * 1000000;
    int error = wasix_epoll_wait(epoll, some, most < AT_ONCE ? most : AT_ONCE, timeout, &count);
    if (error) return posix_result(error);
    for (u32 i = 0; i < count; i++) {
        events[i].events = translated(some[i].events, 0);
        events[i].data.u64 = some[i].data[0];
    }
    return (int)count;
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int ms, const sigset_t *mask) {
    if (!mask) return epoll_wait(epoll, events, most, ms);
    // Not in one step, as poll's: WASIX has no mask here.
    sigset_t before;
    sigprocmask(SIG_SETMASK, mask, &before);
    int count = epoll_wait(epoll, events, most, ms);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return count;
}

int eventfd(unsigned initial, int flags) {
    int fd;
    if (flags & ~(EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC)) return posix_result(EINVAL);
    int error = wasix_fd_event(initial, flags & (EFD_SEMAPHORE | EFD_NONBLOCK), &fd);
    if (error) return posix_result(error);
    if (flags & EFD_CLOEXEC) wasix_fd_fdflags_set(fd, FD_CLOEXEC);
    return fd;
}

int eventfd_read(int fd, eventfd_t *value) {
    return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t value) {
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}
