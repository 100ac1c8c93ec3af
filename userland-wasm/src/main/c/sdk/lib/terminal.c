// SPDX-License-Identifier: Apache-2.0
// termios: the kernel's struct is C's.

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "imports.h"

_Static_assert(sizeof(struct termios) == 56, "docs/wsh_1.md, termios");

int tcgetattr(int fd, struct termios *termios) {
    return posix_result(wsh_termios_get(fd, termios));
}

int tcsetattr(int fd, int action, const struct termios *termios) {
    return posix_result(wsh_termios_set(fd, action, termios));
}

speed_t cfgetispeed(const struct termios *termios) {
    return termios->c_ispeed;
}

speed_t cfgetospeed(const struct termios *termios) {
    return termios->c_ospeed;
}

int cfsetispeed(struct termios *termios, speed_t speed) {
    termios->c_ispeed = speed;
    return 0;
}

int cfsetospeed(struct termios *termios, speed_t speed) {
    termios->c_ospeed = speed;
    return 0;
}

void cfmakeraw(struct termios *termios) {
    termios->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    termios->c_oflag &= ~OPOST;
    termios->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    termios->c_cflag = (termios->c_cflag & ~(CSIZE | PARENB)) | CS8;
    termios->c_cc[VMIN] = 1;
    termios->c_cc[VTIME] = 0;
}

pid_t tcgetpgrp(int fd) {
    int pgid;
    int error = wsh_pgrp_get(fd, &pgid);
    return error ? posix_result(error) : pgid;
}

int tcsetpgrp(int fd, pid_t pgid) {
    return posix_result(wsh_pgrp_set(fd, pgid));
}

pid_t tcgetsid(int fd) {
    int sid;
    int error = wsh_tty_session(fd, &sid);
    return error ? posix_result(error) : sid;
}

int tcdrain(int fd) {
    return posix_result(wsh_tty_drain(fd));
}

int tcflush(int fd, int queues) {
    switch (queues) {
    case TCIFLUSH: return posix_result(wsh_tty_flush(fd, 1));
    case TCOFLUSH: return posix_result(wsh_tty_flush(fd, 2));
    case TCIOFLUSH: return posix_result(wsh_tty_flush(fd, 3));
    default: return posix_result(EINVAL);
    }
}

// TCIOFF and TCION ask the other end to stop: there is no line on which to say so.
int tcflow(int fd, int action) {
    switch (action) {
    case TCOOFF: return posix_result(wsh_tty_flow(fd, 0));
    case TCOON: return posix_result(wsh_tty_flow(fd, 1));
    case TCIOFF:
    case TCION: {
        struct termios ignored;
        return tcgetattr(fd, &ignored);
    }
    default: return posix_result(EINVAL);
    }
}

// No line, no break.
int tcsendbreak(int fd, int duration) {
    (void)duration;
    struct termios ignored;
    return tcgetattr(fd, &ignored);
}

int cfsetspeed(struct termios *termios, speed_t speed) {
    termios->c_ispeed = termios->c_ospeed = speed;
    return 0;
}

char *ctermid(char *name) {
    static char own[L_ctermid];
    return strcpy(name ? name : own, "/dev/tty");
}
