// SPDX-License-Identifier: Apache-2.0
// Integers of any size, in decimal: reading and writing them is most of what expr does with them.

#include "big.h"

enum { BASE = 1000000000, DIGITS = 9 };

static struct big make(size_t count) {
    return (struct big){false, count, allocate_zeroed(count, sizeof(uint32_t))};
}

static struct big trimmed(struct big a) {
    while (a.count > 0 && a.limbs[a.count - 1] == 0) a.count--;
    if (a.count == 0) a.negative = false;
    return a;
}

struct big big_parse(const char *text) {
    bool negative = *text == '-';
    text += negative;
    size_t length = strlen(text);
    struct big a = make(length / DIGITS + 1);
    a.negative = negative;
    for (size_t limb = 0; length > 0; limb++) {
        size_t n = length < DIGITS ? length : DIGITS;
        length -= n;
        for (size_t i = 0; i < n; i++) a.limbs[limb] = a.limbs[limb] * 10 + (uint32_t)(text[length + i] - '0');
    }
    return trimmed(a);
}

char *big_text(const struct big *a) {
    char *text = allocate(a->count * DIGITS + 3), *to = text;
    if (a->negative) *to++ = '-';
    to += sprintf(to, "%u", a->count ? a->limbs[a->count - 1] : 0);
    for (size_t i = a->count; i-- > 1;) to += sprintf(to, "%09u", a->limbs[i - 1]);
    return text;
}

static int compare_magnitudes(const struct big *a, const struct big *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (size_t i = a->count; i-- > 0;)
        if (a->limbs[i] != b->limbs[i]) return a->limbs[i] < b->limbs[i] ? -1 : 1;
    return 0;
}

int big_compare(const struct big *a, const struct big *b) {
    if (a->negative != b->negative) return a->negative ? -1 : 1;
    return a->negative ? -compare_magnitudes(a, b) : compare_magnitudes(a, b);
}

static uint32_t limb(const struct big *a, size_t i) {
    return i < a->count ? a->limbs[i] : 0;
}

static struct big add_magnitudes(const struct big *a, const struct big *b) {
    struct big sum = make((a->count > b->count ? a->count : b->count) + 1);
    uint32_t carry = 0;
    for (size_t i = 0; i < sum.count; i++) {
        carry += limb(a, i) + limb(b, i);
        sum.limbs[i] = carry % BASE;
        carry /= BASE;
    }
    return trimmed(sum);
}

/** a >= b */
static struct big subtract_magnitudes(const struct big *a, const struct big *b) {
    struct big difference = make(a->count);
    uint32_t borrow = 0;
    for (size_t i = 0; i < a->count; i++) {
        uint32_t from = a->limbs[i] + BASE - limb(b, i) - borrow;
        borrow = from < BASE;
        difference.limbs[i] = from % BASE;
    }
    return trimmed(difference);
}

static struct big add(const struct big *a, const struct big *b, bool b_negative) {
    struct big result;
    if (a->negative == b_negative) {
        result = add_magnitudes(a, b);
        result.negative = a->negative;
    } else if (compare_magnitudes(a, b) >= 0) {
        result = subtract_magnitudes(a, b);
        result.negative = a->negative;
    } else {
        result = subtract_magnitudes(b, a);
        result.negative = b_negative;
    }
    return trimmed(result);
}

struct big big_add(const struct big *a, const struct big *b) {
    return add(a, b, b->negative);
}

struct big big_subtract(const struct big *a, const struct big *b) {
    return add(a, b, !b->negative);
}

struct big big_multiply(const struct big *a, const struct big *b) {
    struct big product = make(a->count + b->count);
    for (size_t i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < b->count || carry; j++) {
            carry += product.limbs[i + j] + (uint64_t)a->limbs[i] * limb(b, j);
            product.limbs[i + j] = (uint32_t)(carry % BASE);
            carry /= BASE;
        }
    }
    product.negative = a->negative != b->negative;
    return trimmed(product);
}

/** By hand, limb after limb: each guess from the two top limbs is right or a little too large. */
struct big big_divide(const struct big *a, const struct big *b, bool remainder) {
    struct big rest = make(a->count + 1), quotient = make(a->count + 1);
    memcpy(rest.limbs, a->limbs, a->count * sizeof *a->limbs);
    double top = limb(b, b->count - 1) + (b->count > 1 ? limb(b, b->count - 2) / (double)BASE : 0);
    for (size_t at = a->count < b->count ? 0 : a->count + 1 - b->count; at-- > 0;) {
        size_t high = at + b->count;
        struct big window = trimmed((struct big){false, b->count + 1, rest.limbs + at});
        double above = (double)rest.limbs[high] * BASE + rest.limbs[high - 1] + (high > 1 ? rest.limbs[high - 2] / (double)BASE : 0);
        double guess = above / top + 1;
        uint32_t factor = guess >= BASE ? BASE - 1 : (uint32_t)guess;
        struct big times = {false, 1, &factor}, part = big_multiply(b, &times);
        part.negative = false;
        for (; compare_magnitudes(&part, &window) > 0; factor--) part = subtract_magnitudes(&part, b);
        struct big left = subtract_magnitudes(&window, &part);
        memset(rest.limbs + at, 0, (b->count + 1) * sizeof *rest.limbs);
        memcpy(rest.limbs + at, left.limbs, left.count * sizeof *left.limbs);
        quotient.limbs[at] = factor;
    }
    struct big result = remainder ? rest : quotient;
    result.negative = remainder ? a->negative : a->negative != b->negative;
    return trimmed(result);
}
