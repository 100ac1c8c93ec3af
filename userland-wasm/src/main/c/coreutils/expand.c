// SPDX-License-Identifier: Apache-2.0
// expand, unexpand: tabs to spaces and back. POSIX: utilities/expand.html, unexpand.html.

#include "commands.h"

static const char expand_usage[] =
    "Usage: expand [OPTION]... [FILE]...\n"
    "Convert tabs in each FILE to spaces, writing to standard output.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -i, --initial    do not convert tabs after non blanks\n"
    "  -t, --tabs=N     have tabs N characters apart, not 8\n"
    "  -t, --tabs=LIST  use comma separated list of tab positions; the last may be /N, each N\n"
    "                     columns, or +N, each N columns from the one before\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n";
static const char unexpand_usage[] =
    "Usage: unexpand [OPTION]... [FILE]...\n"
    "Convert blanks in each FILE to tabs, writing to standard output.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -a, --all        convert all blanks, instead of just initial blanks\n"
    "      --first-only  convert only leading sequences of blanks (overrides -a)\n"
    "  -t, --tabs=N     have tabs N characters apart instead of 8 (enables -a)\n"
    "  -t, --tabs=LIST  use comma separated list of tab positions (enables -a)\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n";

static uintmax_t *stops, step, step_from; // single stops, then every `step` columns counted from step_from
static size_t stop_count, stop_capacity;

static void add_stop(uintmax_t stop) {
    if (stop == 0) fatal("tab size cannot be 0");
    if (stop_count > 0 && stops[stop_count - 1] >= stop) fatal("tab sizes must be ascending");
    GROW(stops, stop_count, stop_capacity);
    stops[stop_count++] = stop;
}

static void parse_stops(const char *text) {
    while (*text) {
        char kind = '\0';
        if (*text == ',' || *text == ' ' || *text == '\t') {
            text++;
            continue;
        }
        if (*text == '/' || *text == '+') kind = *text++;
        size_t n = strspn(text, "0123456789");
        if (n == 0) fatal("tab size contains invalid character(s): %s", quote(text));
        char *digits = copy_bytes(text, n);
        uintmax_t value;
        parse_unsigned(digits, &value);
        if (value == UINTMAX_MAX) fatal("tab stop is too large %s", quote(digits));
        free(digits);
        text += n;
        if (kind) {
            step = value;
            step_from = kind == '+' && stop_count ? stops[stop_count - 1] : 0;
        } else {
            add_stop(value);
        }
    }
}

static void finish_stops(void) {
    if (stop_count == 0 && step == 0) step = 8;
    else if (stop_count == 1 && step == 0) {
        step = stops[0];
        stop_count = 0;
    }
}

/** The first stop behind `column`, or 0 if there are no more. */
static uintmax_t next_stop(uintmax_t column) {
    for (size_t i = 0; i < stop_count; i++)
        if (stops[i] > column) return stops[i];
    if (step == 0) return 0;
    return step_from + ((column - step_from) / step + 1) * step;
}

static bool initial_only, convert_all;

static void expand_line(const char *line, size_t length) {
    uintmax_t column = 0;
    bool converting = true;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        if (c == '\t' && converting) {
            uintmax_t stop = next_stop(column);
            if (stop == 0) stop = column + 1;
            for (; column < stop; column++) out_char(' ');
            continue;
        }
        if (c == '\b') column -= column > 0;
        else column++;
        if (initial_only && c != ' ' && c != '\t') converting = false;
        out_char(c);
    }
}

/** Blanks that wait: whether they become a tab is known when a stop or another byte is reached. */
struct waiting {
    size_t spaces;
    bool lone; // the first of them alone reached a stop: it is a tab only if more blanks follow
};

static void write_waiting(struct waiting *waiting) {
    for (size_t i = 0; i < waiting->spaces; i++) out_char(i == 0 && waiting->lone && waiting->spaces > 1 ? '\t' : ' ');
    *waiting = (struct waiting){0};
}

static void unexpand_line(const char *line, size_t length) {
    uintmax_t column = 0;
    struct waiting waiting = {0};
    bool converting = true, after_blank = true;
    for (size_t i = 0; i < length; i++) {
        char c = line[i];
        bool blank = c == ' ' || c == '\t';
        uintmax_t stop = converting && blank ? next_stop(column) : 0;
        if (converting && blank && stop == 0) converting = false; // behind the last stop all stays
        if (stop && c == ' ' && !(after_blank && column + 1 == stop)) {
            column++;
            waiting.lone |= column == stop;
            waiting.spaces++;
            after_blank = true;
            continue;
        }
        if (stop) { // this blank reaches the stop: a tab for all that waited, and one for a lone blank before
            column = stop;
            if (waiting.lone) out_char('\t');
            waiting = (struct waiting){0};
            out_char('\t');
            after_blank = true;
            continue;
        }
        write_waiting(&waiting);
        if (c == '\b') column -= column > 0;
        else column++;
        after_blank = blank;
        converting &= convert_all || blank;
        out_char(c);
    }
    write_waiting(&waiting);
}

static void each_line(const char *name, void (*convert)(const char *, size_t)) {
    static struct input input;
    size_t length;
    if (!input_open(&input, name)) return;
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        bool ended = line[length - 1] == '\n';
        convert(line, length - ended);
        if (ended) out_char('\n');
    }
    input_close(&input);
}

/** -4,8 is -t 4,8. */
static void read_old_stops(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (argv[i][0] != '-' || argv[i][1] < '0' || argv[i][1] > '9') continue;
        char *word = allocate(strlen(argv[i]) + 2);
        sprintf(word, "-t%s", argv[i] + 1);
        argv[i] = word;
    }
}

static int expand_main(int argc, char **argv) {
    static const struct option_spec table[] = {{'i', "initial", NO_ARGUMENT}, {'t', "tabs", ARGUMENT}, {0, NULL, 0}};
    read_old_stops(argc, argv);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        if (key == 'i') initial_only = true;
        else parse_stops(options.argument);
    }
    finish_stops();
    if (options.operand_count == 0) each_line("-", expand_line);
    for (int i = 0; i < options.operand_count; i++) each_line(options.operands[i], expand_line);
    return status;
}

static int unexpand_main(int argc, char **argv) {
    enum { FIRST_ONLY = 256 };
    static const struct option_spec table[] = {
        {'a', "all", NO_ARGUMENT}, {FIRST_ONLY, "first-only", NO_ARGUMENT}, {'t', "tabs", ARGUMENT}, {0, NULL, 0}};
    bool first_only = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        if (key == FIRST_ONLY) first_only = true;
        else convert_all = true;
        if (key == 't') parse_stops(options.argument);
    }
    if (first_only) convert_all = false;
    finish_stops();
    if (options.operand_count == 0) each_line("-", unexpand_line);
    for (int i = 0; i < options.operand_count; i++) each_line(options.operands[i], unexpand_line);
    return status;
}

const struct command cmd_expand = {"expand", expand_usage, expand_main, 0};
const struct command cmd_unexpand = {"unexpand", unexpand_usage, unexpand_main, 0};
