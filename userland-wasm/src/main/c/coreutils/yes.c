// SPDX-License-Identifier: Apache-2.0
// yes: print a line until it is killed. GNU's.

#include "commands.h"

static const char usage[] =
    "Usage: yes [STRING]...\n"
    "Repeatedly output a line with all specified STRING(s), or 'y'.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int yes_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    static char *y[] = {"y", NULL};
    struct options options = {.argc = argc, .argv = argv, .table = none};
    next_option(&options);
    char **words = options.operand_count ? options.operands : y;
    size_t length = 0;
    for (char **word = words; *word; word++) length += strlen(*word) + 1;
    size_t copies = length < BLOCK ? BLOCK / length : 1;
    char *block = allocate(copies * length), *to = block;
    for (char **word = words; *word; word++) {
        to = stpcpy(to, *word);
        *to++ = word[1] ? ' ' : '\n';
    }
    for (size_t i = 1; i < copies; i++) memcpy(block + i * length, block, length);
    while (write_fully(STDOUT_FILENO, block, copies * length)) continue;
    fatal("standard output:");
}

const struct command cmd_yes = {"yes", usage, yes_main, 0};
