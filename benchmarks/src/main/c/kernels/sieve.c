// SPDX-License-Identifier: Apache-2.0
// Primes by the sieve of Eratosthenes, in 8 KiB of flags. Integer, memory in the first cache. After `sieve` of wasm-score's (Sightglass') shootout set.
#include "../kernel.h"

enum { SIZE = 8192 };
static uint8_t flags[SIZE + 1];

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        int32_t count = 0;
        for (int32_t i = 2; i <= SIZE; i++)
            flags[i] = 1;
        for (int32_t i = 2; i <= SIZE; i++) {
            if (!flags[i])
                continue;
            for (int32_t k = i + i; k <= SIZE; k += i)
                flags[k] = 0;
            count++;
        }
        sum = mix(sum, (uint64_t)count + flags[turn & (SIZE - 1)]);
    }
    return (int64_t)sum;
}
