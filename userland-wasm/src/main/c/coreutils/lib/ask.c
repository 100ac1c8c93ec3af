// SPDX-License-Identifier: Apache-2.0
// Questions, on stderr, answered on stdin.

#include "files.h"

/** One byte at a time: what follows the line belongs to the next question. */
static bool yes(void) {
    char first = '\0', c;
    for (bool at_start = true; read_some(STDIN_FILENO, &c, 1) == 1 && c != '\n'; at_start = false)
        if (at_start) first = c;
    return first == 'y' || first == 'Y';
}

bool ask(const char *format, ...) {
    char text[PATH_MAX + 256];
    va_list arguments;
    out_flush();
    int n = snprintf(text, sizeof text, "%s: ", current->name);
    va_start(arguments, format);
    int added = vsnprintf(text + n, sizeof text - n, format, arguments);
    va_end(arguments);
    n = added < (int)sizeof text - n ? n + added : (int)sizeof text - 1;
    write_fully(STDERR_FILENO, text, n);
    return yes();
}
