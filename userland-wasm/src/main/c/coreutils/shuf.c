// SPDX-License-Identifier: Apache-2.0
// shuf: write a random permutation of lines. No POSIX page; as GNU's. Not there: --random-source.

#include <fcntl.h>
#include "commands.h"

static const char usage[] =
    "Usage: shuf [OPTION]... [FILE]\n"
    "  or:  shuf -e [OPTION]... [ARG]...\n"
    "  or:  shuf -i LO-HI [OPTION]...\n"
    "Write a random permutation of the input lines to standard output.\n\n"
    "  -e, --echo               treat each ARG as an input line\n"
    "  -i, --input-range=LO-HI  treat each number LO through HI as an input line\n"
    "  -n, --head-count=COUNT   output at most COUNT lines\n"
    "  -o, --output=FILE        write result to FILE instead of standard output\n"
    "  -r, --repeat             output lines can be repeated\n"
    "  -z, --zero-terminated    line delimiter is NUL, not newline\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n";

static const struct option_spec table[] = {
    {'e', "echo", NO_ARGUMENT}, {'i', "input-range", ARGUMENT}, {'n', "head-count", ARGUMENT}, {'o', "output", ARGUMENT},
    {'r', "repeat", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static char line_end = '\n';

/** Evenly below `limit`: what would favour small numbers is thrown again. */
static uint64_t random_below(uint64_t limit) {
    static uint64_t pool[32];
    static size_t left;
    for (;;) {
        if (left == 0) {
            if (getentropy(pool, sizeof pool) < 0) fatal("no randomness:");
            left = 32;
        }
        uint64_t value = pool[--left];
        if (value >= -limit % limit) return value % limit;
    }
}

struct lines {
    const char **starts;
    size_t *lengths, count, capacity;
    uintmax_t first; // with -i: line i is this number and i, and starts is NULL
};

static void add(struct lines *lines, const char *start, size_t length) {
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity ? 2 * lines->capacity : 64;
        lines->starts = reallocate(lines->starts, lines->capacity * sizeof *lines->starts);
        lines->lengths = reallocate(lines->lengths, lines->capacity * sizeof *lines->lengths);
    }
    lines->starts[lines->count] = start;
    lines->lengths[lines->count++] = length;
}

static void read_lines(struct lines *lines, const char *name) {
    struct input input = {0};
    if (!input_open(&input, name)) finish(1);
    while (input_fill(&input)) continue;
    if (input.failed) finish(1);
    char *at = input.buffer + input.start, *end = input.buffer + input.end;
    while (at < end) {
        char *found = memchr(at, line_end, end - at);
        if (found == NULL) found = end;
        add(lines, at, found - at);
        at = found + 1;
    }
}

static void print(const struct lines *lines, uint64_t i) {
    if (lines->starts) out_bytes(lines->starts[i], lines->lengths[i]);
    else out_format("%ju", lines->first + i);
    out_char(line_end);
}

static uint64_t *order; // of lines, as far as it is decided

static void shuffle(const struct lines *lines, uint64_t count, uintmax_t wanted) {
    order = allocate(count * sizeof *order);
    for (uint64_t i = 0; i < count; i++) order[i] = i;
    for (uint64_t i = 0; i < count && i < wanted; i++) {
        uint64_t j = i + random_below(count - i), chosen = order[j];
        order[j] = order[i];
        print(lines, chosen);
    }
}

static int shuf_main(int argc, char **argv) {
    bool echo = false, repeat = false, limited = false;
    const char *range = NULL, *output = NULL;
    uintmax_t wanted = UINTMAX_MAX, low = 0, high = 0, value;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'e': echo = true; break;
        case 'i': {
            if (range) fatal("multiple -i options specified");
            range = options.argument;
            const char *dash = strchr(range, '-');
            char *first = dash ? copy_bytes(range, dash - range) : NULL;
            if (!dash || !parse_unsigned(first, &low) || !parse_unsigned(dash + 1, &high) || (low > high && low != high + 1))
                fatal("invalid input range: %s", quote(range));
            break;
        }
        case 'n':
            if (!parse_unsigned(options.argument, &value)) fatal("invalid line count: %s", quote(options.argument));
            limited = true;
            if (value < wanted) wanted = value;
            break;
        case 'o':
            if (output && strcmp(output, options.argument) != 0) fatal("multiple output files specified");
            output = options.argument;
            break;
        case 'r': repeat = true; break;
        case 'z': line_end = '\0'; break;
        }
    }
    if (echo && range) usage_error("cannot combine -e and -i options");
    if (range && options.operand_count > 0) extra_operand(options.operands[0]);
    if (!echo && options.operand_count > 1) extra_operand(options.operands[1]);
    struct lines lines = {.first = low};
    if (echo) for (int i = 0; i < options.operand_count; i++) add(&lines, options.operands[i], strlen(options.operands[i]));
    else if (!range) read_lines(&lines, options.operand_count ? options.operands[0] : "-");
    uint64_t count = range ? high - low + 1 : lines.count;
    if (output) {
        int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (fd < 0) fatal("%s:", quote_if_needed(output));
        dup2(fd, STDOUT_FILENO);
        close(fd);
    }
    if (!repeat) {
        if (range && wanted < count / 1024) { // few of many: remember only those
            for (uint64_t i = 0; i < wanted; i++) {
                uint64_t chosen;
                bool again;
                do {
                    again = false;
                    chosen = random_below(count);
                    for (uint64_t j = 0; j < i && !again; j++) again = order[j] == chosen;
                } while (again);
                order = reallocate(order, (i + 1) * sizeof *order);
                order[i] = chosen;
                print(&lines, chosen);
            }
        } else {
            shuffle(&lines, count, wanted);
        }
        return status;
    }
    if (count == 0) {
        if (!limited || wanted > 0) fatal("no lines to repeat");
        return status;
    }
    for (uintmax_t i = 0; !limited || i < wanted; i++) print(&lines, random_below(count));
    return status;
}

const struct command cmd_shuf = {"shuf", usage, shuf_main, 0};
