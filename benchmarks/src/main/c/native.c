// SPDX-License-Identifier: Apache-2.0
// Serves a kernel natively: reads numbers n, answers each with `checksum nanoseconds`.
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

int64_t run(int32_t n);

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

int main(void)
{
    int32_t n;
    while (scanf("%" SCNd32, &n) == 1) {
        int64_t start = now();
        int64_t sum = run(n);
        printf("%" PRId64 " %" PRId64 "\n", sum, now() - start);
        fflush(stdout);
    }
}
