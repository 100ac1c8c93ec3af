// SPDX-License-Identifier: Apache-2.0
// Comparing names that hold version numbers, as Debian and GNU do: digits as numbers, ~ before the end, letters before
// other bytes, a suffix like .tar.gz only as a last resort.

#include <ctype.h>
#include "coreutils.h"

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static const char *digits_end(const char *at, const char *end) {
    while (at < end && digit(*at)) at++;
    return at;
}

static int version_rank(const char *at, const char *end) {
    if (at == end || digit(*at)) return 0;
    if (isalpha((unsigned char)*at)) return (unsigned char)*at;
    return *at == '~' ? -1 : (unsigned char)*at + 256;
}

static int compare_version_parts(const char *a, const char *a_end, const char *b, const char *b_end) {
    while (a < a_end || b < b_end) {
        while ((a < a_end && !digit(*a)) || (b < b_end && !digit(*b))) {
            int x = version_rank(a, a_end), y = version_rank(b, b_end);
            if (x != y) return x < y ? -1 : 1;
            a += a < a_end;
            b += b < b_end;
        }
        while (a < a_end && *a == '0') a++;
        while (b < b_end && *b == '0') b++;
        const char *x = digits_end(a, a_end), *y = digits_end(b, b_end);
        if (x - a != y - b) return x - a < y - b ? -1 : 1;
        int result = memcmp(a, b, x - a);
        if (result) return result;
        a = x;
        b = y;
    }
    return 0;
}

/** Where a suffix like .tar.gz begins: (\.[A-Za-z~][A-Za-z0-9~]*)*$ */
static const char *without_suffix(const char *start, const char *end) {
    const char *at = end;
    while (at > start) {
        const char *part = at;
        while (part > start && (isalnum((unsigned char)part[-1]) || part[-1] == '~')) part--;
        if (part == at || part == start || part[-1] != '.' || !(isalpha((unsigned char)*part) || *part == '~') || part - 1 == start) break;
        at = part - 1;
    }
    return at;
}

int compare_versions(const char *a, size_t a_length, const char *b, size_t b_length) {
    const char *a_end = a + a_length, *b_end = b + b_length;
    if (a_length == 0 || b_length == 0) return (a_length > 0) - (b_length > 0);
    if ((*a == '.') != (*b == '.')) return *a == '.' ? -1 : 1;
    int result = compare_version_parts(a, without_suffix(a, a_end), b, without_suffix(b, b_end));
    return result ? result : compare_version_parts(a, a_end, b, b_end);
}
