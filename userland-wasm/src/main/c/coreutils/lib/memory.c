// SPDX-License-Identifier: Apache-2.0
// Allocation that ends the command when there is no more.

#include "coreutils.h"

static void *checked(void *memory) {
    if (memory == NULL) fatal("memory exhausted");
    return memory;
}

void *allocate(size_t size) {
    return checked(malloc(size ? size : 1));
}

void *allocate_zeroed(size_t count, size_t size) {
    return checked(calloc(count ? count : 1, size));
}

void *reallocate(void *old, size_t size) {
    return checked(realloc(old, size ? size : 1));
}

char *copy_string(const char *string) {
    return checked(strdup(string));
}

char *copy_bytes(const char *bytes, size_t length) {
    char *copy = allocate(length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}
