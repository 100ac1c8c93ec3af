// SPDX-License-Identifier: Apache-2.0
// Real numbers as text, the same with every C library: a value is rounded to 64 bits of mantissa (what long double has on
// x86, and so in GNU's tools), and its digits are exact.
#ifndef REAL_H
#define REAL_H
#include "coreutils.h"

struct real_format {
    char conversion; // one of aAeEfFgG
    bool left, plus, space, alternative, zero;
    int width;
    int precision;   // -1: none given
};
/** Prints to stdout. */
void out_real(const struct real_format *format, long double value);
/** The same, as a string to free. */
char *format_real(const struct real_format *format, long double value);
/** Reads %[flags][width][.precision][L]conversion; false if it is not such a one. Moves `*at` behind it. */
bool parse_real_format(const char **at, struct real_format *format);
#endif
