// SPDX-License-Identifier: Apache-2.0
// How many edits make one word of 512 letters of another (Levenshtein), two rows at a time. Own: dynamic programming with minima.
#include "../kernel.h"

enum { LENGTH = 512 };
static uint8_t a[LENGTH], b[LENGTH];
static int32_t rows[2][LENGTH + 1];

static int32_t distance(void)
{
    int32_t *above = rows[0], *row = rows[1];
    for (int j = 0; j <= LENGTH; j++)
        above[j] = j;
    for (int i = 1; i <= LENGTH; i++) {
        row[0] = i;
        for (int j = 1; j <= LENGTH; j++) {
            int32_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
        int32_t *t = above;
        above = row;
        row = t;
    }
    return above[LENGTH];
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    uint32_t seed = 31;
    for (int32_t turn = 0; turn < n; turn++) {
        for (int i = 0; i < LENGTH; i++) {
            a[i] = rnd(&seed) >> 7 & 7;
            b[i] = rnd(&seed) & 3 ? a[i] : (uint8_t)(rnd(&seed) >> 9 & 7);
        }
        sum = mix(sum, (uint64_t)distance());
    }
    return (int64_t)sum;
}
