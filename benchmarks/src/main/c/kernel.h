// SPDX-License-Identifier: Apache-2.0
// What every kernel includes. A kernel is one file with a function run(n): it does n times its work, from the same state at every call,
// and returns a checksum of what it computed, which must be the same on every engine.
#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __wasm__
#define EXPORT __attribute__((export_name("run")))
#else
#define EXPORT
#endif

EXPORT int64_t run(int32_t n);

// In freestanding.c for Wasm, in libc natively.
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);

// Marsaglia's xorshift: small, and the same everywhere.
static inline uint32_t rnd(uint32_t *state)
{
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

static inline uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x9e3779b97f4a7c15u + (sum >> 32);
}

static inline uint64_t bits(double d)
{
    union { double d; uint64_t bits; } u = {d};
    return u.bits;
}

#endif
