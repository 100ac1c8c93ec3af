// SPDX-License-Identifier: Apache-2.0
// Sleeping and timers. wasi-libc's sleeps answer ENOTSUP when a signal ends them.

#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "imports.h"

static u64 monotonic(void) {
    __wasi_timestamp_t now = 0;
    (void)!__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now);
    return now;
}

/** Waits; returns an errno, and in *left what was not slept. */
static int sleep_for(u64 ns, u64 *left) {
    u64 start = monotonic();
    *left = 0;
    if (ns == 0) return 0;
    __wasi_subscription_t timer = {
        .u = {.tag = __WASI_EVENTTYPE_CLOCK, .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = ns}}};
    __wasi_event_t event;
    __wasi_size_t count;
    int error = __wasi_poll_oneoff(&timer, &event, 1, &count);
    if (error == 0) return event.error;
    u64 slept = monotonic() - start;
    *left = slept < ns ? ns - slept : 0;
    return error;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *left) {
    if (wanted->tv_nsec < 0 || wanted->tv_nsec > 999999999 || wanted->tv_sec < 0) return EINVAL;
    u64 ns = (u64)wanted->tv_sec * 1000000000 + (u64)wanted->tv_nsec, rest;
    if (flags & TIMER_ABSTIME) {
        struct timespec now;
        clock_gettime(clock, &now);
        u64 passed = (u64)now.tv_sec * 1000000000 + (u64)now.tv_nsec;
        return passed >= ns ? 0 : sleep_for(ns - passed, &rest);
    }
    int error = sleep_for(ns, &rest);
    if (error == EINTR && left) *left = (struct timespec){rest / 1000000000, rest % 1000000000};
    return error;
}

int nanosleep(const struct timespec *wanted, struct timespec *left) {
    return posix_result(clock_nanosleep(CLOCK_REALTIME, 0, wanted, left));
}

unsigned sleep(unsigned seconds) {
    u64 left;
    sleep_for((u64)seconds * 1000000000, &left);
    return (unsigned)((left + 999999999) / 1000000000);
}

int usleep(unsigned microseconds) {
    u64 left;
    return posix_result(sleep_for((u64)microseconds * 1000, &left));
}

// One timer: SIGALRM's. The kernel has no way to ask what is left, so the deadline is kept here.
static u64 deadline;

static u64 set_timer(u64 ns, int repeats) {
    u64 now = monotonic();
    u64 left = deadline > now ? deadline - now : 0;
    deadline = ns ? now + ns : 0;
    wasix_proc_raise_interval(SIGALRM, ns, repeats);
    return left;
}

unsigned alarm(unsigned seconds) {
    return (unsigned)((set_timer((u64)seconds * 1000000000, 0) + 999999999) / 1000000000);
}

/** ITIMER_REAL only, and the interval must be the first delay or 0. */
int setitimer(int which, const struct itimerval *restrict new, struct itimerval *restrict old) {
    if (which != ITIMER_REAL) return posix_result(EINVAL);
    u64 first = (u64)new->it_value.tv_sec * 1000000000 + (u64)new->it_value.tv_usec * 1000;
    u64 interval = (u64)new->it_interval.tv_sec * 1000000000 + (u64)new->it_interval.tv_usec * 1000;
    if (interval != 0 && interval != first) return posix_result(EINVAL);
    u64 left = set_timer(first, interval != 0);
    if (old) *old = (struct itimerval){.it_value = {left / 1000000000, left % 1000000000 / 1000}};
    return 0;
}

int clock_settime(clockid_t clock, const struct timespec *t) {
    if (clock != CLOCK_REALTIME) return posix_result(EINVAL);
    return posix_result(wasix_clock_time_set(__WASI_CLOCKID_REALTIME, (u64)t->tv_sec * 1000000000 + (u64)t->tv_nsec));
}

// No time zones: local time is UTC.
char *tzname[2] = {"UTC", "UTC"};
long timezone;
int daylight;

void tzset(void) {}
