// SPDX-License-Identifier: Apache-2.0
// cmp: compare two files byte by byte. POSIX: utilities/cmp.html; -b -i -n are GNU's.

#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: cmp [OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]\n"
    "Compare two files byte by byte. SKIP1 and SKIP2 are bytes to skip at the beginning of each.\n\n"
    "  -b, --print-bytes          print differing bytes\n"
    "  -i, --ignore-initial=SKIP  skip first SKIP bytes of both inputs\n"
    "  -i, --ignore-initial=SKIP1:SKIP2  skip that many of each\n"
    "  -l, --verbose              output byte numbers and differing byte values\n"
    "  -n, --bytes=LIMIT          compare at most LIMIT bytes\n"
    "  -s, --quiet, --silent      suppress all normal output\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n\n"
    "Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.\n";

static const struct option_spec table[] = {
    {'b', "print-bytes", NO_ARGUMENT}, {'i', "ignore-initial", ARGUMENT}, {'l', "verbose", NO_ARGUMENT}, {'n', "bytes", ARGUMENT},
    {'s', "quiet", NO_ARGUMENT}, {'s', "silent", NO_ARGUMENT}, {0, NULL, 0}};

static bool verbose, quiet, print_bytes;
static uintmax_t limit = UINTMAX_MAX;

struct side {
    const char *name;
    struct input input;
    uintmax_t skip;
};

static uintmax_t size_of(const char *text, const char *what) {
    uintmax_t value;
    if (!parse_size(text, "kKmMGTPEZY", &value)) usage_error("invalid %s '%s'", what, text);
    return value;
}

static void open_side(struct side *side) {
    side->input = (struct input){.name = side->name, .silent = true, .fd = open_or_stdin(side->name)};
    if (side->input.fd >= 0) return;
    if (!quiet) complain("%s:", side->name);
    finish(2);
}

static void skip(struct side *side) {
    uintmax_t left = side->skip;
    while (left > 0 && (side->input.start < side->input.end || input_fill(&side->input))) {
        size_t here = side->input.end - side->input.start, n = here < left ? here : left;
        side->input.start += n;
        left -= n;
    }
}

/** False at the end of the file. */
static bool ready(struct side *side) {
    if (side->input.start < side->input.end || input_fill(&side->input)) return true;
    if (side->input.failed) fatal("%s:", side->name);
    return false;
}

/** A byte as cat -v shows it. */
static const char *visible(unsigned char c, char text[8]) {
    char *to = text;
    if (c >= 128) {
        *to++ = 'M';
        *to++ = '-';
        c -= 128;
    }
    if (c < 32 || c == 127) {
        *to++ = '^';
        c ^= 64;
    }
    *to++ = (char)c;
    *to = '\0';
    return text;
}

static int digits(uintmax_t number) {
    int n = 1;
    while (number /= 10) n++;
    return n;
}

/** How wide -l's byte numbers may get. */
static int number_width(const struct side sides[2]) {
    uintmax_t most = limit;
    for (int i = 0; i < 2; i++) {
        struct stat st;
        if (fstat(sides[i].input.fd, &st) == 0 && S_ISREG(st.st_mode) && (uintmax_t)st.st_size < most) most = st.st_size;
    }
    return digits(most < INT64_MAX ? most : INT64_MAX);
}

static int ended(const struct side *side, uintmax_t bytes, uintmax_t lines, bool at_line_start) {
    if (quiet) return 1;
    if (bytes == 0) complain("EOF on %s which is empty", side->name);
    else if (verbose) complain("EOF on %s after byte %ju", side->name, bytes);
    else if (at_line_start) complain("EOF on %s after byte %ju, line %ju", side->name, bytes, lines - 1);
    else complain("EOF on %s after byte %ju, in line %ju", side->name, bytes, lines);
    return 1;
}

static int compare(struct side sides[2]) {
    struct side *a = &sides[0], *b = &sides[1];
    uintmax_t at = 0, lines = 1;
    bool line_start = false;
    int result = 0, width = verbose ? number_width(sides) : 0;
    while (at < limit) {
        bool more_a = ready(a), more_b = ready(b);
        if (!more_a && !more_b) return result;
        if (!more_a || !more_b) return ended(more_a ? b : a, at, lines, line_start);
        const unsigned char *x = (unsigned char *)a->input.buffer + a->input.start, *y = (unsigned char *)b->input.buffer + b->input.start;
        size_t n = a->input.end - a->input.start, m = b->input.end - b->input.start;
        if (m < n) n = m;
        if (n > limit - at) n = limit - at;
        size_t i = 0;
        if (memcmp(x, y, n) == 0) {
            for (const unsigned char *found = x; (found = memchr(found, '\n', x + n - found)) != NULL; found++) lines++;
            line_start = x[n - 1] == '\n';
            i = n;
        }
        for (; i < n; i++) {
            line_start = x[i] == '\n' && x[i] == y[i];
            if (x[i] == y[i]) {
                lines += x[i] == '\n';
                continue;
            }
            if (quiet) return 1;
            result = 1;
            char p[8], q[8];
            if (!verbose) {
                out_format("%s %s differ: %s %ju, line %ju", a->name, b->name, print_bytes ? "byte" : "char", at + i + 1, lines);
                if (print_bytes) out_format(" is %3o %s %3o %s", x[i], visible(x[i], p), y[i], visible(y[i], q));
                out_char('\n');
                return 1;
            }
            if (print_bytes) out_format("%*ju %3o %-4s %3o %s\n", width, at + i + 1, x[i], visible(x[i], p), y[i], visible(y[i], q));
            else out_format("%*ju %3o %3o\n", width, at + i + 1, x[i], y[i]);
        }
        a->input.start += n;
        b->input.start += n;
        at += n;
    }
    return result;
}

static int cmp_main(int argc, char **argv) {
    struct side sides[2] = {{0}};
    usage_synopsis = "cmp: "; // GNU's hint begins so
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        char *colon;
        switch (key) {
        case 'b': print_bytes = true; break;
        case 'i':
            colon = strchr(options.argument, ':');
            if (colon) *colon = '\0';
            sides[0].skip = size_of(options.argument, "--ignore-initial value");
            sides[1].skip = colon ? size_of(colon + 1, "--ignore-initial value") : sides[0].skip;
            break;
        case 'l': verbose = true; break;
        case 'n': limit = size_of(options.argument, "--bytes value"); break;
        case 's': quiet = true; break;
        }
    }
    if (verbose && quiet) usage_error("options -l and -s are incompatible");
    int count = options.operand_count;
    if (count == 0) usage_error("missing operand after '%s'", argv[0]);
    if (count > 4) usage_error("extra operand '%s'", options.operands[4]);
    for (int i = 2; i < count; i++) sides[i - 2].skip = size_of(options.operands[i], "SKIP value");
    sides[0].name = options.operands[0];
    sides[1].name = count > 1 ? options.operands[1] : "-";
    for (int i = 0; i < 2; i++) open_side(&sides[i]);
    for (int i = 0; i < 2; i++) skip(&sides[i]);
    return compare(sides);
}

const struct command cmd_cmp = {"cmp", usage, cmp_main, 2};
