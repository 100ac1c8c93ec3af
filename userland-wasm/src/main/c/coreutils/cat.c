// SPDX-License-Identifier: Apache-2.0
// cat: concatenate files. POSIX: utilities/cat.html (-u is what we always do); the other options are GNU's.

#include <fcntl.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: cat [OPTION]... [FILE]...\n"
    "Concatenate FILEs to standard output. With no FILE, or when FILE is -, read standard input.\n\n"
    "  -A, --show-all           equivalent to -vET\n"
    "  -b, --number-nonblank    number nonempty output lines, overrides -n\n"
    "  -e                       equivalent to -vE\n"
    "  -E, --show-ends          display $ at end of each line\n"
    "  -n, --number             number all output lines\n"
    "  -s, --squeeze-blank      suppress repeated empty output lines\n"
    "  -t                       equivalent to -vT\n"
    "  -T, --show-tabs          display TAB characters as ^I\n"
    "  -u                       (ignored)\n"
    "  -v, --show-nonprinting   use ^ and M- notation, except for LFD and TAB\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n";

static const struct option_spec table[] = {
    {'A', "show-all", NO_ARGUMENT}, {'b', "number-nonblank", NO_ARGUMENT}, {'e', NULL, NO_ARGUMENT},
    {'E', "show-ends", NO_ARGUMENT}, {'n', "number", NO_ARGUMENT}, {'s', "squeeze-blank", NO_ARGUMENT},
    {'t', NULL, NO_ARGUMENT}, {'T', "show-tabs", NO_ARGUMENT}, {'u', NULL, NO_ARGUMENT},
    {'v', "show-nonprinting", NO_ARGUMENT}, {0, NULL, 0}};

static bool number, number_nonblank, ends, tabs, nonprinting, squeeze;

// Across files: the last line may go on in the next.
static uintmax_t line_number;
static int newlines = 1; // how many just passed; 1 is the start of a line
static bool carriage_return; // -E: one was read, and is ^M if a newline follows

static void show(unsigned char c) {
    if (!nonprinting) {
        out_char((char)c);
        return;
    }
    if (c >= 128) {
        out_string("M-");
        c -= 128;
        if (c == '\t' || c == '\n') {
            out_char('^');
            out_char((char)(c + 64));
            return;
        }
    }
    if (c == 127) out_string("^?");
    else if (c < 32 && c != '\t') {
        out_char('^');
        out_char((char)(c + 64));
    } else out_char((char)c);
}

static void decorate(const char *bytes, size_t length) {
    for (; length > 0; bytes++, length--) {
        if (carriage_return) out_string(*bytes == '\n' ? "^M" : "\r");
        carriage_return = false;
        if (*bytes == '\n') {
            if (newlines >= 2 && squeeze) continue;
            if (newlines >= 1 && number && !number_nonblank) out_format("%6ju\t", ++line_number);
            newlines++;
            if (ends) out_char('$');
            out_char('\n');
            continue;
        }
        if (newlines > 0 && number) out_format("%6ju\t", ++line_number);
        newlines = 0;
        if (*bytes == '\r' && ends && !nonprinting) carriage_return = true; // shown when we know what follows
        else if (*bytes == '\t' && tabs) out_string("^I");
        else show((unsigned char)*bytes);
    }
}

static bool same_file_as_output(int fd) {
    struct stat in, out;
    return fstat(fd, &in) == 0 && fstat(STDOUT_FILENO, &out) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino
        && S_ISREG(in.st_mode) && in.st_size > 0 && lseek(fd, 0, SEEK_CUR) < in.st_size
        && !(lseek(STDOUT_FILENO, 0, SEEK_CUR) == 0 && !(fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND));
}

static void concatenate(const char *name) {
    static char *buffer;
    bool plain = !(number || ends || tabs || nonprinting || squeeze);
    if (buffer == NULL) buffer = allocate(BLOCK);
    int fd = open_or_stdin(name);
    if (fd < 0) {
        warn("%s:", quote_if_needed(name));
        return;
    }
    if (same_file_as_output(fd)) {
        warn("%s: input file is output file", quote_if_needed(name));
    } else {
        ssize_t n;
        while ((n = read_some(fd, buffer, BLOCK)) > 0) {
            if (!plain) {
                decorate(buffer, n);
                out_flush_if_terminal();
            } else if (!write_fully(STDOUT_FILENO, buffer, n)) write_failed();
        }
        if (n < 0) warn("%s:", quote_if_needed(name));
    }
    if (fd != STDIN_FILENO) close(fd);
}

static int cat_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'A': nonprinting = ends = tabs = true; break;
        case 'b': number = number_nonblank = true; break;
        case 'e': nonprinting = ends = true; break;
        case 'E': ends = true; break;
        case 'n': number = true; break;
        case 's': squeeze = true; break;
        case 't': nonprinting = tabs = true; break;
        case 'T': tabs = true; break;
        case 'v': nonprinting = true; break;
        }
    }
    if (options.operand_count == 0) concatenate("-");
    for (int i = 0; i < options.operand_count; i++) concatenate(options.operands[i]);
    if (carriage_return) out_char('\r');
    return status;
}

const struct command cmd_cat = {"cat", usage, cat_main, 0};
