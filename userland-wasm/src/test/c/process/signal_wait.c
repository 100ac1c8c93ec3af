// SPDX-License-Identifier: Apache-2.0
// sigwait, sigwaitinfo, sigtimedwait: a blocked signal is taken instead of being delivered.
#include "suite.h"

static volatile sig_atomic_t count;

static void handler(int sig) {
    (void)sig;
    count++;
}

static int send(char **arguments) {
    pid_t parent = getppid();
    for (; *arguments; arguments++) {
        await_state(parent, 'S');
        kill(parent, atoi(*arguments));
        nap();
    }
    return 0;
}

static pid_t send_two(const char *first, const char *second) {
    char *argv[] = {self, "send", (char *)first, (char *)second, NULL};
    pid_t pid;
    fflush(stdout);
    posix_spawn(&pid, self, NULL, NULL, argv, environ);
    return pid;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"send", send}, {NULL, NULL}};
    play(argc, argv, roles);
    sigset_t set = set_of(SIGUSR1), none, pending;
    sigemptyset(&none);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGCHLD);
    int sig = 0, got;
    siginfo_t info;
    struct timespec zero = {0, 0}, short_time = {0, 5000000}, bad = {0, -1};
    sigprocmask(SIG_BLOCK, &set, NULL);
    set_action(SIGUSR1, handler, 0);
    raise(SIGUSR2);
    raise(SIGUSR1);
    int error = sigwait(&set, &sig);
    say("the lowest first: %s, %d", error_text(error), sig);
    error = sigwait(&set, &sig);
    say("then the other: %s, %d, no handler ran %d", error_text(error), sig, count == 0);
    sigpending(&pending);
    say("nothing is left: %d %d", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2));
    say("nothing there: %s", result(sigtimedwait(&set, &info, &zero)));
    say("nothing comes: %s", result(sigtimedwait(&set, &info, &short_time)));
    say("bad time: %s", result(sigtimedwait(&set, &info, &bad)));
    raise(SIGUSR1);
    say("time 0, one there: %s", result(sigtimedwait(&set, &info, &zero)));
    say("its info: %d, by a process %d, me %d", info.si_signo, info.si_code <= 0, info.si_pid == getpid());
    union sigval value = {.sival_int = 42};
    sigqueue(getpid(), SIGUSR2, value);
    got = sigwaitinfo(&set, &info);
    say("queued: %s, QUEUE %d, value %d", result(got), info.si_code == SI_QUEUE, info.si_value.sival_int);

    pid_t child = send_two("10", NULL);
    got = sigwaitinfo(&set, &info);
    say("asleep: %s, from the child %d", result(got), info.si_pid == child);
    sigwait(&set, &sig);
    say("its end: %d", sig);
    ending(child);
    raise(SIGUSR2);
    say("without info: %s", result(sigwaitinfo(&set, NULL)));

    // CHLD is ignored by default, and stays pending for whoever has it blocked.
    child = send_two(NULL, NULL);
    got = sigwaitinfo(&set, &info);
    say("CHLD: %s, code %d, it %d", result(got), info.si_code, info.si_pid == child);
    ending(child);

    // Another signal's handler ends sigwaitinfo, even with SA_RESTART; sigwait goes on.
    set_action(SIGTERM, handler, SA_RESTART);
    count = 0;
    child = send_two("15", NULL);
    sigset_t users = set_of(SIGUSR1); // not CHLD: the child may have ended before this process runs again
    got = sigwaitinfo(&users, &info);
    say("another is handled: %s, %d", result(got), count);
    ending(child);
    sigwait(&set, &sig);
    count = 0;
    child = send_two("15", "12");
    error = sigwait(&set, &sig);
    say("sigwait: %s, %d, handled %d", error_text(error), sig, count);
    ending(child);
    sigwait(&set, &sig);
    // An ignored one does nothing.
    signal(SIGTERM, SIG_IGN);
    child = send_two("15", "10");
    say("another is ignored: %s", result(sigwaitinfo(&set, &info)));
    ending(child);
    sigwait(&set, &sig);
    say("in the end: mask kept %d", (sigprocmask(SIG_BLOCK, NULL, &pending), sigismember(&pending, SIGUSR1) && sigismember(&pending, SIGUSR2)));
    // What is ignored can be waited for while it is blocked.
    signal(SIGUSR2, SIG_IGN);
    raise(SIGUSR2);
    say("ignored but blocked: %s", result(sigtimedwait(&set, &info, &zero)));
    return 0;
}
