// SPDX-License-Identifier: Apache-2.0
// epoll, eventfd, poll and select.
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/stat.h>
#include "say.h"

static int watch(int epoll, int operation, int fd, unsigned events, int data) {
    struct epoll_event event = {.events = events, .data.u64 = (unsigned)data};
    return epoll_ctl(epoll, operation, fd, &event);
}

static void waited(const char *when, int epoll) {
    struct epoll_event all[8];
    int count = epoll_wait(epoll, all, 8, 0);
    printf("%s: %d", when, count);
    for (int i = 0; i < count; i++) printf(" [%d: %s]", (int)all[i].data.u64, events((int)all[i].events));
    printf("\n");
}

static void levels_and_edges(void) {
    int ends[2], epoll = OPENED(epoll_create1(EPOLL_CLOEXEC));
    char bytes[8];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    SAY(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN, 1));
    SAY(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 1));
    SAY(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 1));
    SAY(watch(epoll, EPOLL_CTL_ADD, epoll, EPOLLIN, 1));
    SAY(watch(epoll, EPOLL_CTL_ADD, 99, EPOLLIN, 1));
    SAY(watch(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN, 1));
    waited("nothing there", epoll);
    write(ends[1], "abc", 3);
    waited("level", epoll);
    waited("level again", epoll);
    look("the epoll itself", epoll);
    SAY(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET, 2));
    waited("edge", epoll);
    waited("edge again", epoll);
    write(ends[1], "d", 1);
    waited("edge, more came", epoll);
    read(ends[0], bytes, 1);
    waited("edge, some read", epoll);
    SAY(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLONESHOT, 3));
    waited("one shot", epoll);
    write(ends[1], "e", 1);
    waited("one shot, spent", epoll);
    SAY(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP, 4));
    waited("both ways", epoll);
    close(ends[1]);
    waited("the other gone", epoll);
    SAY(watch(epoll, EPOLL_CTL_DEL, ends[0], 0, 0));
    SAY(watch(epoll, EPOLL_CTL_DEL, ends[0], 0, 0));
    waited("not watched", epoll);
    SAY(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN, 5));
    close(ends[0]);
    waited("closed", epoll);
    int pipes[2];
    SAY(pipe(pipes));
    watch(epoll, EPOLL_CTL_ADD, pipes[0], EPOLLIN, 6);
    watch(epoll, EPOLL_CTL_ADD, pipes[1], EPOLLOUT, 7);
    waited("a pipe", epoll);
    close(pipes[1]);
    waited("without writers", epoll);
    int file = open("/tmp/wsh-sockets-events", O_CREAT | O_RDWR, 0600);
    SAY(watch(epoll, EPOLL_CTL_ADD, file, EPOLLIN, 8));
    unlink("/tmp/wsh-sockets-events");
    int outer = epoll_create(1);
    SAY(watch(outer, EPOLL_CTL_ADD, epoll, EPOLLIN, 9));
    waited("one in the other", outer);
    SAY(watch(epoll, EPOLL_CTL_ADD, outer, EPOLLIN, 10));
    SAY(epoll_create(0));
    struct epoll_event event;
    SAY(epoll_wait(epoll, &event, 0, 0));
    SAY(epoll_wait(file, &event, 1, 0));
}

static void counters(void) {
    uint64_t value = 3;
    int fd = OPENED(eventfd(2, EFD_NONBLOCK));
    look("a counter", fd);
    SAY(write(fd, &value, 8));
    SAY(read(fd, &value, 8));
    printf("%d\n", (int)value);
    look("at zero", fd);
    SAY(read(fd, &value, 8));
    SAY(read(fd, &value, 4));
    SAY(write(fd, &value, 7));
    value = UINT64_MAX;
    SAY(write(fd, &value, 8));
    value = UINT64_MAX - 1;
    SAY(write(fd, &value, 8));
    look("full", fd);
    value = 1;
    SAY(write(fd, &value, 8));
    close(fd);
    fd = OPENED(eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK));
    SAY(read(fd, &value, 8));
    printf("%d\n", (int)value);
    SAY(read(fd, &value, 8));
    SAY(read(fd, &value, 8));
    SAY(eventfd(0, 0x40));
    SAY(isatty(fd));
}

static void polling(void) {
    int pipes[2];
    pipe(pipes);
    struct pollfd fds[5] = {{pipes[0], POLLIN, 0}, {pipes[1], POLLOUT, 0}, {-1, POLLIN, 0}, {99, POLLIN, 0}, {pipes[0], 0, 0}};
    SAY(poll(fds, 5, -1));
    for (int i = 0; i < 5; i++) printf(" %s", events(fds[i].revents));
    printf("\n");
    SAY(poll(NULL, 0, 10));
    SAY(poll(fds, 1, 10));
    close(pipes[1]);
    SAY(poll(fds + 4, 1, -1));
    printf("%s\n", events(fds[4].revents));
    pipe(pipes);
    close(pipes[0]);
    fds[0] = (struct pollfd){pipes[1], POLLOUT, 0};
    SAY(poll(fds, 1, -1));
    printf("%s\n", events(fds[0].revents));

    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    fd_set readable, writable;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_SET(ends[0], &readable);
    FD_SET(ends[0], &writable);
    FD_SET(ends[1], &readable);
    struct timeval none = {0, 0}, soon = {0, 10000};
    write(ends[0], "x", 1);
    SAY(select(ends[1] + 1, &readable, &writable, NULL, NULL));
    printf("%d %d %d\n", !!FD_ISSET(ends[0], &readable), !!FD_ISSET(ends[1], &readable), !!FD_ISSET(ends[0], &writable));
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    SAY(select(ends[0] + 1, &readable, NULL, NULL, &none));
    FD_SET(ends[0], &readable);
    SAY(select(ends[0] + 1, &readable, NULL, NULL, &soon));
    close(ends[0]);
    FD_ZERO(&readable);
    FD_SET(ends[0], &readable);
    SAY(select(ends[0] + 1, &readable, NULL, NULL, &none));
    SAY(select(-1, NULL, NULL, NULL, &none));
}

static void on_alarm(int sig) {
    printf("signal %d\n", sig);
}

static void with_a_mask(void) {
    sigset_t blocked, open_for_all;
    signal(SIGALRM, on_alarm);
    sigemptyset(&open_for_all);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGALRM);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    raise(SIGALRM);
    struct timespec none = {0, 0};
    SAY(ppoll(NULL, 0, &none, NULL));
    SAY(ppoll(NULL, 0, NULL, &open_for_all));
    SAY(ppoll(NULL, 0, &none, &blocked));
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    levels_and_edges();
    counters();
    polling();
    with_a_mask();
    return 0;
}
