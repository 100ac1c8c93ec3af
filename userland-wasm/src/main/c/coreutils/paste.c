// SPDX-License-Identifier: Apache-2.0
// paste: merge lines of files. POSIX: utilities/paste.html; -z is GNU's.

#include "commands.h"

static const char usage[] =
    "Usage: paste [OPTION]... [FILE]...\n"
    "Write lines consisting of the sequentially corresponding lines from each FILE, separated by TABs.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -d, --delimiters=LIST   reuse characters from LIST instead of TABs; \\0 is the empty string\n"
    "  -s, --serial            paste one file at a time instead of in parallel\n"
    "  -z, --zero-terminated   line delimiter is NUL, not newline\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n";

static const struct option_spec table[] = {
    {'d', "delimiters", ARGUMENT}, {'s', "serial", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static int *list; // of delimiters; -1 is none
static size_t list_length;
static char line_end = '\n';

static void parse_list(const char *text) {
    list = allocate((strlen(text) + 1) * sizeof *list);
    list_length = 0;
    for (const char *at = text; *at; at++) {
        int c = (unsigned char)*at;
        if (c == '\\') {
            switch (*++at) {
            case '0': c = -1; break;
            case 'b': c = '\b'; break;
            case 'f': c = '\f'; break;
            case 'n': c = '\n'; break;
            case 'r': c = '\r'; break;
            case 't': c = '\t'; break;
            case 'v': c = '\v'; break;
            case '\\': c = '\\'; break;
            case '\0': fatal("delimiter list ends with an unescaped backslash: %s", text);
            default: c = (unsigned char)*at; break;
            }
        }
        list[list_length++] = c;
    }
    if (list_length == 0) list[list_length++] = -1;
}

static void out_delimiter(size_t i) {
    int c = list[i % list_length];
    if (c >= 0) out_char((char)c);
}

static char *next_line(struct input *input, size_t *length) {
    char *line = input_line(input, line_end, length);
    if (line && line[*length - 1] == line_end) --*length;
    return line;
}

static void paste_serially(char **names, int count) {
    struct input input = {0};
    for (int i = 0; i < count; i++) {
        if (!input_open(&input, names[i])) continue;
        size_t length, n = 0;
        for (char *line; (line = next_line(&input, &length)) != NULL; n++) {
            if (n > 0) out_delimiter(n - 1);
            out_bytes(line, length);
        }
        out_char(line_end);
        input_close(&input);
    }
}

/** Standard input may be named several times: it is then one input for all of them. */
static void paste(char **names, int count) {
    struct input **inputs = allocate(count * sizeof *inputs), *standard = NULL;
    for (int i = 0; i < count; i++) {
        bool is_standard = strcmp(names[i], "-") == 0;
        inputs[i] = is_standard && standard ? standard : allocate_zeroed(1, sizeof **inputs);
        if (inputs[i] != standard && !input_open(inputs[i], names[i])) finish(1);
        if (is_standard) standard = inputs[i];
    }
    for (;;) {
        int waiting = 0; // delimiters of files that have ended, to be written if a later one has not
        bool any = false;
        for (int i = 0; i < count; i++) {
            size_t length;
            char *line = next_line(inputs[i], &length);
            if (line) {
                if (!any) for (int j = 0; j < waiting; j++) out_delimiter(j);
                any = true;
                out_bytes(line, length);
            }
            if (i + 1 == count) break;
            if (any) out_delimiter(i);
            else waiting++;
        }
        if (!any) break;
        out_char(line_end);
    }
}

static int paste_main(int argc, char **argv) {
    static char *standard_input[] = {"-", NULL};
    bool serial = false;
    parse_list("\t");
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'd': parse_list(options.argument); break;
        case 's': serial = true; break;
        case 'z': line_end = '\0'; break;
        }
    }
    char **names = options.operand_count ? options.operands : standard_input;
    int count = options.operand_count ? options.operand_count : 1;
    if (serial) paste_serially(names, count);
    else paste(names, count);
    return status;
}

const struct command cmd_paste = {"paste", usage, paste_main, 0};
