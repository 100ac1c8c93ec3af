// SPDX-License-Identifier: Apache-2.0
// Fibonacci numbers by their definition: calls and little else. After `fibonacci` of wasm-score's (Sightglass') shootout set.
#include "../kernel.h"

__attribute__((noinline)) static int32_t fib(int32_t n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t i = 0; i < n; i++)
        sum = mix(sum, (uint64_t)fib(20 + (i & 3)));
    return (int64_t)sum;
}
