// SPDX-License-Identifier: Apache-2.0
// Heap sort of 10 000 doubles. Compares that cannot be predicted, float. After `heapsort` of wasm-score's (Sightglass') shootout set.
#include "../kernel.h"

enum { COUNT = 10000 };
static double heap[COUNT];

static void sift(int32_t root, int32_t end)
{
    double moving = heap[root];
    int32_t child;
    while ((child = 2 * root + 1) < end) {
        if (child + 1 < end && heap[child] < heap[child + 1])
            child++;
        if (moving >= heap[child])
            break;
        heap[root] = heap[child];
        root = child;
    }
    heap[root] = moving;
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    uint32_t seed = 42;
    for (int32_t turn = 0; turn < n; turn++) {
        for (int32_t i = 0; i < COUNT; i++)
            heap[i] = rnd(&seed) / 4294967296.0;
        for (int32_t i = COUNT / 2 - 1; i >= 0; i--)
            sift(i, COUNT);
        for (int32_t end = COUNT - 1; end > 0; end--) {
            double largest = heap[0];
            heap[0] = heap[end];
            heap[end] = largest;
            sift(0, end);
        }
        for (int32_t i = 1; i < COUNT; i++)
            sum += heap[i - 1] > heap[i];
        sum = mix(sum, bits(heap[COUNT / 2]));
    }
    return (int64_t)sum;
}
