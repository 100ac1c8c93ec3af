// SPDX-License-Identifier: Apache-2.0
// CRC-32 of 16 KiB, a byte a step through a table: each load waits for the one before. After `crc32` of Embench.
#include "../kernel.h"

enum { SIZE = 16384 };
static uint32_t table[256];
static uint8_t data[SIZE];

int64_t run(int32_t n)
{
    uint32_t seed = 1;
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? c >> 1 ^ 0xedb88320u : c >> 1;
        table[i] = c;
    }
    for (int i = 0; i < SIZE; i++)
        data[i] = (uint8_t)(rnd(&seed) >> 11);
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        uint32_t crc = ~(uint32_t)turn;
        for (int i = 0; i < SIZE; i++)
            crc = table[(crc ^ data[i]) & 0xff] ^ crc >> 8;
        sum = mix(sum, ~crc);
    }
    return (int64_t)sum;
}
