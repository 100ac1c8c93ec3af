// SPDX-License-Identifier: Apache-2.0
// longjmp: the other half of setjmp.h.

#include <setjmp.h>
#include "imports.h"

__attribute__((import_module("wasix_32v1"), import_name("stack_restore"), noreturn)) void wasix_stack_restore(const uint64_t *snapshot, u64 value);

void __jmp_mask(struct __jmp_buf *env, int save) {
    env->__has_mask = save;
    if (save) sigprocmask(SIG_SETMASK, NULL, &env->__mask);
}

void longjmp(jmp_buf env, int value) {
    if (env->__has_mask) sigprocmask(SIG_SETMASK, &env->__mask, NULL);
    wasix_stack_restore(env->__snapshot, value ? (u32)value : 1);
}

void siglongjmp(sigjmp_buf env, int value) {
    longjmp(env, value);
}
