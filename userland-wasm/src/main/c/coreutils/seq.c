// SPDX-License-Identifier: Apache-2.0
// seq: print a sequence of numbers. No POSIX page; as GNU's. Numbers written as decimals are counted exactly, as integers
// scaled by a power of ten; whole numbers with any number of digits when the step is small. Only -f, exponents
// and hexadecimals take the way of reals.

#include <math.h>
#include "commands.h"
#include "lib/real.h"

static const char usage[] =
    "Usage: seq [OPTION]... LAST\n"
    "  or:  seq [OPTION]... FIRST LAST\n"
    "  or:  seq [OPTION]... FIRST INCREMENT LAST\n"
    "Print numbers from FIRST to LAST, in steps of INCREMENT.\n\n"
    "  -f, --format=FORMAT      use printf style floating-point FORMAT\n"
    "  -s, --separator=STRING   use STRING to separate numbers (default: \\n)\n"
    "  -w, --equal-width        equalize width by padding with leading zeroes\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n\n"
    "FIRST and INCREMENT default to 1. FORMAT must be suitable for printing one argument of type double;\n"
    "it defaults to %.PRECf if FIRST, INCREMENT, and LAST are all fixed point decimal numbers\n"
    "with maximum precision PREC, and to %g otherwise.\n";

static const struct option_spec table[] = {
    {'f', "format", ARGUMENT}, {'s', "separator", ARGUMENT}, {'w', "equal-width", NO_ARGUMENT}, {0, NULL, 0}};

static const char *separator = "\n";
static bool equal_width;

struct operand {
    const char *text;
    long double value;
    int precision; // digits behind the point, -1: not a plain decimal
    int width;     // as printed
};

static struct operand parse(const char *text) {
    struct operand operand = {.text = text};
    char *end;
    const char *at = text;
    operand.value = strtold(text, &end);
    if (end == text || *end != '\0') usage_error("invalid floating point argument: %s", quote(text));
    if (isnan(operand.value)) usage_error("invalid %s argument: %s", quote("not-a-number"), quote(text));
    at += strspn(at, " \t\n\v\f\r");
    if (*at == '+') at++;
    const char *digits = *at == '-' ? at + 1 : at;
    size_t whole = strspn(digits, "0123456789");
    const char *point = digits + whole;
    size_t fraction = *point == '.' ? strspn(point + 1, "0123456789") : 0;
    const char *rest = *point == '.' ? point + 1 + fraction : point;
    if (*rest != '\0' || fraction > 1000) operand.precision = -1;
    else operand.precision = (int)fraction;
    if (*rest == 'e' || *rest == 'E') { // 1e2 has no digits behind the point, 1.5e-3 four
        long exponent = strtol(rest + 1, NULL, 10);
        if (exponent < 0) operand.precision = (int)fraction - (int)(exponent < -1000 ? -1000 : exponent);
        else operand.precision = (long)fraction > exponent ? (int)(fraction - exponent) : 0;
    }
    operand.width = (int)strlen(at) - (*point == '.' && fraction == 0) + (whole == 0 && *point == '.');
    if (*rest == 'e' || *rest == 'E') {
        struct real_format plain = {.conversion = 'f', .precision = operand.precision};
        char *as_printed = format_real(&plain, operand.value);
        operand.width = (int)strlen(as_printed);
        free(as_printed);
    }
    return operand;
}

/** The operand times 10^precision; false if it does not fit. */
static bool scaled(const struct operand *operand, int precision, __int128 *value) {
    const char *at = operand->text + strspn(operand->text, " \t\n\v\f\r");
    bool negative = *at == '-';
    int behind = 0, digits = 0;
    if (*at == '-' || *at == '+') at++;
    *value = 0;
    for (bool point = false; *at; at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        if (*at < '0' || *at > '9') return false;
        if (*value > 0 || *at > '0') digits++;
        if (digits > 36) return false;
        *value = *value * 10 + (*at - '0');
        behind += point;
    }
    for (; behind < precision; behind++, digits++) {
        if (digits > 36) return false;
        *value *= 10;
    }
    if (negative) *value = -*value;
    return true;
}

/** As text with the point where it belongs; returns its start within `buffer`. */
static char *decimal(__int128 value, int precision, int width, char *end) {
    bool negative = value < 0;
    unsigned __int128 rest = negative ? -(unsigned __int128)value : (unsigned __int128)value;
    char *at = end;
    for (int i = 0; rest > 0 || i <= precision; i++, rest /= 10) {
        if (i == precision && precision > 0) *--at = '.';
        *--at = (char)('0' + (int)(rest % 10));
    }
    while (equal_width && end - at < width - negative) *--at = '0';
    if (negative) *--at = '-';
    return at;
}

/** Counts in the text itself: adding 1 to a number mostly changes its last digit. */
static void count_up(uint64_t first, uint64_t last, uint64_t step, int width) {
    char text[32], *end = text + sizeof text, *at = end;
    uint64_t rest = first;
    do *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    while (equal_width && end - at < width) *--at = '0';
    size_t length = strlen(separator);
    for (uint64_t left = (last - first) / step;; left--) {
        out_bytes(at, end - at);
        if (left == 0) break;
        if (length == 1) out_char(*separator);
        else out_bytes(separator, length);
        unsigned carry = (unsigned)step;
        for (char *digit = end; carry > 0;) {
            if (--digit < at) {
                at = digit;
                *digit = '0';
            }
            carry += (unsigned)(*digit - '0');
            *digit = (char)('0' + carry % 10);
            carry /= 10;
        }
    }
    out_char('\n');
}

static void count(__int128 first, __int128 last, __int128 step, int precision, int width) {
    if (step > 0 ? first > last : first < last) return;
    if (precision == 0 && first >= 0 && step > 0 && step <= 1000000 && last <= INT64_MAX) {
        count_up((uint64_t)first, (uint64_t)last, (uint64_t)step, width);
        return;
    }
    char *buffer = allocate(width + precision + 64), *end = buffer + width + precision + 64;
    for (__int128 value = first;; value += step) {
        char *text = decimal(value, precision, width, end);
        out_bytes(text, end - text);
        // step 0 goes on for ever
        if (step > 0 ? last - value < step : step < 0 && last - value > step) break;
        out_string(separator);
    }
    out_char('\n');
    free(buffer);
}

// Reals

struct format {
    const char *text; // -f
    const char *behind;
    char *before;
    struct real_format real;
};

static struct format parse_format(const char *text) {
    struct format format = {.text = text};
    char *before = allocate(strlen(text) + 1), *to = before;
    const char *at = text;
    for (; !(at[0] == '%' && at[1] != '%'); at++) {
        if (*at == '\0') fatal("format %s has no %% directive", quote(text));
        *to++ = *at;
        at += *at == '%';
    }
    *to = '\0';
    format.before = before;
    if (!parse_real_format(&at, &format.real)) {
        at += 1 + strspn(at + 1, "-+#0 '");
        at += strspn(at, "0123456789");
        if (*at == '.') at += 1 + strspn(at + 1, "0123456789");
        if (*at == 'L') at++;
        if (*at == '\0') fatal("format %s ends in %%", quote(text));
        fatal("format %s has unknown %%%c directive", quote(text), *at);
    }
    char *behind = allocate(strlen(at) + 1);
    to = behind;
    for (; *at; at++) {
        if (*at == '%' && at[1] != '%') fatal("format %s has too many %% directives", quote(text));
        *to++ = *at;
        at += *at == '%';
    }
    *to = '\0';
    format.behind = behind;
    return format;
}

static void out_with(const struct format *format, long double value) {
    out_string(format->before);
    out_real(&format->real, value);
    out_string(format->behind);
}

/** One more than the last may be printed where rounding hides that it is past it: GNU's rule. */
static bool reads_as_last(const struct format *format, long double value, long double last) {
    char *text = format_real(&format->real, value), *end;
    long double printed = strtold(text, &end);
    struct real_format plain = format->real;
    char *before = NULL;
    bool same = printed == last || (before = format_real(&plain, last), strcmp(before, text) == 0);
    free(before);
    free(text);
    return same;
}

static void count_reals(const struct format *format, long double first, long double step, long double last) {
    bool past = step < 0 ? first < last : last < first;
    if (past) return;
    long double value = first;
    for (long double i = 1;; i++) {
        out_with(format, value);
        value = first + i * step;
        if (step < 0 ? value < last : last < value) {
            if (!reads_as_last(format, value, last)) break;
            out_string(separator);
            out_with(format, value);
            break;
        }
        out_string(separator);
    }
    out_char('\n');
}

static int widest(int a, int b) {
    return a > b ? a : b;
}

/** Like next_option, but a negative number is an operand. */
static int find_operands(int argc, char **argv) {
    int i = 1;
    for (; i < argc; i++) {
        const char *word = argv[i];
        if (word[0] != '-' || word[1] == '.' || (word[1] >= '0' && word[1] <= '9')) break;
        if (strcmp(word, "--") == 0) break;
        if ((word[1] == 'f' || word[1] == 's') && word[2] == '\0') i++;
        if (strcmp(word, "--format") == 0 || strcmp(word, "--separator") == 0) i++;
    }
    return i < argc ? i : argc;
}

static int seq_main(int argc, char **argv) {
    const char *format_text = NULL;
    int options_end = find_operands(argc, argv);
    char **words = allocate((options_end + 1) * sizeof *words); // next_option() moves operands about
    memcpy(words, argv, options_end * sizeof *words);
    struct options options = {.argc = options_end, .argv = words, .table = table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'f': format_text = options.argument; break;
        case 's': separator = options.argument; break;
        case 'w': equal_width = true; break;
        }
    }
    char **operands = argv + options_end;
    int n = argc - options_end;
    if (n > 0 && strcmp(*operands, "--") == 0) operands++, n--;
    if (n < 1) missing_operand();
    if (n > 3) extra_operand(operands[3]);
    struct format format = {0};
    if (format_text) format = parse_format(format_text);
    if (format_text && equal_width) usage_error("format string may not be specified when printing equal width strings");
    struct operand first = n > 1 ? parse(operands[0]) : parse("1"), step = n > 2 ? parse(operands[1]) : parse("1"), last = parse(operands[n - 1]);
    if (step.value == 0) usage_error("invalid Zero increment value: %s", quote(operands[1]));

    bool plain = first.precision >= 0 && step.precision >= 0;
    int precision = plain ? widest(first.precision, step.precision) : -1;
    // Widths are those of the numbers as they will be printed, with that precision.
    int width = 0;
    if (plain && last.precision >= 0) {
        int a = first.width - first.precision - (first.precision > 0) + precision + (precision > 0);
        int b = last.width - last.precision - (last.precision > 0) + precision + (precision > 0);
        width = widest(a, b);
    }
    int scale = widest(precision, last.precision);
    __int128 x, y, z;
    if (format_text == NULL && plain && isinf(last.value) && scaled(&first, precision, &x) && scaled(&step, precision, &y)) {
        z = (__int128)1 << 126;
        count(x, last.value < 0 ? -z : z, y, precision, width);
        return status;
    }
    bool minus_zero = first.value == 0 && signbit(first.value); // only reals know it
    if (format_text == NULL && plain && !minus_zero && last.precision >= 0 && scaled(&first, scale, &x) && scaled(&step, scale, &y) && scaled(&last, scale, &z)) {
        for (; scale > precision; scale--) z = z / 10 - (z < 0 && z % 10 != 0 && y > 0) + (z > 0 && z % 10 != 0 && y < 0), x /= 10, y /= 10;
        count(x, z, y, precision, width);
        return status;
    }
    if (format_text == NULL) {
        format.before = "";
        format.behind = "";
        format.real = (struct real_format){.conversion = 'g', .precision = -1};
        if (plain) format.real = (struct real_format){.conversion = 'f', .precision = precision, .zero = equal_width, .width = equal_width ? width : 0};
        if (plain && last.precision < 0 && !isinf(last.value)) format.real = (struct real_format){.conversion = 'g', .precision = -1};
    }
    count_reals(&format, first.value, step.value, last.value);
    return status;
}

const struct command cmd_seq = {"seq", usage, seq_main, 0};
