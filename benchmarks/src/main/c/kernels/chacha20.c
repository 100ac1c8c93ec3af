// SPDX-License-Identifier: Apache-2.0
// The stream cipher ChaCha20 (RFC 8439) over a 4 KiB buffer: 32-bit adds, xors and rotations. After `xchacha20` of wasm-score's (Sightglass') shootout set.
#include "../kernel.h"

static uint8_t text[4096];

static inline uint32_t rotate(uint32_t x, int k)
{
    return x << k | x >> (32 - k);
}

#define QUARTER(a, b, c, d) \
    a += b; d = rotate(d ^ a, 16); \
    c += d; b = rotate(b ^ c, 12); \
    a += b; d = rotate(d ^ a, 8); \
    c += d; b = rotate(b ^ c, 7)

static void block(const uint32_t *state, uint32_t *out)
{
    uint32_t x[16];
    for (int i = 0; i < 16; i++)
        x[i] = state[i];
    for (int i = 0; i < 10; i++) {
        QUARTER(x[0], x[4], x[8], x[12]);
        QUARTER(x[1], x[5], x[9], x[13]);
        QUARTER(x[2], x[6], x[10], x[14]);
        QUARTER(x[3], x[7], x[11], x[15]);
        QUARTER(x[0], x[5], x[10], x[15]);
        QUARTER(x[1], x[6], x[11], x[12]);
        QUARTER(x[2], x[7], x[8], x[13]);
        QUARTER(x[3], x[4], x[9], x[14]);
    }
    for (int i = 0; i < 16; i++)
        out[i] = x[i] + state[i];
}

int64_t run(int32_t n)
{
    uint32_t state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    for (uint32_t i = 4; i < 12; i++)
        state[i] = i * 0x01010101u;
    memset(text, 0, sizeof text);
    for (int32_t turn = 0; turn < n; turn++) {
        for (size_t at = 0; at < sizeof text; at += 64) {
            uint32_t stream[16];
            block(state, stream);
            state[12]++;
            for (int i = 0; i < 64; i++)
                text[at + (size_t)i] ^= (uint8_t)(stream[i / 4] >> i % 4 * 8);
        }
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof text; i++)
        sum = mix(sum, text[i]);
    return (int64_t)sum;
}
