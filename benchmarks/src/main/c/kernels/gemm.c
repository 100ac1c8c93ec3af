// SPDX-License-Identifier: Apache-2.0
// C = alpha A B + beta C with 160 x 160 doubles. After `gemm` of PolyBench.
#include "../kernel.h"

enum { SIZE = 160 };
static double a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];

static void multiply(double alpha, double beta)
{
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++)
            c[i][j] *= beta;
        for (int k = 0; k < SIZE; k++)
            for (int j = 0; j < SIZE; j++)
                c[i][j] += alpha * a[i][k] * b[k][j];
    }
}

int64_t run(int32_t n)
{
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            a[i][j] = (i * (j + 1) % SIZE) / (double)SIZE;
            b[i][j] = (i * (j + 2) % SIZE) / (double)SIZE;
            c[i][j] = (i * j % SIZE) / (double)SIZE;
        }
    for (int32_t turn = 0; turn < n; turn++)
        multiply(1.5, 0.5);
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            sum = mix(sum, bits(c[i][j]));
    return (int64_t)sum;
}
