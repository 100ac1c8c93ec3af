// SPDX-License-Identifier: Apache-2.0
// head: the first part of files. POSIX: utilities/head.html. With GNU's -c, -q, -v, -z and negative counts
// (all but the last N), for which N lines or bytes are kept in memory.

#include "commands.h"

static const char usage[] =
    "Usage: head [OPTION]... [FILE]...\n"
    "Print the first 10 lines of each FILE to standard output.\n"
    "With more than one FILE, precede each with a header giving the file name.\n\n"
    "  -c, --bytes=[-]NUM       print the first NUM bytes of each file;\n"
    "                             with the leading '-', all but the last NUM bytes\n"
    "  -n, --lines=[-]NUM       print the first NUM lines instead of the first 10;\n"
    "                             with the leading '-', all but the last NUM lines\n"
    "  -q, --quiet, --silent    never print headers giving file names\n"
    "  -v, --verbose            always print headers giving file names\n"
    "  -z, --zero-terminated    line delimiter is NUL, not newline\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n\n"
    "NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.\n";

static const struct option_spec table[] = {
    {'c', "bytes", ARGUMENT}, {'n', "lines", ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {'q', "silent", NO_ARGUMENT},
    {'v', "verbose", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static bool by_bytes, all_but;
static enum { AUTOMATIC, NEVER, ALWAYS } headers;
static uintmax_t wanted = 10;
static char delimiter = '\n';
static struct input input;

/** Puts back what was read too far, for who reads stdin after us: `(head -n 1; cat)`. */
static void give_back(void) {
    if (input.end > input.start && lseek(input.fd, (off_t)input.start - (off_t)input.end, SEEK_CUR) < 0) errno = 0;
}

static void first_bytes(void) {
    uintmax_t left = wanted;
    while (left > 0 && input_fill(&input)) {
        size_t n = input.end - input.start;
        if (n > left) n = left;
        out_bytes(input.buffer + input.start, n);
        input.start += n;
        left -= n;
    }
    give_back();
}

static void first_lines(void) {
    for (uintmax_t left = wanted; left > 0;) {
        if (!input_fill(&input)) return;
        char *at = input.buffer + input.start, *end = input.buffer + input.end;
        while (left > 0 && at < end) {
            char *found = memchr(at, delimiter, end - at);
            at = found ? found + 1 : end;
            left -= found != NULL;
        }
        out_bytes(input.buffer + input.start, at - (input.buffer + input.start));
        input.start = at - input.buffer;
    }
    give_back();
}

// Bytes are held back until `wanted` more have come behind them.
static void all_but_bytes(void) {
    while (input_fill(&input)) {
        size_t here = input.end - input.start;
        if (here <= wanted) continue;
        out_bytes(input.buffer + input.start, here - wanted);
        input.start += here - wanted;
    }
}

static void all_but_lines(void) {
    uintmax_t lines = 0; // complete ones in the buffer
    size_t counted = 0;  // bytes behind start looked at
    while (input_fill(&input)) {
        for (;;) {
            char *from = input.buffer + input.start + counted;
            char *found = memchr(from, delimiter, input.end - input.start - counted);
            counted = found ? (size_t)(found + 1 - (input.buffer + input.start)) : input.end - input.start;
            if (!found) break;
            lines++;
        }
        while (lines > wanted || (lines == wanted && counted > 0 && input.buffer[input.end - 1] != delimiter && wanted > 0)) {
            char *start = input.buffer + input.start;
            size_t n = (char *)memchr(start, delimiter, input.end - input.start) + 1 - start;
            out_bytes(start, n);
            input.start += n;
            counted -= n;
            lines--;
        }
        if (wanted == 0) {
            out_bytes(input.buffer + input.start, input.end - input.start);
            input.start = input.end;
            counted = 0;
        }
    }
}

static void head(const char *name, bool header) {
    static bool printed;
    const char *shown = strcmp(name, "-") == 0 ? "standard input" : name;
    input = (struct input){.name = name, .fd = open_or_stdin(name), .buffer = input.buffer, .size = input.size, .silent = true};
    if (input.fd < 0) {
        warn("cannot open %s for reading:", quote(name));
        return;
    }
    if (header) {
        out_format("%s==> %s <==\n", printed ? "\n" : "", shown);
        printed = true;
    }
    if (by_bytes) all_but ? all_but_bytes() : first_bytes();
    else all_but ? all_but_lines() : first_lines();
    if (input.failed) warn("error reading %s:", quote(shown));
    input_close(&input);
}

static void set_count(const char *text, bool bytes) {
    const char *digits = text;
    by_bytes = bytes;
    all_but = *digits == '-';
    if (*digits == '-' || *digits == '+') digits++;
    if (!parse_size(digits, "bkKmMGTPEZY", &wanted))
        fatal("invalid number of %s: %s", bytes ? "bytes" : "lines", quote(digits));
    errno = EOVERFLOW;
    if (wanted == UINTMAX_MAX) fatal("invalid number of %s: %s:", bytes ? "bytes" : "lines", quote(digits));
}

/** head -5: an old way to say head -n 5. */
static void old_count(int *argc, char ***argv) {
    if (*argc < 2) return;
    char *word = (*argv)[1];
    if (word[0] != '-' || word[1] < '0' || word[1] > '9') return;
    size_t n = 1 + strspn(word + 1, "0123456789");
    char *digits = copy_bytes(word + 1, n - 1);
    set_count(digits, false);
    for (char *letter = word + n; *letter; letter++) {
        if (*letter == 'c') by_bytes = true;
        else if (*letter == 'q') headers = NEVER;
        else if (*letter == 'v') headers = ALWAYS;
        else usage_error("invalid trailing option -- %c", *letter);
    }
    (*argv)[1] = (*argv)[0];
    ++*argv;
    --*argc;
}

static int head_main(int argc, char **argv) {
    old_count(&argc, &argv);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': set_count(options.argument, true); break;
        case 'n': set_count(options.argument, false); break;
        case 'q': headers = NEVER; break;
        case 'v': headers = ALWAYS; break;
        case 'z': delimiter = '\0'; break;
        }
    }
    bool header = headers == ALWAYS || (headers == AUTOMATIC && options.operand_count > 1);
    if (options.operand_count == 0) head("-", header);
    for (int i = 0; i < options.operand_count; i++) head(options.operands[i], header);
    return status;
}

const struct command cmd_head = {"head", usage, head_main, 0};
