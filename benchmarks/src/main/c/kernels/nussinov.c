// SPDX-License-Identifier: Apache-2.0
// How many bases of an RNA sequence of 256 can pair: dynamic programming over a triangle. After `nussinov` of PolyBench.
#include "../kernel.h"

enum { SIZE = 256 };
static uint8_t sequence[SIZE];
static int32_t table[SIZE][SIZE];

static inline int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t pairs(void)
{
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            table[i][j] = 0;
    for (int i = SIZE - 1; i >= 0; i--)
        for (int j = i + 1; j < SIZE; j++) {
            int32_t best = table[i][j - 1];
            if (i + 1 < SIZE) {
                best = larger(best, table[i + 1][j]);
                best = larger(best, table[i + 1][j - 1] + (i < j - 1 && sequence[i] + sequence[j] == 3));
            }
            for (int k = i + 1; k < j; k++)
                best = larger(best, table[i][k] + table[k + 1][j]);
            table[i][j] = best;
        }
    return table[0][SIZE - 1];
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    uint32_t seed = 7;
    for (int32_t turn = 0; turn < n; turn++) {
        for (int i = 0; i < SIZE; i++)
            sequence[i] = rnd(&seed) >> 8 & 3;
        sum = mix(sum, (uint64_t)pairs());
    }
    return (int64_t)sum;
}
