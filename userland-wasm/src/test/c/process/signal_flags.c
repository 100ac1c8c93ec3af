// SPDX-License-Identifier: Apache-2.0
// sigaction's flags, and what a handler is told with SA_SIGINFO.
#include "suite.h"

static volatile sig_atomic_t count;
static siginfo_t told;

static void handler(int sig) {
    (void)sig;
    count++;
}

static void informed(int sig, siginfo_t *info, void *context) {
    (void)sig, (void)context;
    told = *info;
    count++;
}

static void listen(int sig, int flags) {
    struct sigaction action = {.sa_sigaction = informed, .sa_flags = flags | SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    sigaction(sig, &action, NULL);
    count = 0;
    memset(&told, 0, sizeof told);
}

static volatile int depth, deepest;

static void nesting(int sig) {
    if (++depth > deepest) deepest = depth;
    if (++count < 4) raise(sig);
    depth--;
}

static int kill_parent(char **arguments) {
    return kill(getppid(), atoi(arguments[0]));
}

static int queue_parent(char **arguments) {
    union sigval value = {.sival_int = 4711};
    return sigqueue(getppid(), atoi(arguments[0]), value);
}

static int exit_with(char **arguments) {
    return atoi(arguments[0]);
}

static int stop_and_stay(char **arguments) {
    (void)arguments;
    raise(SIGSTOP);
    while (1) pause();
    return 0;
}

static int die_of(char **arguments) {
    raise(atoi(arguments[0]));
    return 0;
}

static void resethand(void) {
    struct sigaction old;
    count = 0;
    set_action(SIGUSR1, handler, SA_RESETHAND);
    sigaction(SIGUSR1, NULL, &old);
    say("RESETHAND told back: %d", (old.sa_flags & SA_RESETHAND) != 0);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &old);
    say("after one: count %d, default %d", count, old.sa_handler == SIG_DFL);
    set_action(SIGTRAP, nesting, SA_RESETHAND | SA_NODEFER);
    signal(SIGTRAP, SIG_DFL);
}

static void nodefer(void) {
    count = deepest = 0;
    set_action(SIGUSR1, nesting, 0);
    raise(SIGUSR1);
    say("deferred: %d calls, %d deep", count, deepest);
    count = deepest = 0;
    set_action(SIGUSR1, nesting, SA_NODEFER);
    raise(SIGUSR1);
    say("NODEFER: %d calls, %d deep", count, deepest);
    signal(SIGUSR1, SIG_DFL);
}

static void siginfo(void) {
    listen(SIGUSR1, SA_RESTART);
    raise(SIGUSR1);
    say("raise: signo %d, by a process %d, me %d, uid %d", told.si_signo, told.si_code <= 0, told.si_pid == getpid(), told.si_uid == getuid());
    listen(SIGUSR1, SA_RESTART);
    kill(getpid(), SIGUSR1);
    say("kill: signo %d, USER %d, me %d", told.si_signo, told.si_code == SI_USER, told.si_pid == getpid());
    listen(SIGUSR2, SA_RESTART);
    pid_t child = spawn("kill", "12");
    while (waitpid(child, NULL, 0) < 0) continue;
    say("from a child: signo %d, USER %d, it %d", told.si_signo, told.si_code == SI_USER, told.si_pid == child);
    listen(SIGUSR2, SA_RESTART);
    child = spawn("queue", "12");
    while (waitpid(child, NULL, 0) < 0) continue;
    say("queued: signo %d, QUEUE %d, it %d, value %d", told.si_signo, told.si_code == SI_QUEUE, told.si_pid == child, told.si_value.sival_int);
    listen(SIGALRM, SA_RESTART);
    sigset_t blocked = set_of(SIGALRM);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    union sigval first = {.sival_int = 1}, second = {.sival_int = 2};
    sigqueue(getpid(), SIGALRM, first);
    sigqueue(getpid(), SIGALRM, second);
    sigprocmask(SIG_UNBLOCK, &blocked, NULL);
    say("two pending are one, the first: %d times, value %d", count, told.si_value.sival_int);
    union sigval none = {0};
    say("sigqueue to nobody %s, 0 to me %s, 65 %s", result(sigqueue(2000000000, SIGUSR1, none)), result(sigqueue(getpid(), 0, none)), result(sigqueue(getpid(), 65, none)));
}

/** Lets the child become a zombie before its signal is looked at, so that there is one signal. */
static void of_child(const char *what, pid_t child) {
    int status;
    while (count == 0) nap();
    say("%s: signo %d, code %d, it %d, status %d", what, told.si_signo, told.si_code, told.si_pid == child, told.si_status);
    waitpid(child, &status, 0);
}

static void child_info(void) {
    listen(SIGCHLD, SA_RESTART);
    of_child("exited", spawn("exit", "3"));
    listen(SIGCHLD, SA_RESTART);
    of_child("killed", spawn("die", "15"));
    listen(SIGCHLD, SA_RESTART);
    pid_t child = spawn("stop", NULL);
    while (count == 0) nap();
    say("stopped: signo %d, code %d, it %d, status %d", told.si_signo, told.si_code, told.si_pid == child, told.si_status);
    await_state(child, 'T');
    sigset_t blocked = set_of(SIGCHLD), old;
    sigprocmask(SIG_BLOCK, &blocked, &old);
    count = 0;
    kill(child, SIGCONT);
    sigsuspend(&old);
    say("continued: signo %d, code %d, it %d, status %d", told.si_signo, told.si_code, told.si_pid == child, told.si_status);
    sigprocmask(SIG_SETMASK, &old, NULL);
    kill(child, SIGKILL);
    ending(child);
    signal(SIGCHLD, SIG_DFL);
}

static void children(void) {
    int status;
    count = 0;
    set_action(SIGCHLD, handler, SA_NOCLDSTOP | SA_RESTART);
    pid_t child = spawn("die", "19");
    await_state(child, 'T');
    say("NOCLDSTOP: told of a stop %d times", count);
    pid_t got = waitpid(child, &status, WUNTRACED);
    say("but waitpid tells: %d %s", got == child, status_text(status));
    kill(child, SIGCONT);
    ending(child);
    say("and of the end: %d", count);
    set_action(SIGCHLD, handler, SA_NOCLDWAIT | SA_RESTART);
    count = 0;
    child = spawn("exit", "5");
    say("NOCLDWAIT leaves nobody to wait for: %s", result(waitpid(child, &status, 0)));
    child = spawn("exit", "5");
    pid_t other = spawn("exit", "6");
    got = waitpid(-1, &status, 0);
    const char *text = result(got);
    say("waits for the last: %s, both gone %d %d", text, kill(child, 0) < 0, kill(other, 0) < 0);
    set_action(SIGCHLD, SIG_IGN, 0);
    child = spawn("exit", "5");
    say("ignoring CHLD too: %s", result(waitpid(child, &status, 0)));
    set_action(SIGCHLD, SIG_DFL, 0);
    child = spawn("exit", "5");
    say("the default keeps it: %s", ending(child));
}

static void told_back(void) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_NOCLDSTOP}, old;
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGHUP);
    sigaddset(&action.sa_mask, SIGSYS);
    sigaction(SIGUSR1, &action, NULL);
    sigaction(SIGUSR1, NULL, &old);
    say("handler %d, RESTART %d, NOCLDSTOP %d, NODEFER %d, HUP %d, SYS %d, INT %d", old.sa_handler == handler, (old.sa_flags & SA_RESTART) != 0,
        (old.sa_flags & SA_NOCLDSTOP) != 0, (old.sa_flags & SA_NODEFER) != 0, sigismember(&old.sa_mask, SIGHUP), sigismember(&old.sa_mask, SIGSYS),
        sigismember(&old.sa_mask, SIGINT));
    signal(SIGUSR1, handler);
    sigaction(SIGUSR1, NULL, &old);
    say("signal() sets RESTART %d", (old.sa_flags & SA_RESTART) != 0);
    int handled = signal(SIGUSR1, SIG_IGN) == handler, was_ignored = signal(SIGUSR1, SIG_DFL) == SIG_IGN;
    say("and answers %d %d", handled, was_ignored);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"kill", kill_parent}, {"queue", queue_parent}, {"exit", exit_with}, {"die", die_of}, {"stop", stop_and_stay}, {NULL, NULL}};
    play(argc, argv, roles);
    told_back();
    resethand();
    nodefer();
    siginfo();
    child_info();
    children();
    return 0;
}
