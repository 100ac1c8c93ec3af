// SPDX-License-Identifier: Apache-2.0
// setitimer: WASIX has a timer a signal, which comes once or at equal distances, and does not say what is left.

#include <sys/time.h>
#include "plain.h"

static struct wsh_timer last;
static u64 since;

static u64 monotonic(void) {
    __wasi_timestamp_t now = 0;
    (void)!__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 1, &now);
    return now;
}

static struct wsh_timer what_is_left(void) {
    u64 passed = monotonic() - since;
    if (last.left > passed) return (struct wsh_timer){last.left - passed, last.interval};
    if (last.left == 0 || last.interval == 0) return (struct wsh_timer){0, 0};
    return (struct wsh_timer){last.interval - (passed - last.left) % last.interval, last.interval};
}

int wsh_itimer(int which, const struct wsh_timer *timer, struct wsh_timer *old) {
    if (which != ITIMER_REAL) return which == ITIMER_VIRTUAL || which == ITIMER_PROF ? ENOSYS : EINVAL;
    if (timer && timer->left && timer->interval && timer->left != timer->interval) return ENOSYS;
    if (old) *old = what_is_left();
    if (!timer) return 0;
    last = *timer;
    since = monotonic();
    return wasix_proc_raise_interval(SIGALRM, timer->left, timer->interval != 0);
}

void forget_timer(void) {
    last = (struct wsh_timer){0, 0};
}
