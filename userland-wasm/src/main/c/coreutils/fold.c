// SPDX-License-Identifier: Apache-2.0
// fold: wrap lines. POSIX: utilities/fold.html.

#include "commands.h"

static const char usage[] =
    "Usage: fold [OPTION]... [FILE]...\n"
    "Wrap input lines in each FILE, writing to standard output.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -b, --bytes         count bytes rather than columns\n"
    "  -s, --spaces        break at spaces\n"
    "  -w, --width=WIDTH   use WIDTH columns instead of 80\n"
    "      --help          display this help and exit\n"
    "      --version       output version information and exit\n";

static bool bytes, spaces;
static uintmax_t width = 80;

static uintmax_t column_after(uintmax_t column, char c) {
    if (bytes) return column + 1;
    switch (c) {
    case '\b': return column - (column > 0);
    case '\r': return 0;
    case '\t': return column + 8 - column % 8;
    default: return column + 1;
    }
}

static void fold_line(const char *line, size_t length) {
    size_t start = 0;
    uintmax_t column = 0;
    for (size_t i = 0; i < length; i++) {
        uintmax_t next = column_after(column, line[i]);
        if (next > width && i > start) {
            size_t cut = i;
            if (spaces)
                for (size_t at = i; at > start; at--)
                    if (line[at - 1] == ' ' || line[at - 1] == '\t') {
                        cut = at;
                        break;
                    }
            out_bytes(line + start, cut - start);
            out_char('\n');
            start = cut;
            column = 0;
            for (; cut < i; cut++) column = column_after(column, line[cut]);
            next = column_after(column, line[i]);
        }
        column = next;
    }
    out_bytes(line + start, length - start);
}

static void fold(const char *name) {
    static struct input input;
    size_t length;
    if (!input_open(&input, name)) return;
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        bool ended = line[length - 1] == '\n';
        fold_line(line, length - ended);
        if (ended) out_char('\n');
    }
    input_close(&input);
}

/** fold -20 is fold -w 20. */
static void read_old_width(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (argv[i][0] != '-' || argv[i][1] < '0' || argv[i][1] > '9') continue;
        char *word = allocate(strlen(argv[i]) + 2);
        sprintf(word, "-w%s", argv[i] + 1);
        argv[i] = word;
    }
}

static int fold_main(int argc, char **argv) {
    static const struct option_spec table[] = {
        {'b', "bytes", NO_ARGUMENT}, {'s', "spaces", NO_ARGUMENT}, {'w', "width", ARGUMENT}, {0, NULL, 0}};
    read_old_width(argc, argv);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'b': bytes = true; break;
        case 's': spaces = true; break;
        case 'w':
            if (!parse_unsigned(options.argument, &width)) fatal("invalid number of columns: %s", quote(options.argument));
            errno = ERANGE;
            if (width == 0) fatal("invalid number of columns: %s:", quote(options.argument));
            break;
        }
    }
    if (options.operand_count == 0) fold("-");
    for (int i = 0; i < options.operand_count; i++) fold(options.operands[i]);
    return status;
}

const struct command cmd_fold = {"fold", usage, fold_main, 0};
