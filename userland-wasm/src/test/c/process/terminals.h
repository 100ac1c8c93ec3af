// SPDX-License-Identifier: Apache-2.0
// What the programs about terminals share, beside suite.h.
#ifndef TERMINALS_H
#define TERMINALS_H
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "suite.h"

/** The driver's end. */
static int master;

/** A text with its control characters shown. */
static const char *shown(const char *bytes, ssize_t length) {
    static char text[512];
    char *to = text;
    for (ssize_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c < 32 || c >= 127) to += sprintf(to, "\\%03o", c);
        else *to++ = (char)c;
    }
    *to = '\0';
    return text;
}

/** Linux hands keys on by a worker: it has had its turn when this returns. */
static void type(const char *keys) {
    write(master, keys, strlen(keys));
    for (int i = 0; i < 20; i++) nap();
}
#endif
