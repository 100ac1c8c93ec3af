// SPDX-License-Identifier: Apache-2.0
// The permutation Keccak-f[1600] of SHA-3 (FIPS 202): 64-bit logic and rotation. After `keccak` of wasm-score's (Sightglass') shootout set.
#include "../kernel.h"

static uint64_t lanes[25];

static inline uint64_t rotate(uint64_t x, int k)
{
    return k == 0 ? x : x << k | x >> (64 - k);
}

// One bit of the linear feedback register that makes the round constants.
static int next_bit(uint8_t *r)
{
    int bit = *r & 1;
    *r = (uint8_t)(*r & 0x80 ? *r << 1 ^ 0x71 : *r << 1);
    return bit;
}

static uint64_t constants[24];

static void make_constants(void)
{
    uint8_t r = 1;
    for (int round = 0; round < 24; round++) {
        constants[round] = 0;
        for (int j = 0; j <= 6; j++)
            if (next_bit(&r))
                constants[round] |= (uint64_t)1 << ((1 << j) - 1);
    }
}

static void permute(uint64_t *a)
{
    static const uint8_t offsets[24] = {1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};
    static const uint8_t places[24] = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
    for (int round = 0; round < 24; round++) {
        uint64_t c[5];
        for (int x = 0; x < 5; x++)                                 // theta
            c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        for (int x = 0; x < 5; x++) {
            uint64_t d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5)
                a[x + y] ^= d;
        }
        uint64_t moving = a[1];                                     // rho and pi
        for (int i = 0; i < 24; i++) {
            uint64_t next = a[places[i]];
            a[places[i]] = rotate(moving, offsets[i]);
            moving = next;
        }
        for (int y = 0; y < 25; y += 5) {                           // chi
            for (int x = 0; x < 5; x++)
                c[x] = a[y + x];
            for (int x = 0; x < 5; x++)
                a[y + x] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
        }
        a[0] ^= constants[round];                                   // iota
    }
}

int64_t run(int32_t n)
{
    make_constants();
    memset(lanes, 0, sizeof lanes);
    for (int32_t i = 0; i < n; i++)
        permute(lanes);
    return (int64_t)mix(lanes[0], lanes[24]);
}
