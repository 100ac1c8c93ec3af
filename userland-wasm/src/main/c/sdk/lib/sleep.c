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
    cancellation_point();
    if (ns == 0) return 0;
    __wasi_subscription_t timer = {
        .u = {.tag = __WASI_EVENTTYPE_CLOCK, .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = ns}}};
    __wasi_event_t event;
    __wasi_size_t count;
    int error = __wasi_poll_oneoff(&timer, &event, 1, &count);
    if (error == 0) return event.error;
    cancellation_point();
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

// Timers.

static u64 nanoseconds(struct timeval time) {
    return (u64)time.tv_sec * 1000000000 + (u64)time.tv_usec * 1000;
}

static struct timeval timeval(u64 ns) {
    return (struct timeval){ns / 1000000000, ns % 1000000000 / 1000};
}

static int invalid(struct timeval time) {
    return time.tv_sec < 0 || time.tv_usec < 0 || time.tv_usec > 999999;
}

static void show_timer(struct itimerval *value, const struct wsh_timer *timer) {
    *value = (struct itimerval){.it_interval = timeval(timer->interval), .it_value = timeval(timer->left)};
}

unsigned alarm(unsigned seconds) {
    struct wsh_timer timer = {(u64)seconds * 1000000000, 0}, old = {0, 0};
    wsh_itimer(ITIMER_REAL, &timer, &old);
    u64 rounded = (old.left + 500000000) / 1000000000;
    return rounded == 0 && old.left ? 1 : (unsigned)rounded;
}

int setitimer(int which, const struct itimerval *restrict new, struct itimerval *restrict old) {
    if (new && (invalid(new->it_value) || invalid(new->it_interval))) return posix_result(EINVAL);
    struct wsh_timer timer = {0, 0}, before;
    if (new) timer = (struct wsh_timer){nanoseconds(new->it_value), nanoseconds(new->it_interval)};
    int error = wsh_itimer(which, &timer, &before);
    if (error) return posix_result(error);
    if (old) show_timer(old, &before);
    return 0;
}

int getitimer(int which, struct itimerval *value) {
    struct wsh_timer now;
    int error = wsh_itimer(which, NULL, &now);
    if (error) return posix_result(error);
    show_timer(value, &now);
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
