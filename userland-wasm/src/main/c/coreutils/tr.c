// SPDX-License-Identifier: Apache-2.0
// tr: translate, squeeze, delete bytes. POSIX: utilities/tr.html, in the C locale: a character is a byte.

#include <ctype.h>
#include <inttypes.h>
#include "commands.h"

static const char usage[] =
    "Usage: tr [OPTION]... STRING1 [STRING2]\n"
    "Translate, squeeze, and/or delete characters from standard input, writing to standard output.\n\n"
    "  -c, -C, --complement    use the complement of STRING1\n"
    "  -d, --delete            delete characters in STRING1, do not translate\n"
    "  -s, --squeeze-repeats   replace each sequence of a repeated character that is listed\n"
    "                            in the last specified STRING, with a single occurrence\n"
    "  -t, --truncate-set1     first truncate STRING1 to length of STRING2\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n\n"
    "Sequences: \\NNN \\\\ \\a \\b \\f \\n \\r \\t \\v, CHAR1-CHAR2, [CHAR*] [CHAR*REPEAT] in STRING2,\n"
    "[:alnum:] [:alpha:] [:blank:] [:cntrl:] [:digit:] [:graph:] [:lower:] [:print:] [:punct:] [:space:]\n"
    "[:upper:] [:xdigit:] and [=CHAR=].\n";

static const struct option_spec table[] = {
    {'c', "complement", NO_ARGUMENT}, {'C', NULL, NO_ARGUMENT}, {'d', "delete", NO_ARGUMENT},
    {'s', "squeeze-repeats", NO_ARGUMENT}, {'t', "truncate-set1", NO_ARGUMENT}, {0, NULL, 0}};

// A set is spelled out as the list of its bytes. `open_repeat` is where a [x*] stands, to be made as long as needed.
struct set {
    unsigned char *bytes;
    size_t count, capacity;
    size_t open_repeat;
    bool has_open_repeat, has_class, has_restricted_class; // restricted: not upper or lower
    unsigned char open_byte;
    struct { size_t at; char kind; } cases[32]; // where [:lower:] and [:upper:] stand
    int case_count;
};

static void add(struct set *set, unsigned char c) {
    GROW(set->bytes, set->count, set->capacity);
    set->bytes[set->count++] = c;
}

/** One byte of the string, with its escape read; `escaped` tells that it cannot be syntax. */
static unsigned char next_byte(const char **at, bool *escaped) {
    *escaped = false;
    if (**at != '\\') return (unsigned char)*(*at)++;
    *escaped = true;
    ++*at;
    if (**at == '\0') {
        complain("warning: an unescaped backslash at end of string is not portable");
        return '\\';
    }
    if (**at >= '0' && **at <= '7') {
        int value = 0, digits = 0;
        for (; digits < 3 && **at >= '0' && **at <= '7'; digits++, ++*at) {
            if (digits == 2 && value * 8 + (**at - '0') > 255) {
                complain("warning: the ambiguous octal escape \\%.3s is being\n\tinterpreted as the 2-byte sequence \\0%.2s, %c", *at - 2, *at - 2, **at);
                break;
            }
            value = value * 8 + (**at - '0');
        }
        return (unsigned char)value;
    }
    if (strchr("abfnrtv\\", **at)) return (unsigned char)escape(at, 0);
    return (unsigned char)*(*at)++;
}

static void add_class(struct set *set, const char *name, size_t length) {
    byte_class *test = byte_class_named(name, length);
    if (test == NULL) {
        char *bad = copy_bytes(name, length);
        fatal("invalid character class %s", quote(bad));
    }
    set->has_class = true;
    if (test == islower || test == isupper) {
        if (set->case_count < 32) {
            set->cases[set->case_count].at = set->count;
            set->cases[set->case_count++].kind = *name;
        }
    } else {
        set->has_restricted_class = true;
    }
    for (int c = 0; c < 128; c++)
        if (test(c)) add(set, (unsigned char)c);
}

/** [:class:], [=c=] or [c*n] at `*at`; false if it is none of them. */
static bool bracket(struct set *set, const char **at, bool second) {
    const char *start = *at;
    if (start[1] == ':' || start[1] == '=') {
        const char end[] = {start[1], ']', '\0'};
        const char *close = strstr(start + 2, end);
        if (close && close > start + 2) {
            size_t length = close - start - 2;
            if (start[1] == ':') {
                if (strspn(start + 2, "abcdefghijklmnopqrstuvwxyz") < length && memchr(start + 2, '*', length)) return false;
                add_class(set, start + 2, length);
            } else {
                const char *inside = start + 2;
                bool escaped;
                unsigned char c = next_byte(&inside, &escaped);
                if (inside != close) {
                    char *bad = copy_bytes(start + 2, length);
                    fatal("%s: equivalence class operand must be a single character", bad);
                }
                add(set, c);
                set->has_class = set->has_restricted_class = true;
            }
            *at = close + 2;
            return true;
        }
        if (close && start[2] != '*') fatal(start[1] == ':' ? "missing character class name '[::]'" : "missing equivalence class character '[==]'");
    }
    const char *inside = start + 1;
    bool escaped;
    if (*inside == '\0') return false;
    unsigned char c = next_byte(&inside, &escaped);
    if (*inside != '*') return false;
    const char *digits = inside + 1, *close = digits + strspn(digits, "0123456789");
    if (*close != ']') {
        const char *end = strchr(digits, ']');
        if (end == NULL) return false;
        char *bad = copy_bytes(digits, end - digits);
        fatal("invalid repeat count %s in [c*n] construct", quote(bad));
    }
    uintmax_t n = strtoumax(digits, NULL, *digits == '0' ? 8 : 10);
    if (!second && n == 0) fatal("the [c*] repeat construct may not appear in string1");
    if (n == 0) {
        if (set->has_open_repeat) fatal("only one [c*] repeat construct may appear in string2");
        set->has_open_repeat = true;
        set->open_repeat = set->count;
        set->open_byte = c;
    }
    for (uintmax_t i = 0; i < n && set->count < 1 << 20; i++) add(set, c);
    *at = close + 1;
    return true;
}

static void parse(struct set *set, const char *text, bool second) {
    while (*text) {
        if (*text == '[' && bracket(set, &text, second)) continue;
        bool escaped;
        unsigned char from = next_byte(&text, &escaped);
        if (*text == '-' && text[1] != '\0') {
            const char *after = text + 1;
            unsigned char to = next_byte(&after, &escaped);
            if (to < from) {
                const char *q = from < ' ' || from > 126 ? "\\%03o-\\%03o" : "%c-%c";
                char range[32];
                snprintf(range, sizeof range, q, from, to);
                fatal("range-endpoints of '%s' are in reverse collating sequence order", range);
            }
            for (int c = from; c <= to; c++) add(set, (unsigned char)c);
            text = after;
            continue;
        }
        add(set, from);
    }
}

static void make_complement(struct set *set) {
    bool in[256] = {false};
    for (size_t i = 0; i < set->count; i++) in[set->bytes[i]] = true;
    set->count = 0;
    for (int c = 0; c < 256; c++)
        if (!in[c]) add(set, (unsigned char)c);
}

/** Makes set 2 as long as set 1: by its [x*], else by repeating its last byte. */
static void lengthen(struct set *two, size_t length) {
    if (two->has_open_repeat) {
        size_t more = length > two->count ? length - two->count : 0, tail = two->count - two->open_repeat;
        for (size_t i = 0; i < more; i++) add(two, 0);
        memmove(two->bytes + two->open_repeat + more, two->bytes + two->open_repeat, tail);
        memset(two->bytes + two->open_repeat, two->open_byte, more);
    }
    while (two->count < length) add(two, two->bytes[two->count - 1]);
}

static void check_classes(const struct set *one, const struct set *two, bool complement) {
    if (two->has_restricted_class) fatal("when translating, the only character classes that may appear in\nstring2 are 'upper' and 'lower'");
    for (int i = 0; i < two->case_count; i++) {
        bool paired = false;
        for (int j = 0; j < one->case_count; j++) paired |= one->cases[j].at == two->cases[i].at;
        if (!paired || complement) fatal("misaligned [:upper:] and/or [:lower:] construct");
    }
}

static void translate(const unsigned char *map, const bool *deleted, const bool *squeezed) {
    unsigned char *buffer = allocate(BLOCK);
    int previous = -1;
    ssize_t n;
    while ((n = read_some(STDIN_FILENO, buffer, BLOCK)) > 0) {
        size_t length = 0;
        if (deleted == NULL && squeezed == NULL) {
            for (ssize_t i = 0; i < n; i++) buffer[i] = map[buffer[i]];
            length = n;
        } else {
            for (ssize_t i = 0; i < n; i++) {
                if (deleted && deleted[buffer[i]]) continue;
                unsigned char c = map[buffer[i]];
                if (squeezed && c == previous && squeezed[c]) continue;
                previous = c;
                buffer[length++] = c;
            }
        }
        out_bytes(buffer, length);
        out_flush_if_terminal();
    }
    if (n < 0) fatal("read error:");
}

static int tr_main(int argc, char **argv) {
    bool complement = false, delete = false, squeeze = false, truncate = false;
    struct options options = {.argc = argc, .argv = argv, .table = table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': case 'C': complement = true; break;
        case 'd': delete = true; break;
        case 's': squeeze = true; break;
        case 't': truncate = true; break;
        }
    }
    int count = options.operand_count;
    int needed = delete == squeeze ? 2 : 1, most = delete && !squeeze ? 1 : 2;
    if (count == 0) missing_operand();
    if (count < needed) {
        complain("missing operand after %s", quote(options.operands[0]));
        const char *why = squeeze ? "Two strings must be given when both deleting and squeezing repeats.\n"
                                  : "Two strings must be given when translating.\n";
        char text[256];
        int n = snprintf(text, sizeof text, "%sTry 'tr --help' for more information.\n", why);
        write_fully(STDERR_FILENO, text, n);
        finish(1);
    }
    if (count > most) {
        if (most == 2) extra_operand(options.operands[2]);
        complain("extra operand %s", quote(options.operands[1]));
        char text[] = "Only one string may be given when deleting without squeezing repeats.\nTry 'tr --help' for more information.\n";
        write_fully(STDERR_FILENO, text, sizeof text - 1);
        finish(1);
    }
    struct set one = {0}, two = {0};
    parse(&one, options.operands[0], false);
    if (count == 2) parse(&two, options.operands[1], true);
    if (complement) make_complement(&one);

    unsigned char map[256];
    bool deleted[256] = {false}, squeezed[256] = {false};
    for (int c = 0; c < 256; c++) map[c] = (unsigned char)c;
    if (delete)
        for (size_t i = 0; i < one.count; i++) deleted[one.bytes[i]] = true;
    bool translating = !delete && count == 2;
    if (translating) {
        check_classes(&one, &two, complement);
        if (truncate && one.count > two.count && !two.has_open_repeat) one.count = two.count;
        if (two.count == 0 && !two.has_open_repeat) {
            if (one.count > 0) fatal("when not truncating set1, string2 must be non-empty");
        } else {
            lengthen(&two, one.count);
            bool to_one = two.count == one.count;
            for (size_t i = 1; i < two.count; i++) to_one &= two.bytes[i] == two.bytes[0];
            if (complement && one.has_class && !to_one) fatal("when translating with complemented character classes,\nstring2 must map all characters in the domain to one");
        }
        // [:lower:] against [:upper:] pairs letter with letter, which the order of the lists gives.
        for (size_t i = 0; i < one.count; i++) map[one.bytes[i]] = two.bytes[i];
    }
    if (squeeze) {
        const struct set *listed = count == 2 ? &two : &one;
        for (size_t i = 0; i < listed->count; i++) squeezed[listed->bytes[i]] = true;
    }
    translate(map, delete ? deleted : NULL, squeeze ? squeezed : NULL);
    return status;
}

const struct command cmd_tr = {"tr", usage, tr_main, 0};
