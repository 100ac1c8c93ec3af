// SPDX-License-Identifier: Apache-2.0
// alarm, setitimer, getitimer: real, virtual and profiling time.
#include <sys/time.h>
#include "suite.h"

static volatile sig_atomic_t count, last;

static void handler(int sig) {
    last = sig;
    count++;
}

static int never(char **arguments) {
    (void)arguments;
    for (;;) pause();
    return 0;
}

/** Inherits nothing of its parent's timer, keeps its own through exec. */
static int left_of_alarm(char **arguments) {
    say("%s: alarm left %u", arguments[0], alarm(0));
    return 0;
}

static int alarm_and_exec(char **arguments) {
    (void)arguments;
    alarm(100);
    execl(self, self, "left", "after exec", (char *)NULL);
    return 1;
}

static int dies_of_alarm(char **arguments) {
    (void)arguments;
    struct itimerval soon = {.it_value = {0, 1000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    for (;;) pause();
    return 0;
}

static struct itimerval timer(long value, long interval) {
    return (struct itimerval){.it_value = {value / 1000000, value % 1000000}, .it_interval = {interval / 1000000, interval % 1000000}};
}

static void real(void) {
    struct itimerval value, old;
    set_action(SIGALRM, handler, 0);
    say("none before: %u", alarm(100));
    getitimer(ITIMER_REAL, &value);
    say("getitimer: about 100 s %d, interval %ld", value.it_value.tv_sec >= 90 && value.it_value.tv_sec <= 100, (long)value.it_interval.tv_sec);
    unsigned left = alarm(50);
    say("alarm answers what was left: %d", left >= 90 && left <= 100);
    left = alarm(0);
    say("and is off: %d, then %u", left >= 40 && left <= 50, alarm(0));
    getitimer(ITIMER_REAL, &value);
    say("off: %ld %ld", (long)value.it_value.tv_sec, (long)value.it_value.tv_usec);
    value = timer(2000, 0);
    count = 0;
    sigset_t alarms = set_of(SIGALRM), none = set_of(0);
    sigprocmask(SIG_BLOCK, &alarms, NULL); // it may come before we wait for it
    say("setitimer %s", result(setitimer(ITIMER_REAL, &value, NULL)));
    sigsuspend(&none);
    sigprocmask(SIG_UNBLOCK, &alarms, NULL);
    say("came %d, signal %d", count, last);
    getitimer(ITIMER_REAL, &value);
    say("once: %ld %ld", (long)value.it_value.tv_sec, (long)value.it_value.tv_usec);
    value = timer(2000, 3000);
    count = 0;
    setitimer(ITIMER_REAL, &value, NULL);
    while (count < 4) pause();
    say("again and again");
    value = timer(0, 5000);
    setitimer(ITIMER_REAL, &value, &old);
    say("off: interval was %ld", (long)old.it_interval.tv_usec);
    getitimer(ITIMER_REAL, &value);
    say("a value of 0 is off: %ld", (long)value.it_value.tv_usec);
    value = timer(500000000, 700000000);
    setitimer(ITIMER_REAL, &value, NULL);
    getitimer(ITIMER_REAL, &value);
    say("told: about 500 %d, %ld", value.it_value.tv_sec >= 490 && value.it_value.tv_sec <= 500, (long)value.it_interval.tv_sec);
    left = alarm(7);
    say("alarm is the same timer: about 500 %d", left >= 490 && left <= 500);
    getitimer(ITIMER_REAL, &value);
    say("and has no interval: %ld", (long)value.it_interval.tv_sec);
    alarm(0);
}

static void errors(void) {
    struct itimerval bad = {.it_value = {0, 1000000}}, negative = {.it_value = {-1, 0}};
    say("no such timer: %s %s", result(setitimer(7, &bad, NULL)), result(getitimer(-1, &bad)));
    bad = (struct itimerval){.it_value = {0, 1000000}};
    say("bad microseconds: %s, negative: %s", result(setitimer(ITIMER_REAL, &bad, NULL)), result(setitimer(ITIMER_REAL, &negative, NULL)));
}

static void cpu(int which, int sig, const char *name) {
    struct itimerval value = timer(300000, 0); // what a busy host takes from us may count as ours
    set_action(sig, handler, 0);
    count = 0;
    setitimer(which, &value, NULL);
    struct timespec sleep = {0, 600000000};
    nanosleep(&sleep, NULL);
    say("%s: sleeping uses none: %d", name, count);
    volatile unsigned long work = 0;
    while (count == 0) work++;
    say("%s: computing does: signal %d", name, last);
    value = timer(5000, 5000);
    setitimer(which, &value, NULL);
    count = 0;
    while (count < 3) work++;
    value = timer(0, 0);
    setitimer(which, &value, NULL);
    getitimer(which, &value);
    say("%s: again and again, then off %ld", name, (long)value.it_value.tv_usec);
    signal(sig, SIG_DFL);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {
        {"never", never}, {"left", left_of_alarm}, {"exec", alarm_and_exec}, {"dies", dies_of_alarm}, {NULL, NULL}};
    play(argc, argv, roles);
    real();
    errors();
    cpu(ITIMER_VIRTUAL, SIGVTALRM, "virtual");
    cpu(ITIMER_PROF, SIGPROF, "profiling");
    alarm(100);
    ending(spawn("left", "a child"));
    alarm(0);
    ending(spawn("exec", NULL));
    say("the default action: %s", ending(spawn("dies", NULL)));
    return 0;
}
