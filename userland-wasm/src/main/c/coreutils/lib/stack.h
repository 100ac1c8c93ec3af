// SPDX-License-Identifier: Apache-2.0
// Around a call that goes one level down: char *here = begin_deeper(); …; end_deeper(here). When little of the stack is left the call gets a new one.
#ifndef STACK_H
#define STACK_H
#include <stdbool.h>
#include <stddef.h>

#ifdef __wasm__
bool stack_is_short(const char *pointer);
char *add_stack(void);
void drop_stack(void);

// Inlined, as a function of its own would put the pointer back when it returns. Who calls has its frame's address in a local, as every function does.
__attribute__((always_inline)) static inline void set_stack_pointer(char *pointer) {
    __asm__ volatile(".globaltype __stack_pointer, i32\n local.get %0\n global.set __stack_pointer" : : "r"(pointer) : "memory");
}

/** @return what end_deeper is to be given */
__attribute__((always_inline)) static inline char *begin_deeper(void) {
    char *pointer;
    __asm__ volatile(".globaltype __stack_pointer, i32\n global.get __stack_pointer\n local.set %0" : "=r"(pointer) : : "memory");
    if (!stack_is_short(pointer)) return NULL;
    set_stack_pointer(add_stack());
    return pointer;
}

__attribute__((always_inline)) static inline void end_deeper(char *before) {
    if (before == NULL) return;
    set_stack_pointer(before);
    drop_stack();
}
#else
static inline char *begin_deeper(void) { return NULL; }
static inline void end_deeper(char *before) { (void)before; }
#endif
#endif
