// SPDX-License-Identifier: Apache-2.0
// The Mandelbrot set as 128 x 128 bits, at most 50 steps a point: float, an exit nobody predicts. After `mandelbrot` of the Benchmarks Game.
#include "../kernel.h"

enum { SIZE = 128, STEPS = 50 };
static uint8_t picture[SIZE * SIZE / 8];

static int stays(double cr, double ci)
{
    double zr = 0, zi = 0, rr = 0, ii = 0;
    for (int i = 0; i < STEPS && rr + ii <= 4; i++) {
        zi = 2 * zr * zi + ci;
        zr = rr - ii + cr;
        rr = zr * zr;
        ii = zi * zi;
    }
    return rr + ii <= 4;
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        double shift = (turn & 15) * 0.001;
        for (int32_t y = 0; y < SIZE; y++) {
            double ci = 2.0 * y / SIZE - 1.0;
            for (int32_t x = 0; x < SIZE; x += 8) {
                uint32_t byte = 0;
                for (int32_t bit = 0; bit < 8; bit++)
                    byte = byte << 1 | (uint32_t)stays(2.0 * (x + bit) / SIZE - 1.5 + shift, ci);
                picture[(y * SIZE + x) / 8] = (uint8_t)byte;
            }
        }
        for (int32_t i = 0; i < SIZE * SIZE / 8; i += 16)
            sum = mix(sum, picture[i]);
    }
    return (int64_t)sum;
}
