// SPDX-License-Identifier: Apache-2.0
// Connecting and listening by name.

#include <fcntl.h>
#include <poll.h>
#include "net.h"

bool net_connect_within(int fd, const struct sockaddr *to, socklen_t length, int timeout_ms) {
    if (timeout_ms < 0) return connect(fd, to, length) == 0;
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    bool connected = connect(fd, to, length) == 0;
    if (!connected && errno == EINPROGRESS) {
        struct pollfd polled = {fd, POLLOUT, 0};
        int error = 0;
        socklen_t size = sizeof error;
        if (poll(&polled, 1, timeout_ms) == 0) error = ETIMEDOUT;
        else getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
        errno = error;
        connected = error == 0;
    }
    int error = errno;
    fcntl(fd, F_SETFL, flags);
    errno = error;
    return connected;
}

int net_connect(const char *host, const char *service, int type, int timeout_ms, const char **why) {
    struct addrinfo hints = {.ai_socktype = type}, *all;
    int error = getaddrinfo(host, service, &hints, &all), fd = -1;
    if (why) *why = error ? gai_strerror(error) : NULL;
    if (error) return -1;
    for (struct addrinfo *one = all; one && fd < 0; one = one->ai_next) {
        fd = socket(one->ai_family, one->ai_socktype, one->ai_protocol);
        if (fd < 0 || net_connect_within(fd, one->ai_addr, one->ai_addrlen, timeout_ms)) continue;
        error = errno;
        close(fd);
        errno = error;
        fd = -1;
    }
    freeaddrinfo(all);
    return fd;
}

int net_listen(const char *host, const char *service, int type) {
    struct addrinfo hints = {.ai_socktype = type, .ai_flags = AI_PASSIVE, .ai_family = host ? AF_UNSPEC : AF_INET}, *all;
    int error = getaddrinfo(host, service, &hints, &all), on = 1;
    if (error) fatal("%s: %s", host ? quote_if_needed(host) : service, gai_strerror(error));
    int fd = socket(all->ai_family, all->ai_socktype, all->ai_protocol);
    if (fd < 0) fatal("cannot make a socket:");
    if (type == SOCK_STREAM) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, all->ai_addr, all->ai_addrlen) < 0) fatal("cannot use port %s:", service);
    if (type == SOCK_STREAM && listen(fd, SOMAXCONN) < 0) fatal("cannot listen at port %s:", service);
    freeaddrinfo(all);
    return fd;
}

const char *net_name(const struct sockaddr *address, socklen_t length) {
    static char name[NI_MAXHOST + NI_MAXSERV + 8];
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getnameinfo(address, length, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) return "somebody";
    snprintf(name, sizeof name, "%s port %s", host, port);
    return name;
}
