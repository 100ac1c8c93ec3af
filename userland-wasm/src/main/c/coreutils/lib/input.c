// SPDX-License-Identifier: Apache-2.0
// Buffered input.

#include <fcntl.h>
#include "coreutils.h"

ssize_t read_some(int fd, void *buffer, size_t size) {
    ssize_t n;
    do n = read(fd, buffer, size);
    while (n < 0 && errno == EINTR);
    return n;
}

int open_or_stdin(const char *name) {
    return strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY);
}

bool input_open(struct input *input, const char *name) {
    input->name = name;
    input->start = input->end = 0;
    input->ended = input->failed = false;
    input->fd = open_or_stdin(name);
    if (input->fd >= 0) return true;
    warn("%s:", quote_if_needed(name));
    return false;
}

void input_close(struct input *input) {
    if (input->fd > STDIN_FILENO) close(input->fd);
}

bool input_fill(struct input *input) {
    if (input->ended) return false;
    if (input->buffer == NULL) input->buffer = allocate(input->size = BLOCK);
    if (input->start == input->end) input->start = input->end = 0;
    if (input->end == input->size) {
        if (input->start >= input->size / 2) {
            memmove(input->buffer, input->buffer + input->start, input->end - input->start);
            input->end -= input->start;
            input->start = 0;
        } else {
            input->buffer = reallocate(input->buffer, input->size *= 2);
        }
    }
    out_flush_if_terminal();
    ssize_t n = read_some(input->fd, input->buffer + input->end, input->size - input->end);
    if (n > 0) {
        input->end += n;
        return true;
    }
    input->ended = true;
    if (n < 0) {
        input->failed = true;
        if (!input->silent) warn("%s:", quote_if_needed(input->name));
    }
    return false;
}

char *input_line(struct input *input, char delimiter, size_t *length) {
    size_t searched = 0;
    for (;;) {
        char *start = input->buffer + input->start;
        size_t here = input->end - input->start;
        char *found = here > searched ? memchr(start + searched, delimiter, here - searched) : NULL;
        if (found) {
            *length = found - start + 1;
            input->start += *length;
            return start;
        }
        searched = here;
        if (input_fill(input)) continue;
        if (here == 0) return NULL;
        *length = here;
        input->start = input->end;
        return input->buffer + input->end - here;
    }
}
