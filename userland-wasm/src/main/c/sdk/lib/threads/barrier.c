// SPDX-License-Identifier: Apache-2.0
// Barriers: __i[0] counts rounds, [1] who has come in this one, [2] how many there must be. And spin locks, which let others run while they spin.

#include <string.h>
#include "thread.h"

int pthread_barrier_init(pthread_barrier_t *restrict barrier, const pthread_barrierattr_t *restrict attr, unsigned count) {
    (void)attr;
    if (count == 0 || count > INT_MAX) return EINVAL;
    memset(barrier, 0, sizeof *barrier);
    barrier->__u.__i[2] = (int)count;
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier) {
    return __atomic_load_n(&barrier->__u.__i[1], __ATOMIC_SEQ_CST) ? EBUSY : 0;
}

int pthread_barrier_wait(pthread_barrier_t *barrier) {
    int *i = barrier->__u.__i;
    int round = __atomic_load_n(&i[0], __ATOMIC_SEQ_CST);
    if (__atomic_add_fetch(&i[1], 1, __ATOMIC_SEQ_CST) == i[2]) {
        __atomic_store_n(&i[1], 0, __ATOMIC_SEQ_CST);
        __atomic_fetch_add(&i[0], 1, __ATOMIC_SEQ_CST);
        futex_wake(&i[0], ALL);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    while (__atomic_load_n(&i[0], __ATOMIC_SEQ_CST) == round) futex_wait(&i[0], round, FOREVER);
    return 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared) {
    (void)shared;
    *lock = 0;
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock) {
    (void)lock;
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock) {
    return __atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

int pthread_spin_lock(pthread_spinlock_t *lock) {
    while (pthread_spin_trylock(lock)) (void)!__wasi_sched_yield();
    return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *lock) {
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
    return 0;
}
