// SPDX-License-Identifier: Apache-2.0
// setjmp and longjmp over WASIX's checkpoints of the stack. Macros, as POSIX lets them be: the function that calls setjmp must be the one
// whose frame is noted. As with any, locals that are not volatile and were changed in between have no known value afterwards.
#ifndef WSH_SETJMP_H
#define WSH_SETJMP_H

#include <signal.h>
#include <stdint.h>

typedef struct __jmp_buf {
    uint64_t __snapshot[3];
    uint64_t __value; // what setjmp returns this time
    int __has_mask;
    sigset_t __mask;
} jmp_buf[1], sigjmp_buf[1];

__attribute__((import_module("wasix_32v1"), import_name("stack_checkpoint"), returns_twice)) int __stack_checkpoint(
        uint64_t *snapshot, uint64_t *value);
void __jmp_mask(struct __jmp_buf *env, int save);
_Noreturn void longjmp(jmp_buf env, int value);
_Noreturn void siglongjmp(sigjmp_buf env, int value);

// The error is that there is no memory to note the stack in: there is no way to tell.
#define setjmp(env) (__jmp_mask(env, 0), __stack_checkpoint((env)->__snapshot, &(env)->__value) ? (__builtin_trap(), 0) : (int)(env)->__value)
#define sigsetjmp(env, save) (__jmp_mask(env, save), __stack_checkpoint((env)->__snapshot, &(env)->__value) ? (__builtin_trap(), 0) : (int)(env)->__value)
#define _setjmp(env) setjmp(env)
#define _longjmp(env, value) longjmp(env, value)

#endif
