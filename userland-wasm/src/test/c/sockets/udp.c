// SPDX-License-Identifier: Apache-2.0
// UDP over loopback.
#include <fcntl.h>
#include "say.h"

static int bound(int *port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    bind_at(fd, "127.0.0.1", 0);
    *port = port_of(fd);
    return fd;
}

static ssize_t send_to(int fd, const void *bytes, size_t size, const char *ip, int port) {
    struct sockaddr_in to = at(ip, port);
    return sendto(fd, bytes, size, 0, (struct sockaddr *)&to, sizeof to);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    int port, other, a = bound(&port), b = bound(&other), free_port;
    char bytes[70000] = {0};
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    look("a bound one", a);
    SAY(send_to(a, "hello", 5, "127.0.0.1", other));
    SAY(send_to(a, "", 0, "127.0.0.1", other));
    SAY(send_to(a, "third", 5, "127.0.0.1", other));
    look("with datagrams", b);
    SAY(recvfrom(b, bytes, 3, MSG_PEEK, (struct sockaddr *)&from, &size));
    printf("%.3s from %s\n", bytes, ntohs(from.sin_port) == port ? "a" : "?");
    SAY(recv(b, bytes, 3, MSG_TRUNC));
    SAY(recv(b, bytes, sizeof bytes, 0));
    struct iovec pieces[2] = {{bytes, 2}, {bytes + 10, 2}};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = pieces, .msg_iovlen = 2};
    SAY(recvmsg(b, &message, 0));
    printf("%.2s %.2s %s\n", bytes, bytes + 10, message.msg_flags & MSG_TRUNC ? "truncated" : "whole");
    SAY(recv(b, bytes, sizeof bytes, MSG_DONTWAIT));
    SAY(send(a, "x", 1, 0));
    SAY(send_to(a, bytes, 65507, "127.0.0.1", other));
    SAY(send_to(a, bytes, 65508, "127.0.0.1", other));
    SAY(recv(b, bytes, sizeof bytes, 0));
    SAY(send_to(a, "x", 1, "127.0.0.1", 0));
    SAY(send_to(a, "x", 1, "255.255.255.255", 99));
    SAY(listen(a, 1));
    SAY(accept(a, NULL, NULL));
    SAY(shutdown(socket(AF_INET, SOCK_DGRAM, 0), SHUT_RD));
    SAY(getpeername(a, (struct sockaddr *)&from, &size));

    SAY(connect_to(a, "127.0.0.1", other));
    SAY(send(a, "one", 3, 0));
    SAY(read(b, bytes, sizeof bytes));
    int c = bound(&free_port);
    SAY(send_to(c, "stranger", 8, "127.0.0.1", port));
    SAY(send_to(b, "friend", 6, "127.0.0.1", port));
    SAY(recv(a, bytes, sizeof bytes, MSG_DONTWAIT));
    SAY(recv(a, bytes, sizeof bytes, MSG_DONTWAIT));
    close(b);
    SAY(send(a, "nobody", 6, 0));
    look("refused", a);
    SAY(send(a, "nobody", 6, 0));
    SAY(send(a, "nobody", 6, 0));
    SAY(recv(a, bytes, 1, MSG_DONTWAIT));
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    SAY(connect(a, &none, sizeof none));
    SAY(getpeername(a, (struct sockaddr *)&from, &size));
    SAY(send_to(a, "nobody", 6, "127.0.0.1", other));
    SAY(send_to(a, "nobody", 6, "127.0.0.1", other));

    int unbound = socket(AF_INET, SOCK_DGRAM, 0);
    SAY(send_to(unbound, "x", 1, "127.0.0.1", free_port));
    SAY(recvfrom(c, bytes, 9, 0, (struct sockaddr *)&from, &size));
    printf("%s\n", ntohs(from.sin_port) == port_of(unbound) && port_of(unbound) ? "it has a port now" : "no port");
    SAY(bind_at(unbound, "127.0.0.1", 0));
    int again = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
    SAY(bind_at(again, "127.0.0.1", free_port));
    setsockopt(again, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(c, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    SAY(bind_at(again, "127.0.0.1", free_port));
    struct timeval soon = {0, 20000};
    SAY(setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon));
    SAY(recv(c, bytes, 1, 0));
    return 0;
}
