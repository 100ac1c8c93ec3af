// SPDX-License-Identifier: Apache-2.0
// sort: sort, merge or check lines. POSIX: utilities/sort.html, in the C locale; most of GNU's additions.
// Not there: +POS keys, --files0-from, --debug, --compress-program, --random-source.

#include <fcntl.h>
#include <inttypes.h>
#include "commands.h"
#include "sort.h"

static const char usage[] =
    "Usage: sort [OPTION]... [FILE]...\n"
    "Write sorted concatenation of all FILE(s) to standard output.\n\n"
    "Ordering options:\n"
    "  -b, --ignore-leading-blanks  ignore leading blanks\n"
    "  -d, --dictionary-order      consider only blanks and alphanumeric characters\n"
    "  -f, --ignore-case           fold lower case to upper case characters\n"
    "  -g, --general-numeric-sort  compare according to general numerical value\n"
    "  -i, --ignore-nonprinting    consider only printable characters\n"
    "  -M, --month-sort            compare (unknown) < 'JAN' < ... < 'DEC'\n"
    "  -h, --human-numeric-sort    compare human readable numbers (e.g., 2K 1G)\n"
    "  -n, --numeric-sort          compare according to string numerical value\n"
    "  -R, --random-sort           shuffle, but group identical keys\n"
    "  -r, --reverse               reverse the result of comparisons\n"
    "      --sort=WORD             general-numeric, human-numeric, month, numeric, random, version\n"
    "  -V, --version-sort          natural sort of (version) numbers within text\n\n"
    "Other options:\n"
    "      --batch-size=NMERGE     (ignored)\n"
    "  -c, --check, --check=diagnose-first  check for sorted input; do not sort\n"
    "  -C, --check=quiet, --check=silent    like -c, but do not report first bad line\n"
    "  -k, --key=KEYDEF            sort via a key: F[.C][OPTS][,F[.C][OPTS]]\n"
    "  -m, --merge                 merge already sorted files; do not sort\n"
    "  -o, --output=FILE           write result to FILE instead of standard output\n"
    "      --parallel=N            (ignored)\n"
    "  -s, --stable                stabilize sort by disabling last-resort comparison\n"
    "  -S, --buffer-size=SIZE      use SIZE for main memory buffer\n"
    "  -t, --field-separator=SEP   use SEP instead of non-blank to blank transition\n"
    "  -T, --temporary-directory=DIR  use DIR for temporaries, not $TMPDIR or /tmp\n"
    "  -u, --unique                output only the first of an equal run; with -c, check for strict ordering\n"
    "  -z, --zero-terminated       line delimiter is NUL, not newline\n"
    "      --help                  display this help and exit\n"
    "      --version               output version information and exit\n";

enum { SORT = 256, BATCH_SIZE, PARALLEL, CHECK };
static const struct option_spec table[] = {
    {'b', "ignore-leading-blanks", NO_ARGUMENT}, {'d', "dictionary-order", NO_ARGUMENT}, {'f', "ignore-case", NO_ARGUMENT},
    {'g', "general-numeric-sort", NO_ARGUMENT}, {'i', "ignore-nonprinting", NO_ARGUMENT}, {'M', "month-sort", NO_ARGUMENT},
    {'h', "human-numeric-sort", NO_ARGUMENT}, {'n', "numeric-sort", NO_ARGUMENT}, {'R', "random-sort", NO_ARGUMENT},
    {'r', "reverse", NO_ARGUMENT}, {SORT, "sort", ARGUMENT}, {'V', "version-sort", NO_ARGUMENT},
    {BATCH_SIZE, "batch-size", ARGUMENT}, {CHECK, "check", OPTIONAL_ARGUMENT}, {'c', NULL, NO_ARGUMENT}, {'C', NULL, NO_ARGUMENT},
    {'k', "key", ARGUMENT}, {'m', "merge", NO_ARGUMENT}, {'o', "output", ARGUMENT}, {PARALLEL, "parallel", ARGUMENT},
    {'s', "stable", NO_ARGUMENT}, {'S', "buffer-size", ARGUMENT}, {'t', "field-separator", ARGUMENT},
    {'T', "temporary-directory", ARGUMENT}, {'u', "unique", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static bool set_flag(struct flags *flags, char letter, bool start, bool end) {
    switch (letter) {
    case 'b':
        flags->blanks_start |= start;
        flags->blanks_end |= end;
        break;
    case 'd': flags->dictionary = true; break;
    case 'f': flags->fold = true; break;
    case 'i': flags->printable = true; break;
    case 'r': flags->reverse = true; break;
    case 'g': case 'h': case 'M': case 'n': case 'R': case 'V': {
        static const char letters[] = " nghMVR";
        enum ordering wanted = (enum ordering)(strchr(letters, letter) - letters);
        flags->ordering = wanted;
        flags->orderings |= 1u << wanted;
        break;
    }
    default: return false;
    }
    return true;
}

static const char *field_number(const char *at, const char *whole, size_t *value, const char *where) {
    if (*at < '0' || *at > '9') fatal("%s: invalid count at start of %s", where, quote(at));
    (void)whole;
    for (*value = 0; *at >= '0' && *at <= '9'; at++) *value = *value > SIZE_MAX / 100 ? SIZE_MAX / 10 : *value * 10 + (*at - '0');
    return at;
}

static _Noreturn void bad_field(const char *why, const char *text) {
    fatal("%s: invalid field specification %s", why, quote(text));
}

static const char *field_flags(struct key *key, const char *at, bool start) {
    for (; *at && *at != ','; at++) {
        if (!set_flag(&key->flags, *at, start, !start)) break;
        key->has_flags = true;
    }
    return at;
}

static void add_key(struct key *new) {
    struct key **last = &sorting.keys;
    while (*last) last = &(*last)->next;
    *last = allocate(sizeof *new);
    **last = *new;
}

/** F[.C][OPTS][,F[.C][OPTS]], numbers from 1. */
static void parse_key(const char *text) {
    struct key key = {.end_field = SIZE_MAX};
    const char *at = field_number(text, text, &key.start_field, "invalid number at field start");
    if (key.start_field-- == 0) bad_field("field number is zero", text);
    if (*at == '.') {
        at = field_number(at + 1, text, &key.start_char, "invalid number after '.'");
        if (key.start_char-- == 0) bad_field("character offset is zero", text);
    }
    at = field_flags(&key, at, true);
    if (*at == ',') {
        at = field_number(at + 1, text, &key.end_field, "invalid number after ','");
        if (key.end_field-- == 0) bad_field("field number is zero", text);
        if (*at == '.') at = field_number(at + 1, text, &key.end_char, "invalid number after '.'");
        at = field_flags(&key, at, false);
    }
    if (*at) bad_field("stray character in field spec", text);
    add_key(&key);
}

static void set_separator(const char *text) {
    char c = *text;
    if (c == '\0') fatal("empty tab");
    if (strcmp(text, "\\0") == 0) c = '\0';
    else if (text[1] != '\0') fatal("multi-character tab %s", quote(text));
    if (sorting.separator >= 0 && sorting.separator != (unsigned char)c) fatal("incompatible tabs");
    sorting.separator = (unsigned char)c;
}

static void set_memory(const char *text) {
    uintmax_t value;
    size_t n = strlen(text);
    if (n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9') { // a bare number is in KiB
        parse_unsigned(text, &value);
        value *= 1024;
    } else if (n > 0 && text[n - 1] == 'b') {
        value = strtoumax(text, NULL, 10);
    } else if (!parse_size(text, "kKmMGTPEZY", &value) && text[n ? n - 1 : 0] != '%') {
        fatal("invalid -S argument %s", quote(text));
    }
    sorting.memory = value < 131072 ? 131072 : value > sorting.memory ? sorting.memory : value;
}

static int check(const char *name, bool quiet) {
    struct input input = {0};
    char *line, *last = NULL;
    size_t length, last_length = 0, capacity = 0;
    uintmax_t number = 0;
    input.fd = open_or_stdin(name);
    input.name = name;
    if (input.fd < 0) fatal("cannot read: %s:", quote_if_needed(name));
    while ((line = input_line(&input, sorting.delimiter, &length)) != NULL) {
        if (line[length - 1] == sorting.delimiter) length--;
        if (number++ > 0) {
            int order = compare_lines(last, last_length, line, length);
            if (order > 0 || (sorting.unique && order == 0)) {
                if (!quiet) {
                    char *bad = copy_bytes(line, length);
                    complain("%s:%ju: disorder: %s", name, number, bad);
                }
                return 1;
            }
        }
        if (length + 1 > capacity) last = reallocate(last, capacity = length * 2 + 64);
        memcpy(last, line, last_length = length);
    }
    return input.failed ? 2 : 0;
}

static const char *output_name;

static void open_output(void) {
    if (output_name == NULL) return;
    int fd = open(output_name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0) fatal("open failed: %s:", quote_if_needed(output_name));
    dup2(fd, STDOUT_FILENO);
    if (fd != STDOUT_FILENO) close(fd);
    output_name = NULL;
}

static void write_line(const char *line, size_t length) {
    if (output_name) open_output(); // only now: it may be one of the inputs
    out_bytes(line, length);
    out_char(sorting.delimiter);
}

static void inherit(void) {
    for (struct key *key = sorting.keys; key; key = key->next)
        if (!key->has_flags) key->flags = sorting.global;
    const struct flags *g = &sorting.global;
    if (sorting.keys == NULL && (g->ordering != TEXT || g->fold || g->dictionary || g->printable || g->blanks_start))
        add_key(&(struct key){.end_field = SIZE_MAX, .flags = *g});
}

/** One way to order, and none of -d and -i with the ways of numbers and months. */
static void check_compatible(const struct flags *flags) {
    static const char letters[] = " nghMVR";
    const unsigned numbers = 1u << NUMERIC | 1u << GENERAL | 1u << HUMAN | 1u << MONTH;
    int count = __builtin_popcount(flags->orderings & numbers)
              + ((flags->orderings & ~numbers) != 0 || flags->dictionary || flags->printable);
    if (count <= 1) return;
    char shown[16], *to = shown;
    for (const char *letter = "dfghiMnRV"; *letter; letter++) {
        const char *ordering = strchr(letters, *letter);
        bool given = *letter == 'd' ? flags->dictionary : *letter == 'f' ? flags->fold : *letter == 'i' ? flags->printable
                   : (flags->orderings >> (ordering - letters) & 1) != 0;
        if (given) *to++ = *letter;
    }
    *to = '\0';
    fatal("options '-%s' are incompatible", shown);
}

static int sort_main(int argc, char **argv) {
    static const char *const orders[] = {"general-numeric", "human-numeric", "month", "numeric", "random", "version", NULL};
    static const char *const checks[] = {"quiet", "silent", "diagnose-first", NULL};
    static char *standard_input[] = {"-", NULL};
    bool checking = false, quiet = false, merging = false;
    sorting.memory = sizeof(size_t) == 4 ? (size_t)1 << 30 : (size_t)1 << 31;
    sorting.temporary = getenv("TMPDIR");
    if (sorting.temporary == NULL || *sorting.temporary == '\0') sorting.temporary = "/tmp";
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case SORT: set_flag(&sorting.global, "ghMnRV"[choose("--sort", options.argument, orders)], true, true); break;
        case BATCH_SIZE: case PARALLEL: break;
        case CHECK:
            checking = true;
            quiet = options.argument && choose("--check", options.argument, checks) < 2;
            break;
        case 'c': checking = true; break;
        case 'C': checking = quiet = true; break;
        case 'k': parse_key(options.argument); break;
        case 'm': merging = true; break;
        case 'o':
            if (output_name && strcmp(output_name, options.argument) != 0) fatal("multiple output files specified");
            output_name = options.argument;
            break;
        case 's': sorting.stable = true; break;
        case 'S': set_memory(options.argument); break;
        case 't': set_separator(options.argument); break;
        case 'T': sorting.temporary = options.argument; break;
        case 'u': sorting.unique = true; break;
        case 'z': sorting.delimiter = '\0'; break;
        default: set_flag(&sorting.global, (char)key, true, true); break;
        }
    }
    inherit();
    for (struct key *key = sorting.keys; key; key = key->next) check_compatible(&key->flags);
    check_compatible(&sorting.global);
    char **files = options.operand_count ? options.operands : standard_input;
    int count = options.operand_count ? options.operand_count : 1;
    if (checking) {
        if (count > 1) fatal("extra operand %s not allowed with -%c", quote(files[1]), quiet ? 'C' : 'c');
        if (output_name) fatal("options '-%co' are incompatible", quiet ? 'C' : 'c');
        return check(files[0], quiet);
    }
    for (int i = 0; i < count; i++) // before anything is read or written
        if (strcmp(files[i], "-") != 0 && access(files[i], R_OK) < 0) fatal("cannot read: %s:", quote_if_needed(files[i]));
    if (merging) merge_files(files, count, write_line);
    else sort_files(files, count, write_line);
    open_output();
    return status;
}

const struct command cmd_sort = {"sort", usage, sort_main, 2};
