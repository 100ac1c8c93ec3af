// SPDX-License-Identifier: Apache-2.0
// tac: files with their lines in reverse; rev: lines with their bytes in reverse. No POSIX page; as GNU's and util-linux's.

#include "commands.h"
#include "lib/regex.h"

static const char tac_usage[] =
    "Usage: tac [OPTION]... [FILE]...\n"
    "Write each FILE to standard output, last line first.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -b, --before             attach the separator before instead of after\n"
    "  -r, --regex              interpret the separator as a regular expression\n"
    "  -s, --separator=STRING   use STRING as the separator instead of newline\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n";
static const char rev_usage[] =
    "Usage: rev [OPTION]... [FILE]...\n"
    "Reverse the bytes of each line.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const char *separator = "\n";
static size_t separator_length = 1;
static bool before;
static struct regex *regex;

/** The last separator that ends at `end` or before; NULL if there is none. */
static const char *find_last(const char *start, const char *end, size_t *length) {
    if (regex) {
        struct span match;
        regex_set_line(regex, start, end);
        for (const char *at = end; at-- > start;)
            if (regex_match_at(regex, at, &match, 1) && match.end > match.start) {
                *length = match.end - match.start;
                return at;
            }
        return NULL;
    }
    *length = separator_length;
    while ((size_t)(end - start) >= separator_length) {
        const char *found = memrchr(start, *separator, end - start - separator_length + 1);
        if (found == NULL || memcmp(found, separator, separator_length) == 0) return found;
        end = found + separator_length - 1;
    }
    return NULL;
}

static void tac(const char *name) {
    struct input input = {.name = name, .fd = open_or_stdin(name), .silent = true};
    const char *shown = strcmp(name, "-") == 0 ? "standard input" : name;
    if (input.fd < 0) {
        warn("failed to open %s for reading:", quote(name));
        return;
    }
    while (input_fill(&input)) continue;
    if (input.failed) warn("%s: read error:", quote_if_needed(shown));
    const char *start = input.buffer + input.start, *end = input.buffer + input.end, *piece_end = end;
    size_t length;
    for (const char *limit = end, *found; (found = find_last(start, limit, &length)) != NULL; limit = found) {
        const char *piece = before ? found : found + length;
        out_bytes(piece, piece_end - piece); // the text behind the last separator is a piece as well, maybe empty
        piece_end = piece;
    }
    out_bytes(start, piece_end - start);
    free(input.buffer);
    input_close(&input);
}

static int tac_main(int argc, char **argv) {
    static const struct option_spec table[] = {
        {'b', "before", NO_ARGUMENT}, {'r', "regex", NO_ARGUMENT}, {'s', "separator", ARGUMENT}, {0, NULL, 0}};
    bool is_regex = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'b': before = true; break;
        case 'r': is_regex = true; break;
        case 's': separator = options.argument; break;
        }
    }
    separator_length = *separator ? strlen(separator) : 1; // an empty one is a NUL
    if (is_regex) {
        const char *error;
        if (*separator == '\0') fatal("separator cannot be empty");
        regex = regex_compile(separator, separator_length, 0, '\n', &error);
        if (regex == NULL) fatal("%s", error);
    }
    if (options.operand_count == 0) tac("-");
    for (int i = 0; i < options.operand_count; i++) tac(options.operands[i]);
    return status;
}

static void rev(const char *name) {
    static struct input input;
    size_t length;
    input = (struct input){.name = name, .fd = open_or_stdin(name), .buffer = input.buffer, .size = input.size};
    if (input.fd < 0) {
        warn("cannot open %s:", name);
        return;
    }
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        bool ended = line[length - 1] == '\n';
        for (size_t i = length - ended; i-- > 0;) out_char(line[i]);
        if (ended) out_char('\n');
    }
    input_close(&input);
}

static int rev_main(int argc, char **argv) {
    static const struct option_spec table[] = {{0, NULL, 0}};
    struct options options = {.argc = argc, .argv = argv, .table = table};
    next_option(&options);
    if (options.operand_count == 0) rev("-");
    for (int i = 0; i < options.operand_count; i++) rev(options.operands[i]);
    return status;
}

const struct command cmd_tac = {"tac", tac_usage, tac_main, 0};
const struct command cmd_rev = {"rev", rev_usage, rev_main, 0};
