// SPDX-License-Identifier: Apache-2.0
// Integers of any size, for expr. They are never freed: an expression is short.
#ifndef BIG_H
#define BIG_H
#include "coreutils.h"

struct big {
    bool negative;
    size_t count;    // 0: zero
    uint32_t *limbs; // of nine decimal digits, the lowest first
};
/** Of [-]digits. */
struct big big_parse(const char *text);
char *big_text(const struct big *a);
int big_compare(const struct big *a, const struct big *b);
struct big big_add(const struct big *a, const struct big *b);
struct big big_subtract(const struct big *a, const struct big *b);
struct big big_multiply(const struct big *a, const struct big *b);
/** Rounds towards zero; the remainder has the sign of `a`. `b` is not zero. */
struct big big_divide(const struct big *a, const struct big *b, bool remainder);
#endif
