// SPDX-License-Identifier: Apache-2.0
// Traps three calls deep. Built by: for v in 2 3 4 5; do
//   clang --target=wasm32 -O1 -g -gdwarf-$v -fdebug-prefix-map=$PWD=. -nostdlib -Wl,--no-entry -o trap$v.wasm trap.c; done
#include "inner.h"

static int cells[4];

__attribute__((noinline)) static int fib(int n)
{
    if (n < 2)
        return divide(10, n);
    return fib(n - 2) + fib(n - 1);
}

__attribute__((export_name("run"))) int run(int n)
{
    cells[n & 3]++;
    return fib(n) + 1;
}

__attribute__((export_name("dive"))) int dive(int n)
{
    return n == 0 ? cells[0] : dive(n + 1) + 1;
}
