// SPDX-License-Identifier: Apache-2.0
// An interpreter of 192 operations over 16 registers, one switch in one function, on a random program of 1 024 instructions. Own: the shape of the big interpreters.
#include "../kernel.h"

enum { LENGTH = 1024, OPERATIONS = 192 };
typedef struct { uint8_t op, to, a, b; } Instruction;
static Instruction program[LENGTH];
static uint32_t heap[256];

#define CASE(k, expression) case k: r[p->to] = (expression); break;
#define A r[p->a]
#define B r[p->b]
// Twelve kinds of operation, each with its own constant: so no two cases are one.
#define TWELVE(k) \
    CASE(12 * k, A + B + k) \
    CASE(12 * k + 1, A - B - k) \
    CASE(12 * k + 2, A * (B | (k + 1))) \
    CASE(12 * k + 3, (A & ~B) ^ (k * 77u)) \
    CASE(12 * k + 4, (A << (k & 15)) | B >> 16) \
    CASE(12 * k + 5, A >> (k & 7) ^ B) \
    CASE(12 * k + 6, A < B ? A + k : B) \
    CASE(12 * k + 7, heap[(A + k) & 255]) \
    case 12 * k + 8: heap[(A ^ k) & 255] = B + k; break; \
    case 12 * k + 9: if ((A + k) & 1) p += p->b & 3; break; \
    CASE(12 * k + 10, A / (B | (k + 3)) + k) \
    case 12 * k + 11: r[p->to] += k; r[p->a] ^= B; break;

static uint32_t interpret(uint32_t *r)
{
    const Instruction *end = program + LENGTH - 4;
    for (const Instruction *p = program; p < end; p++) {
        switch (p->op) {
            TWELVE(0) TWELVE(1) TWELVE(2) TWELVE(3) TWELVE(4) TWELVE(5) TWELVE(6) TWELVE(7)
            TWELVE(8) TWELVE(9) TWELVE(10) TWELVE(11) TWELVE(12) TWELVE(13) TWELVE(14) TWELVE(15)
        }
    }
    return r[0] ^ r[7] ^ r[15];
}

int64_t run(int32_t n)
{
    uint32_t seed = 77, r[16];
    for (int i = 0; i < LENGTH; i++) {
        uint32_t x = rnd(&seed);
        program[i] = (Instruction){(uint8_t)((x >> 12) % OPERATIONS), x & 15, x >> 4 & 15, x >> 8 & 15};
    }
    for (uint32_t i = 0; i < 16; i++)
        r[i] = i * 0x12345;
    memset(heap, 0, sizeof heap);
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++)
        sum = mix(sum, interpret(r));
    return (int64_t)sum;
}
