// SPDX-License-Identifier: Apache-2.0
// Finds words in 32 KiB of text by Horspool's shifts: bytes, a table, short compares. After `stringsearch` of MiBench.
#include "../kernel.h"

enum { LENGTH = 32768, PATTERNS = 16 };
static uint8_t text[LENGTH];
static uint8_t pattern[PATTERNS][16];
static int32_t length_of[PATTERNS];
static int32_t shift[256];

static int32_t occurrences(const uint8_t *word, int32_t m)
{
    int32_t found = 0;
    for (int i = 0; i < 256; i++)
        shift[i] = m;
    for (int i = 0; i < m - 1; i++)
        shift[word[i]] = m - 1 - i;
    for (int32_t at = 0; at + m <= LENGTH; at += shift[text[at + m - 1]]) {
        int32_t i = m - 1;
        while (i >= 0 && text[at + i] == word[i])
            i--;
        found += i < 0;
    }
    return found;
}

// Letters of a made-up language, the early ones often.
static uint8_t letter(uint32_t *seed)
{
    uint32_t r = rnd(seed) >> 4 & 1023;
    return (uint8_t)('a' + r * r * 20 / (1024 * 1024));
}

static void make(void)
{
    uint32_t seed = 4711;
    for (int i = 0; i < LENGTH; i++)
        text[i] = rnd(&seed) % 6 == 0 ? ' ' : letter(&seed);
    for (int p = 0; p < PATTERNS; p++) {
        length_of[p] = 3 + p % 10;
        int32_t from = (int32_t)(rnd(&seed) % (LENGTH - 16));
        for (int i = 0; i < length_of[p]; i++)
            pattern[p][i] = p % 2 ? text[from + i] : letter(&seed);
    }
}

int64_t run(int32_t n)
{
    make();
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        int p = turn % PATTERNS;
        sum = mix(sum, (uint64_t)occurrences(pattern[p], length_of[p]));
    }
    return (int64_t)sum;
}
