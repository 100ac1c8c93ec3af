// SPDX-License-Identifier: Apache-2.0
// Formatting reals: the value's exact decimal expansion, then rounding to even, then the layout of %f, %e, %g or %a.

#include <math.h>
#include "real.h"

// The expansion of the value: digits without leading zeros, the point behind `point` of them (it may be before the
// first or behind the last). Zero has no digits.
struct digits {
    char *bytes;
    int count, point;
};

/** mantissa * 2^exponent = value, where the mantissa has its top bit set (or is 0). */
static uint64_t split(long double value, int *exponent) {
    long double fraction = frexpl(value, exponent);
    long double scaled = ldexpl(fraction, 64);
    uint64_t mantissa;
    if (scaled >= 18446744073709551615.5L) { // a longer mantissa that rounds up to the next power
        mantissa = 1ull << 63;
        ++*exponent;
    } else {
        mantissa = (uint64_t)scaled;
        long double rest = scaled - (long double)mantissa;
        if (rest > 0.5L || (rest == 0.5L && (mantissa & 1))) mantissa++;
    }
    *exponent -= 64;
    return mantissa;
}

enum { BASE = 1000000000, BASE_DIGITS = 9 };

static void multiply(uint32_t *limbs, int *count, uint32_t by) {
    uint64_t carry = 0;
    for (int i = 0; i < *count; i++) {
        carry += (uint64_t)limbs[i] * by;
        limbs[i] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
    if (carry) limbs[(*count)++] = (uint32_t)carry;
}

/** m * 2^e for e < 0 is m * 5^-e / 10^-e: both are integers in decimal. */
static struct digits expand(long double value) {
    int exponent, count = 0;
    uint64_t mantissa = split(value, &exponent);
    while (mantissa && (mantissa & 1) == 0) mantissa >>= 1, exponent++;
    int power = exponent < 0 ? -exponent : exponent;
    uint32_t *limbs = allocate((power * (exponent < 0 ? 7 : 1) / 27 + power / 29 + 8) * sizeof *limbs);
    for (; mantissa; mantissa /= BASE) limbs[count++] = (uint32_t)(mantissa % BASE);
    int step = exponent < 0 ? 12 : 29;
    uint32_t factor = exponent < 0 ? 244140625 : 1u << 29; // 5^12, 2^29: below BASE, so that the carry is
    for (; power >= step; power -= step) multiply(limbs, &count, factor);
    for (; power > 0; power--) multiply(limbs, &count, exponent < 0 ? 5 : 2);
    struct digits digits = {.bytes = allocate(count * BASE_DIGITS + 2)};
    char *to = digits.bytes;
    for (int i = count; i-- > 0;) to += sprintf(to, i == count - 1 ? "%u" : "%09u", limbs[i]);
    digits.count = (int)(to - digits.bytes);
    digits.point = digits.count + (exponent < 0 ? exponent : 0);
    free(limbs);
    return digits;
}

/** Keeps the first `kept` digits, rounded half to even. */
static void round_to(struct digits *digits, int kept) {
    if (kept >= digits->count) return;
    if (kept < 0) {
        digits->count = 0;
        return;
    }
    char *next = digits->bytes + kept;
    bool more = false;
    for (int i = kept + 1; i < digits->count && !more; i++) more = digits->bytes[i] != '0';
    bool odd = kept > 0 && (next[-1] & 1);
    bool up = *next > '5' || (*next == '5' && (more || odd));
    digits->count = kept;
    if (!up) return;
    int i = kept;
    while (i > 0 && digits->bytes[i - 1] == '9') digits->bytes[--i] = '0';
    if (i > 0) {
        digits->bytes[i - 1]++;
        return;
    }
    digits->bytes[0] = '1'; // 999 became 1000: the zeros behind need not be spelled out
    digits->count = 1;
    digits->point++;
}

static char digit_at(const struct digits *digits, int i) {
    return i >= 0 && i < digits->count ? digits->bytes[i] : '0';
}

/** Text being made. */
struct text {
    char *bytes;
    size_t length, capacity;
};

static void put(struct text *text, char c) {
    GROW(text->bytes, text->length, text->capacity);
    text->bytes[text->length++] = c;
}

static void put_string(struct text *text, const char *string) {
    while (*string) put(text, *string++);
}

static void put_fixed(struct text *text, const struct digits *digits, int precision, bool point) {
    if (digits->point <= 0 || digits->count == 0) put(text, '0');
    else for (int i = 0; i < digits->point; i++) put(text, digit_at(digits, i));
    if (precision > 0 || point) put(text, '.');
    int from = digits->count == 0 ? 0 : digits->point;
    for (int i = 0; i < precision; i++) put(text, digit_at(digits, from + i));
}

static void put_exponential(struct text *text, const struct digits *digits, int precision, bool point, char letter) {
    char exponent[16];
    put(text, digit_at(digits, 0));
    if (precision > 0 || point) put(text, '.');
    for (int i = 1; i <= precision; i++) put(text, digit_at(digits, i));
    snprintf(exponent, sizeof exponent, "%c%+03d", letter, digits->count ? digits->point - 1 : 0);
    put_string(text, exponent);
}

static void put_general(struct text *text, struct digits *digits, int precision, bool alternative, char letter) {
    if (precision == 0) precision = 1;
    round_to(digits, precision);
    int exponent = digits->count ? digits->point - 1 : 0;
    int shown = precision; // significant digits
    if (!alternative) {
        shown = digits->count;
        while (shown > 1 && digits->bytes[shown - 1] == '0') shown--;
        if (shown == 0) shown = 1;
    }
    if (exponent < -4 || exponent >= precision) put_exponential(text, digits, shown - 1, alternative, letter);
    else put_fixed(text, digits, shown - 1 - exponent > 0 ? shown - 1 - exponent : 0, alternative);
}

/** As x86 writes it: the mantissa's four top bits before the point. */
static void put_hexadecimal(struct text *text, long double value, int precision, bool point, bool upper) {
    int exponent;
    uint64_t mantissa = split(value, &exponent);
    if (mantissa) exponent += 60;
    else exponent = 0;
    if (precision >= 0 && precision < 15) {
        int dropped = 60 - 4 * precision;
        uint64_t rest = mantissa & ((1ull << dropped) - 1), half = 1ull << (dropped - 1);
        mantissa >>= dropped;
        if (rest > half || (rest == half && (mantissa & 1))) mantissa++;
        if (dropped == 60 ? mantissa == 16 : mantissa >> (64 - dropped) != 0) {
            mantissa >>= 4;
            exponent += 4;
        }
        mantissa <<= dropped;
    }
    const char *names = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    put_string(text, upper ? "0X" : "0x");
    put(text, names[mantissa >> 60]);
    mantissa <<= 4;
    if (precision > 0 || point || (precision < 0 && mantissa)) put(text, '.');
    for (int i = 0; precision < 0 ? mantissa != 0 : i < precision; i++, mantissa <<= 4) put(text, names[mantissa >> 60]);
    char power[16];
    snprintf(power, sizeof power, "%c%+d", upper ? 'P' : 'p', exponent);
    put_string(text, power);
}

char *format_real(const struct real_format *format, long double value) {
    struct text text = {0};
    bool upper = format->conversion >= 'A' && format->conversion <= 'G', finite = isfinite(value);
    char sign = signbit(value) ? '-' : format->plus ? '+' : format->space ? ' ' : '\0';
    if (signbit(value)) value = -value;
    int precision = format->precision;
    if (!finite) {
        put_string(&text, isnan(value) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
    } else if (format->conversion == 'a' || format->conversion == 'A') {
        put_hexadecimal(&text, value, precision, format->alternative, upper);
    } else {
        if (precision < 0) precision = 6;
        struct digits digits = expand(value);
        switch (format->conversion) {
        case 'f': case 'F':
            if (precision < digits.count - digits.point) round_to(&digits, digits.point + precision);
            put_fixed(&text, &digits, precision, format->alternative);
            break;
        case 'e': case 'E':
            if (precision < digits.count) round_to(&digits, precision + 1);
            put_exponential(&text, &digits, precision, format->alternative, format->conversion);
            break;
        default: put_general(&text, &digits, precision, format->alternative, upper ? 'E' : 'e'); break;
        }
        free(digits.bytes);
    }
    size_t body = text.length + (sign != '\0'), width = format->width > 0 ? format->width : 0;
    size_t padding = width > body ? width - body : 0;
    bool zeros = format->zero && !format->left && finite;
    struct text all = {0};
    if (!format->left && !zeros) for (; padding > 0; padding--) put(&all, ' ');
    if (sign) put(&all, sign);
    size_t skipped = 0;
    if (zeros && text.bytes[0] == '0' && (text.bytes[1] | 0x20) == 'x' && text.length > 1) // zeros go behind 0x
        for (; skipped < 2; skipped++) put(&all, text.bytes[skipped]);
    if (zeros) for (; padding > 0; padding--) put(&all, '0');
    for (size_t i = skipped; i < text.length; i++) put(&all, text.bytes[i]);
    for (; padding > 0; padding--) put(&all, ' ');
    put(&all, '\0');
    free(text.bytes);
    return all.bytes;
}

void out_real(const struct real_format *format, long double value) {
    char *text = format_real(format, value);
    out_string(text);
    free(text);
}

static int number(const char **at) {
    int value = 0;
    for (; **at >= '0' && **at <= '9'; ++*at) value = value < 100000000 ? value * 10 + (**at - '0') : value;
    return value;
}

bool parse_real_format(const char **at, struct real_format *format) {
    const char *p = *at;
    *format = (struct real_format){.precision = -1};
    if (*p++ != '%') return false;
    for (;; p++) {
        if (*p == '-') format->left = true;
        else if (*p == '+') format->plus = true;
        else if (*p == ' ') format->space = true;
        else if (*p == '#') format->alternative = true;
        else if (*p == '0') format->zero = true;
        else if (*p != '\'') break;
    }
    format->width = number(&p);
    if (*p == '.') {
        p++;
        format->precision = number(&p);
    }
    if (*p == 'L') p++;
    if (*p == '\0' || !strchr("aAeEfFgG", *p)) return false;
    format->conversion = *p++;
    *at = p;
    return true;
}
