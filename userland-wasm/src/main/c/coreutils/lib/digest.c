// SPDX-License-Identifier: Apache-2.0
// Message digests. The constants are not tables but what the standards say they are: the first bits of the fractional
// parts of sines, and of square and cube roots of primes, computed when first needed.

#include <math.h>
#include "digest.h"

static uint32_t rotate_left(uint32_t x, int n) {
    return x << n | x >> (32 - n);
}

static uint32_t rotate_right(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

static uint64_t rotate_right_long(uint64_t x, int n) {
    return x >> n | x << (64 - n);
}

// The constants

static uint64_t cube_roots[80], square_roots[16]; // 64 bits of the fractions
static uint32_t sines[64];

static bool is_prime(unsigned n) {
    for (unsigned i = 2; i * i <= n; i++)
        if (n % i == 0) return false;
    return true;
}

/** Is (whole * 2^64 + fraction)^power below n * 2^(64 * power)? By comparing in 32-bit limbs. */
static bool below_root(unsigned whole, uint64_t fraction, int power, unsigned n) {
    uint32_t value[3] = {(uint32_t)fraction, (uint32_t)(fraction >> 32), whole}, product[9] = {1};
    int size = 1;
    for (int i = 0; i < power; i++) {
        uint32_t next[12] = {0};
        for (int a = 0; a < size; a++) {
            uint64_t carry = 0;
            for (int b = 0; b < 3; b++) {
                carry += next[a + b] + (uint64_t)product[a] * value[b];
                next[a + b] = (uint32_t)carry;
                carry >>= 32;
            }
            next[a + 3] += (uint32_t)carry;
        }
        size = size + 3 > 9 ? 9 : size + 3;
        memcpy(product, next, size * sizeof *product);
    }
    uint64_t high = 0; // the whole part: limbs above 2 * power
    for (int i = 8; i >= 2 * power; i--) high = high << 32 | (i < size ? product[i] : 0);
    return high < n;
}

static uint64_t root_fraction(unsigned n, int power) {
    unsigned whole = 1;
    while ((power == 2 ? (whole + 1) * (whole + 1) : (whole + 1) * (whole + 1) * (whole + 1)) <= n) whole++;
    uint64_t fraction = 0;
    for (int bit = 63; bit >= 0; bit--)
        if (below_root(whole, fraction | 1ull << bit, power, n)) fraction |= 1ull << bit;
    return fraction;
}

static void make_constants(void) {
    if (sines[0]) return;
    int count = 0;
    for (unsigned n = 2; count < 80; n++) {
        if (!is_prime(n)) continue;
        cube_roots[count] = root_fraction(n, 3);
        if (count < 16) square_roots[count] = root_fraction(n, 2);
        count++;
    }
    for (int i = 0; i < 64; i++) sines[i] = (uint32_t)(fabs(sin(i + 1)) * 4294967296.0);
}

// The blocks

static void load_big(uint32_t *words, const unsigned char *bytes) {
    for (int i = 0; i < 16; i++, bytes += 4)
        words[i] = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void md5_block(uint32_t *state, const unsigned char *bytes) {
    static const unsigned char shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t w[16], a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 16; i++, bytes += 4)
        w[i] = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    for (int i = 0; i < 64; i++) {
        uint32_t f;
        int word;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d); word = i; break;
        case 1: f = (d & b) | (~d & c); word = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ d; word = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~d); word = 7 * i % 16; break;
        }
        f += a + sines[i] + w[word];
        a = d;
        d = c;
        c = b;
        b += rotate_left(f, shifts[i / 16][i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void sha1_block(uint32_t *state, const unsigned char *bytes) {
    uint32_t w[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    load_big(w, bytes);
    for (int i = 16; i < 80; i++) w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) f = (b & c) | (~b & d), k = 0x5a827999;
        else if (i < 40) f = b ^ c ^ d, k = 0x6ed9eba1;
        else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdc;
        else f = b ^ c ^ d, k = 0xca62c1d6;
        f += rotate_left(a, 5) + e + k + w[i];
        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = f;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

static void sha256_block(uint32_t *state, const unsigned char *bytes) {
    uint32_t w[64], s[8];
    load_big(w, bytes);
    for (int i = 16; i < 64; i++) {
        uint32_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3) + (rotate_right(y, 17) ^ rotate_right(y, 19) ^ y >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]), majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t one = s[7] + (rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25)) + choice
                     + (uint32_t)(cube_roots[i] >> 32) + w[i];
        uint32_t two = (rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

static void sha512_block(uint64_t *state, const unsigned char *bytes) {
    uint64_t w[80], s[8];
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 8; j++) w[i] = (j ? w[i] << 8 : 0) | *bytes++;
    for (int i = 16; i < 80; i++) {
        uint64_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotate_right_long(x, 1) ^ rotate_right_long(x, 8) ^ x >> 7)
             + (rotate_right_long(y, 19) ^ rotate_right_long(y, 61) ^ y >> 6);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 80; i++) {
        uint64_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]), majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint64_t one = s[7] + (rotate_right_long(s[4], 14) ^ rotate_right_long(s[4], 18) ^ rotate_right_long(s[4], 41)) + choice + cube_roots[i] + w[i];
        uint64_t two = (rotate_right_long(s[0], 28) ^ rotate_right_long(s[0], 34) ^ rotate_right_long(s[0], 39)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

// The interface

static size_t block_size(const struct digest *digest) {
    return digest->kind >= SHA384 ? 128 : 64;
}

size_t digest_size(enum digest_kind kind) {
    static const unsigned char sizes[] = {16, 20, 28, 32, 48, 64};
    return sizes[kind];
}

void digest_start(struct digest *digest, enum digest_kind kind) {
    static const uint32_t simple[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    make_constants();
    *digest = (struct digest){.kind = kind};
    for (int i = 0; i < 8; i++) {
        switch (kind) {
        case MD5: case SHA1: digest->state.words[i] = i < 5 ? simple[i] : 0; break;
        case SHA224: digest->state.words[i] = (uint32_t)square_roots[i + 8]; break; // the second 32 bits
        case SHA256: digest->state.words[i] = (uint32_t)(square_roots[i] >> 32); break;
        case SHA384: digest->state.long_words[i] = square_roots[i + 8]; break;
        case SHA512: digest->state.long_words[i] = square_roots[i]; break;
        }
    }
}

static void take_block(struct digest *digest, const unsigned char *block) {
    switch (digest->kind) {
    case MD5: md5_block(digest->state.words, block); break;
    case SHA1: sha1_block(digest->state.words, block); break;
    case SHA224: case SHA256: sha256_block(digest->state.words, block); break;
    default: sha512_block(digest->state.long_words, block); break;
    }
}

void digest_add(struct digest *digest, const void *bytes, size_t length) {
    const unsigned char *at = bytes;
    size_t size = block_size(digest);
    digest->length += length;
    if (digest->used > 0) {
        size_t n = size - digest->used < length ? size - digest->used : length;
        memcpy(digest->block + digest->used, at, n);
        digest->used += n;
        at += n;
        length -= n;
        if (digest->used < size) return;
        take_block(digest, digest->block);
        digest->used = 0;
    }
    for (; length >= size; at += size, length -= size) take_block(digest, at);
    memcpy(digest->block, at, length);
    digest->used = length;
}

void digest_finish(struct digest *digest, unsigned char *result) {
    static const unsigned char padding[128] = {0x80};
    size_t size = block_size(digest), tail = size / 8;
    uint64_t bits = digest->length * 8;
    size_t zeros = digest->used < size - tail ? size - tail - digest->used : 2 * size - tail - digest->used;
    digest_add(digest, padding, zeros);
    unsigned char length[16] = {0};
    for (int i = 0; i < 8; i++) {
        if (digest->kind == MD5) length[i] = (unsigned char)(bits >> 8 * i);
        else length[tail - 1 - i] = (unsigned char)(bits >> 8 * i);
    }
    digest_add(digest, length, tail);
    for (size_t i = 0; i < digest_size(digest->kind); i++) {
        if (digest->kind == MD5) result[i] = (unsigned char)(digest->state.words[i / 4] >> 8 * (i % 4));
        else if (digest->kind >= SHA384) result[i] = (unsigned char)(digest->state.long_words[i / 8] >> (56 - 8 * (i % 8)));
        else result[i] = (unsigned char)(digest->state.words[i / 4] >> (24 - 8 * (i % 4)));
    }
}
