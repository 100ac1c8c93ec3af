// SPDX-License-Identifier: Apache-2.0
// Unix sockets: names in the tree, abstract names, pairs.
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include "say.h"

#define PATH "/tmp/wsh-sockets-unix"

static int bind_un(int fd, const char *path) {
    struct sockaddr_un address = un(path);
    return bind(fd, (struct sockaddr *)&address, sizeof address);
}

static int connect_un(int fd, const char *path) {
    struct sockaddr_un address = un(path);
    return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static void streams(void) {
    char bytes[16];
    struct stat status;
    struct sockaddr_un address;
    socklen_t size = sizeof address;
    unlink(PATH);
    int door = OPENED(socket(AF_UNIX, SOCK_STREAM, 0)), fd = socket(AF_UNIX, SOCK_STREAM, 0);
    SAY(connect_un(fd, PATH));
    SAY(listen(door, 2));
    SAY(bind_un(door, PATH));
    SAY(bind_un(door, PATH "2"));
    SAY(bind_un(fd, PATH));
    SAY(stat(PATH, &status));
    printf("%s\n", S_ISSOCK(status.st_mode) ? "a socket" : "something else");
    SAY(open(PATH, O_RDONLY));
    SAY(connect_un(fd, PATH));
    SAY(listen(door, 0));
    SAY(connect_un(fd, PATH));
    SAY(getpeername(fd, (struct sockaddr *)&address, &size));
    printf("%s, %d bytes\n", address.sun_path, (int)size);
    int third = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), fourth = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    SAY(connect_un(third, PATH));
    SAY(connect_un(fourth, PATH));
    size = sizeof address;
    int accepted = accept(door, (struct sockaddr *)&address, &size);
    SAY(connect_un(fd, PATH));
    printf("from family %d, %d bytes\n", address.sun_family, (int)size);
    size = sizeof address;
    SAY(getsockname(accepted, (struct sockaddr *)&address, &size));
    printf("%s\n", address.sun_path);
    SAY(write(fd, "hello", 5));
    SAY(read(accepted, bytes, sizeof bytes));
    SAY(unlink(PATH));
    SAY(connect_un(fourth, PATH));
    write(fd, "unread", 6);
    close(accepted);
    look("reset", fd);
    SAY(read(fd, bytes, sizeof bytes));
    SAY(read(fd, bytes, sizeof bytes));
    SAY(send(fd, "x", 1, MSG_NOSIGNAL));
    close(door);
    look("whose listener has gone", third);
    SAY(read(third, bytes, 1));
    int file = open(PATH, O_CREAT | O_WRONLY, 0600);
    close(file);
    SAY(connect_un(fourth, PATH));
    unlink(PATH);
}

static void datagrams(void) {
    char bytes[64];
    struct sockaddr_un from = un(""), to = un(PATH);
    socklen_t size = sizeof from;
    int a = socket(AF_UNIX, SOCK_DGRAM, 0), b = socket(AF_UNIX, SOCK_DGRAM, 0), stream = socket(AF_UNIX, SOCK_STREAM, 0);
    SAY(sendto(b, "x", 1, 0, (struct sockaddr *)&to, sizeof to));
    SAY(bind_un(a, PATH));
    SAY(connect_un(stream, PATH));
    SAY(sendto(b, "hello", 5, 0, (struct sockaddr *)&to, sizeof to));
    SAY(recvfrom(a, bytes, 3, 0, (struct sockaddr *)&from, &size));
    printf("%.3s, sender's name: %d bytes\n", bytes, (int)size);
    SAY(send(b, "x", 1, 0));
    SAY(connect_un(b, PATH));
    fcntl(b, F_SETFL, O_NONBLOCK);
    int sent = 0;
    while (send(b, "0123456789", 10, 0) == 10) sent++;
    printf("%d until: %s\n", sent, strerror(errno));
    look("who cannot send", b);
    SAY(recv(a, bytes, sizeof bytes, 0));
    look("who can", b);
    close(a);
    SAY(send(b, "x", 1, 0));
    SAY(send(b, "x", 1, 0));
    unlink(PATH);
}

static void abstract(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0wsh-test"}, found;
    socklen_t length = 2 + 9, size = sizeof found;
    int door = socket(AF_UNIX, SOCK_STREAM, 0), fd = socket(AF_UNIX, SOCK_STREAM, 0);
    SAY(connect(fd, (struct sockaddr *)&name, length));
    SAY(bind(door, (struct sockaddr *)&name, length));
    SAY(bind(fd, (struct sockaddr *)&name, length));
    SAY(listen(door, 1));
    SAY(connect(fd, (struct sockaddr *)&name, length));
    SAY(getpeername(fd, (struct sockaddr *)&found, &size));
    printf("%d bytes, %s\n", (int)size, memcmp(&found, &name, length) ? "another" : "the same");
    close(door);
}

static void pairs(void) {
    int ends[2];
    char bytes[16];
    SAY(socketpair(AF_INET, SOCK_STREAM, 0, ends));
    SAY(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
    look("an end", ends[0]);
    SAY(write(ends[0], "to and", 6));
    SAY(write(ends[1], "fro", 3));
    SAY(read(ends[1], bytes, sizeof bytes));
    SAY(read(ends[0], bytes, sizeof bytes));
    SAY(shutdown(ends[0], SHUT_RD));
    SAY(send(ends[1], "x", 1, MSG_NOSIGNAL));
    SAY(write(ends[0], "still", 5));
    SAY(read(ends[1], bytes, sizeof bytes));
    look("who shut reading", ends[0]);
    SAY(close(ends[1]));
    look("left alone", ends[0]);
    SAY(read(ends[0], bytes, 1));
    close(ends[0]);
    SAY(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
    SAY(send(ends[0], "one", 3, 0));
    SAY(send(ends[0], "two", 3, 0));
    SAY(read(ends[1], bytes, sizeof bytes));
    SAY(read(ends[1], bytes, 2));
    SAY(recv(ends[1], bytes, 2, MSG_DONTWAIT));
    close(ends[1]);
    SAY(send(ends[0], "x", 1, MSG_NOSIGNAL));
    SAY(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends));
    SAY(read(ends[0], bytes, 1));
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    streams();
    datagrams();
    abstract();
    pairs();
    return 0;
}
