// SPDX-License-Identifier: Apache-2.0
// What clang expects of a C library where there is none. Linked into the Wasm kernels only.
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    for (; n >= 8; n -= 8, t += 8, f += 8)
        *(uint64_t *)t = *(const uint64_t *)f;      // Wasm knows no misalignment
    while (n-- > 0)
        *t++ = *f++;
    return to;
}

void *memset(void *to, int byte, size_t n)
{
    uint8_t *t = to;
    uint64_t eight = 0x0101010101010101u * (uint8_t)byte;
    for (; n >= 8; n -= 8, t += 8)
        *(uint64_t *)t = eight;
    while (n-- > 0)
        *t++ = (uint8_t)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
    const uint8_t *x = a, *y = b;
    for (; n > 0; n--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}
