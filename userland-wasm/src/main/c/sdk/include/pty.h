// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_PTY_H
#define WSH_PTY_H
#include <sys/ioctl.h>
#include <sys/types.h>
#include <termios.h>
#ifdef __cplusplus
extern "C" {
#endif
int openpty(int *, int *, char *, const struct termios *, const struct winsize *);
pid_t forkpty(int *, char *, const struct termios *, const struct winsize *);
int login_tty(int);
#ifdef __cplusplus
}
#endif
#endif
