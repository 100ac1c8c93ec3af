// SPDX-License-Identifier: Apache-2.0
// expr: evaluate an expression. POSIX: utilities/expr.html; integers of any size, and the words match, substr, index,
// length and +, as GNU has them.

#include "commands.h"
#include "lib/big.h"
#include "lib/regex.h"

static const char usage[] =
    "Usage: expr EXPRESSION\n"
    "  or:  expr OPTION\n"
    "Print the value of EXPRESSION to standard output.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n\n"
    "From lowest to highest precedence:\n"
    "  ARG1 | ARG2       ARG1 if it is neither null nor 0, otherwise ARG2\n"
    "  ARG1 & ARG2       ARG1 if neither argument is null or 0, otherwise 0\n"
    "  ARG1 < ARG2       and <= = != >= >: 1 or 0; as integers if both are\n"
    "  ARG1 + ARG2       and -\n"
    "  ARG1 * ARG2       and / %\n"
    "  STRING : REGEXP   anchored pattern match of REGEXP in STRING\n"
    "  match STRING REGEXP   substr STRING POS LENGTH   index STRING CHARS   length STRING\n"
    "  + TOKEN           TOKEN as a string, even if it is a keyword or an operator\n"
    "  ( EXPRESSION )\n\n"
    "Exit status is 0 if EXPRESSION is neither null nor 0, 1 if it is, 2 if it is no valid EXPRESSION.\n";

static char **words; // what is left

static bool take(const char *word) {
    if (*words == NULL || strcmp(*words, word) != 0) return false;
    words++;
    return true;
}

static void need_more(void) {
    if (*words == NULL) fatal("syntax error: missing argument after %s", quote(words[-1]));
}

static bool is_integer(const char *text) {
    if (*text == '-') text++;
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

static bool is_null(const char *text) {
    if (*text == '\0') return true;
    if (*text == '-') text++;
    return *text != '\0' && text[strspn(text, "0")] == '\0';
}

static char *from_bool(bool value) {
    return copy_string(value ? "1" : "0");
}

static char *from_count(size_t value) {
    char text[24];
    snprintf(text, sizeof text, "%zu", value);
    return copy_string(text);
}

static char *match(const char *text, const char *pattern) {
    const char *error;
    struct span groups[2];
    struct regex *regex = regex_compile(pattern, strlen(pattern), 0, 0, &error);
    if (regex == NULL) fatal("%s", error);
    regex_set_line(regex, text, text + strlen(text));
    bool matched = regex_match_at(regex, text, groups, 2);
    if (regex_group_count(regex) > 0) {
        if (!matched || groups[1].start == NULL) return copy_string("");
        return copy_bytes(groups[1].start, groups[1].end - groups[1].start);
    }
    return from_count(matched ? groups[0].end - groups[0].start : 0);
}

static char *substring(const char *text, const char *position, const char *length) {
    uintmax_t from, count, size = strlen(text);
    if (!parse_unsigned(position, &from) || !parse_unsigned(length, &count) || from == 0 || from > size) return copy_string("");
    from--;
    return copy_bytes(text + from, count < size - from ? count : size - from);
}

static void check_integer(const char *text) {
    if (!is_integer(text)) fatal("non-integer argument");
}

static char *calculate(const char *a, const char *b, char operator) {
    struct big x, y;
    check_integer(a);
    check_integer(b);
    x = big_parse(a);
    y = big_parse(b);
    if ((operator == '/' || operator == '%') && y.count == 0) fatal("division by zero");
    struct big result = operator == '+' ? big_add(&x, &y) : operator == '-' ? big_subtract(&x, &y) : operator == '*' ? big_multiply(&x, &y)
                      : big_divide(&x, &y, operator == '%');
    return big_text(&result);
}

/** `run` false: only the syntax is looked at, as behind a | that needs no right side. */
static char *disjunction(bool run);

static char *primary(bool run) {
    need_more();
    if (take("(")) {
        char *value = disjunction(run);
        if (*words == NULL) fatal("syntax error: expecting ')' after %s", quote(words[-1]));
        if (!take(")")) fatal("syntax error: expecting ')' instead of %s", quote(*words));
        return value;
    }
    if (take(")")) fatal("syntax error: unexpected ')'");
    return copy_string(*words++);
}

static char *keyword(bool run) {
    if (take("+")) {
        need_more();
        return copy_string(*words++);
    }
    if (take("length")) return from_count(strlen(keyword(run)));
    if (take("match")) {
        char *text = keyword(run), *pattern = keyword(run);
        return run ? match(text, pattern) : text;
    }
    if (take("index")) {
        char *text = keyword(run), *bytes = keyword(run);
        size_t n = strcspn(text, bytes);
        return from_count(text[n] == '\0' ? 0 : n + 1);
    }
    if (take("substr")) {
        char *text = keyword(run), *position = keyword(run), *length = keyword(run);
        return substring(text, position, length);
    }
    return primary(run);
}

static char *matching(bool run) {
    char *left = keyword(run);
    while (take(":")) {
        char *right = keyword(run);
        if (run) left = match(left, right);
    }
    return left;
}

static char *product(bool run) {
    char *left = matching(run);
    for (;;) {
        char operator = take("*") ? '*' : take("/") ? '/' : take("%") ? '%' : '\0';
        if (!operator) return left;
        char *right = matching(run);
        if (run) left = calculate(left, right, operator);
    }
}

static char *sum(bool run) {
    char *left = product(run);
    for (;;) {
        char operator = take("+") ? '+' : take("-") ? '-' : '\0';
        if (!operator) return left;
        char *right = product(run);
        if (run) left = calculate(left, right, operator);
    }
}

static char *comparison(bool run) {
    static const char *const operators[] = {"<", "<=", "=", "==", "!=", ">=", ">"};
    char *left = sum(run);
    for (;;) {
        size_t operator = 0;
        while (operator < 7 && !take(operators[operator])) operator++;
        if (operator == 7) return left;
        char *right = sum(run);
        if (!run) continue;
        int order;
        if (is_integer(left) && is_integer(right)) {
            struct big x = big_parse(left), y = big_parse(right);
            order = big_compare(&x, &y);
        } else {
            order = strcmp(left, right);
        }
        left = from_bool(operator == 0 ? order < 0 : operator == 1 ? order <= 0 : operator <= 3 ? order == 0 : operator == 4 ? order != 0
                         : operator == 5 ? order >= 0 : order > 0);
    }
}

static char *conjunction(bool run) {
    char *left = comparison(run);
    while (take("&")) {
        char *right = comparison(run && !is_null(left));
        if (is_null(left) || is_null(right)) left = copy_string("0");
    }
    return left;
}

static char *disjunction(bool run) {
    char *left = conjunction(run);
    while (take("|")) {
        char *right = conjunction(run && is_null(left));
        if (is_null(left)) left = is_null(right) ? copy_string("0") : right;
    }
    return left;
}

static int expr_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    write_failure = 3;
    words = argv + 1;
    if (argc > 1) take("--");
    if (*words == NULL) missing_operand();
    char *value = disjunction(true);
    if (*words) fatal("syntax error: unexpected argument %s", quote(*words));
    out_string(value);
    out_char('\n');
    return is_null(value);
}

const struct command cmd_expr = {"expr", usage, expr_main, 2};
