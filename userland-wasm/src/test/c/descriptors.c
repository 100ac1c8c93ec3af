// SPDX-License-Identifier: Apache-2.0
// Shows descriptors: dup, dup2, F_DUPFD, close-on-exec, status flags, what copies share, and the errors.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long show(const char *what, long result) {
    if (result < 0) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, result);
    return result;
}
#define SHOW(call) show(#call, (long)(call))

int main(void) {
    for (int fd = 3; fd < 30; fd++) close(fd);
    char name[] = "/tmp/descriptors.XXXXXX", buffer[16];
    int fd = mkstemp(name);
    SHOW(fd);
    SHOW(write(fd, "0123456789", 10));
    SHOW(dup(fd));
    SHOW(lseek(4, 2, SEEK_SET));
    SHOW(read(fd, buffer, 3));
    printf("shared offset: %.3s\n", buffer);
    SHOW(open(name, O_RDONLY));
    SHOW(read(5, buffer, 3));
    printf("own offset: %.3s\n", buffer);
    SHOW(dup2(fd, 9));
    SHOW(dup2(fd, fd));
    SHOW(dup2(99, 4));
    SHOW(dup2(99, 99));
    SHOW(dup2(fd, -1));
    SHOW(dup2(5, 4));
    SHOW(lseek(4, 0, SEEK_CUR));
    SHOW(fcntl(fd, F_DUPFD, 20));
    SHOW(fcntl(fd, F_DUPFD_CLOEXEC, 20));
    SHOW(fcntl(20, F_GETFD));
    SHOW(fcntl(21, F_GETFD));
    SHOW(fcntl(21, F_SETFD, 0));
    SHOW(fcntl(21, F_GETFD));
    SHOW(fcntl(fd, F_SETFD, FD_CLOEXEC));
    SHOW(fcntl(fd, F_GETFD));
    SHOW(fcntl(20, F_GETFD));
    SHOW(fcntl(99, F_GETFD));
    SHOW(dup3(fd, 10, O_CLOEXEC));
    SHOW(fcntl(10, F_GETFD));
    SHOW(dup3(fd, fd, 0));
    SHOW((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
    SHOW((fcntl(5, F_GETFL) & O_ACCMODE) == O_RDONLY);
    SHOW(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
    SHOW((fcntl(fd, F_GETFL) & O_APPEND) != 0);
    SHOW((fcntl(20, F_GETFL) & O_NONBLOCK) != 0);
    SHOW(lseek(fd, 0, SEEK_SET));
    SHOW(write(fd, "X", 1));
    SHOW(lseek(fd, 0, SEEK_CUR));
    SHOW(close(9));
    SHOW(close(9));
    SHOW(open(name, O_RDONLY | O_CLOEXEC));
    SHOW(fcntl(6, F_GETFD));
    SHOW(open(name, O_RDONLY));
    SHOW(close(-1));
    SHOW(unlink(name) == 0);
    return 0;
}
