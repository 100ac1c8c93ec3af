// SPDX-License-Identifier: Apache-2.0
// fork with threads: the child has the caller only, and finds the library's own locks free.

#include <stdlib.h>
#include "thread.h"

enum { MOST = 32 };
static struct {
    void (*prepare)(void), (*parent)(void), (*child)(void);
} handlers[MOST];
static int count, lock;

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
    int error = ENOMEM;
    lock_word(&lock);
    if (count < MOST) {
        handlers[count].prepare = prepare;
        handlers[count].parent = parent;
        handlers[count++].child = child;
        error = 0;
    }
    unlock_word(&lock);
    return error;
}

void before_fork(void) {
    for (int i = count - 1; i >= 0; i--)
        if (handlers[i].prepare) handlers[i].prepare();
    lock_word(&lock);
    lock_streams();
    lock_allocator();
}

void after_fork(int in_child) {
    unlock_allocator();
    unlock_streams(in_child);
    unlock_word(&lock);
    if (in_child) threads_after_fork();
    for (int i = 0; i < count; i++) {
        void (*handler)(void) = in_child ? handlers[i].child : handlers[i].parent;
        if (handler) handler();
    }
}
