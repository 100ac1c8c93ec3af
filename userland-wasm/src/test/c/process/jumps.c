// SPDX-License-Identifier: Apache-2.0
// setjmp and longjmp: out of depths, out of handlers and the calls they interrupt, across fork; sigsetjmp's mask.
#include <setjmp.h>
#include "suite.h"

static jmp_buf top;
static sigjmp_buf signals;

static void down(int n, int value) {
    volatile char frame[64] = {(char)n};
    if (n == 0) longjmp(top, value);
    if (n > 0) down(n - 1, value);
    say("%d: never here", frame[0]);
}

static int compare(const void *a, const void *b) {
    if (*(const int *)a == 3 || *(const int *)b == 3) longjmp(top, 5);
    return *(const int *)a - *(const int *)b;
}

static void jumps(int sig) {
    longjmp(top, sig);
}

static void jumps_with_mask(int sig) {
    siglongjmp(signals, sig);
}

static void values(void) {
    static const int given[] = {1, 2, -1, 0x7fffffff, 0};
    for (volatile unsigned i = 0; i < sizeof given / sizeof *given; i++) {
        int got = setjmp(top);
        if (got == 0) longjmp(top, given[i]);
        say("longjmp %d: setjmp returns %d", given[i], got);
    }
}

static void depths(void) {
    for (volatile int depth = 1; depth <= 1000; depth *= 10) {
        volatile int before = depth;
        int got = setjmp(top);
        if (got == 0) down(depth, depth);
        say("from %d deep: %d %d", depth, got, before);
    }
    int numbers[] = {5, 3, 9, 1, 7};
    if (setjmp(top) == 0) qsort(numbers, 5, sizeof *numbers, compare);
    else say("out of qsort");
    volatile int times = 0;
    int got = setjmp(top);
    times++;
    if (times < 5) longjmp(top, times);
    say("again and again: %d, %d times", got, times);
    int inner = 0;
    jmp_buf outer;
    memcpy(outer, top, sizeof outer); // programs keep the outer one
    if (setjmp(top) == 0) {
        for (volatile int i = 0; i < 20000; i++) { // setjmp in a loop takes nothing
            jmp_buf here;
            if (setjmp(here) == 0) {
                if (i % 1000 == 0) longjmp(here, 1);
            }
        }
        inner = 1;
    }
    say("nested: %d", inner);
}

/** What a loop does that calls something with a setjmp of its own, as a shell's does for each command. */
__attribute__((noinline)) static int guarded(int i) {
    jmp_buf here;
    return setjmp(here) == 0 ? i : -1;
}

static void loops(void) {
    volatile int sum = 0;
    int got = setjmp(top);
    if (got == 0) {
        for (int i = 0; i < 20000; i++) sum += guarded(i) & 1;
        longjmp(top, 9);
    }
    say("the outer one outlives %d others: %d", sum, got);
    jmp_buf first;
    volatile int jumped = 0;
    got = setjmp(top);
    if (!jumped) {
        memcpy(first, top, sizeof first);
        if (setjmp(top) == 0) longjmp(top, 1);
        jumped = 1;
        longjmp(first, 6);
    }
    say("so does a copy: %d", got);
}

static void handlers(void) {
    sigset_t mask;
    struct sigaction action = {.sa_handler = jumps, .sa_flags = SA_NODEFER};
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);
    int got = setjmp(top);
    if (got == 0) raise(SIGUSR1);
    say("out of a handler: %d", got);
    action.sa_handler = jumps_with_mask;
    action.sa_flags = 0;
    sigaction(SIGUSR1, &action, NULL);
    for (volatile int i = 0; i < 3; i++) {
        if (sigsetjmp(signals, 1) == 0) raise(SIGUSR1);
        sigprocmask(SIG_BLOCK, NULL, &mask);
        say("mask is put back: %d", sigismember(&mask, SIGUSR1));
    }
    if (sigsetjmp(signals, 0) == 0) raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    say("or not: %d", sigismember(&mask, SIGUSR1));
    sigemptyset(&mask);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGALRM, &action, NULL);
    int ends[2];
    pipe(ends);
    char byte;
    got = sigsetjmp(signals, 1);
    if (got == 0) {
        alarm(1);
        read(ends[0], &byte, 1);
    }
    say("out of a read: %d", got == SIGALRM);
    got = sigsetjmp(signals, 1);
    if (got == 0) {
        alarm(1);
        for (volatile int i = 1; i; i = i * 3 | 1) {}
    }
    say("out of a loop: %d", got == SIGALRM);
    write(ends[1], "x", 1);
    say("and all is as before: %s", result(read(ends[0], &byte, 1)));
}

static void forks(void) {
    int status;
    volatile pid_t pid = -1;
    int got = setjmp(top);
    if (got == 0) {
        pid = fork();
        if (pid == 0) longjmp(top, 33);
        waitpid(pid, &status, 0);
        say("a child jumps: %s", status_text(status));
        longjmp(top, 34);
    }
    if (pid == 0) _exit(got);
    say("and its parent: %d", got);
    if (setjmp(top) == 0) {
        pid = fork();
        if (pid == 0) down(100, 1);
        waitpid(pid, &status, 0);
        say("a child from its depths: %s", status_text(status));
    } else {
        _exit(7);
    }
}

int main(void) {
    values();
    depths();
    loops();
    handlers();
    forks();
    return 0;
}
