// SPDX-License-Identifier: Apache-2.0
// Fast Fourier transforms of 1024 complex floats, forth and back: 32-bit float, strides. After `Oscar` of Hennessy's Stanford set.
#include "../kernel.h"

enum { BITS = 10, SIZE = 1 << BITS };
typedef struct { float re, im; } Complex;
static Complex signal[SIZE], root[SIZE / 2];

// exp(2 pi i / SIZE) to the k-th, from the half-angle formulas; no library is needed and all engines agree.
static void make_roots(void)
{
    double c = -1, s = 0;       // the angle pi, halved until it is 2 pi / SIZE
    for (int i = 1; i < BITS; i++) {
        double half = __builtin_sqrt((1 + c) / 2);
        s = i == 1 ? 1 : s / (2 * half);
        c = half;
    }
    double re = 1, im = 0;
    for (int k = 0; k < SIZE / 2; k++) {
        root[k] = (Complex){(float)re, (float)im};
        double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
}

static void reverse_bits(void)
{
    for (uint32_t i = 0, j = 0; i < SIZE; i++) {
        if (i < j) {
            Complex t = signal[i];
            signal[i] = signal[j];
            signal[j] = t;
        }
        uint32_t bit = SIZE >> 1;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j |= bit;
    }
}

static void transform(float direction)
{
    reverse_bits();
    for (int half = 1, step = SIZE / 2; half < SIZE; half *= 2, step /= 2)
        for (int start = 0; start < SIZE; start += 2 * half)
            for (int k = 0; k < half; k++) {
                Complex w = root[k * step], *a = &signal[start + k], *b = a + half;
                float im = w.im * direction;
                float tr = b->re * w.re - b->im * im, ti = b->re * im + b->im * w.re;
                b->re = a->re - tr;
                b->im = a->im - ti;
                a->re += tr;
                a->im += ti;
            }
}

int64_t run(int32_t n)
{
    uint32_t seed = 99;
    make_roots();
    for (int i = 0; i < SIZE; i++) {
        uint32_t r = rnd(&seed);
        signal[i] = (Complex){(float)(r & 0xffff) / 65536.0f, (float)(r >> 16) / 65536.0f};
    }
    for (int32_t turn = 0; turn < n; turn++) {
        transform(1);
        transform(-1);
        for (int i = 0; i < SIZE; i++) {
            signal[i].re *= 1.0f / SIZE;
            signal[i].im *= 1.0f / SIZE;
        }
    }
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++)
        sum = mix(sum, bits(signal[i].re) ^ bits(signal[i].im) >> 3);
    return (int64_t)sum;
}
