// SPDX-License-Identifier: Apache-2.0
// printf: write formatted output. POSIX: utilities/printf.html; with GNU's %q, \xHH, \uHHHH, and reals.

#include <inttypes.h>
#include <math.h>
#include "commands.h"
#include "lib/real.h"

static const char usage[] =
    "Usage: printf FORMAT [ARGUMENT]...\n"
    "  or:  printf OPTION\n"
    "Print ARGUMENT(s) according to FORMAT.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n\n"
    "FORMAT is as in C: \\\" \\\\ \\a \\b \\c \\e \\f \\n \\r \\t \\v \\NNN \\xHH \\uHHHH \\UHHHHHHHH, %%,\n"
    "%b (a string with escapes), %q (a string quoted for the shell), and C's diouxXfeEgGaAcs\n"
    "with flags, width and precision, which may be *. It is used again until all ARGUMENTs are.\n";

// Escapes

/** \uHHHH or \UHHHHHHHH, `at` on the letter. What is no ASCII the C locale cannot say: it stays an escape. */
static const char *out_universal(const char *at) {
    int length = *at == 'u' ? 4 : 8;
    char letter = *at++;
    uint32_t value = 0;
    for (int i = 0; i < length; i++, at++) {
        int c = *at | 0x20;
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) fatal("missing hexadecimal number in escape");
        value = value * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    if ((value < 0xa0 && value != '$' && value != '@' && value != '`') || (value >= 0xd800 && value <= 0xdfff))
        fatal("invalid universal character name \\%c%0*x", letter, length, value);
    if (value < 0x80) out_char((char)value);
    else out_format(value < 0x10000 ? "\\u%04X" : "\\U%08X", value);
    return at;
}

/** Prints what follows the backslash before `at` and returns what is behind it. In %b octals may begin with a 0 more. */
static const char *out_escape(const char *at, bool in_b) {
    if (*at == 'x' || (*at >= '0' && *at <= '7')) {
        const char *end = at;
        int c = 0;
        if (*at == 'x') {
            c = escape(&end, 0);
            if (c == -1) fatal("missing hexadecimal number in escape");
        } else {
            int most = in_b && *at == '0' ? 4 : 3;
            for (; end < at + most && *end >= '0' && *end <= '7'; end++) c = c * 8 + (*end - '0');
        }
        out_char((char)c);
        return end;
    }
    if (*at == 'u' || *at == 'U') return out_universal(at);
    if (*at == '"') {
        out_char('"');
        return at + 1;
    }
    int c = *at == '\0' ? -1 : escape(&at, 0);
    if (c == -2) finish(status);
    if (c != -1) {
        out_char((char)c);
        return at;
    }
    out_char('\\');
    if (*at) out_char(*at++);
    return at;
}

static char *expanded(const char *text, size_t *length, bool *stop) {
    char *to = allocate(strlen(text) + 1), *end = to;
    *stop = false;
    while (*text) {
        if (*text != '\\') {
            *end++ = *text++;
            continue;
        }
        text++;
        if (*text >= '0' && *text <= '7') {
            int value = 0;
            for (const char *most = text + (*text == '0' ? 4 : 3); text < most && *text >= '0' && *text <= '7'; text++) value = value * 8 + (*text - '0');
            *end++ = (char)value;
            continue;
        }
        if (*text == '"') {
            *end++ = *text++;
            continue;
        }
        if (*text == 'x' && !strchr("0123456789abcdefABCDEF", text[1] ? text[1] : 'x')) fatal("missing hexadecimal number in escape");
        int c = *text == '\0' ? -1 : escape(&text, 0);
        if (c == -2) {
            *stop = true;
            break;
        }
        if (c == -1) *end++ = '\\';
        else *end++ = (char)c;
    }
    *length = end - to;
    return to;
}

// Arguments as numbers

// Some libraries set EINVAL where nothing could be converted; only ERANGE says more than `end` does.
static void check(const char *text, const char *end) {
    if (errno == ERANGE) warn("%s:", quote_bytes(text));
    else if (*end && end == text) warn("%s: expected a numeric value", quote_bytes(text));
    else if (*end) warn("%s: value not completely converted", quote_bytes(text));
}

/** 'a is the code of a. */
static bool character(const char *text, unsigned char *value) {
    if ((*text != '\'' && *text != '"') || text[1] == '\0') return false;
    *value = (unsigned char)text[1];
    if (text[2] != '\0') complain("warning: %s: character(s) following character constant have been ignored", text + 2);
    return true;
}

static intmax_t to_signed(const char *text) {
    unsigned char c;
    char *end;
    if (character(text, &c)) return c;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 0);
    check(text, end);
    return value;
}

static uintmax_t to_unsigned(const char *text) {
    unsigned char c;
    char *end;
    if (character(text, &c)) return c;
    errno = 0;
    uintmax_t value = strtoumax(text, &end, 0);
    check(text, end);
    return value;
}

static long double to_real(const char *text) {
    unsigned char c;
    char *end;
    if (character(text, &c)) return c;
    errno = 0;
    long double value = strtold(text, &end);
    check(text, end);
    return value;
}

// Directives

static char **arguments;

static const char *next_argument(void) {
    return *arguments ? *arguments++ : NULL;
}

struct directive {
    char flags[16];
    int flag_count;
    int width, precision; // precision -1: none
    char conversion;
};

static bool flag(const struct directive *d, char c) {
    return memchr(d->flags, c, d->flag_count) != NULL;
}

static int star(void) {
    const char *text = next_argument();
    if (text == NULL) return 0;
    intmax_t value = to_signed(text);
    if (value < INT_MIN || value > INT_MAX) fatal("invalid field width: %s", quote(text));
    return (int)value;
}

static void out_padded(const struct directive *d, const char *text, size_t length) {
    size_t width = d->width > 0 ? d->width : 0, padding = width > length ? width - length : 0;
    if (!flag(d, '-')) for (; padding > 0; padding--) out_char(' ');
    out_bytes(text, length);
    for (; padding > 0; padding--) out_char(' ');
}

static void out_integer(const struct directive *d, const char *text) {
    char format[40];
    snprintf(format, sizeof format, "%%%.*s*.*j%c", d->flag_count, d->flags, d->conversion);
    bool is_signed = d->conversion == 'd' || d->conversion == 'i';
    char *buffer = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int n = is_signed ? asprintf(&buffer, format, d->width, d->precision, text ? to_signed(text) : 0)
                      : asprintf(&buffer, format, d->width, d->precision, text ? to_unsigned(text) : 0);
#pragma GCC diagnostic pop
    if (n < 0) write_failed();
    out_bytes(buffer, n);
    free(buffer);
}

static void out_string_directive(const struct directive *d, const char *text) {
    size_t length;
    bool stop = false;
    char *owned = NULL;
    if (d->conversion == 'b') text = owned = expanded(text, &length, &stop);
    else length = strlen(text);
    size_t shown = d->precision >= 0 && (size_t)d->precision < length ? (size_t)d->precision : length;
    out_padded(d, text, shown);
    free(owned);
    if (stop) finish(status);
}

static void out_directive(const struct directive *d) {
    const char *text = next_argument();
    switch (d->conversion) {
    case 'c': out_padded(d, text ? text : "", 1); break; // of nothing, a NUL
    case 's': case 'b': out_string_directive(d, text ? text : ""); break;
    case 'q': out_string(text ? quote_if_needed(text) : ""); break;
    case 'd': case 'i': case 'o': case 'u': case 'x': case 'X': out_integer(d, text); break;
    default: {
        struct real_format format = {.conversion = d->conversion, .left = flag(d, '-'), .plus = flag(d, '+'), .space = flag(d, ' '),
                                     .alternative = flag(d, '#'), .zero = flag(d, '0'), .width = d->width, .precision = d->precision};
        out_real(&format, text ? to_real(text) : 0);
    }
    }
}

static int digits(const char **at, const char *start) {
    uintmax_t value = 0;
    for (; **at >= '0' && **at <= '9'; ++*at) value = value < INT_MAX ? value * 10 + (**at - '0') : value;
    if (value > INT_MAX) {
        char *bad = copy_bytes(start, *at - start);
        fatal("invalid field width: %s", quote(bad));
    }
    return (int)value;
}

static _Noreturn void invalid(const char *start, const char *end) {
    char *bad = copy_bytes(start, end - start + (*end != '\0'));
    fatal("%s: invalid conversion specification", bad);
}

/** Reads the directive at `at` (on its %) and prints it. */
static const char *directive(const char *at) {
    const char *start = at++;
    struct directive d = {.precision = -1};
    if (*at == '%') {
        out_char('%');
        return at + 1;
    }
    for (; *at && strchr("-+ #0'I", *at); at++)
        if (*at != '\'' && *at != 'I' && d.flag_count < (int)sizeof d.flags && !flag(&d, *at)) d.flags[d.flag_count++] = *at;
    if (*at == '*') {
        at++;
        d.width = star();
        if (d.width < 0) {
            d.width = -d.width;
            if (d.flag_count < (int)sizeof d.flags) d.flags[d.flag_count++] = '-';
        }
    } else {
        d.width = digits(&at, at);
    }
    if (*at == '.') {
        at++;
        if (*at == '*') {
            at++;
            d.precision = star();
            if (d.precision < 0) d.precision = -1;
        } else {
            d.precision = digits(&at, at);
        }
    }
    const char *before = at;
    while (*at && strchr("lLhjtz", *at)) at++;
    (void)before;
    if (*at == '\0' || !strchr("aAbcdeEfFgGioqsuxX", *at)) invalid(start, at);
    bool plain = strchr("cbqs", *at) != NULL;
    if (plain && (flag(&d, '#') || flag(&d, '0'))) invalid(start, at);
    if (strchr("diu", *at) && flag(&d, '#')) invalid(start, at);
    if (*at == 'c' && d.precision >= 0) invalid(start, at);
    if (*at == 'q' && at != start + 1) invalid(start, at);
    d.conversion = *at;
    out_directive(&d);
    return at + 1;
}

static void print(const char *format) {
    while (*format) {
        if (*format == '%') format = directive(format);
        else if (*format == '\\') format = out_escape(format + 1, false);
        else out_char(*format++);
    }
}

static int printf_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    int first = argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
    if (first >= argc) missing_operand();
    arguments = argv + first + 1;
    char **before;
    do {
        before = arguments;
        print(argv[first]);
    } while (*arguments && arguments != before);
    if (*arguments) complain("warning: ignoring excess arguments, starting with %s", quote(*arguments));
    return status;
}

const struct command cmd_printf = {"printf", usage, printf_main, 0};
