// SPDX-License-Identifier: Apache-2.0
// Backslash escapes.

#include "coreutils.h"

static int digits(const char **at, int most, int base) {
    int value = 0;
    for (; most > 0; most--, ++*at) {
        char c = **at;
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
        if (digit >= base) break;
        value = value * base + digit;
    }
    return value & 0xff;
}

int escape(const char **at, int octal_digits_after_zero) {
    char c = **at;
    switch (c) {
    case 'a': ++*at; return '\a';
    case 'b': ++*at; return '\b';
    case 'c': ++*at; return -2;
    case 'e': ++*at; return 033;
    case 'f': ++*at; return '\f';
    case 'n': ++*at; return '\n';
    case 'r': ++*at; return '\r';
    case 't': ++*at; return '\t';
    case 'v': ++*at; return '\v';
    case '\\': ++*at; return '\\';
    case 'x': {
        const char *start = *at + 1, *end = start;
        int value = digits(&end, 2, 16);
        if (end == start) return -1;
        *at = end;
        return value;
    }
    case '0':
        ++*at;
        return digits(at, octal_digits_after_zero, 8);
    default:
        if (c >= '1' && c <= '7' && octal_digits_after_zero == 2) return digits(at, 3, 8);
        return -1;
    }
}
