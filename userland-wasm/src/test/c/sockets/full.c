// SPDX-License-Identifier: Apache-2.0
// accept with a full descriptor table: EMFILE, and the connection waits until there is room.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void limit(int descriptors) {
    struct rlimit r;
    getrlimit(RLIMIT_NOFILE, &r);
    r.rlim_cur = (rlim_t)descriptors;
    if (setrlimit(RLIMIT_NOFILE, &r) < 0) printf("setrlimit: %s\n", strerror(errno));
}

int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int door = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    bind(door, (struct sockaddr *)&address, size);
    listen(door, 4);
    getsockname(door, (struct sockaddr *)&address, &size);
    limit(client + 1); // none is free
    int got = accept(door, NULL, NULL);
    printf("nobody there: %d %s\n", got, got < 0 ? strerror(errno) : "");
    printf("connect: %d\n", connect(client, (struct sockaddr *)&address, size));
    for (int i = 0; i < 3; i++) {
        got = accept(door, NULL, NULL);
        printf("no room: %d %s\n", got, got < 0 ? strerror(errno) : "");
    }
    struct pollfd ready = {door, POLLIN, 0};
    printf("still waiting: %d", poll(&ready, 1, -1));
    printf(" %d\n", ready.revents == POLLIN);
    printf("said before: %d\n", (int)write(client, "early", 5));
    limit(client + 2);
    got = accept(door, NULL, NULL);
    printf("room: %d\n", got - client);
    char text[16] = "";
    printf("read: %d", (int)read(got, text, sizeof text));
    printf(" %s\n", text);
    fcntl(door, F_SETFL, O_NONBLOCK);
    int other = accept(door, NULL, NULL);
    printf("full again, nobody there: %d %s\n", other, strerror(errno));
    close(got);
    other = accept(door, NULL, NULL);
    printf("room, nobody there: %d %s\n", other, strerror(errno));
    return 0;
}
