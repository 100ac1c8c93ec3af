// SPDX-License-Identifier: Apache-2.0
// uniq: report or filter out repeated lines that follow each other. POSIX: utilities/uniq.html; -i, -w, -z, -D,
// --group are GNU's.

#include <fcntl.h>
#include "commands.h"

static const char usage[] =
    "Usage: uniq [OPTION]... [INPUT [OUTPUT]]\n"
    "Filter adjacent matching lines from INPUT (or standard input), writing to OUTPUT (or standard output).\n"
    "With no options, matching lines are merged to the first occurrence.\n\n"
    "  -c, --count           prefix lines by the number of occurrences\n"
    "  -d, --repeated        only print duplicate lines, one for each group\n"
    "  -D, --all-repeated[=METHOD]  print all duplicate lines;\n"
    "                          METHOD={none(default),prepend,separate}\n"
    "  -f, --skip-fields=N   avoid comparing the first N fields\n"
    "      --group[=METHOD]  show all lines, separating groups with an empty line;\n"
    "                          METHOD={separate(default),prepend,append,both}\n"
    "  -i, --ignore-case     ignore differences in case when comparing\n"
    "  -s, --skip-chars=N    avoid comparing the first N characters\n"
    "  -u, --unique          only print unique lines\n"
    "  -z, --zero-terminated line delimiter is NUL, not newline\n"
    "  -w, --check-chars=N   compare no more than N characters in lines\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";

enum { GROUP = 256 };
static const struct option_spec table[] = {
    {'c', "count", NO_ARGUMENT}, {'d', "repeated", NO_ARGUMENT}, {'D', "all-repeated", OPTIONAL_ARGUMENT},
    {GROUP, "group", OPTIONAL_ARGUMENT}, {'f', "skip-fields", ARGUMENT}, {'i', "ignore-case", NO_ARGUMENT}, {'s', "skip-chars", ARGUMENT},
    {'u', "unique", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {'w', "check-chars", ARGUMENT}, {0, NULL, 0}};

static bool count, only_repeated, only_unique, all_repeated, ignore_case;
static int separation; // 0 none, 1 prepend, 2 separate
static enum { NO_GROUPS, PREPEND, APPEND, SEPARATE, BOTH } grouping;
static uintmax_t skip_fields, skip_chars, check_chars = UINTMAX_MAX;
static char delimiter = '\n';

struct key {
    const char *start;
    size_t length;
};

static bool blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

static struct key key_of(const char *line, size_t length) {
    size_t at = 0;
    for (uintmax_t field = 0; field < skip_fields && at < length; field++) {
        while (at < length && blank(line[at])) at++;
        while (at < length && !blank(line[at])) at++;
    }
    at += skip_chars < length - at ? skip_chars : length - at;
    length -= at;
    return (struct key){line + at, length < check_chars ? length : check_chars};
}

static bool same(struct key a, struct key b) {
    if (a.length != b.length) return false;
    return ignore_case ? strncasecmp(a.start, b.start, a.length) == 0 : memcmp(a.start, b.start, a.length) == 0;
}

static void print(const char *line, size_t length, uintmax_t repeats) {
    if (count) out_format("%7ju ", repeats);
    out_bytes(line, length);
    out_char(delimiter);
}

static void filter(struct input *input) {
    char *previous = NULL, *line;
    size_t capacity = 0, previous_length = 0, length;
    uintmax_t repeats = 0;
    bool any_group = false;
    struct key old = {0};
    for (;;) {
        line = input_line(input, delimiter, &length);
        if (line && line[length - 1] == delimiter) length--;
        if (line && repeats > 0) {
            struct key new = key_of(line, length);
            if (same(old, new)) {
                repeats++;
                if (all_repeated) {
                    if (repeats == 2) {
                        if ((separation == 2 && any_group) || separation == 1) out_char(delimiter);
                        any_group = true;
                        print(previous, previous_length, 0);
                    }
                    print(line, length, 0);
                }
                continue;
            }
        }
        if (repeats > 0 && !all_repeated && !(only_repeated && repeats == 1) && !(only_unique && repeats > 1))
            print(previous, previous_length, repeats);
        if (line == NULL) break;
        if (length + 1 > capacity) {
            capacity = length * 2 + 64;
            previous = reallocate(previous, capacity);
        }
        memcpy(previous, line, length);
        previous_length = length;
        old = key_of(previous, length);
        repeats = 1;
    }
    free(previous);
}

/** --group: every line, and empty ones where groups begin or end. */
static void group(struct input *input) {
    char *previous = NULL, *line;
    size_t capacity = 0, length;
    struct key old = {0};
    bool any = false;
    while ((line = input_line(input, delimiter, &length)) != NULL) {
        if (line[length - 1] == delimiter) length--;
        struct key new = key_of(line, length);
        if (any ? !same(old, new) : grouping == PREPEND || grouping == BOTH) out_char(delimiter);
        any = true;
        print(line, length, 0);
        if (length + 1 > capacity) previous = reallocate(previous, capacity = length * 2 + 64);
        memcpy(previous, line, length);
        old = key_of(previous, length);
    }
    if (any && (grouping == APPEND || grouping == BOTH)) out_char(delimiter);
    free(previous);
}

/** -N skips N fields, +N skips N characters: an old way to say -f N and -s N. */
static void read_old_options(int *argc, char **argv) {
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        char *word = argv[i];
        if (strcmp(word, "--") == 0) {
            while (i < *argc) argv[kept++] = argv[i++];
            break;
        }
        bool old = (word[0] == '-' || word[0] == '+') && word[1] != '\0' && word[1 + strspn(word + 1, "0123456789")] == '\0';
        if (old) parse_unsigned(word + 1, word[0] == '-' ? &skip_fields : &skip_chars);
        else argv[kept++] = word;
        bool takes_next = !old && word[0] == '-' && word[1] && strchr("fsw", word[strlen(word) - 1]) && word[1] != '-';
        if (takes_next && i + 1 < *argc) argv[kept++] = argv[++i];
    }
    argv[*argc = kept] = NULL;
}

static uintmax_t number(const char *text, const char *what) {
    uintmax_t value;
    if (!parse_unsigned(text, &value)) fatal("%s: invalid number of %s", text, what);
    return value;
}

static int uniq_main(int argc, char **argv) {
    static const char *const methods[] = {"none", "prepend", "separate", NULL};
    static const char *const groupings[] = {"prepend", "append", "separate", "both", NULL};
    read_old_options(&argc, argv);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': count = true; break;
        case 'd': only_repeated = true; break;
        case 'D':
            all_repeated = true;
            if (options.argument) separation = choose("--all-repeated", options.argument, methods);
            break;
        case 'f': skip_fields = number(options.argument, "fields to skip"); break;
        case GROUP: grouping = options.argument ? PREPEND + choose("--group", options.argument, groupings) : SEPARATE; break;
        case 'i': ignore_case = true; break;
        case 's': skip_chars = number(options.argument, "bytes to skip"); break;
        case 'u': only_unique = true; break;
        case 'z': delimiter = '\0'; break;
        case 'w': check_chars = number(options.argument, "bytes to compare"); break;
        }
    }
    if (options.operand_count > 2) extra_operand(options.operands[2]);
    if (all_repeated && count) usage_error("printing all duplicated lines and repeat counts is meaningless");
    if (grouping && (count || only_repeated || only_unique || all_repeated))
        usage_error("--group is mutually exclusive with -c/-d/-D/-u");
    struct input input = {.silent = true};
    if (!input_open(&input, options.operand_count > 0 ? options.operands[0] : "-")) return status;
    if (options.operand_count == 2 && strcmp(options.operands[1], "-") != 0) {
        int out = open(options.operands[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (out < 0) fatal("%s:", quote_if_needed(options.operands[1]));
        dup2(out, STDOUT_FILENO);
        close(out);
    }
    if (grouping) group(&input);
    else filter(&input);
    if (input.failed) fatal("error reading %s", quote(input.name));
    return status;
}

const struct command cmd_uniq = {"uniq", usage, uniq_main, 0};
