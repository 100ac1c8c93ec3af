// SPDX-License-Identifier: Apache-2.0
// xargs: run a command with arguments read from standard input. POSIX: utilities/xargs.html; -0 -a -d -P -r and the
// long names are GNU's. Not there: -i and -l without -I and -L (POSIX dropped them), --process-slot-var.

#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <sys/wait.h>
#include "commands.h"

static const char usage[] =
    "Usage: xargs [OPTION]... COMMAND [INITIAL-ARGS]...\n"
    "Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.\n\n"
    "  -0, --null                   items are separated by a null, not whitespace;\n"
    "                                 disables quote and backslash processing\n"
    "  -a, --arg-file=FILE          read arguments from FILE, not standard input\n"
    "  -d, --delimiter=CHARACTER    items in input stream are separated by CHARACTER\n"
    "  -E END                       a line that is END ends the input\n"
    "  -I R, --replace=R            replace R in INITIAL-ARGS with a line read from input\n"
    "  -L, --max-lines=N            use at most N non-blank input lines per command line\n"
    "  -n, --max-args=N             use at most N arguments per command line\n"
    "  -P, --max-procs=N            run at most N processes at a time; 0: as many as there are\n"
    "  -p, --interactive            prompt before running commands\n"
    "  -r, --no-run-if-empty        if there are no arguments, do not run COMMAND\n"
    "  -s, --max-chars=N            limit length of command line to N\n"
    "  -t, --verbose                print commands before executing them\n"
    "  -x, --exit                   exit if the size (see -s) is exceeded\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

static const struct option_spec table[] = {
    {'0', "null", NO_ARGUMENT}, {'a', "arg-file", ARGUMENT}, {'d', "delimiter", ARGUMENT}, {'E', NULL, ARGUMENT},
    {'I', "replace", ARGUMENT}, {'L', "max-lines", ARGUMENT}, {'n', "max-args", ARGUMENT}, {'P', "max-procs", ARGUMENT},
    {'p', "interactive", NO_ARGUMENT}, {'r', "no-run-if-empty", NO_ARGUMENT}, {'s', "max-chars", ARGUMENT},
    {'t', "verbose", NO_ARGUMENT}, {'x', "exit", NO_ARGUMENT}, {'o', "open-tty", NO_ARGUMENT}, {0, NULL, 0}};

enum { LIMIT = 131072, MOST = 2088960 }; // as GNU's: the default of -s, and the most it may be
static int separator = -1; // -0, -d; otherwise blanks and newlines, with quotes
static const char *end_word, *replaced;
static uintmax_t max_args, max_lines, max_chars = LIMIT, max_procs = 1;
static bool skip_if_empty, verbose, exit_if_large, ask, open_terminal;
static struct input input;
static int tty = -1;

static char **fixed; // COMMAND and INITIAL-ARGS
static int fixed_count;
static size_t fixed_length;

// Running

static uintmax_t running;
static int result; // of the worst command so far
static char **argument_list;
static size_t argument_count, argument_capacity;
static size_t argument_length; // with the NULs

static _Noreturn void leave(int code) {
    while (running > 0 && wait(NULL) > 0) running--;
    finish(code);
}

static void collect(int how, const char *name) {
    if (WIFSIGNALED(how)) {
        complain("%s: terminated by signal %d", name, WTERMSIG(how));
        leave(125);
    }
    int code = WEXITSTATUS(how);
    if (code == 255) {
        complain("%s: exited with status 255; aborting", name);
        leave(124);
    }
    if (code != 0) result = 123;
}

static void wait_for_one(void) {
    int how;
    pid_t pid;
    do pid = wait(&how);
    while (pid < 0 && errno == EINTR);
    if (pid < 0) {
        running = 0;
        return;
    }
    running--;
    collect(how, fixed[0]);
}

static bool show_command(void) {
    char *text = NULL;
    size_t n = 0, size = 0;
    for (size_t i = 0; argument_list[i]; i++) {
        const char *word = quote_if_needed(argument_list[i]);
        size_t length = strlen(word);
        if (n + length + 8 > size) text = reallocate(text, size = 2 * (n + length + 8));
        if (i > 0) text[n++] = ' ';
        memcpy(text + n, word, length);
        n += length;
    }
    memcpy(text + n, ask ? " ?..." : "\n", ask ? 5 : 1);
    write_fully(STDERR_FILENO, text, n + (ask ? 5 : 1));
    free(text);
    if (!ask) return true;
    char answer[256];
    if (tty < 0 && (tty = open("/dev/tty", O_RDONLY | O_CLOEXEC)) < 0) fatal("failed to open /dev/tty for reading:");
    ssize_t got = read_some(tty, answer, sizeof answer);
    return got > 0 && (answer[0] == 'y' || answer[0] == 'Y');
}

static void run(void) {
    extern char **environ;
    GROW(argument_list, argument_count, argument_capacity);
    argument_list[argument_count] = NULL;
    if ((verbose || ask) && !show_command()) return;
    while (max_procs && running >= max_procs) wait_for_one();
    out_flush();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    // The command must not eat our input. (-a leaves standard input to it.)
    if (open_terminal) posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/tty", O_RDONLY, 0);
    else if (input.fd == STDIN_FILENO) posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    pid_t pid;
    int error = posix_spawnp(&pid, argument_list[0], &actions, NULL, argument_list, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error) {
        errno = error;
        complain("%s:", quote_if_needed(argument_list[0]));
        leave(error == ENOENT ? 127 : 126);
    }
    running++;
    if (max_procs == 1) wait_for_one();
}

// Reading

/** The next byte, or -1. */
static int next(void) {
    if (input.start == input.end && !input_fill(&input)) return -1;
    return (unsigned char)input.buffer[input.start++];
}

static char *item; // the one being read
static size_t item_length, item_capacity;

static void keep(char c) {
    GROW(item, item_length, item_capacity);
    item[item_length++] = c;
}

static bool end_item(void) {
    keep('\0');
    return true;
}

static bool read_separated(void) {
    int c = next();
    if (c < 0) return false;
    for (; c >= 0 && c != separator; c = next()) keep((char)c);
    return end_item();
}

static bool blank(int c) {
    return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

/** A word, or with -I a line without its leading blanks. Quotes and backslashes are read here. */
static bool read_quoted(void) {
    int c = next();
    while (blank(c) || c == '\n') c = next();
    if (c < 0) return false;
    for (;; c = next()) {
        if (c < 0 || c == '\n' || (!replaced && blank(c))) break;
        if (c == '\\') {
            if ((c = next()) < 0) break;
            keep((char)c);
        } else if (c == '\'' || c == '"') {
            int mark = c;
            while ((c = next()) != mark) {
                if (c < 0 || c == '\n') {
                    if (!replaced && argument_count > (size_t)fixed_count) run(); // what came before still counts
                    complain("unmatched %s quote; by default quotes are special to xargs unless you use the -0 option",
                             mark == '"' ? "double" : "single");
                    leave(1);
                }
                keep((char)c);
            }
        } else {
            keep((char)c);
        }
    }
    if (c >= 0) input.start--; // seen again by ends_line() and the next call
    return end_item();
}

/** Is the item just read the last of its line, for -L? A line that ends in a blank goes on in the next. */
static bool ends_line(void) {
    if (separator >= 0) return true;
    return input.start == input.end ? !input_fill(&input) || input.buffer[input.start] == '\n' : input.buffer[input.start] == '\n';
}

static bool read_item(void) {
    static bool ended;
    item_length = 0;
    if (ended || !(separator >= 0 ? read_separated() : read_quoted())) return false;
    if (end_word && separator < 0 && strcmp(item, end_word) == 0) {
        ended = true;
        return false;
    }
    return true;
}

// Putting command lines together

static void add_argument(char *word) {
    GROW(argument_list, argument_count, argument_capacity);
    argument_list[argument_count++] = word;
    argument_length += strlen(word) + 1;
}

static void start_line(void) {
    for (size_t i = fixed_count; i < argument_count; i++) free(argument_list[i]);
    argument_count = argument_length = 0;
    for (int i = 0; i < fixed_count; i++) add_argument(fixed[i]);
}

static char *substitute(const char *text) {
    size_t needle = strlen(replaced), length = strlen(item), n = 0, size = strlen(text) + 1;
    char *to = allocate(size);
    while (*text) {
        if (needle > 0 && strncmp(text, replaced, needle) == 0) {
            to = reallocate(to, size += length);
            memcpy(to + n, item, length);
            n += length;
            text += needle;
        } else {
            to[n++] = *text++;
        }
    }
    to[n] = '\0';
    return to;
}

static void replace_each(void) {
    while (read_item()) {
        argument_count = argument_length = 0;
        add_argument(fixed[0]);
        for (int i = 1; i < fixed_count; i++) add_argument(substitute(fixed[i]));
        if (argument_length > max_chars) {
            complain("argument list too long");
            leave(1);
        }
        run();
        for (int i = 1; i < fixed_count; i++) free(argument_list[i]);
    }
}

static void append_all(void) {
    uintmax_t lines = 0;
    bool any = false;
    start_line();
    while (read_item()) {
        bool added = argument_count > (size_t)fixed_count;
        if (argument_length + item_length > max_chars) {
            if (!added) {
                complain("argument line too long");
                leave(1);
            }
            if (exit_if_large && (max_args || max_lines)) {
                complain("argument list too long");
                leave(1);
            }
            run();
            any = true;
            lines = 0;
            start_line();
            if (argument_length + item_length > max_chars) {
                complain("argument line too long");
                leave(1);
            }
        }
        add_argument(copy_string(item));
        bool full = max_args && argument_count - fixed_count >= max_args;
        if (max_lines && ends_line()) full |= ++lines >= max_lines;
        if (!full) continue;
        run();
        any = true;
        lines = 0;
        start_line();
    }
    if (argument_count > (size_t)fixed_count || (!any && !skip_if_empty)) run();
}

static uintmax_t number(const char *text, char letter, intmax_t least) {
    char *end;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    if (end == text || *end != '\0') usage_error("invalid number \"%s\" for -%c option", text, letter);
    if (value < least) usage_error("value %s for -%c option should be >= %jd", text, letter, least);
    return (uintmax_t)value;
}

static int delimiter_of(const char *text) {
    if (text[0] == '\\' && text[1] != '\0') {
        const char *at = text + 1;
        int value = *at >= '0' && *at <= '7' ? (int)strtol(at, (char **)&at, 8) : escape(&at, 0);
        if (value < 0 || *at != '\0')
            fatal("Invalid escape sequence %s in input delimiter specification.", text);
        return value & 0xff;
    }
    if (text[0] == '\0' || text[1] != '\0')
        fatal("Invalid input delimiter specification %s: the delimiter must be either a single character or an escape sequence starting with \\.", text);
    return (unsigned char)text[0];
}

static void exclusive(const char *set, const char *old) {
    complain("warning: options %s and %s are mutually exclusive, ignoring previous %s value", old, set, old);
}

static int xargs_main(int argc, char **argv) {
    static char *echo[] = {"echo", NULL};
    const char *file = "-";
    struct options options = {.argc = argc, .argv = argv, .table = table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case '0': separator = '\0'; break;
        case 'a': file = options.argument; break;
        case 'd': separator = delimiter_of(options.argument); break;
        case 'E': end_word = *options.argument ? options.argument : NULL; break;
        case 'I':
            if (max_args) exclusive("--replace/-I/-i", "--max-args");
            if (max_lines) exclusive("--replace/-I/-i", "--max-lines");
            replaced = options.argument;
            max_args = max_lines = 0;
            break;
        case 'L':
            max_lines = number(options.argument, 'L', 1);
            if (max_args) exclusive("--max-lines/-l", "--max-args");
            if (replaced) exclusive("--max-lines", "--replace");
            replaced = NULL;
            max_args = 0;
            break;
        case 'n':
            max_args = number(options.argument, 'n', 1);
            if (max_lines) exclusive("--max-args/-n", "--max-lines");
            if (replaced && max_args == 1) max_args = 0;
            else if (replaced) exclusive("--max-args/-n", "--replace");
            if (max_args) replaced = NULL;
            max_lines = 0;
            break;
        case 'P': max_procs = number(options.argument, 'P', 0); break;
        case 'p': ask = verbose = true; break;
        case 'r': skip_if_empty = true; break;
        case 's':
            max_chars = number(options.argument, 's', 1);
            if (max_chars > MOST) {
                complain("value %s for -s option should be <= %d", options.argument, MOST);
                max_chars = MOST;
            }
            break;
        case 't': verbose = true; break;
        case 'x': exit_if_large = true; break;
        case 'o': open_terminal = true; break;
        }
    }
    fixed = options.operand_count ? options.operands : echo;
    fixed_count = options.operand_count ? options.operand_count : 1;
    for (int i = 0; i < fixed_count; i++) fixed_length += strlen(fixed[i]) + 1;
    if (fixed_length > max_chars) fatal("cannot fit single argument within argument list size limit");
    if (strcmp(file, "-") != 0) {
        input.fd = open(file, O_RDONLY | O_CLOEXEC);
        if (input.fd < 0) fatal("Cannot open input file %s:", quote(file));
    }
    input.name = file;
    if (replaced) replace_each();
    else append_all();
    while (running > 0) wait_for_one();
    return result ? result : status;
}

const struct command cmd_xargs = {"xargs", usage, xargs_main, 0};
