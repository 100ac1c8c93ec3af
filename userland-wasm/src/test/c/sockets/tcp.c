// SPDX-License-Identifier: Apache-2.0
// TCP over loopback: connections, their ends, and what goes wrong.
#include <fcntl.h>
#include <signal.h>
#include "say.h"

static int pipes;

static void count_pipe(int sig) {
    (void)sig;
    pipes++;
}

static void talking(void) {
    int ends[2];
    char bytes[64];
    connection(ends);
    look("a fresh connection", ends[0]);
    SAY(write(ends[0], "hello", 5));
    look("with bytes", ends[1]);
    SAY(recv(ends[1], bytes, 2, MSG_PEEK));
    SAY(recv(ends[1], bytes, sizeof bytes, 0));
    printf("%.5s\n", bytes);
    SAY(recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT));
    SAY(send(ends[1], "ab", 2, 0));
    SAY(send(ends[1], "cd", 2, 0));
    SAY(recv(ends[0], bytes, 4, MSG_WAITALL));
    SAY(connect_to(ends[0], "127.0.0.1", 9));
    SAY(listen(ends[0], 1));
    SAY(accept(ends[0], NULL, NULL));
    close(ends[0]);
    close(ends[1]);
}

static void half_closing(void) {
    int ends[2];
    char byte;
    connection(ends);
    SAY(shutdown(ends[0], SHUT_WR));
    look("who shut", ends[0]);
    look("the other", ends[1]);
    SAY(read(ends[1], &byte, 1));
    SAY(write(ends[1], "x", 1));
    SAY(read(ends[0], &byte, 1));
    SAY(write(ends[0], "x", 1));
    printf("%d signals\n", pipes);
    SAY(send(ends[0], "x", 1, MSG_NOSIGNAL));
    printf("%d signals\n", pipes);
    SAY(shutdown(ends[1], SHUT_WR));
    look("both shut", ends[1]);
    SAY(read(ends[0], &byte, 1));
    SAY(shutdown(ends[1], SHUT_WR));
    SAY(getpeername(ends[1], NULL, NULL));
    close(ends[0]);
    close(ends[1]);
}

static void a_peer_that_goes(void) {
    int ends[2];
    char byte;
    connection(ends);
    close(ends[1]);
    look("left alone", ends[0]);
    SAY(read(ends[0], &byte, 1));
    pipes = 0;
    SAY(write(ends[0], "x", 1));
    look("after a write", ends[0]);
    SAY(write(ends[0], "x", 1));
    SAY(write(ends[0], "x", 1));
    printf("%d signals\n", pipes);
    SAY(read(ends[0], &byte, 1));
    close(ends[0]);
}

static void a_reset(void) {
    int ends[2];
    char byte;
    connection(ends);
    write(ends[0], "unread", 6);
    SAY(write(ends[1], "y", 1));
    close(ends[1]);
    look("reset", ends[0]);
    SAY(read(ends[0], &byte, 1));
    SAY(read(ends[0], &byte, 1));
    SAY(read(ends[0], &byte, 1));
    SAY(write(ends[0], "x", 1));
    close(ends[0]);
    connection(ends);
    struct linger at_once = {1, 0};
    SAY(setsockopt(ends[1], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    close(ends[1]);
    printf("pending: %s\n", strerror(pending(ends[0])));
    printf("pending: %s\n", strerror(pending(ends[0])));
    SAY(read(ends[0], &byte, 1));
    close(ends[0]);
}

static void calling_nobody(void) {
    int port, door = listener(&port), fd = OPENED(socket(AF_INET, SOCK_STREAM, 0));
    char byte;
    look("a new socket", fd);
    SAY(read(fd, &byte, 1));
    SAY(write(fd, "x", 1));
    SAY(shutdown(fd, SHUT_WR));
    SAY(getpeername(fd, NULL, NULL));
    SAY(accept(fd, NULL, NULL));
    close(door);
    SAY(connect_to(fd, "127.0.0.1", port));
    SAY(connect_to(fd, "127.0.0.1", port));
    fcntl(fd, F_SETFL, O_NONBLOCK);
    SAY(connect_to(fd, "127.0.0.1", port));
    look("refused", fd);
    printf("pending: %s\n", strerror(pending(fd)));
    SAY(connect_to(fd, "127.0.0.1", port));
    close(fd);
    fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    door = listener(&port);
    SAY(connect_to(fd, "127.0.0.1", port));
    look("called", fd);
    SAY(connect_to(fd, "127.0.0.1", port));
    SAY(connect_to(fd, "127.0.0.1", port));
    printf("pending: %d\n", pending(fd));
    SAY(read(fd, &byte, 1));
    close(door);
    look("its listener gone", fd);
    SAY(read(fd, &byte, 1));
    close(fd);
}

static void names(void) {
    int port, door = listener(&port), fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    SAY(bind_at(fd, "127.0.0.1", port));
    SAY(bind_at(fd, "0.0.0.0", port));
    SAY(bind_at(fd, "203.0.113.7", 0));
    SAY(bind_at(fd, "127.3.2.1", port));
    SAY(bind_at(fd, "127.0.0.1", 0));
    SAY(getsockname(fd, (struct sockaddr *)&address, &size));
    printf("%s %s %d\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port) == port ? "same port" : "other", (int)size);
    close(fd);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    SAY(getsockname(fd, (struct sockaddr *)&address, &size));
    printf("%s %d\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port));
    SAY(connect_to(fd, "0.0.0.0", port));
    SAY(getpeername(fd, (struct sockaddr *)&address, &size));
    printf("%s %s\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port) == port ? "the port" : "other");
    int own = port_of(fd);
    size = 4;
    int accepted = accept(door, (struct sockaddr *)&address, &size);
    printf("%d bytes\n", (int)size);
    size = sizeof address;
    SAY(getpeername(accepted, (struct sockaddr *)&address, &size));
    printf("%s %s\n", inet_ntoa(address.sin_addr), ntohs(address.sin_port) == own ? "who called" : "other");
    SAY(accept(door, NULL, (fcntl(door, F_SETFL, O_NONBLOCK), NULL)));
    SAY(connect_to(door, "127.0.0.1", port));
    struct sockaddr unix_one = {.sa_family = AF_UNIX};
    SAY(connect(fd, &unix_one, 1));
    SAY(listen(accepted, 1));
    close(door);
    int again = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    SAY(bind_at(again, "127.0.0.1", port));
    SAY(setsockopt(again, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    SAY(setsockopt(accepted, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    SAY(bind_at(again, "127.0.0.1", port));
    SAY(listen(again, 1));
    close(again);
    close(fd);
    close(accepted);
    SAY(socket(AF_INET, SOCK_STREAM, 17));
    SAY(socket(99, SOCK_STREAM, 0));
    SAY(connect_to(0, "127.0.0.1", 1));
    SAY(connect_to(99, "127.0.0.1", 1));
}

static void version_six(void) {
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = in6addr_any}, from;
    socklen_t size = sizeof six;
    char text[INET6_ADDRSTRLEN];
    int door = OPENED(socket(AF_INET6, SOCK_STREAM, 0));
    SAY(bind(door, (struct sockaddr *)&six, sizeof six));
    SAY(listen(door, 3));
    getsockname(door, (struct sockaddr *)&six, &size);
    int four = socket(AF_INET, SOCK_STREAM, 0);
    SAY(connect_to(four, "127.0.0.1", ntohs(six.sin6_port)));
    size = sizeof from;
    SAY(accept(door, (struct sockaddr *)&from, &size) > 0);
    printf("from %s, %d bytes\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text), (int)size);
    int caller = socket(AF_INET6, SOCK_STREAM, 0);
    six.sin6_addr = in6addr_loopback;
    SAY(connect(caller, (struct sockaddr *)&six, sizeof six));
    size = sizeof from;
    SAY(accept(door, (struct sockaddr *)&from, &size) > 0);
    printf("from %s\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text));
    int other = socket(AF_INET, SOCK_STREAM, 0);
    SAY(bind_at(other, "127.0.0.1", ntohs(six.sin6_port)));
    SAY(connect(other, (struct sockaddr *)&six, sizeof six));
}

static void a_full_door(void) {
    int door = socket(AF_INET, SOCK_STREAM, 0), callers[3];
    bind_at(door, "127.0.0.1", 0);
    SAY(listen(door, 0));
    for (int i = 0; i < 3; i++) {
        callers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        SAY(connect_to(callers[i], "127.0.0.1", port_of(door)));
    }
    look("the first", callers[0]);
    look("the last", callers[2]);
    SAY(connect_to(callers[2], "127.0.0.1", port_of(door)));
}

static void filling(void) {
    int ends[2];
    static char bytes[1 << 16];
    connection(ends);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    long sent = 0, got = 0, n;
    while ((n = write(ends[0], bytes, sizeof bytes)) > 0) sent += n;
    printf("full: %s\n", strerror(errno));
    struct pollfd polled = {ends[0], POLLOUT, 0};
    SAY(poll(&polled, 1, 0));
    shutdown(ends[0], SHUT_WR);
    while ((n = read(ends[1], bytes, sizeof bytes)) > 0) got += n;
    printf("%s\n", got == sent && sent >= 65536 ? "all came" : "lost");
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, count_pipe);
    talking();
    half_closing();
    a_peer_that_goes();
    a_reset();
    calling_nobody();
    names();
    version_six();
    a_full_door();
    filling();
    return 0;
}
