// SPDX-License-Identifier: Apache-2.0
// Each thread's errno. Debian's objects of wasi-libc were built for one thread and set a plain variable of that name: see unsafe.c.

static _Thread_local int own;

int *__errno_location(void) {
    return &own;
}
