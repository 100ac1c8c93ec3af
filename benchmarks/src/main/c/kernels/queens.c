// SPDX-License-Identifier: Apache-2.0
// All ways to put eight queens on a board: recursion that tries and takes back, branches. After `Queens` of Hennessy's Stanford set.
#include "../kernel.h"

enum { SIZE = 8 };
static uint8_t column[SIZE], rising[2 * SIZE], falling[2 * SIZE];
static int32_t row_of[SIZE];
static uint64_t sum;

static int32_t place(int32_t c)
{
    if (c == SIZE) {
        sum = mix(sum, (uint64_t)(row_of[0] * SIZE + row_of[SIZE - 1]));
        return 1;
    }
    int32_t ways = 0;
    for (int32_t r = 0; r < SIZE; r++) {
        if (column[r] || rising[r + c] || falling[r - c + SIZE])
            continue;
        column[r] = rising[r + c] = falling[r - c + SIZE] = 1;
        row_of[c] = r;
        ways += place(c + 1);
        column[r] = rising[r + c] = falling[r - c + SIZE] = 0;
    }
    return ways;
}

int64_t run(int32_t n)
{
    sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        int32_t ways = place(0);    // which changes the sum
        sum = mix(sum, (uint64_t)ways);
    }
    return (int64_t)sum;
}
