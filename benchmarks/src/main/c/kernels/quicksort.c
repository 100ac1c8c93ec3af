// SPDX-License-Identifier: Apache-2.0
// Quicksort of 20 000 ints, insertion sort for the short ends: compares that cannot be predicted. After `Quick` of Hennessy's Stanford set.
#include "../kernel.h"

enum { COUNT = 20000, SHORT = 12 };
static int32_t values[COUNT];

static inline void swap(int32_t *a, int32_t *b)
{
    int32_t t = *a;
    *a = *b;
    *b = t;
}

static void insertion(int32_t *from, int32_t *to)
{
    for (int32_t *p = from + 1; p < to; p++) {
        int32_t moving = *p;
        int32_t *hole = p;
        for (; hole > from && hole[-1] > moving; hole--)
            *hole = hole[-1];
        *hole = moving;
    }
}

static void sort(int32_t *from, int32_t *to)
{
    while (to - from > SHORT) {
        int32_t *middle = from + (to - from) / 2, *last = to - 1;
        if (*middle < *from)
            swap(middle, from);
        if (*last < *from)
            swap(last, from);
        if (*last < *middle)
            swap(last, middle);
        int32_t pivot = *middle;
        int32_t *low = from, *high = last;
        while (low <= high) {
            while (*low < pivot)
                low++;
            while (*high > pivot)
                high--;
            if (low <= high)
                swap(low++, high--);
        }
        sort(from, high + 1);
        from = low;
    }
    insertion(from, to);
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    uint32_t seed = 12345;
    for (int32_t turn = 0; turn < n; turn++) {
        for (int i = 0; i < COUNT; i++)
            values[i] = (int32_t)rnd(&seed);
        sort(values, values + COUNT);
        for (int i = 1; i < COUNT; i++)
            sum += values[i - 1] > values[i];
        sum = mix(sum, (uint64_t)values[COUNT / 3]);
    }
    return (int64_t)sum;
}
