// SPDX-License-Identifier: Apache-2.0
// The largest singular value of an infinite matrix, of which 500 x 500 are taken, by the power method: float division, conversions. After `spectral-norm`
// of the Benchmarks Game.
#include "../kernel.h"

enum { SIZE = 500 };
static double u[SIZE], v[SIZE], t[SIZE];

static inline double entry(int32_t i, int32_t j)
{
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(const double *in, double *out)
{
    for (int32_t i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int32_t j = 0; j < SIZE; j++)
            sum += entry(i, j) * in[j];
        out[i] = sum;
    }
}

static void times_transposed(const double *in, double *out)
{
    for (int32_t i = 0; i < SIZE; i++) {
        double sum = 0;
        for (int32_t j = 0; j < SIZE; j++)
            sum += entry(j, i) * in[j];
        out[i] = sum;
    }
}

int64_t run(int32_t n)
{
    for (int32_t i = 0; i < SIZE; i++)
        u[i] = 1;
    for (int32_t turn = 0; turn < n; turn++) {
        double largest = 0;     // any number of turns stays in range
        for (int32_t i = 0; i < SIZE; i++)
            largest = u[i] > largest ? u[i] : largest;
        for (int32_t i = 0; i < SIZE; i++)
            u[i] /= largest;
        times(u, t);
        times_transposed(t, v);
        times(v, t);
        times_transposed(t, u);
    }
    double uv = 0, vv = 0;
    for (int32_t i = 0; i < SIZE; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    return (int64_t)bits(__builtin_sqrt(uv / vv));
}
