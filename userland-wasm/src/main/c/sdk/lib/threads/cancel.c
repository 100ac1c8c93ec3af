// SPDX-License-Identifier: Apache-2.0
// Cancellation, deferred: a request is a mark in the thread's record, at which calls that may wait look first (cancellation_point). And the kernel is told, so that what the thread
// waits in, or is about to, ends with EINTR for as long as the request is neither acted on nor held off.

#include "thread.h"

int pthread_cancel(pthread_t thread) {
    lock_word(&thread->cancel_lock);
    int living = __atomic_load_n(&thread->life, __ATOMIC_ACQUIRE) != EXITED;
    if (living) __atomic_store_n(&thread->cancelled, 1, __ATOMIC_SEQ_CST);
    if (living && !thread->uncancellable) wsh_thread_cancel(number_of(thread), 1); // with the lock: it cannot end meanwhile, and its number is not another's
    unlock_word(&thread->cancel_lock);
    if (thread == pthread_self() && thread->cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS) cancellation_point();
    return 0;
}

int pthread_setcancelstate(int state, int *old) {
    struct __pthread *self = pthread_self();
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) return EINVAL;
    if (old) *old = self->uncancellable ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    lock_word(&self->cancel_lock);
    self->uncancellable = state == PTHREAD_CANCEL_DISABLE;
    int cancelled = self->cancelled;
    unlock_word(&self->cancel_lock);
    if (cancelled) wsh_thread_cancel(number_of(self), state == PTHREAD_CANCEL_ENABLE);
    return 0;
}

/** Who asks for the asynchronous type gets the deferred one, which POSIX lets us: a request is acted on later, at a point. */
int pthread_setcanceltype(int type, int *old) {
    struct __pthread *self = pthread_self();
    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) return EINVAL;
    if (old) *old = self->cancel_type;
    self->cancel_type = type;
    if (type == PTHREAD_CANCEL_ASYNCHRONOUS) cancellation_point();
    return 0;
}

int cancel_wanted(void) {
    struct __pthread *self = pthread_self();
    return __atomic_load_n(&self->cancelled, __ATOMIC_RELAXED) && !self->uncancellable;
}

void cancellation_point(void) {
    if (cancel_wanted()) pthread_exit(PTHREAD_CANCELED);
}

void pthread_testcancel(void) {
    cancellation_point();
}

int hold_cancel(void) {
    int old;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    return old;
}

void release_cancel(int old) {
    pthread_setcancelstate(old, NULL);
}
