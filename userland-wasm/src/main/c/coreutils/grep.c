// SPDX-License-Identifier: Apache-2.0
// grep: print lines that match patterns. POSIX: utilities/grep.html, in the C locale; with GNU's options but -P. The
// pattern's engine is lib/regex.h. Here are options and patterns; grep.h says where the rest is.

#include <inttypes.h>
#include "commands.h"
#include "grep.h"

static const char usage[] =
    "Usage: grep [OPTION]... PATTERNS [FILE]...\n"
    "Search for PATTERNS in each FILE.\n"
    "PATTERNS can contain multiple patterns separated by newlines.\n\n"
    "Pattern selection and interpretation:\n"
    "  -E, --extended-regexp     PATTERNS are extended regular expressions\n"
    "  -F, --fixed-strings       PATTERNS are strings\n"
    "  -G, --basic-regexp        PATTERNS are basic regular expressions\n"
    "  -e, --regexp=PATTERNS     use PATTERNS for matching\n"
    "  -f, --file=FILE           take PATTERNS from FILE\n"
    "  -i, --ignore-case         ignore case distinctions in patterns and data\n"
    "      --no-ignore-case      do not ignore case distinctions (default)\n"
    "  -w, --word-regexp         match only whole words\n"
    "  -x, --line-regexp         match only whole lines\n"
    "  -z, --null-data           a data line ends in 0 byte, not newline\n\n"
    "Miscellaneous:\n"
    "  -s, --no-messages         suppress error messages\n"
    "  -v, --invert-match        select non-matching lines\n"
    "      --version             display version information and exit\n"
    "      --help                display this help text and exit\n\n"
    "Output control:\n"
    "  -m, --max-count=NUM       stop after NUM selected lines\n"
    "  -b, --byte-offset         print the byte offset with output lines\n"
    "  -n, --line-number         print line number with output lines\n"
    "      --line-buffered       flush output on every line\n"
    "  -H, --with-filename       print file name with output lines\n"
    "  -h, --no-filename         suppress the file name prefix on output\n"
    "      --label=LABEL         use LABEL as the standard input file name prefix\n"
    "  -o, --only-matching       show only nonempty parts of lines that match\n"
    "  -q, --quiet, --silent     suppress all normal output\n"
    "      --binary-files=TYPE   assume that binary files are TYPE;\n"
    "                            TYPE is 'binary', 'text', or 'without-match'\n"
    "  -a, --text                equivalent to --binary-files=text\n"
    "  -I                        equivalent to --binary-files=without-match\n"
    "  -d, --directories=ACTION  how to handle directories;\n"
    "                            ACTION is 'read', 'recurse', or 'skip'\n"
    "  -D, --devices=ACTION      how to handle devices, FIFOs and sockets;\n"
    "                            ACTION is 'read' or 'skip'\n"
    "  -r, --recursive           like --directories=recurse\n"
    "  -R, --dereference-recursive  likewise, but follow all symlinks\n"
    "      --include=GLOB        search only files that match GLOB (a file pattern)\n"
    "      --exclude=GLOB        skip files that match GLOB\n"
    "      --exclude-from=FILE   skip files that match any file pattern from FILE\n"
    "      --exclude-dir=GLOB    skip directories that match GLOB\n"
    "  -L, --files-without-match print only names of FILEs with no selected lines\n"
    "  -l, --files-with-matches  print only names of FILEs with selected lines\n"
    "  -c, --count               print only a count of selected lines per FILE\n"
    "  -T, --initial-tab         make tabs line up (if needed)\n"
    "  -Z, --null                print 0 byte after FILE name\n\n"
    "Context control:\n"
    "  -B, --before-context=NUM  print NUM lines of leading context\n"
    "  -A, --after-context=NUM   print NUM lines of trailing context\n"
    "  -C, --context=NUM         print NUM lines of output context\n"
    "  -NUM                      same as --context=NUM\n"
    "      --group-separator=SEP print SEP on line between matches with context\n"
    "      --no-group-separator  do not print separator for matches with context\n"
    "      --color[=WHEN], --colour[=WHEN]  use markers to highlight the matching strings;\n"
    "                            WHEN is 'always', 'never', or 'auto'\n"
    "  -U, --binary              (ignored)\n\n"
    "When FILE is '-', read standard input. With no FILE, read '.' if recursive, '-' otherwise.\n"
    "Exit status is 0 if any line is selected, 1 otherwise; if any error occurs and -q is not given, it is 2.\n";

enum { BINARY_FILES = 256, COLOR, LABEL, INCLUDE, EXCLUDE, EXCLUDE_FROM, EXCLUDE_DIR, LINE_BUFFERED, NO_IGNORE_CASE, SEPARATOR, NO_SEPARATOR };
static const struct option_spec table[] = {
    {'E', "extended-regexp", NO_ARGUMENT}, {'F', "fixed-strings", NO_ARGUMENT}, {'F', "fixed-regexp", NO_ARGUMENT},
    {'G', "basic-regexp", NO_ARGUMENT}, {'P', "perl-regexp", NO_ARGUMENT}, {'e', "regexp", ARGUMENT}, {'f', "file", ARGUMENT},
    {'i', "ignore-case", NO_ARGUMENT}, {'y', NULL, NO_ARGUMENT}, {NO_IGNORE_CASE, "no-ignore-case", NO_ARGUMENT},
    {'w', "word-regexp", NO_ARGUMENT}, {'x', "line-regexp", NO_ARGUMENT}, {'z', "null-data", NO_ARGUMENT},
    {'s', "no-messages", NO_ARGUMENT}, {'v', "invert-match", NO_ARGUMENT}, {'m', "max-count", ARGUMENT},
    {'b', "byte-offset", NO_ARGUMENT}, {'n', "line-number", NO_ARGUMENT}, {LINE_BUFFERED, "line-buffered", NO_ARGUMENT},
    {'H', "with-filename", NO_ARGUMENT}, {'h', "no-filename", NO_ARGUMENT}, {LABEL, "label", ARGUMENT},
    {'o', "only-matching", NO_ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {'q', "silent", NO_ARGUMENT},
    {BINARY_FILES, "binary-files", ARGUMENT}, {'a', "text", NO_ARGUMENT}, {'I', NULL, NO_ARGUMENT},
    {'d', "directories", ARGUMENT}, {'D', "devices", ARGUMENT}, {'r', "recursive", NO_ARGUMENT},
    {'R', "dereference-recursive", NO_ARGUMENT}, {INCLUDE, "include", ARGUMENT}, {EXCLUDE, "exclude", ARGUMENT},
    {EXCLUDE_FROM, "exclude-from", ARGUMENT}, {EXCLUDE_DIR, "exclude-dir", ARGUMENT}, {'L', "files-without-match", NO_ARGUMENT},
    {'l', "files-with-matches", NO_ARGUMENT}, {'c', "count", NO_ARGUMENT}, {'T', "initial-tab", NO_ARGUMENT},
    {'Z', "null", NO_ARGUMENT}, {'B', "before-context", ARGUMENT}, {'A', "after-context", ARGUMENT}, {'C', "context", ARGUMENT},
    {SEPARATOR, "group-separator", ARGUMENT}, {NO_SEPARATOR, "no-group-separator", NO_ARGUMENT},
    {COLOR, "color", OPTIONAL_ARGUMENT}, {COLOR, "colour", OPTIONAL_ARGUMENT}, {'U', "binary", NO_ARGUMENT},
    {'u', "unix-byte-offsets", NO_ARGUMENT}, {'0', NULL, NO_ARGUMENT}, {'1', NULL, NO_ARGUMENT}, {'2', NULL, NO_ARGUMENT},
    {'3', NULL, NO_ARGUMENT}, {'4', NULL, NO_ARGUMENT}, {'5', NULL, NO_ARGUMENT}, {'6', NULL, NO_ARGUMENT},
    {'7', NULL, NO_ARGUMENT}, {'8', NULL, NO_ARGUMENT}, {'9', NULL, NO_ARGUMENT}, {0, NULL, 0}};

struct grep grep = {.most = NO_LIMIT, .separator = "--", .line_end = '\n', .label = "(standard input)"};

// The patterns, one a line.
static char *patterns;
static size_t patterns_length;
static bool have_patterns; // also when they are none at all, as with -f /dev/null

static void add_patterns(const char *bytes, size_t length, bool whole_lines) {
    if (whole_lines && length == 0) { // an empty file holds none, an empty line is one
        have_patterns = true;
        return;
    }
    patterns = reallocate(patterns, patterns_length + length + 2);
    memcpy(patterns + patterns_length, bytes, length);
    patterns_length += length;
    if (!whole_lines || bytes[length - 1] != '\n') patterns[patterns_length++] = '\n';
    have_patterns = true;
}

static void add_pattern_file(const char *name) {
    struct input input = {.name = name};
    input.fd = open_or_stdin(name);
    if (input.fd < 0) fatal("%s:", name);
    while (input_fill(&input)) continue;
    if (input.failed) finish(2);
    add_patterns(input.buffer + input.start, input.end - input.start, true);
    input_close(&input);
}

// Options

static intmax_t context(const char *text) {
    char *end;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    if (end == text || *end != '\0' || value < 0) fatal("%s: invalid context length argument", text);
    return value;
}

static intmax_t max_count(const char *text) {
    char *end;
    intmax_t value = strtoimax(text, &end, 10);
    if (end == text || *end != '\0') fatal("invalid max count");
    return value < 0 ? NO_LIMIT : value;
}

static bool color(const char *when) {
    if (when == NULL || strcmp(when, "auto") == 0 || strcmp(when, "tty") == 0 || strcmp(when, "if-tty") == 0) {
        const char *terminal = getenv("TERM");
        return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    }
    if (strcmp(when, "always") == 0 || strcmp(when, "yes") == 0 || strcmp(when, "force") == 0) return true;
    if (strcmp(when, "never") == 0 || strcmp(when, "no") == 0 || strcmp(when, "none") == 0) return false;
    fatal("invalid argument %s for '--color'", quote(when));
}

static int binary_type(const char *text) {
    if (strcmp(text, "binary") == 0) return BINARY;
    if (strcmp(text, "text") == 0) return TEXT;
    if (strcmp(text, "without-match") == 0) return WITHOUT_MATCH;
    fatal("unknown binary-files type");
}

static int grep_main(int argc, char **argv) {
    static const char *const actions[] = {"read", "recurse", "skip", NULL}, *const device_actions[] = {"read", "skip", NULL};
    int syntax = 0, flags = 0;
    intmax_t both = -1, digits = -1;
    enum { AUTOMATIC, NEVER, ALWAYS } names = AUTOMATIC;
    usage_synopsis = "Usage: grep [OPTION]... PATTERNS [FILE]...\n";
    grep.before = grep.after = -1;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    int last_digit_word = 0;
    for (int key; (key = next_option(&options)) >= 0;) {
        if (key >= '0' && key <= '9') {
            if (options.index != last_digit_word) digits = 0;
            last_digit_word = options.index;
            digits = digits > 100000000 ? digits : digits * 10 + (key - '0');
            both = digits;
            continue;
        }
        switch (key) {
        case 'E': syntax = REGEX_EXTENDED; break;
        case 'F': syntax = REGEX_FIXED; break;
        case 'G': syntax = 0; break;
        case 'P': fatal("Perl matching not supported in a --disable-perl-regexp build");
        case 'e': add_patterns(options.argument, strlen(options.argument), false); break;
        case 'f': add_pattern_file(options.argument); break;
        case 'i': case 'y': flags |= REGEX_IGNORE_CASE; break;
        case NO_IGNORE_CASE: flags &= ~REGEX_IGNORE_CASE; break;
        case 'w': flags |= REGEX_WHOLE_WORD; break;
        case 'x': flags |= REGEX_WHOLE_LINE; break;
        case 'z': grep.line_end = '\0'; break;
        case 's': grep.no_messages = true; break;
        case 'v': grep.invert = true; break;
        case 'm': grep.most = max_count(options.argument); break;
        case 'b': grep.byte_offsets = true; break;
        case 'n': grep.line_numbers = true; break;
        case LINE_BUFFERED: grep.line_buffered = true; break;
        case 'H': names = ALWAYS; break;
        case 'h': names = NEVER; break;
        case LABEL: grep.label = options.argument; break;
        case 'o': grep.only_matching = true; break;
        case 'q': grep.quiet = true; break;
        case BINARY_FILES: grep.binary = binary_type(options.argument); break;
        case 'a': grep.binary = TEXT; break;
        case 'I': grep.binary = WITHOUT_MATCH; break;
        case 'd': grep.directories = choose("--directories", options.argument, actions); break;
        case 'D': grep.skip_devices = choose("--devices", options.argument, device_actions) == 1; break;
        case 'r': grep.directories = RECURSE; break;
        case 'R': grep.directories = RECURSE; grep.follow_links = true; break;
        case INCLUDE: grep_add_glob(options.argument, true); break;
        case EXCLUDE: grep_add_glob(options.argument, false); break;
        case EXCLUDE_FROM: grep_add_globs_of(options.argument); break;
        case EXCLUDE_DIR: grep_add_directory_glob(options.argument); break;
        case 'L': grep.list_others = true; grep.list_matching = false; break;
        case 'l': grep.list_matching = true; grep.list_others = false; break;
        case 'c': grep.count = true; break;
        case 'T': grep.initial_tab = true; break;
        case 'Z': grep.null_after_name = true; break;
        case 'B': grep.before = context(options.argument); break;
        case 'A': grep.after = context(options.argument); break;
        case 'C': both = context(options.argument); break;
        case SEPARATOR: grep.separator = options.argument; break;
        case NO_SEPARATOR: grep.separator = NULL; break;
        case COLOR: grep.color = color(options.argument); break;
        }
    }
    if (grep.before < 0) grep.before = both;
    if (grep.after < 0) grep.after = both;
    char **operands = options.operands;
    if (!have_patterns) {
        if (*operands == NULL) {
            static const char text[] = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";
            write_fully(STDERR_FILENO, text, sizeof text - 1);
            finish(2);
        }
        add_patterns(*operands, strlen(*operands), false);
        operands++;
        options.operand_count--;
    }
    if (patterns_length > 0) {
        const char *error;
        grep.regex = regex_compile(patterns, patterns_length - 1, syntax | flags | REGEX_LINES, grep.line_end, &error);
        if (grep.regex == NULL) fatal("%s", error);
    }
    if (grep.quiet) grep.list_matching = grep.list_others = grep.count = false;
    if (grep.list_matching || grep.list_others) grep.count = false;
    grep.stop_at_first = grep.quiet || grep.list_matching || grep.list_others;
    grep.has_context = (grep.before >= 0 || grep.after >= 0);
    if (grep.before < 0) grep.before = 0;
    if (grep.after < 0) grep.after = 0;
    bool many = options.operand_count > 1 || grep.directories == RECURSE;
    grep.with_names = names == ALWAYS || (names == AUTOMATIC && many);
    if (grep.most == 0 && !grep.count && !grep.list_others) finish(1);
    if (options.operand_count == 0) {
        if (grep.directories == RECURSE) grep_directory(".");
        else grep_operand("-");
    }
    for (; *operands; operands++) grep_operand(*operands);
    if (status && !(grep.quiet && grep.any_selected)) return status;
    return !grep.any_selected;
}

const struct command cmd_grep = {"grep", usage, grep_main, 2};
