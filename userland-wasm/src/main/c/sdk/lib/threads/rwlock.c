// SPDX-License-Identifier: Apache-2.0
// Read-write locks: __i[0] is how many read, or WRITTEN; [1] who waits; [2] who writes. Readers come first, as with glibc.

#include <string.h>
#include "thread.h"

enum { WRITTEN = INT_MAX };

int pthread_rwlock_init(pthread_rwlock_t *restrict lock, const pthread_rwlockattr_t *restrict attr) {
    (void)attr;
    memset(lock, 0, sizeof *lock);
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock) {
    return __atomic_load_n(&lock->__u.__i[0], __ATOMIC_RELAXED) ? EBUSY : 0;
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock) {
    int *i = lock->__u.__i, seen = __atomic_load_n(&i[0], __ATOMIC_RELAXED);
    do {
        if (seen == WRITTEN) return EBUSY;
        if (seen == WRITTEN - 1) return EAGAIN;
    } while (!__atomic_compare_exchange_n(&i[0], &seen, seen + 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
    return 0;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock) {
    int *i = lock->__u.__i, seen = 0;
    if (!__atomic_compare_exchange_n(&i[0], &seen, WRITTEN, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return EBUSY;
    __atomic_store_n(&i[2], (int)(uintptr_t)pthread_self(), __ATOMIC_RELAXED);
    return 0;
}

static int wait_for(pthread_rwlock_t *lock, int (*attempt)(pthread_rwlock_t *), int reads) {
    int *i = lock->__u.__i, error;
    while ((error = attempt(lock)) == EBUSY) {
        int seen = __atomic_load_n(&i[0], __ATOMIC_SEQ_CST);
        if (seen == WRITTEN && __atomic_load_n(&i[2], __ATOMIC_RELAXED) == (int)(uintptr_t)pthread_self()) return EDEADLK;
        if (seen == 0 || (reads && seen != WRITTEN)) continue;
        __atomic_fetch_add(&i[1], 1, __ATOMIC_SEQ_CST);
        futex_wait(&i[0], seen, FOREVER);
        __atomic_fetch_sub(&i[1], 1, __ATOMIC_SEQ_CST);
    }
    return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock) {
    return wait_for(lock, pthread_rwlock_tryrdlock, 1);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock) {
    return wait_for(lock, pthread_rwlock_trywrlock, 0);
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
    int *i = lock->__u.__i;
    if (__atomic_load_n(&i[0], __ATOMIC_RELAXED) == WRITTEN) {
        __atomic_store_n(&i[2], 0, __ATOMIC_RELAXED);
        __atomic_store_n(&i[0], 0, __ATOMIC_SEQ_CST);
    } else if (__atomic_sub_fetch(&i[0], 1, __ATOMIC_SEQ_CST) != 0) {
        // A writer that waits has seen another number of readers: it looks again, and sleeps on this one.
        if (__atomic_load_n(&i[1], __ATOMIC_SEQ_CST) == 0) return 0;
    }
    if (__atomic_load_n(&i[1], __ATOMIC_SEQ_CST)) futex_wake(&i[0], ALL);
    return 0;
}
