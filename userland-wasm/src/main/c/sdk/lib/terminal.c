// SPDX-License-Identifier: Apache-2.0
// termios: the kernel's struct is C's.

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
    struct termios ignored;
    return tcgetattr(fd, &ignored) < 0 ? -1 : getsid(0);
}
