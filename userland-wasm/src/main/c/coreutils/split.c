// SPDX-License-Identifier: Apache-2.0
// split: a file in pieces. POSIX: utilities/split.html; -C -d -e -n -x --additional-suffix are GNU's. Not there: --filter,
// and -n K/N.

#include <fcntl.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: split [OPTION]... [FILE [PREFIX]]\n"
    "Output pieces of FILE to PREFIXaa, PREFIXab, ...; default size is 1000 lines, and default PREFIX is 'x'.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -a, --suffix-length=N   generate suffixes of length N (default 2)\n"
    "      --additional-suffix=SUFFIX  append an additional SUFFIX to file names\n"
    "  -b, --bytes=SIZE        put SIZE bytes per output file\n"
    "  -C, --line-bytes=SIZE   put at most SIZE bytes of records per output file\n"
    "  -d, --numeric-suffixes[=FROM]  use numeric suffixes starting at 0 (or FROM), not alphabetic\n"
    "  -x, --hex-suffixes[=FROM]  use hex suffixes starting at 0 (or FROM), not alphabetic\n"
    "  -e, --elide-empty-files  do not generate empty output files with -n\n"
    "  -l, --lines=NUMBER      put NUMBER lines/records per output file\n"
    "  -n, --number=CHUNKS     N: N files by size; l/N: without splitting lines; r/N: lines in turn\n"
    "  -t, --separator=SEP     use SEP instead of newline as the record separator; \\0 is NUL\n"
    "      --verbose           print a diagnostic just before each output file is opened\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n";

enum { ADDITIONAL = 256, VERBOSE, NUMERIC_FROM, HEX_FROM };
static const struct option_spec table[] = {
    {'a', "suffix-length", ARGUMENT}, {ADDITIONAL, "additional-suffix", ARGUMENT}, {'b', "bytes", ARGUMENT}, {'C', "line-bytes", ARGUMENT},
    {'d', NULL, NO_ARGUMENT}, {NUMERIC_FROM, "numeric-suffixes", OPTIONAL_ARGUMENT}, {'x', NULL, NO_ARGUMENT},
    {HEX_FROM, "hex-suffixes", OPTIONAL_ARGUMENT}, {'e', "elide-empty-files", NO_ARGUMENT}, {'l', "lines", ARGUMENT},
    {'n', "number", ARGUMENT}, {'t', "separator", ARGUMENT}, {VERBOSE, "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static const char *alphabet = "abcdefghijklmnopqrstuvwxyz", *prefix = "x", *additional = "";
static uintmax_t suffix_length, next_number;
static bool widens, verbose, elide;
static char record_end = '\n';
static struct input input;

/** xaa, xab … If no length is given, xyz is followed by xzaaa, so that names sort. */
static char *next_name(void) {
    uintmax_t base = strlen(alphabet), number = next_number++, length = suffix_length, lead = 0;
    if (widens) { // z before the suffix for each time the names with that length were used up
        for (uintmax_t room = base; ; lead++, length++) {
            room = base - 1;
            for (uintmax_t i = 1; i < length; i++) room *= base;
            if (number < room) break;
            number -= room;
        }
    }
    char *name = allocate(strlen(prefix) + lead + length + strlen(additional) + 1), *to = stpcpy(name, prefix);
    for (uintmax_t i = 0; i < lead; i++) *to++ = alphabet[base - 1];
    for (uintmax_t i = length; i-- > 0; number /= base) to[i] = alphabet[number % base];
    if (number > 0) fatal("output file suffixes exhausted");
    strcpy(to + length, additional);
    return name;
}

static char *open_name;
static int out = -1;

static void open_next(void) {
    open_name = next_name();
    if (verbose) out_format("creating file %s\n", quote(open_name));
    struct stat in, st;
    if (fstat(input.fd, &in) == 0 && stat(open_name, &st) == 0 && in.st_ino == st.st_ino && in.st_dev == st.st_dev)
        fatal("%s would overwrite input; aborting", quote(open_name));
    out = open(open_name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (out < 0) fatal("%s:", quote_if_needed(open_name));
}

static void close_piece(void) {
    if (out < 0) return;
    if (close(out) < 0) fatal("%s:", quote_if_needed(open_name));
    free(open_name);
    out = -1;
}

static void write_piece(const char *bytes, size_t length) {
    if (out < 0) open_next();
    if (!write_fully(out, bytes, length)) fatal("%s:", quote_if_needed(open_name));
}

static void by_bytes(uintmax_t size) {
    uintmax_t left = size;
    while (input_fill(&input)) {
        while (input.start < input.end) {
            size_t here = input.end - input.start, n = here < left ? here : left;
            write_piece(input.buffer + input.start, n);
            input.start += n;
            if ((left -= n) > 0) continue;
            close_piece();
            left = size;
        }
    }
    close_piece();
}

static void by_lines(uintmax_t lines) {
    uintmax_t left = lines;
    while (input_fill(&input)) {
        char *at = input.buffer + input.start, *end = input.buffer + input.end;
        while (at < end) {
            char *stop = at;
            while (left > 0 && stop < end) {
                char *found = memchr(stop, record_end, end - stop);
                stop = found ? found + 1 : end;
                left -= found != NULL;
            }
            write_piece(at, stop - at);
            at = stop;
            if (left > 0) continue;
            close_piece();
            left = lines;
        }
        input.start = input.end;
    }
    close_piece();
}

/** As many lines as fit in `size`; a longer line is cut. */
static void by_line_bytes(uintmax_t size) {
    uintmax_t used = 0;
    size_t length;
    for (char *line; (line = input_line(&input, record_end, &length)) != NULL;) {
        if (used > 0 && length > size - used) {
            close_piece();
            used = 0;
        }
        for (; length > size; line += size, length -= size) {
            write_piece(line, size);
            close_piece();
        }
        write_piece(line, length);
        used = length + used;
        if (used < size) continue;
        close_piece();
        used = 0;
    }
    close_piece();
}

static void finish_piece(void) {
    if (out < 0 && !elide) open_next();
    close_piece();
}

/** -n: the whole input is read, as its size must be known. */
static void in_chunks(char kind, uintmax_t count) {
    while (input_fill(&input)) continue;
    const char *start = input.buffer + input.start, *at = start;
    uintmax_t size = input.end - input.start, piece = size < count ? 1 : size / count; // the last takes the rest
    for (uintmax_t i = 0; i < count; i++) {
        const char *end = start + (i + 1 == count || (i + 1) * piece > size ? size : (i + 1) * piece);
        if (kind == 'l' && i + 1 < count) { // a line belongs to the chunk it begins in
            if (end > at) {
                const char *found = memchr(end - 1, record_end, start + size - (end - 1));
                end = found ? found + 1 : start + size;
            } else {
                end = at;
            }
        }
        if (end > at) write_piece(at, end - at);
        at = end;
        finish_piece();
    }
}

static void in_turn(uintmax_t count) {
    struct piece {
        char *bytes;
        size_t length, capacity;
    } *pieces = allocate_zeroed(count, sizeof *pieces);
    size_t length;
    uintmax_t turn = 0;
    for (char *line; (line = input_line(&input, record_end, &length)) != NULL; turn = (turn + 1) % count) {
        struct piece *piece = &pieces[turn];
        if (piece->length + length > piece->capacity) piece->bytes = reallocate(piece->bytes, piece->capacity = 2 * (piece->length + length));
        memcpy(piece->bytes + piece->length, line, length);
        piece->length += length;
    }
    for (uintmax_t i = 0; i < count; i++) {
        if (pieces[i].length > 0) write_piece(pieces[i].bytes, pieces[i].length);
        finish_piece();
    }
}

static uintmax_t parse_count(const char *text, const char *what) {
    uintmax_t value;
    if (!parse_size(text, "bkKmMGTPEZY", &value)) fatal("invalid number of %s: %s", what, quote(text));
    errno = ERANGE;
    if (value == 0) fatal("invalid number of %s: %s:", what, quote(text));
    return value;
}

static void set_numeric(const char *digits, const char *from) {
    uintmax_t value = 0;
    alphabet = digits;
    if (from == NULL) return;
    if (!parse_unsigned(from, &value)) usage_error("%s: invalid start value for numerical suffix", quote(from));
    next_number = value;
    widens = false;
}

/** split -20 is split -l 20. */
static void read_old_lines(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (argv[i][0] != '-' || argv[i][1] < '0' || argv[i][1] > '9') continue;
        char *word = allocate(strlen(argv[i]) + 2);
        sprintf(word, "-l%s", argv[i] + 1);
        argv[i] = word;
    }
}

static int split_main(int argc, char **argv) {
    char way = '\0', chunk_kind = 'b';
    uintmax_t amount = 1000;
    bool from_given = false;
    read_old_lines(argc, argv);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        const char *text = options.argument;
        if (strchr("bCln", key) && key < 256) {
            if (way) usage_error("cannot split in more than one way");
            way = (char)key;
        }
        switch (key) {
        case 'a':
            if (!parse_unsigned(text, &suffix_length)) fatal("invalid suffix length: %s", quote(text));
            break;
        case ADDITIONAL:
            if (strchr(text, '/')) usage_error("invalid suffix %s, contains directory separator", quote(text));
            additional = text;
            break;
        case 'b': case 'C': amount = parse_count(text, "bytes"); break;
        case 'l': amount = parse_count(text, "lines"); break;
        case 'n':
            if ((*text == 'l' || *text == 'r') && text[1] == '/') {
                chunk_kind = *text;
                text += 2;
            }
            amount = parse_count(text, "chunks");
            break;
        case 'd': set_numeric("0123456789", NULL); break;
        case 'x': set_numeric("0123456789abcdef", NULL); break;
        case NUMERIC_FROM: set_numeric("0123456789", text); from_given |= text != NULL; break;
        case HEX_FROM: set_numeric("0123456789abcdef", text); from_given |= text != NULL; break;
        case 'e': elide = true; break;
        case 't':
            if (*text == '\0') fatal("empty record separator");
            if (text[1] && strcmp(text, "\\0") != 0) fatal("multi-character separator %s", quote(text));
            record_end = text[1] ? '\0' : *text;
            break;
        case VERBOSE: verbose = true; break;
        }
    }
    if (options.operand_count > 2) extra_operand(options.operands[2]);
    if (options.operand_count > 1) prefix = options.operands[1];
    widens = suffix_length == 0 && way != 'n' && !from_given;
    if (suffix_length == 0) suffix_length = 2;
    if (way == 'n') {
        uintmax_t room = 1, base = strlen(alphabet);
        for (uintmax_t i = 0; i < suffix_length && room < amount; i++) room *= base;
        while (room < amount) room *= base, suffix_length++;
    }
    const char *name = options.operand_count ? options.operands[0] : "-";
    input = (struct input){.name = name, .fd = open_or_stdin(name)};
    if (input.fd < 0) fatal("cannot open %s for reading:", quote(name));
    if (way == 'b') by_bytes(amount);
    else if (way == 'C') by_line_bytes(amount);
    else if (way == 'n') chunk_kind == 'r' ? in_turn(amount) : in_chunks(chunk_kind, amount);
    else by_lines(amount);
    return status;
}

const struct command cmd_split = {"split", usage, split_main, 0};
