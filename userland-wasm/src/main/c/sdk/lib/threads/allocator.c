// SPDX-License-Identifier: Apache-2.0
// wasi-libc's allocator knows one thread: its functions are called through these (wcc links with --wrap), one at a time.

#include <stddef.h>
#include "thread.h"

static int lock;

void lock_allocator(void) {
    lock_word(&lock);
}

void unlock_allocator(void) {
    unlock_word(&lock);
}

/** With the lock. NULL is ENOMEM, but for a size of 0. */
static void *given(void *memory, size_t size) {
    unlock_word(&lock);
    if (memory == NULL && size != 0) errno = ENOMEM;
    return memory;
}

#define ALLOCATES(name, size, parameters, arguments) \
    void *__real_##name parameters; \
    void *__wrap_##name parameters { \
        lock_word(&lock); \
        return given(__real_##name arguments, size); \
    }
ALLOCATES(malloc, size, (size_t size), (size))
ALLOCATES(calloc, count && size, (size_t count, size_t size), (count, size))
ALLOCATES(realloc, size, (void *memory, size_t size), (memory, size))
ALLOCATES(aligned_alloc, size, (size_t alignment, size_t size), (alignment, size))
ALLOCATES(__libc_malloc, size, (size_t size), (size))
ALLOCATES(__libc_calloc, count && size, (size_t count, size_t size), (count, size))

#define FREES(name) \
    void __real_##name(void *memory); \
    void __wrap_##name(void *memory) { \
        lock_word(&lock); \
        __real_##name(memory); \
        unlock_word(&lock); \
    }
FREES(free)
FREES(__libc_free)

int __real_posix_memalign(void **memory, size_t alignment, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size) {
    lock_word(&lock);
    int error = __real_posix_memalign(memory, alignment, size);
    unlock_word(&lock);
    return error;
}
