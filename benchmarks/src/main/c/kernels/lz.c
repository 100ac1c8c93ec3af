// SPDX-License-Identifier: Apache-2.0
// Compresses 64 KiB of text by matches found through a hash table, whole bytes out, and takes it apart again. Own: the family of LZ4, of lzbench.
#include "../kernel.h"

enum { SIZE = 65536, HASH_BITS = 13, SHORTEST = 4, LAST_LITERALS = 8 };
static uint8_t plain[SIZE], packed[SIZE + SIZE / 128 + 64], unpacked[SIZE + 64];
static int32_t head[1 << HASH_BITS];

static uint32_t four(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

static uint32_t hash(uint32_t v)
{
    return v * 2654435761u >> (32 - HASH_BITS);
}

// A length: what fits into the token's half byte is there already; the rest in bytes of up to 255.
static uint8_t *put_length(uint8_t *out, int32_t length)
{
    if (length < 15)
        return out;
    for (length -= 15; length >= 255; length -= 255)
        *out++ = 255;
    *out++ = (uint8_t)length;
    return out;
}

static uint8_t *put_sequence(uint8_t *out, const uint8_t *literals, int32_t count, int32_t match, int32_t distance)
{
    int32_t code = match ? match - SHORTEST : 0;
    *out++ = (uint8_t)((count < 15 ? count : 15) << 4 | (code < 15 ? code : 15));
    out = put_length(out, count);
    for (int32_t i = 0; i < count; i++)
        *out++ = literals[i];
    if (match) {
        *out++ = (uint8_t)distance;
        *out++ = (uint8_t)(distance >> 8);
        out = put_length(out, code);
    }
    return out;
}

static int32_t pack(void)
{
    uint8_t *out = packed;
    int32_t anchor = 0, at = 0;
    for (int i = 0; i < 1 << HASH_BITS; i++)
        head[i] = -1;
    while (at < SIZE - LAST_LITERALS - SHORTEST) {
        uint32_t here = four(plain + at);
        int32_t *slot = &head[hash(here)], candidate = *slot;
        *slot = at;
        if (candidate < 0 || at - candidate > 65535 || four(plain + candidate) != here) {
            at += 1 + ((at - anchor) >> 6);     // what doesn't compress is stepped through faster
            continue;
        }
        int32_t length = SHORTEST;
        while (at + length < SIZE - LAST_LITERALS && plain[candidate + length] == plain[at + length])
            length++;
        out = put_sequence(out, plain + anchor, at - anchor, length, at - candidate);
        at += length;
        anchor = at;
    }
    return (int32_t)(put_sequence(out, plain + anchor, SIZE - anchor, 0, 0) - packed);
}

static int32_t get_length(const uint8_t **in, int32_t length)
{
    if (length == 15) {
        uint8_t more;
        do
            length += more = *(*in)++;
        while (more == 255);
    }
    return length;
}

static int32_t unpack(int32_t size)
{
    const uint8_t *in = packed, *end = packed + size;
    uint8_t *out = unpacked;
    while (in < end) {
        uint8_t token = *in++;
        for (int32_t n = get_length(&in, token >> 4); n > 0; n--)
            *out++ = *in++;
        if (in >= end)
            break;
        int32_t distance = in[0] | in[1] << 8;
        in += 2;
        const uint8_t *from = out - distance;
        for (int32_t n = get_length(&in, token & 15) + SHORTEST; n > 0; n--)
            *out++ = *from++;
    }
    return (int32_t)(out - unpacked);
}

// Words of a made-up language, the early ones often.
static void make(void)
{
    static uint8_t words[256][8];
    uint32_t seed = 8;
    for (int w = 0; w < 256; w++)
        for (int i = 0; i < 8; i++)
            words[w][i] = i > 1 && rnd(&seed) % 4 == 0 ? 0 : (uint8_t)('a' + (rnd(&seed) >> 6) % 20);
    for (int32_t at = 0; at < SIZE;) {
        uint32_t r = rnd(&seed) >> 10 & 1023;
        const uint8_t *w = words[r * r >> 12];
        for (int i = 0; i < 8 && w[i] && at < SIZE; i++)
            plain[at++] = w[i];
        if (at < SIZE)
            plain[at++] = rnd(&seed) % 12 ? ' ' : '\n';
    }
}

int64_t run(int32_t n)
{
    make();
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        plain[turn * 67 & (SIZE - 1)] ^= 1;
        int32_t size = pack();
        int32_t back = unpack(size);
        sum = mix(sum, (uint64_t)size << 1 | (uint64_t)(back != SIZE || memcmp(plain, unpacked, SIZE) != 0));
    }
    return (int64_t)sum;
}
