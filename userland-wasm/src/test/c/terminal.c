// SPDX-License-Identifier: Apache-2.0
// Shows that what is no terminal says so: termios, window size, foreground group on a pipe, a file, /dev/null, nothing.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static void say(const char *what, long value, const char *end) {
    printf(" %s %ld %s%s", what, value, strerror(errno), end);
}

static void ask(const char *name, int fd) {
    struct termios termios;
    struct winsize size;
    errno = 0;
    printf("%s:", name);
    say("isatty", isatty(fd), ";");
    say("tcgetattr", tcgetattr(fd, &termios), ";");
    say("TIOCGWINSZ", ioctl(fd, TIOCGWINSZ, &size), ";");
    say("tcgetpgrp", tcgetpgrp(fd), "\n");
}

int main(void) {
    int ends[2];
    pipe(ends);
    ask("pipe", ends[0]);
    ask("null", open("/dev/null", O_RDWR));
    ask("file", open("/etc/passwd", O_RDONLY));
    ask("closed", 99);
    return 0;
}
