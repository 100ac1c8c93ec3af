// SPDX-License-Identifier: Apache-2.0
// Mutexes: __i[0] the lock's word, [1] type, [2] owner, [3] how often a recursive one is held beyond once.

#include <string.h>
#include "thread.h"

static int me(void) {
    return (int)(uintptr_t)pthread_self();
}

int pthread_mutex_init(pthread_mutex_t *restrict mutex, const pthread_mutexattr_t *restrict attr) {
    memset(mutex, 0, sizeof *mutex);
    mutex->__u.__i[1] = attr ? (int)attr->__attr : PTHREAD_MUTEX_DEFAULT;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex) {
    return __atomic_load_n(&mutex->__u.__i[0], __ATOMIC_RELAXED) ? EBUSY : 0;
}

/** Of those that know their owner. @return −1: it is another's; or what to answer */
static int held_already(pthread_mutex_t *mutex, int checked) {
    int *i = mutex->__u.__i;
    if (i[1] == PTHREAD_MUTEX_NORMAL || __atomic_load_n(&i[2], __ATOMIC_RELAXED) != me()) return -1;
    if (i[1] == PTHREAD_MUTEX_ERRORCHECK) return checked;
    if (i[3] == INT_MAX) return EAGAIN;
    i[3]++;
    return 0;
}

static int lock_until(pthread_mutex_t *mutex, const struct timespec *when) {
    int held = held_already(mutex, EDEADLK);
    if (held >= 0) return held;
    int error = lock_word_until(&mutex->__u.__i[0], CLOCK_REALTIME, when);
    if (error == 0 && mutex->__u.__i[1] != PTHREAD_MUTEX_NORMAL) __atomic_store_n(&mutex->__u.__i[2], me(), __ATOMIC_RELAXED);
    return error;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    return lock_until(mutex, NULL);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict when) {
    return lock_until(mutex, when);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex) {
    int held = held_already(mutex, EBUSY), free = 0;
    if (held >= 0) return held;
    if (!__atomic_compare_exchange_n(&mutex->__u.__i[0], &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return EBUSY;
    if (mutex->__u.__i[1] != PTHREAD_MUTEX_NORMAL) __atomic_store_n(&mutex->__u.__i[2], me(), __ATOMIC_RELAXED);
    return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    int *i = mutex->__u.__i;
    if (i[1] != PTHREAD_MUTEX_NORMAL) {
        if (__atomic_load_n(&i[2], __ATOMIC_RELAXED) != me()) return EPERM;
        if (i[3] > 0) {
            i[3]--;
            return 0;
        }
        __atomic_store_n(&i[2], 0, __ATOMIC_RELAXED);
    }
    unlock_word(&i[0]);
    return 0;
}

int pthread_mutexattr_init(pthread_mutexattr_t *attr) {
    attr->__attr = PTHREAD_MUTEX_DEFAULT;
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attr) {
    (void)attr;
    return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attr, int type) {
    if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK) return EINVAL;
    attr->__attr = (unsigned)type;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *restrict attr, int *restrict type) {
    *type = (int)attr->__attr;
    return 0;
}
