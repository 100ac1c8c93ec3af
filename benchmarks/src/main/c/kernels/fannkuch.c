// SPDX-License-Identifier: Apache-2.0
// How often must the front of a permutation of 9 be flipped until 1 leads? For all permutations. Integer, small arrays, branches. After `fannkuch-redux`
// of the Benchmarks Game.
#include "../kernel.h"

enum { SIZE = 9 };
static int32_t count[SIZE], permutation[SIZE], work[SIZE];

static int32_t flips(void)
{
    for (int i = 0; i < SIZE; i++)
        work[i] = permutation[i];
    int32_t total = 0;
    for (int32_t first = work[0]; first != 0; first = work[0]) {
        for (int32_t low = 0, high = first; low < high; low++, high--) {
            int32_t t = work[low];
            work[low] = work[high];
            work[high] = t;
        }
        total++;
    }
    return total;
}

// Rotates the first r + 1 left; 0 if all have been seen.
static int next(void)
{
    for (int r = 1; r < SIZE; r++) {
        int32_t first = permutation[0];
        for (int i = 0; i < r; i++)
            permutation[i] = permutation[i + 1];
        permutation[r] = first;
        if (++count[r] <= r)
            return 1;
        count[r] = 0;
    }
    return 0;
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        int32_t most = 0, checksum = 0, odd = 0;
        for (int i = 0; i < SIZE; i++) {
            permutation[i] = i;
            count[i] = 0;
        }
        do {
            int32_t f = flips();
            if (f > most)
                most = f;
            checksum += odd ? -f : f;
            odd = !odd;
        } while (next());
        sum = mix(sum, (uint64_t)(checksum * 100 + most));
    }
    return (int64_t)sum;
}
