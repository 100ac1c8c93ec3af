// SPDX-License-Identifier: Apache-2.0
// nl: number lines. POSIX: utilities/nl.html.

#include <inttypes.h>
#include "commands.h"
#include "lib/regex.h"

static const char usage[] =
    "Usage: nl [OPTION]... [FILE]...\n"
    "Write each FILE to standard output, with line numbers added.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -b, --body-numbering=STYLE      use STYLE for numbering body lines\n"
    "  -d, --section-delimiter=CC      use CC for logical page delimiters\n"
    "  -f, --footer-numbering=STYLE    use STYLE for numbering footer lines\n"
    "  -h, --header-numbering=STYLE    use STYLE for numbering header lines\n"
    "  -i, --line-increment=NUMBER     line number increment at each line\n"
    "  -l, --join-blank-lines=NUMBER   group of NUMBER empty lines counted as one\n"
    "  -n, --number-format=FORMAT      insert line numbers according to FORMAT: ln, rn, rz\n"
    "  -p, --no-renumber               do not reset line numbers for each section\n"
    "  -s, --number-separator=STRING   add STRING after (possible) line number\n"
    "  -v, --starting-line-number=NUMBER  first line number for each section\n"
    "  -w, --number-width=NUMBER       use NUMBER columns for line numbers\n"
    "      --help                      display this help and exit\n"
    "      --version                   output version information and exit\n\n"
    "STYLE is a (all lines), t (nonempty lines), n (none), or pBRE (lines that match).\n";

static const struct option_spec table[] = {
    {'b', "body-numbering", ARGUMENT}, {'d', "section-delimiter", ARGUMENT}, {'f', "footer-numbering", ARGUMENT},
    {'h', "header-numbering", ARGUMENT}, {'i', "line-increment", ARGUMENT}, {'l', "join-blank-lines", ARGUMENT},
    {'n', "number-format", ARGUMENT}, {'p', "no-renumber", NO_ARGUMENT}, {'s', "number-separator", ARGUMENT},
    {'v', "starting-line-number", ARGUMENT}, {'w', "number-width", ARGUMENT}, {0, NULL, 0}};

struct style {
    char kind; // a t n p
    struct regex *regex;
};
enum { HEADER, BODY, FOOTER };
static struct style styles[3] = {{'n', NULL}, {'t', NULL}, {'n', NULL}};
static const char *separator = "\t", *format = "rn";
static char mark[2] = {'\\', ':'};
static size_t mark_length = 2;
static intmax_t first = 1, increment = 1, join = 1, width = 6, number, blanks;
static bool renumber = true;
static int section = BODY;

static bool set_style(struct style *style, const char *text) {
    const char *error;
    style->kind = *text;
    if (*text == 'p') {
        style->regex = regex_compile(text + 1, strlen(text + 1), 0, '\n', &error);
        if (style->regex == NULL) fatal("%s", error);
        return true;
    }
    return *text && strchr("atn", *text) && text[1] == '\0';
}

static bool numbered(const char *line, size_t length) {
    struct span match;
    switch (styles[section].kind) {
    case 'a':
        if (join <= 1 || length > 0) {
            blanks = 0;
            return true;
        }
        if (++blanks < join) return false;
        blanks = 0;
        return true;
    case 't': return length > 0;
    case 'p':
        regex_set_line(styles[section].regex, line, line + length);
        return regex_search(styles[section].regex, line, &match, 1);
    default: return false;
    }
}

static void print(const char *line, size_t length) {
    if (numbered(line, length)) {
        if (strcmp(format, "ln") == 0) out_format("%-*jd", (int)width, number);
        else if (strcmp(format, "rz") == 0) out_format("%0*jd", (int)width, number);
        else out_format("%*jd", (int)width, number);
        out_string(separator);
        number += increment;
    } else {
        for (size_t i = 0, n = width + strlen(separator); i < n; i++) out_char(' ');
    }
    out_bytes(line, length);
    out_char('\n');
}

/** \:\:\: begins a header, \:\: a body, \: a footer. */
static bool new_section(const char *line, size_t length) {
    size_t marks = mark_length ? length / mark_length : 0;
    if (marks < 1 || marks > 3 || marks * mark_length != length) return false;
    for (size_t i = 0; i < marks; i++)
        if (memcmp(line + i * mark_length, mark, mark_length) != 0) return false;
    section = marks == 3 ? HEADER : marks == 2 ? BODY : FOOTER;
    if (renumber) number = first;
    out_char('\n');
    return true;
}

static void nl(const char *name) {
    static struct input input;
    size_t length;
    if (!input_open(&input, name)) return;
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        if (line[length - 1] == '\n') length--;
        if (!new_section(line, length)) print(line, length);
    }
    input_close(&input);
}

static intmax_t parse(const char *text, intmax_t least, const char *what) {
    char *end;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    if (end == text || *end != '\0') fatal("invalid %s: %s", what, quote(text));
    if (value < least) errno = ERANGE;
    if (errno) fatal("invalid %s: %s:", what, quote(text));
    return value;
}

static int nl_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        const char *text = options.argument;
        switch (key) {
        case 'b': if (!set_style(&styles[BODY], text)) usage_error("invalid body numbering style: %s", quote(text)); break;
        case 'h': if (!set_style(&styles[HEADER], text)) usage_error("invalid header numbering style: %s", quote(text)); break;
        case 'f': if (!set_style(&styles[FOOTER], text)) usage_error("invalid footer numbering style: %s", quote(text)); break;
        case 'd':
            mark_length = *text ? 2 : 0;
            mark[0] = text[0];
            if (text[0] && text[1]) mark[1] = text[1];
            break;
        case 'i': increment = parse(text, INTMAX_MIN, "line number increment"); break;
        case 'l': join = parse(text, 1, "line number of blank lines"); break;
        case 'n':
            if (strcmp(text, "ln") && strcmp(text, "rn") && strcmp(text, "rz")) usage_error("invalid line numbering format: %s", quote(text));
            format = text;
            break;
        case 'p': renumber = false; break;
        case 's': separator = text; break;
        case 'v': first = parse(text, INTMAX_MIN, "starting line number"); break;
        case 'w': width = parse(text, 1, "line number field width"); break;
        }
    }
    number = first;
    if (options.operand_count == 0) nl("-");
    for (int i = 0; i < options.operand_count; i++) nl(options.operands[i]);
    return status;
}

const struct command cmd_nl = {"nl", usage, nl_main, 0};
