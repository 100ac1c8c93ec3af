// SPDX-License-Identifier: Apache-2.0
// Follows a random cycle through 16 MiB, 1 000 steps a turn: nothing but waiting for memory. After `lat_mem_rd` of lmbench.
#include "../kernel.h"

enum { COUNT = 4 << 20 };
static uint32_t next[COUNT];

// Sattolo's shuffle: one cycle through all.
static void make(void)
{
    uint32_t seed = 2463534242u;
    for (uint32_t i = 0; i < COUNT; i++)
        next[i] = i;
    for (uint32_t i = COUNT - 1; i > 0; i--) {
        uint32_t j = rnd(&seed) % i, t = next[i];
        next[i] = next[j];
        next[j] = t;
    }
}

int64_t run(int32_t n)
{
    static int32_t made;
    if (!made)
        make();
    made = 1;
    uint32_t at = 0;
    for (int32_t turn = 0; turn < n; turn++)
        for (int i = 0; i < 1000; i++)
            at = next[at];
    return at;
}
