// SPDX-License-Identifier: Apache-2.0
// grep: print lines that match patterns. POSIX: utilities/grep.html, in the C locale; with GNU's options but -P. The
// pattern's engine is lib/regex.h; searching a file is in grep_file.c.

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <sys/stat.h>
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

static enum { READ, RECURSE, SKIP } directories;
static bool follow_links, skip_devices, any_selected;

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

// Which files

struct glob {
    const char *pattern;
    bool include;
};
static struct glob *globs, *directory_globs;
static size_t glob_count, glob_capacity, directory_glob_count, directory_glob_capacity;

static void add_glob(const char *pattern, bool include) {
    GROW(globs, glob_count, glob_capacity);
    globs[glob_count++] = (struct glob){pattern, include};
}

static void add_directory_glob(char *pattern) {
    size_t length = strlen(pattern);
    while (length > 1 && pattern[length - 1] == '/') pattern[--length] = '\0';
    GROW(directory_globs, directory_glob_count, directory_glob_capacity);
    directory_globs[directory_glob_count++] = (struct glob){pattern, false};
}

static void add_globs_of(const char *name) {
    struct input input = {0};
    size_t length;
    if (!input_open(&input, name)) finish(2);
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        if (line[length - 1] == '\n') length--;
        if (length > 0) add_glob(copy_bytes(line, length), false);
    }
    input_close(&input);
}

/** Does the glob match the name, or the part of it behind some slash? */
static bool glob_matches(const char *pattern, const char *name, bool command_line) {
    if (fnmatch(pattern, name, 0) == 0) return true;
    if (command_line && strchr(pattern, '/')) return false;
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/'))
        if (fnmatch(pattern, slash + 1, 0) == 0) return true;
    return false;
}

/** The last glob that matches decides; if none does, a file is left out if the first glob includes. */
static bool wanted_file(const char *name, bool command_line) {
    for (size_t i = glob_count; i-- > 0;)
        if (glob_matches(globs[i].pattern, name, command_line)) return globs[i].include;
    return glob_count == 0 || !globs[0].include;
}

static bool wanted_directory(const char *name, bool command_line) {
    for (size_t i = 0; i < directory_glob_count; i++)
        if (glob_matches(directory_globs[i].pattern, name, command_line)) return false;
    return true;
}

static void grep_open(int fd, const char *name) {
    bool selected = grep_file(fd, name);
    any_selected |= selected; // also with -L
    if (selected && grep.quiet) finish(0);
}

static void complain_about(const char *name) {
    if (!grep.no_messages) complain("%s:", name);
    status = 2;
}

/** The directories above, against loops of links. */
struct above {
    dev_t device;
    ino_t inode;
    const struct above *up;
};

static void walk(const char *name, bool named, const struct above *above);

static void grep_named(const char *name, bool command_line, const struct above *above) {
    struct stat st;
    bool follows = command_line || follow_links;
    if ((follows ? stat(name, &st) : lstat(name, &st)) < 0) {
        complain_about(name);
        return;
    }
    if (S_ISLNK(st.st_mode)) return;
    if (S_ISDIR(st.st_mode)) {
        if (directories == SKIP || !wanted_directory(name, command_line)) return;
        if (directories == RECURSE) {
            for (const struct above *up = above; up; up = up->up)
                if (up->device == st.st_dev && up->inode == st.st_ino) {
                    if (!grep.no_messages) complain("%s: warning: recursive directory loop", name);
                    return;
                }
            struct above here = {st.st_dev, st.st_ino, above};
            walk(name, true, &here);
            return;
        }
    } else {
        if (!wanted_file(name, command_line)) return;
        if (!S_ISREG(st.st_mode) && (skip_devices || (directories == RECURSE && !command_line))) return;
    }
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        complain_about(name);
        return;
    }
    grep_open(fd, name);
    close(fd);
}

/** The files of a directory; `named`: their names begin with its name. */
static void walk(const char *name, bool named, const struct above *above) {
    DIR *directory = opendir(name);
    if (directory == NULL) {
        complain_about(name);
        return;
    }
    char **names = NULL; // read before the files are: only one directory is open at a time
    size_t count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        size_t length = strlen(name);
        char *path = allocate(length + strlen(entry->d_name) + 2);
        if (named) sprintf(path, "%s%s%s", name, length > 0 && name[length - 1] == '/' ? "" : "/", entry->d_name);
        else strcpy(path, entry->d_name);
        GROW(names, count, capacity);
        names[count++] = path;
    }
    closedir(directory);
    for (size_t i = 0; i < count; i++) {
        grep_named(names[i], false, above);
        free(names[i]);
    }
    free(names);
}

static void grep_operand(const char *name) {
    if (strcmp(name, "-") == 0) {
        if (wanted_file(name, true)) grep_open(STDIN_FILENO, grep.label);
        return;
    }
    grep_named(name, true, NULL);
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
    bool count_digits = false;
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
            count_digits = true;
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
        case 'd': directories = choose("--directories", options.argument, actions); break;
        case 'D': skip_devices = choose("--devices", options.argument, device_actions) == 1; break;
        case 'r': directories = RECURSE; break;
        case 'R': directories = RECURSE; follow_links = true; break;
        case INCLUDE: add_glob(options.argument, true); break;
        case EXCLUDE: add_glob(options.argument, false); break;
        case EXCLUDE_FROM: add_globs_of(options.argument); break;
        case EXCLUDE_DIR: add_directory_glob(options.argument); break;
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
    (void)count_digits;
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
    bool many = options.operand_count > 1 || directories == RECURSE;
    grep.with_names = names == ALWAYS || (names == AUTOMATIC && many);
    if (grep.most == 0 && !grep.count && !grep.list_others) finish(1);
    if (options.operand_count == 0) {
        if (directories == RECURSE) walk(".", false, NULL);
        else grep_operand("-");
    }
    for (; *operands; operands++) grep_operand(*operands);
    if (status && !(grep.quiet && any_selected)) return status;
    return !any_selected;
}

const struct command cmd_grep = {"grep", usage, grep_main, 2};
