// SPDX-License-Identifier: Apache-2.0
// Finding a key in a line, and comparing two lines by the keys. Everything is bytes: the C locale.

#include <ctype.h>
#include <math.h>
#include "sort.h"

struct sorting sorting = {.separator = -1, .delimiter = '\n'};

struct slice {
    const char *start, *end;
};

static bool blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static const char *skip_field(const char *at, const char *end) {
    while (at < end && blank(*at)) at++;
    while (at < end && !blank(*at)) at++;
    return at;
}

static const char *key_start(const struct key *key, const char *at, const char *end) {
    if (sorting.separator >= 0) {
        for (size_t i = 0; i < key->start_field && at < end; i++) {
            const char *found = memchr(at, sorting.separator, end - at);
            at = found ? found + 1 : end;
        }
    } else {
        for (size_t i = 0; i < key->start_field && at < end; i++) at = skip_field(at, end);
    }
    if (key->flags.blanks_start)
        while (at < end && blank(*at)) at++;
    return key->start_char < (size_t)(end - at) ? at + key->start_char : end;
}

static const char *key_end(const struct key *key, const char *at, const char *end) {
    if (key->end_field == SIZE_MAX) return end;
    size_t fields = key->end_field + (key->end_char == 0);
    if (sorting.separator >= 0) {
        for (; fields > 0 && at < end; fields--) {
            const char *found = memchr(at, sorting.separator, end - at);
            at = found ? found : end;
            if (found && (fields > 1 || key->end_char != 0)) at++;
        }
    } else {
        for (; fields > 0 && at < end; fields--) at = skip_field(at, end);
    }
    if (key->end_char == 0) return at;
    if (key->flags.blanks_end)
        while (at < end && blank(*at)) at++;
    return key->end_char < (size_t)(end - at) ? at + key->end_char : end;
}

static struct slice find_key(const struct key *key, const char *line, size_t length) {
    const char *start = key_start(key, line, line + length), *end = key_end(key, line, line + length);
    return (struct slice){start, end > start ? end : start};
}

// Numbers, compared as text: any number of digits, no rounding.

static bool negative(const char **at, const char *end) {
    while (*at < end && blank(**at)) ++*at;
    if (*at < end && **at == '-') {
        ++*at;
        return true;
    }
    return false;
}

static const char *digits_end(const char *at, const char *end) {
    while (at < end && digit(*at)) at++;
    return at;
}

static bool is_zero(struct slice s) {
    const char *at = s.start;
    while (at < s.end && *at == '0') at++;
    if (at < s.end && *at == '.')
        for (at++; at < s.end && *at == '0'; at++) continue;
    return at == s.end || !digit(*at);
}

static int compare_magnitudes(struct slice a, struct slice b) {
    const char *x = a.start, *y = b.start;
    while (x < a.end && *x == '0') x++;
    while (y < b.end && *y == '0') y++;
    const char *x_end = digits_end(x, a.end), *y_end = digits_end(y, b.end);
    if (x_end - x != y_end - y) return x_end - x < y_end - y ? -1 : 1;
    int result = memcmp(x, y, x_end - x);
    if (result != 0) return result;
    x = x_end < a.end && *x_end == '.' ? x_end + 1 : a.end;
    y = y_end < b.end && *y_end == '.' ? y_end + 1 : b.end;
    for (;; x++, y++) {
        char c = x < a.end && digit(*x) ? *x : '\0', d = y < b.end && digit(*y) ? *y : '\0';
        if (c == '\0') {
            for (; y < b.end && digit(*y); y++)
                if (*y != '0') return -1;
            return 0;
        }
        if (d == '\0') {
            for (; x < a.end && digit(*x); x++)
                if (*x != '0') return 1;
            return 0;
        }
        if (c != d) return c < d ? -1 : 1;
    }
}

static int compare_numbers(struct slice a, struct slice b) {
    bool x = negative(&a.start, a.end), y = negative(&b.start, b.end);
    bool a_zero = is_zero(a), b_zero = is_zero(b);
    if (a_zero && b_zero) return 0;
    if (a_zero) return y ? 1 : -1;
    if (b_zero) return x ? -1 : 1;
    if (x != y) return x ? -1 : 1;
    int result = compare_magnitudes(a, b);
    return x ? -result : result;
}

static int unit_order(struct slice s) {
    bool minus = negative(&s.start, s.end);
    const char *at = digits_end(s.start, s.end);
    if (at < s.end && *at == '.') at = digits_end(at + 1, s.end);
    static const char units[] = "KMGTPEZY";
    const char *unit = at < s.end && *at ? strchr(units, *at == 'k' ? 'K' : *at) : NULL;
    int order = is_zero(s) || unit == NULL ? 0 : (int)(unit - units) + 1;
    return minus ? -order : order;
}

static int compare_human(struct slice a, struct slice b) {
    int x = unit_order(a), y = unit_order(b);
    return x != y ? (x < y ? -1 : 1) : compare_numbers(a, b);
}

/** What is no number comes first, then NaN, then numbers. */
static int compare_general(struct slice a, struct slice b) {
    char *x = copy_bytes(a.start, a.end - a.start), *y = copy_bytes(b.start, b.end - b.start), *x_end, *y_end;
    long double v = strtold(x, &x_end), w = strtold(y, &y_end);
    int x_rank = x_end == x ? 0 : isnan(v) ? 1 : 2, y_rank = y_end == y ? 0 : isnan(w) ? 1 : 2;
    free(x);
    free(y);
    if (x_rank != y_rank) return x_rank < y_rank ? -1 : 1;
    return x_rank == 2 ? (v > w) - (v < w) : 0;
}

static int month(struct slice s) {
    static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    while (s.start < s.end && blank(*s.start)) s.start++;
    if (s.end - s.start < 3) return 0;
    for (int m = 0; m < 12; m++)
        if (strncasecmp(s.start, names + 3 * m, 3) == 0) return m + 1;
    return 0;
}

// Text

static bool ignored(const struct flags *flags, unsigned char c) {
    if (flags->dictionary) return !(isalnum(c) && c < 128) && !blank((char)c);
    return flags->printable && (c < ' ' || c >= 127);
}

static int compare_text(const struct flags *flags, struct slice a, struct slice b) {
    size_t x = a.end - a.start, y = b.end - b.start;
    if (!flags->fold && !flags->dictionary && !flags->printable) {
        int result = memcmp(a.start, b.start, x < y ? x : y);
        return result ? result : (x > y) - (x < y);
    }
    for (;;) {
        while (a.start < a.end && ignored(flags, (unsigned char)*a.start)) a.start++;
        while (b.start < b.end && ignored(flags, (unsigned char)*b.start)) b.start++;
        if (a.start == a.end || b.start == b.end) return (a.start < a.end) - (b.start < b.end);
        unsigned char c = (unsigned char)*a.start++, d = (unsigned char)*b.start++;
        if (flags->fold) c = (unsigned char)toupper(c), d = (unsigned char)toupper(d);
        if (c != d) return c < d ? -1 : 1;
    }
}

static uint64_t hash(struct slice s) {
    static uint64_t seed;
    while (seed == 0)
        if (getentropy(&seed, sizeof seed) < 0) seed = 1;
    uint64_t value = seed;
    for (; s.start < s.end; s.start++) value = (value ^ (unsigned char)*s.start) * 0x100000001b3;
    value ^= value >> 32;
    return value * 0x9e3779b97f4a7c15;
}

static int compare_key(const struct key *key, struct slice a, struct slice b) {
    switch (key->flags.ordering) {
    case NUMERIC: return compare_numbers(a, b);
    case GENERAL: return compare_general(a, b);
    case HUMAN: return compare_human(a, b);
    case MONTH: return month(a) - month(b);
    case VERSION_ORDER: return compare_versions(a.start, a.end - a.start, b.start, b.end - b.start);
    case RANDOM: {
        uint64_t x = hash(a), y = hash(b);
        return (x > y) - (x < y);
    }
    default: return compare_text(&key->flags, a, b);
    }
}

int compare_lines(const char *a, size_t a_length, const char *b, size_t b_length) {
    for (const struct key *key = sorting.keys; key; key = key->next) {
        int result = compare_key(key, find_key(key, a, a_length), find_key(key, b, b_length));
        if (result) return key->flags.reverse ? -result : result;
    }
    if (sorting.keys && (sorting.unique || sorting.stable)) return 0;
    int result = memcmp(a, b, a_length < b_length ? a_length : b_length);
    if (result == 0) result = (a_length > b_length) - (a_length < b_length);
    return sorting.global.reverse ? -result : result;
}

// The prefix

static uint64_t text_prefix(struct slice s, bool fold) {
    uint64_t value = 0;
    size_t length = s.end - s.start;
    if (length >= 8 && !fold) {
        memcpy(&value, s.start, 8);
        return __builtin_bswap64(value); // both targets are little-endian
    }
    for (size_t i = 0; i < 8; i++) {
        unsigned char c = i < length ? (unsigned char)s.start[i] : 0;
        value = value << 8 | (fold ? (unsigned char)toupper(c) : c);
    }
    return value;
}

/** The whole part of the number, as far as 18 digits go; cutting the fraction off keeps the order. */
static uint64_t number_prefix(struct slice s) {
    const uint64_t middle = 1ull << 63, most = 1000000000000000000ull;
    bool minus = negative(&s.start, s.end);
    uint64_t value = 0;
    for (const char *at = s.start; at < s.end && digit(*at); at++)
        value = value >= most / 10 ? most : value * 10 + (*at - '0');
    return minus ? middle - value : middle + value;
}

uint64_t prefix_of(const char *line, size_t length) {
    const struct key *key = sorting.keys;
    struct slice s = {line, line + length};
    uint64_t prefix = 0;
    if (key == NULL) {
        prefix = text_prefix(s, false);
        return sorting.global.reverse ? ~prefix : prefix;
    }
    s = find_key(key, line, length);
    switch (key->flags.ordering) {
    case TEXT:
        if (!key->flags.dictionary && !key->flags.printable) prefix = text_prefix(s, key->flags.fold);
        break;
    case NUMERIC: prefix = number_prefix(s); break;
    case MONTH: prefix = (uint64_t)month(s); break;
    case RANDOM: prefix = hash(s); break;
    default: break;
    }
    return key->flags.reverse ? ~prefix : prefix;
}
