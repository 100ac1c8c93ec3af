// SPDX-License-Identifier: Apache-2.0
// Gauss-Seidel steps on a plate of 400 x 400 doubles: a stencil whose steps wait for each other. After `seidel-2d` of PolyBench.
#include "../kernel.h"

enum { SIZE = 400 };
static double plate[SIZE][SIZE];

int64_t run(int32_t n)
{
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            plate[i][j] = ((double)i * (j + 2) + 2) / SIZE;
    for (int32_t turn = 0; turn < n; turn++)
        for (int i = 1; i < SIZE - 1; i++)
            for (int j = 1; j < SIZE - 1; j++)
                plate[i][j] = (plate[i - 1][j - 1] + plate[i - 1][j] + plate[i - 1][j + 1]
                        + plate[i][j - 1] + plate[i][j] + plate[i][j + 1]
                        + plate[i + 1][j - 1] + plate[i + 1][j] + plate[i + 1][j + 1]) / 9.0;
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++)
        sum = mix(sum, bits(plate[i][i]));
    return (int64_t)sum;
}
