// SPDX-License-Identifier: Apache-2.0
// cut: print selected parts of lines. POSIX: utilities/cut.html, in the C locale: a character is a byte, so -c is -b and
// -n changes nothing. --complement, --output-delimiter and -z are GNU's.

#include "commands.h"

static const char usage[] =
    "Usage: cut OPTION... [FILE]...\n"
    "Print selected parts of lines from each FILE to standard output.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -b, --bytes=LIST        select only these bytes\n"
    "  -c, --characters=LIST   select only these characters\n"
    "  -d, --delimiter=DELIM   use DELIM instead of TAB for field delimiter\n"
    "  -f, --fields=LIST       select only these fields; also print any line that contains\n"
    "                            no delimiter character, unless the -s option is specified\n"
    "  -n                      (ignored)\n"
    "      --complement        complement the set of selected bytes, characters or fields\n"
    "  -s, --only-delimited    do not print lines not containing delimiters\n"
    "      --output-delimiter=STRING  use STRING as the output delimiter;\n"
    "                            the default is to use the input delimiter\n"
    "  -z, --zero-terminated   line delimiter is NUL, not newline\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n\n"
    "LIST is made up of one range, or many ranges separated by commas: N, N-, N-M, -M, counted from 1.\n";

enum { COMPLEMENT = 256, OUTPUT_DELIMITER };
static const struct option_spec table[] = {
    {'b', "bytes", ARGUMENT}, {'c', "characters", ARGUMENT}, {'d', "delimiter", ARGUMENT}, {'f', "fields", ARGUMENT},
    {'n', NULL, NO_ARGUMENT}, {COMPLEMENT, "complement", NO_ARGUMENT}, {'s', "only-delimited", NO_ARGUMENT},
    {OUTPUT_DELIMITER, "output-delimiter", ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static bool by_fields, only_delimited, complement;
static char delimiter = '\t', line_delimiter = '\n';
static const char *between; // --output-delimiter, or NULL
static size_t between_length;
static struct input input;

// The list: sorted, no two overlapping or touching unless the output delimiter must stand between them.
struct range {
    uintmax_t first, last; // from 1
};
static struct range *ranges;
static size_t range_count, range_capacity;

static void add_range(uintmax_t first, uintmax_t last) {
    GROW(ranges, range_count, range_capacity);
    ranges[range_count++] = (struct range){first, last};
}

static const char *parse_number(const char *at, uintmax_t *value) {
    size_t n = strspn(at, "0123456789");
    char *digits = copy_bytes(at, n);
    parse_unsigned(digits, value);
    if (*value == UINTMAX_MAX)
        usage_error(by_fields ? "field number %s is too large" : "byte/character offset %s is too large", quote(digits));
    free(digits);
    return at + n;
}

static void parse_list(const char *at) {
    const char *from_one = by_fields ? "fields are numbered from 1" : "byte/character positions are numbered from 1";
    for (;; at++) {
        uintmax_t first = 1, last = UINTMAX_MAX;
        bool has_first = *at >= '0' && *at <= '9', range = false, has_last = false;
        if (has_first) at = parse_number(at, &first);
        if (*at == '-') {
            range = true;
            if (first == 0) usage_error("%s", from_one);
            has_last = *++at >= '0' && *at <= '9';
            if (has_last) at = parse_number(at, &last);
            if (*at == '-') usage_error(by_fields ? "invalid field range" : "invalid byte or character range");
        }
        if (*at != '\0' && *at != ',' && *at != ' ' && *at != '\t')
            usage_error(by_fields ? "invalid field value %s" : "invalid byte/character position %s", quote(at));
        if (range && !has_first && !has_last) usage_error("invalid range with no endpoint: -");
        if (!range && (!has_first || first == 0)) usage_error("%s", from_one);
        if (range && last < first) usage_error("invalid decreasing range");
        add_range(first, range ? last : first);
        if (*at == '\0') break;
    }
}

static int by_first(const void *a, const void *b) {
    const struct range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/** Sorts and merges. Ranges of bytes that only touch stay apart: --output-delimiter goes between them. */
static void tidy_ranges(void) {
    qsort(ranges, range_count, sizeof *ranges, by_first);
    size_t kept = 0;
    for (size_t i = 1; i < range_count; i++) {
        if (ranges[i].first <= ranges[kept].last) {
            if (ranges[i].last > ranges[kept].last) ranges[kept].last = ranges[i].last;
        } else {
            ranges[++kept] = ranges[i];
        }
    }
    range_count = kept + 1;
    if (!complement) return;
    struct range *old = ranges;
    size_t count = range_count;
    uintmax_t next = 1;
    ranges = NULL;
    range_count = range_capacity = 0;
    for (size_t i = 0; i < count; i++) {
        if (old[i].first > next) add_range(next, old[i].first - 1);
        next = old[i].last == UINTMAX_MAX ? 0 : old[i].last + 1;
        if (next == 0) break;
    }
    if (next != 0) add_range(next, UINTMAX_MAX);
    free(old);
}

static void cut_bytes(const char *line, size_t length) {
    for (size_t i = 0; i < range_count && ranges[i].first <= length; i++) {
        uintmax_t last = ranges[i].last < length ? ranges[i].last : length;
        if (i > 0 && between) out_bytes(between, between_length);
        out_bytes(line + ranges[i].first - 1, last - ranges[i].first + 1);
    }
    out_char(line_delimiter);
}

static void cut_fields(const char *line, size_t length) {
    const char *end = line + length, *at = line;
    const char *found = memchr(at, delimiter, end - at);
    if (found == NULL) {
        if (only_delimited) return;
        out_bytes(line, length);
        out_char(line_delimiter);
        return;
    }
    bool printed = false;
    size_t range = 0;
    for (uintmax_t field = 1; range < range_count; field++) {
        if (field > ranges[range].last && ++range == range_count) break;
        if (field >= ranges[range].first) {
            if (ranges[range].last == UINTMAX_MAX && between == NULL) { // the rest as it is
                if (printed) out_char(delimiter);
                out_bytes(at, end - at);
                break;
            }
            if (printed && between) out_bytes(between, between_length);
            else if (printed) out_char(delimiter);
            out_bytes(at, (found ? found : end) - at);
            printed = true;
        }
        if (found == NULL) break;
        at = found + 1;
        found = memchr(at, delimiter, end - at);
    }
    out_char(line_delimiter);
}

/** -d is what also ends lines: the whole input is one line, and its last delimiter ends it. */
static void cut_whole(void) {
    while (input_fill(&input)) continue;
    size_t length = input.end - input.start;
    if (length == 0) return;
    char *text = input.buffer + input.start;
    if (text[length - 1] == line_delimiter) length--;
    cut_fields(text, length);
}

static void cut(const char *name) {
    if (!input_open(&input, name)) return;
    if (by_fields && delimiter == line_delimiter) {
        cut_whole();
    } else {
        size_t length;
        for (char *line; (line = input_line(&input, line_delimiter, &length)) != NULL;) {
            if (line[length - 1] == line_delimiter) length--;
            if (by_fields) cut_fields(line, length);
            else cut_bytes(line, length);
        }
    }
    input_close(&input);
}

static int cut_main(int argc, char **argv) {
    const char *list = NULL;
    bool has_delimiter = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'b': case 'c': case 'f':
            if (list) usage_error("only one list may be specified");
            by_fields = key == 'f';
            list = options.argument;
            break;
        case 'd':
            if (options.argument[0] != '\0' && options.argument[1] != '\0') usage_error("the delimiter must be a single character");
            delimiter = options.argument[0];
            has_delimiter = true;
            break;
        case 's': only_delimited = true; break;
        case 'z': line_delimiter = '\0'; break;
        case COMPLEMENT: complement = true; break;
        case OUTPUT_DELIMITER:
            between = options.argument;
            between_length = *between ? strlen(between) : 1; // an empty one is a NUL
            break;
        }
    }
    if (list == NULL) usage_error("you must specify a list of bytes, characters, or fields");
    if (!by_fields && has_delimiter) usage_error("an input delimiter may be specified only when operating on fields");
    if (!by_fields && only_delimited) usage_error("suppressing non-delimited lines makes sense\n\tonly when operating on fields");
    parse_list(list);
    tidy_ranges();
    if (options.operand_count == 0) cut("-");
    for (int i = 0; i < options.operand_count; i++) cut(options.operands[i]);
    return status;
}

const struct command cmd_cut = {"cut", usage, cut_main, 0};
