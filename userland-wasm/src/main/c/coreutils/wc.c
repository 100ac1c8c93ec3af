// SPDX-License-Identifier: Apache-2.0
// wc: count lines, words, bytes. POSIX: utilities/wc.html. In the C locale a character is a byte, so -m is -c.
// -L is GNU's, as is the width of the columns: that of the largest size, 7 when a size is not known beforehand.

#include <fcntl.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: wc [OPTION]... [FILE]...\n"
    "Print newline, word, and byte counts for each FILE, and a total line if more than one FILE is specified.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -c, --bytes            print the byte counts\n"
    "  -m, --chars            print the character counts\n"
    "  -l, --lines            print the newline counts\n"
    "      --files0-from=F    read names of files, each ended by NUL, from F; - is standard input\n"
    "  -L, --max-line-length  print the maximum display width\n"
    "  -w, --words            print the word counts\n"
    "      --help             display this help and exit\n"
    "      --version          output version information and exit\n";

enum { FILES = 256 };
static const struct option_spec table[] = {
    {FILES, "files0-from", ARGUMENT},
    {'c', "bytes", NO_ARGUMENT}, {'m', "chars", NO_ARGUMENT}, {'l', "lines", NO_ARGUMENT},
    {'L', "max-line-length", NO_ARGUMENT}, {'w', "words", NO_ARGUMENT}, {0, NULL, 0}};

struct counts {
    uintmax_t lines, words, bytes, longest;
};
static bool show_lines, show_words, show_chars, show_bytes, show_longest;
static int width = 1;

static void count_lines(const char *buffer, size_t n, struct counts *counts) {
    const char *end = buffer + n;
    for (const char *at = buffer; (at = memchr(at, '\n', end - at)) != NULL; at++) counts->lines++;
}

// In the C locale words are made of printable bytes; other bytes neither start nor end one, white space ends it.
static void count_words(const char *buffer, size_t n, struct counts *counts, bool *in_word) {
    bool inside = *in_word;
    uintmax_t lines = 0, words = 0;
    for (const unsigned char *at = (const unsigned char *)buffer, *end = at + n; at < end; at++) {
        unsigned char c = *at;
        if (c > ' ' && c < 127) {
            words += !inside;
            inside = true;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            inside = false;
            lines += c == '\n';
        }
    }
    counts->lines += lines;
    counts->words += words;
    *in_word = inside;
}

static void measure(const char *buffer, size_t n, struct counts *counts, uintmax_t *column) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = buffer[i];
        if (c == '\n' || c == '\r' || c == '\f') {
            if (*column > counts->longest) counts->longest = *column;
            *column = 0;
        } else if (c == '\t') *column += 8 - *column % 8;
        else if (c >= ' ' && c < 127) ++*column;
    }
}

/** Only bytes are asked for: a file's size will do, if the file says it (those of /proc do not). */
static bool size_is_known(int fd, struct counts *counts) {
    struct stat st;
    if (show_lines || show_words || show_longest || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0) return false;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (at < 0 || lseek(fd, 0, SEEK_END) < 0) return false;
    counts->bytes = st.st_size > at ? (uintmax_t)(st.st_size - at) : 0;
    return true;
}

static void count(int fd, const char *name, struct counts *counts) {
    static char *buffer;
    bool in_word = false;
    uintmax_t column = 0;
    ssize_t n;
    if (buffer == NULL) buffer = allocate(BLOCK);
    if (size_is_known(fd, counts)) return;
    while ((n = read_some(fd, buffer, BLOCK)) > 0) {
        counts->bytes += n;
        if (show_words) count_words(buffer, n, counts, &in_word);
        else if (show_lines) count_lines(buffer, n, counts);
        if (show_longest) measure(buffer, n, counts, &column);
    }
    if (column > counts->longest) counts->longest = column;
    if (n < 0) warn("%s:", quote_if_needed(name));
}

static void print(const struct counts *counts, const char *name) {
    const char *space = "";
    const struct { bool shown; uintmax_t value; } columns[] = {
        {show_lines, counts->lines}, {show_words, counts->words}, {show_chars, counts->bytes},
        {show_bytes, counts->bytes}, {show_longest, counts->longest}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        if (!columns[i].shown) continue;
        out_format("%s%*ju", space, width, columns[i].value);
        space = " ";
    }
    if (name) out_format(" %s", strchr(name, '\n') ? quote(name) : name);
    out_char('\n');
}

static void choose_width(char **files, int n) {
    uintmax_t total = 0;
    int least = 1;
    int columns = show_lines + show_words + show_chars + show_bytes + show_longest;
    if (n == 0) n = 1;
    if (n == 1 && columns == 1) return;
    for (int i = 0; i < n; i++) {
        struct stat st;
        bool is_stdin = files[i] == NULL || strcmp(files[i], "-") == 0;
        if ((is_stdin ? fstat(STDIN_FILENO, &st) : stat(files[i], &st)) < 0) continue;
        if (S_ISREG(st.st_mode)) total += st.st_size;
        else least = 7;
    }
    for (width = 1; total >= 10; total /= 10) width++;
    if (width < least) width = least;
}

/** The names in a file, each ended by a NUL. */
static char **read_names(const char *name, int *n) {
    struct input input = {0};
    char **names = NULL;
    size_t count = 0, capacity = 0, length;
    if (!input_open(&input, name)) fatal("cannot open %s for reading:", quote(name));
    for (char *text; (text = input_line(&input, '\0', &length)) != NULL;) {
        if (text[length - 1] == '\0') length--;
        if (length == 0) {
            warn("%s:%zu: invalid zero-length file name", name, count + 1);
            continue;
        }
        GROW(names, count, capacity);
        names[count++] = copy_bytes(text, length);
    }
    *n = (int)count;
    return names;
}

static int wc_main(int argc, char **argv) {
    const char *names = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case FILES: names = options.argument; break;
        case 'c': show_bytes = true; break;
        case 'm': show_chars = true; break;
        case 'l': show_lines = true; break;
        case 'L': show_longest = true; break;
        case 'w': show_words = true; break;
        }
    }
    if (!(show_bytes || show_chars || show_lines || show_longest || show_words)) show_bytes = show_lines = show_words = true;
    if (names) {
        if (options.operand_count > 0) usage_error("extra operand %s\nfile operands cannot be combined with --files0-from", quote(options.operands[0]));
        options.operands = read_names(names, &options.operand_count);
        if (options.operand_count == 0) return status;
    }
    if (names == NULL || strcmp(names, "-") != 0) choose_width(options.operands, options.operand_count);
    struct counts total = {0};
    if (options.operand_count == 0) {
        count(STDIN_FILENO, "standard input", &total);
        print(&total, NULL);
        return status;
    }
    for (int i = 0; i < options.operand_count; i++) {
        struct counts one = {0};
        const char *name = options.operands[i];
        int fd = open_or_stdin(name);
        if (fd < 0) {
            warn("%s:", quote_if_needed(name));
            continue;
        }
        count(fd, name, &one);
        if (fd != STDIN_FILENO) close(fd);
        print(&one, name);
        total.lines += one.lines;
        total.words += one.words;
        total.bytes += one.bytes;
        if (one.longest > total.longest) total.longest = one.longest;
    }
    if (options.operand_count > 1) print(&total, "total");
    return status;
}

const struct command cmd_wc = {"wc", usage, wc_main, 0};
