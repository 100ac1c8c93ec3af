// SPDX-License-Identifier: Apache-2.0
// The lock that everything else is made of, and time that runs out.

#include <time.h>
#include "thread.h"

int futex_wait_point(int *word, int value, int64_t ns) {
    struct wasix_option_time timeout = {ns >= 0, ns >= 0 ? (u64)ns : 0};
    uint8_t woken = 1;
    wasix_futex_wait(word, value, &timeout, &woken);
    return woken ? 0 : ETIMEDOUT;
}

/** With a request pending the call would return at once, again and again; the instruction does not. */
int futex_wait(int *word, int value, int64_t ns) {
    if (!cancel_wanted()) return futex_wait_point(word, value, ns);
    return __builtin_wasm_memory_atomic_wait32(word, value, ns) == 2 ? ETIMEDOUT : 0;
}

int time_until(clockid_t clock, const struct timespec *when, int64_t *left) {
    struct timespec now;
    if (when->tv_nsec < 0 || when->tv_nsec > 999999999) return EINVAL;
    if (clock_gettime(clock, &now) < 0) return EINVAL;
    int64_t seconds = (int64_t)when->tv_sec - now.tv_sec;
    if (seconds > INT64_MAX / 1000000000 - 1) {
        *left = FOREVER;
        return 0;
    }
    *left = seconds * 1000000000 + when->tv_nsec - now.tv_nsec;
    return seconds < 0 || *left <= 0 ? ETIMEDOUT : 0;
}

int lock_word_until(int *word, clockid_t clock, const struct timespec *when) {
    int seen = 0;
    if (__atomic_compare_exchange_n(word, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return 0;
    while (__atomic_exchange_n(word, 2, __ATOMIC_ACQUIRE) != 0) {
        int64_t left = FOREVER;
        int error = when ? time_until(clock, when, &left) : 0;
        if (error) return error;
        futex_wait(word, 2, left);
    }
    return 0;
}

void lock_word(int *word) {
    lock_word_until(word, CLOCK_REALTIME, NULL);
}

void unlock_word(int *word) {
    if (__atomic_exchange_n(word, 0, __ATOMIC_RELEASE) == 2) futex_wake(word, 1);
}
