// SPDX-License-Identifier: Apache-2.0
// Terminals: WASIX has one a process, with a size and three switches.

#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "plain.h"

/** 0 if the descriptor is a terminal's. */
static int is_terminal(int fd) {
    __wasi_fdstat_t stat;
    int error = __wasi_fd_fdstat_get(fd, &stat);
    if (error) return error;
    int terminal = stat.fs_filetype == __WASI_FILETYPE_CHARACTER_DEVICE && !(stat.fs_rights_base & (__WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL));
    return terminal ? 0 : ENOTTY;
}

static int get(int fd, struct wasix_tty *tty) {
    int error = is_terminal(fd);
    return error ? error : wasix_tty_get(tty) == 0 ? 0 : ENOTTY;
}

int wsh_termios_get(int fd, struct termios *termios) {
    struct wasix_tty tty;
    int error = get(fd, &tty);
    if (error) return error;
    *termios = (struct termios){.c_iflag = ICRNL | IXON, .c_oflag = OPOST | ONLCR, .c_cflag = CS8 | CREAD, .c_ispeed = B38400, .c_ospeed = B38400};
    termios->c_lflag = ISIG | IEXTEN | (tty.echo ? ECHO | ECHOE | ECHOK : 0) | (tty.line_buffered ? ICANON : 0);
    const unsigned char usual[] = {[VINTR] = 3, [VQUIT] = 28, [VERASE] = 127, [VKILL] = 21, [VEOF] = 4, [VSTART] = 17, [VSTOP] = 19, [VSUSP] = 26};
    memcpy(termios->c_cc, usual, sizeof usual);
    termios->c_cc[VMIN] = 1;
    return 0;
}

int wsh_termios_set(int fd, int action, const struct termios *termios) {
    struct wasix_tty tty;
    int error = action < 0 || action > 2 ? EINVAL : get(fd, &tty);
    if (error) return error;
    tty.echo = (termios->c_lflag & ECHO) != 0;
    tty.line_buffered = (termios->c_lflag & ICANON) != 0;
    return wasix_tty_set(&tty);
}

int wsh_winsize_get(int fd, struct winsize *winsize) {
    struct wasix_tty tty;
    int error = get(fd, &tty);
    if (error) return error;
    *winsize = (struct winsize){.ws_row = tty.rows, .ws_col = tty.columns, .ws_xpixel = tty.width, .ws_ypixel = tty.height};
    return 0;
}

int wsh_winsize_set(int fd, const struct winsize *winsize) {
    struct wasix_tty tty;
    int error = get(fd, &tty);
    if (error) return error;
    tty.rows = winsize->ws_row, tty.columns = winsize->ws_col, tty.width = winsize->ws_xpixel, tty.height = winsize->ws_ypixel;
    return wasix_tty_set(&tty);
}

static int cannot(int fd) {
    int error = is_terminal(fd);
    return error ? error : ENOSYS;
}

int wsh_pgrp_get(int fd, int *pgid) { return (void)pgid, cannot(fd); }
int wsh_pgrp_set(int fd, int pgid) { return (void)pgid, cannot(fd); }
int wsh_tty_session(int fd, int *sid) { return (void)sid, cannot(fd); }
int wsh_tty_drain(int fd) { return is_terminal(fd); }
int wsh_tty_flush(int fd, int queues) { return (void)queues, cannot(fd); }
int wsh_tty_flow(int fd, int flows) { return (void)flows, cannot(fd); }
int wsh_tty_control(int fd, int what) { return (void)what, cannot(fd); }
int wsh_pty_number(int fd, u32 *number) { return (void)number, cannot(fd); }
int wsh_pty_lock(int fd, int locked) { return (void)locked, cannot(fd); }
