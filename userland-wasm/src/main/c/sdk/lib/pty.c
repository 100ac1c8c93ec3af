// SPDX-License-Identifier: Apache-2.0
// Pseudo-terminals: /dev/ptmx makes one, /dev/pts/N is its slave.

#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "imports.h"

int posix_openpt(int flags) {
    return open("/dev/ptmx", flags);
}

int getpt(void) {
    return posix_openpt(O_RDWR | O_NOCTTY);
}

static int of_master(int error) {
    return posix_result(error == ENOTTY ? EINVAL : error);
}

// The slave has its owner and mode from the beginning.
int grantpt(int fd) {
    u32 number;
    return of_master(wsh_pty_number(fd, &number));
}

int unlockpt(int fd) {
    return of_master(wsh_pty_lock(fd, 0));
}

int ptsname_r(int fd, char *name, size_t size) {
    u32 number;
    int error = wsh_pty_number(fd, &number);
    if (error) return errno = error;
    if ((size_t)snprintf(name, size, "/dev/pts/%u", number) >= size) return errno = ERANGE;
    return 0;
}

char *ptsname(int fd) {
    static char name[20];
    return ptsname_r(fd, name, sizeof name) ? NULL : name;
}

int openpty(int *master, int *slave, char *name, const struct termios *termios, const struct winsize *size) {
    char path[20];
    int m = getpt(), s;
    if (m < 0) return -1;
    if (unlockpt(m) < 0 || ptsname_r(m, path, sizeof path) || (s = open(path, O_RDWR | O_NOCTTY)) < 0) {
        int error = errno;
        close(m);
        errno = error;
        return -1;
    }
    if (termios) tcsetattr(s, TCSANOW, termios);
    if (size) ioctl(s, TIOCSWINSZ, size);
    if (name) strcpy(name, path);
    *master = m;
    *slave = s;
    return 0;
}

int login_tty(int fd) {
    setsid();
    if (ioctl(fd, TIOCSCTTY, 0) < 0) return -1;
    for (int standard = 0; standard < 3; standard++) dup2(fd, standard);
    if (fd > 2) close(fd);
    return 0;
}

pid_t forkpty(int *master, char *name, const struct termios *termios, const struct winsize *size) {
    int slave;
    if (openpty(master, &slave, name, termios, size) < 0) return -1;
    pid_t pid = fork();
    if (pid == 0) {
        close(*master);
        if (login_tty(slave) < 0) _exit(1);
        return 0;
    }
    close(slave);
    if (pid < 0) {
        int error = errno;
        close(*master);
        errno = error;
    }
    return pid;
}
