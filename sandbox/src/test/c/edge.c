// SPDX-License-Identifier: Apache-2.0
// Recurses without end and makes a system call in every frame, so that one is made at the very edge of the stack.
#include <stdint.h>
#include <wasi/api.h>

static __wasi_timestamp_t now; // not on the C stack, which would end first
static volatile uint64_t sum;

__attribute__((noinline)) static void down(uint64_t depth) {
    if (__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now) != 0) return;
    down(depth + 1);
    sum += now + depth; // so that this is no loop
}

int main(void) {
    down(0);
    return 0;
}
