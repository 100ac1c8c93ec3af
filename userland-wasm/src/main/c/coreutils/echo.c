// SPDX-License-Identifier: Apache-2.0
// echo: write arguments. POSIX: utilities/echo.html. Options as GNU's: -n -e -E, clustered; anything else is text.

#include "commands.h"

static const char usage[] =
    "Usage: echo [SHORT-OPTION]... [STRING]...\n"
    "Write the STRINGs to standard output, separated by spaces.\n\n"
    "  -n         do not output the trailing newline\n"
    "  -e         interpret \\\\ \\a \\b \\c \\e \\f \\n \\r \\t \\v \\0NNN \\xHH\n"
    "  -E         do not interpret backslashes (default)\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

/** Prints with escapes; false after \c, which ends all output. */
static bool print_escaped(const char *text) {
    while (*text) {
        if (*text != '\\') {
            out_char(*text++);
            continue;
        }
        text++;
        if (*text == '\0') {
            out_char('\\');
            break;
        }
        int c = escape(&text, *text == '0' ? 3 : 2);
        if (c == -2) return false;
        if (c == -1) {
            out_char('\\');
            out_char(*text++);
        } else {
            out_char((char)c);
        }
    }
    return true;
}

static int echo_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    bool newline = true, escapes = false;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1] && argv[i][1 + strspn(argv[i] + 1, "neE")] == '\0'; i++) {
        for (char *letter = argv[i] + 1; *letter; letter++) {
            if (*letter == 'n') newline = false;
            else escapes = *letter == 'e';
        }
    }
    for (int first = i; i < argc; i++) {
        if (i > first) out_char(' ');
        if (!escapes) out_string(argv[i]);
        else if (!print_escaped(argv[i])) return 0;
    }
    if (newline) out_char('\n');
    return 0;
}

const struct command cmd_echo = {"echo", usage, echo_main, 0};
