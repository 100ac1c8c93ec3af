// SPDX-License-Identifier: Apache-2.0
// Unnamed semaphores: __val[0] the value, [1] who waits. A handler that interrupts a wait does not end it.

#include <limits.h>
#include <semaphore.h>
#include <time.h>
#include "thread.h"

static int *word(sem_t *sem) {
    return (int *)&sem->__val[0];
}

int sem_init(sem_t *sem, int shared, unsigned value) {
    (void)shared;
    if (value > SEM_VALUE_MAX) return posix_result(EINVAL);
    sem->__val[0] = (int)value;
    sem->__val[1] = 0;
    return 0;
}

int sem_destroy(sem_t *sem) {
    (void)sem;
    return 0;
}

int sem_getvalue(sem_t *restrict sem, int *restrict value) {
    *value = __atomic_load_n(word(sem), __ATOMIC_SEQ_CST);
    return 0;
}

static int taken(sem_t *sem) {
    int seen = __atomic_load_n(word(sem), __ATOMIC_SEQ_CST);
    while (seen > 0)
        if (__atomic_compare_exchange_n(word(sem), &seen, seen - 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return 1;
    return 0;
}

int sem_trywait(sem_t *sem) {
    return taken(sem) ? 0 : posix_result(EAGAIN);
}

int sem_timedwait(sem_t *restrict sem, const struct timespec *restrict when) {
    int *waiters = (int *)&sem->__val[1], error = 0;
    cancellation_point();
    while (!taken(sem)) {
        int64_t left = FOREVER;
        error = when ? time_until(CLOCK_REALTIME, when, &left) : 0;
        if (error) return posix_result(error);
        __atomic_fetch_add(waiters, 1, __ATOMIC_SEQ_CST);
        futex_wait_point(word(sem), 0, left);
        __atomic_fetch_sub(waiters, 1, __ATOMIC_SEQ_CST);
        cancellation_point();
    }
    return 0;
}

int sem_wait(sem_t *sem) {
    return sem_timedwait(sem, NULL);
}

int sem_post(sem_t *sem) {
    int seen = __atomic_load_n(word(sem), __ATOMIC_SEQ_CST);
    do
        if (seen == SEM_VALUE_MAX) return posix_result(EOVERFLOW);
    while (!__atomic_compare_exchange_n(word(sem), &seen, seen + 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
    if (__atomic_load_n(&sem->__val[1], __ATOMIC_SEQ_CST)) futex_wake(word(sem), 1);
    return 0;
}
