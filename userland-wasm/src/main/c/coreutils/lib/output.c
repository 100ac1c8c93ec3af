// SPDX-License-Identifier: Apache-2.0
// Buffered stdout. It starts with a small static buffer, so that a command that prints a line needs no more memory,
// and gets a large one when that is full for the first time.

#include "coreutils.h"

enum { SMALL = 2048 };
static char small[SMALL];
static char *buffer = small;
char *out_next = small, *out_end = small + SMALL;

bool write_fully(int fd, const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        at += n;
        length -= n;
    }
    return true;
}

static void write_out(const void *bytes, size_t length) {
    if (write_fully(STDOUT_FILENO, bytes, length)) return;
    out_next = buffer; // what could not be written is gone: finish() must not try again
    write_failed();
}

void out_flush(void) {
    size_t length = out_next - buffer;
    if (length == 0) return;
    out_next = buffer;
    write_out(buffer, length);
}

static void full(void) {
    if (buffer != small) {
        out_flush();
        return;
    }
    char *large = malloc(BLOCK);
    if (large == NULL) {
        out_flush();
        return;
    }
    memcpy(large, small, SMALL);
    out_next = large + (out_next - small);
    buffer = large;
    out_end = large + BLOCK;
}

void out_char_slow(char c) {
    full();
    *out_next++ = c;
}

void out_bytes(const void *bytes, size_t length) {
    while (length > (size_t)(out_end - out_next)) {
        if (buffer != small && length >= BLOCK) {
            out_flush();
            write_out(bytes, length);
            return;
        }
        size_t room = out_end - out_next;
        memcpy(out_next, bytes, room);
        out_next += room;
        bytes = (const char *)bytes + room;
        length -= room;
        full();
    }
    memcpy(out_next, bytes, length);
    out_next += length;
}

void out_string(const char *string) {
    out_bytes(string, strlen(string));
}

void out_format(const char *format, ...) {
    char text[1024];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(text, sizeof text, format, arguments);
    if (length < (int)sizeof text) {
        out_bytes(text, length);
    } else {
        char *longer = allocate(length + 1);
        vsnprintf(longer, length + 1, format, again);
        out_bytes(longer, length);
        free(longer);
    }
    va_end(again);
    va_end(arguments);
}

void out_flush_if_terminal(void) {
    static int terminal = -1;
    if (out_next == buffer) return;
    if (terminal < 0) {
        int error = errno;
        terminal = isatty(STDOUT_FILENO);
        errno = error;
    }
    if (terminal) out_flush();
}
