// SPDX-License-Identifier: Apache-2.0
// wasm only. Recurses for ever: through the C stack it must trap (memory access out of bounds), through frames that need no C
// stack it must be the machine's call stack that ends. Prints a line first; must never print "survived".
// With the argument "call", makes a system call at every level, so that one is made at the edge.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int depth;

__attribute__((noinline)) static int with_stack(int n) {
    volatile char frame[512];
    frame[n & 511] = (char)n;
    return n < 0 ? 0 : with_stack(n + 1) + frame[n & 511];
}

__attribute__((noinline)) static int without_stack(int n) {
    depth = n;
    return n < 0 ? 0 : without_stack(n + 1) + depth;
}

__attribute__((noinline)) static int with_calls(int n) {
    depth = n;
    return n < 0 ? 0 : with_calls(n + 1) + getppid() % 2 + depth;
}

__attribute__((noinline)) static int calls_on_the_way(int n) {
    depth = n + (getppid() < 0);
    return n < 0 ? 0 : calls_on_the_way(n + 1) + depth;
}

int main(int argc, char **argv) {
    const char *how = argc > 1 ? argv[1] : "stack";
    printf("recursing: %s\n", how);
    fflush(stdout);
    int result = strcmp(how, "stack") == 0 ? with_stack(0) : strcmp(how, "call") == 0 ? calls_on_the_way(0)
               : strcmp(how, "return") == 0 ? with_calls(0) : without_stack(0);
    printf("survived %d\n", result);
    return 0;
}
