// SPDX-License-Identifier: Apache-2.0
// An echo server and a thousand clients that are connected at the same time.
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "say.h"

enum { CLIENTS = 1000, ROUNDS = 3, SIZE = 64 };

static void must(int good, const char *what) {
    if (!good) perror(what), exit(1);
}

/** Serves all clients until each has gone. */
static void serve(int door) {
    int epoll = epoll_create1(0), gone = 0;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[64];
    must(epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event) == 0, "epoll_ctl");
    while (gone < CLIENTS) {
        int count = epoll_wait(epoll, events, 64, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == door) {
                event.data.fd = accept(door, NULL, NULL);
                must(event.data.fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event) == 0, "accept");
                continue;
            }
            char bytes[SIZE];
            ssize_t got = read(fd, bytes, sizeof bytes);
            must(got >= 0, "server reads");
            if (got == 0) close(fd), gone++;
            else must(write(fd, bytes, (size_t)got) == got, "server writes");
        }
    }
    exit(0);
}

int main(void) {
    struct rlimit many = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &many);
    int door = socket(AF_INET, SOCK_STREAM, 0), clients[CLIENTS], right = 0, status;
    must(bind_at(door, "127.0.0.1", 0) == 0 && listen(door, 128) == 0, "listen");
    int port = port_of(door);
    if (fork() == 0) serve(door);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM, 0);
        must(clients[i] >= 0 && connect_to(clients[i], "127.0.0.1", port) == 0, "connect");
    }
    for (int round = 0; round < ROUNDS; round++) {
        char sent[SIZE] = "", came[SIZE];
        for (int i = 0; i < CLIENTS; i++) {
            snprintf(sent, sizeof sent, "client %d, round %d", i, round);
            must(write(clients[i], sent, SIZE) == SIZE, "write");
        }
        for (int i = 0; i < CLIENTS; i++) {
            snprintf(sent, sizeof sent, "client %d, round %d", i, round);
            must(recv(clients[i], came, SIZE, MSG_WAITALL) == SIZE, "recv");
            right += strcmp(sent, came) == 0;
        }
    }
    for (int i = 0; i < CLIENTS; i++) close(clients[i]);
    wait(&status);
    printf("%d echoes, server %d\n", right, status);
    return 0;
}
