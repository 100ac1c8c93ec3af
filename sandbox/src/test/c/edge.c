// SPDX-License-Identifier: Apache-2.0
// Recurses without end and makes a system call in every frame, so that one is made at the very edge of the stack.
#include <stdint.h>
#include <wasi/api.h>

static volatile int never;

__attribute__((noinline)) static uint64_t down(uint64_t depth) {
    __wasi_timestamp_t now;
    if (__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now) != 0) return depth;
    if (never) return now;
    return down(depth + 1) + now;
}

int main(void) {
    return (int)down(0);
}
