// SPDX-License-Identifier: Apache-2.0
// What the programs here print: a call, and what came of it.
#ifndef SAY_H
#define SAY_H
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SAY(call) (errno = 0, said(#call, (long)(call)))

static inline long said(const char *call, long result) {
    if (result < 0) printf("%s: %s\n", call, strerror(errno));
    else printf("%s: %ld\n", call, result);
    return result;
}

/** As SAY, for a descriptor, whose number says nothing. */
#define OPENED(call) (errno = 0, opened(#call, (call)))

static inline int opened(const char *call, int fd) {
    printf("%s: %s\n", call, fd < 0 ? strerror(errno) : "ok");
    return fd;
}

static inline const char *events(int bits) {
    static char text[64];
    snprintf(text, sizeof text, "%s%s%s%s%s%s", bits & POLLIN ? " in" : "", bits & POLLOUT ? " out" : "", bits & POLLERR ? " err" : "",
             bits & POLLHUP ? " hup" : "", bits & POLLRDHUP ? " rdhup" : "", bits & POLLNVAL ? " nval" : "");
    return *text ? text + 1 : "nothing";
}

/** What poll() sees at once. */
static inline void look(const char *name, int fd) {
    struct pollfd polled = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&polled, 1, 0);
    printf("%s is ready for: %s\n", name, events(polled.revents));
}

static inline struct sockaddr_in at(const char *ip, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    inet_pton(AF_INET, ip, &address.sin_addr);
    return address;
}

static inline int bind_at(int fd, const char *ip, int port) {
    struct sockaddr_in address = at(ip, port);
    return bind(fd, (struct sockaddr *)&address, sizeof address);
}

static inline int connect_to(int fd, const char *ip, int port) {
    struct sockaddr_in address = at(ip, port);
    return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static inline int port_of(int fd) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    return getsockname(fd, (struct sockaddr *)&address, &size) < 0 ? -1 : ntohs(address.sin_port);
}

static inline int listener(int *port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind_at(fd, "127.0.0.1", 0) < 0 || listen(fd, 5) < 0) perror("listener"), exit(1);
    *port = port_of(fd);
    return fd;
}

/** A TCP connection's two ends: who called, and who was called. */
static inline void connection(int ends[2]) {
    int port, door = listener(&port);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect_to(ends[0], "127.0.0.1", port) < 0) perror("connection"), exit(1);
    ends[1] = accept(door, NULL, NULL);
    close(door);
}

static inline struct sockaddr_un un(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    return address;
}

static inline int pending(int fd) {
    int error = -1;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}
#endif
