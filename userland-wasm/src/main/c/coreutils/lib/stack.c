// SPDX-License-Identifier: Apache-2.0
// More stack for who goes down a tree: the main one is 64 KiB, as every process has it.

#include "stack.h"

#ifdef __wasm__
#include "coreutils.h"

enum { SEGMENT = 256 << 10, MARGIN = 24 << 10 };

struct segment {
    struct segment *before;
    char bytes[];
};
static struct segment *newest;

bool stack_is_short(const char *pointer) {
    const char *lowest = newest ? newest->bytes : NULL; // the main stack begins at 0
    return pointer - lowest < MARGIN;
}

char *add_stack(void) {
    struct segment *segment = allocate(SEGMENT);
    segment->before = newest;
    newest = segment;
    return (char *)(((uintptr_t)segment + SEGMENT) & ~(uintptr_t)15);
}

void drop_stack(void) {
    struct segment *segment = newest;
    newest = segment->before;
    free(segment);
}
#endif
