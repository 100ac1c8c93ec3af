// SPDX-License-Identifier: Apache-2.0
// What the code that clang emits calls: libc++abi's part, for exceptions that are one int.
static int values[16];
static int depth;

void raise(int value) {
    values[0] = value;
    __builtin_wasm_throw(0, &values[0]);
}
void *__cxa_begin_catch(void *e) { depth++; return e; }
void __cxa_end_catch(void) { depth--; }
void __cxa_rethrow(void) { depth--; __builtin_wasm_throw(0, &values[0]); }
int __gxx_personality_wasm0;
void _ZSt9terminatev(void) { __builtin_trap(); }
