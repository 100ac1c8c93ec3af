// SPDX-License-Identifier: Apache-2.0
// Loops around single operations, for MicroFigures. Each result is the next argument, so that nothing can be left out or moved.
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))
__attribute__((import_module("bench"), import_name("bound"))) int32_t bound(int32_t);
__attribute__((import_module("bench"), import_name("fork"))) int32_t fork_(void);

static char room[70000];    // so that memory is 128 KiB

__attribute__((noinline)) static int32_t f0(int32_t x) { return x + 1; }
__attribute__((noinline)) static int32_t f1(int32_t x) { return x ^ 3; }
__attribute__((noinline)) static int32_t f2(int32_t x) { return x * 5; }
__attribute__((noinline)) static int32_t f3(int32_t x) { return x - 7; }
__attribute__((noinline)) static int32_t f4(int32_t x) { return x + 11; }
__attribute__((noinline)) static int32_t f5(int32_t x) { return x ^ 13; }
__attribute__((noinline)) static int32_t f6(int32_t x) { return x * 17; }
__attribute__((noinline)) static int32_t f7(int32_t x) { return x - 19; }
static int32_t (*const functions[8])(int32_t) = {f0, f1, f2, f3, f4, f5, f6, f7};

EXPORT("loop") int32_t loop(int32_t n, int32_t kinds)
{
    int32_t x = kinds;
    for (int32_t i = 0; i < n; i++) {
        __asm__ volatile("" : "+r"(x));
        x = (x ^ i) + 1;
    }
    return x;
}

EXPORT("direct") int32_t direct(int32_t n, int32_t kinds)
{
    int32_t x = kinds;
    for (int32_t i = 0; i < n; i++)
        x = f0(x ^ i);
    return x;
}

EXPORT("indirect") int32_t indirect(int32_t n, int32_t kinds)
{
    int32_t x = kinds + room[n & 65535];
    for (int32_t i = 0; i < n; i++)
        x = functions[i & (kinds - 1)](x ^ i);
    return x;
}

EXPORT("host") int32_t host(int32_t n, int32_t kinds)
{
    int32_t x = kinds;
    for (int32_t i = 0; i < n; i++)
        x = bound(x ^ i);
    return x;
}

__attribute__((noinline)) static int32_t down(int32_t frames, int32_t x)
{
    volatile int32_t here = x;
    return (frames == 0 ? fork_() : down(frames - 1, x ^ frames)) + here;
}

/* So many forks, each from below 20 frames of a function of its own. */
EXPORT("forks") int32_t forks(int32_t n, int32_t kinds)
{
    int32_t x = kinds;
    for (int32_t i = 0; i < n; i++)
        x = down(18, x);
    return x;
}

/* A loop in a frame that goes on after a fork. */
EXPORT("forked") int32_t forked(int32_t n, int32_t kinds)
{
    int32_t x = kinds + fork_();
    for (int32_t i = 0; i < n; i++)
        x = f0(x ^ i);
    return x;
}
