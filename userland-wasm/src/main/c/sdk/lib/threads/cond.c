// SPDX-License-Identifier: Apache-2.0
// Condition variables: __i[0] counts signals, [1] who waits, [2] the clock. A waiter notes the count before it lets the mutex go, and sleeps only while it is
// the same: a signal in between is not lost. The kernel wakes who came first, so one that comes after a signal does not take it from one before.

#include <string.h>
#include "thread.h"

int pthread_cond_init(pthread_cond_t *restrict cond, const pthread_condattr_t *restrict attr) {
    memset(cond, 0, sizeof *cond);
    cond->__u.__i[2] = attr ? (int)attr->__attr : 0;
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *cond) {
    (void)cond;
    return 0;
}

static clockid_t clock_of(const pthread_cond_t *cond) {
    return cond->__u.__i[2] ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

int pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex, const struct timespec *restrict when) {
    int *i = cond->__u.__i;
    int64_t left = FOREVER;
    cancellation_point();
    if (when && time_until(clock_of(cond), when, &left) == EINVAL) return EINVAL;
    __atomic_fetch_add(&i[1], 1, __ATOMIC_SEQ_CST);
    int count = __atomic_load_n(&i[0], __ATOMIC_SEQ_CST);
    int signalled = 0, error = pthread_mutex_unlock(mutex);
    if (error == 0) {
        error = when ? time_until(clock_of(cond), when, &left) : 0;
        if (error == 0) error = futex_wait_point(&i[0], count, left);
        signalled = __atomic_load_n(&i[0], __ATOMIC_SEQ_CST) != count;
        if (signalled) error = 0; // at the last moment
        pthread_mutex_lock(mutex);
    }
    __atomic_fetch_sub(&i[1], 1, __ATOMIC_SEQ_CST);
    if (!signalled) cancellation_point(); // who took a signal sees to what it is about first
    return error;
}

int pthread_cond_wait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex) {
    return pthread_cond_timedwait(cond, mutex, NULL);
}

static int wake(pthread_cond_t *cond, unsigned most) {
    int *i = cond->__u.__i;
    if (__atomic_load_n(&i[1], __ATOMIC_SEQ_CST) == 0) return 0;
    __atomic_fetch_add(&i[0], 1, __ATOMIC_SEQ_CST);
    futex_wake(&i[0], most);
    return 0;
}

int pthread_cond_signal(pthread_cond_t *cond) {
    return wake(cond, 1);
}

int pthread_cond_broadcast(pthread_cond_t *cond) {
    return wake(cond, ALL);
}

int pthread_condattr_init(pthread_condattr_t *attr) {
    attr->__attr = 0;
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attr) {
    (void)attr;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return EINVAL;
    attr->__attr = clock == CLOCK_MONOTONIC;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *restrict attr, clockid_t *restrict clock) {
    *clock = attr->__attr ? CLOCK_MONOTONIC : CLOCK_REALTIME;
    return 0;
}
