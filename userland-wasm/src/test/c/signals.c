// SPDX-License-Identifier: Apache-2.0
// Shows signals: default, ignored, caught; masks, pending ones, sigsuspend; EINTR of a blocked read and SA_RESTART; what a
// spawned child inherits; a handler in the middle of a computation. A child of ours sends the signals that must come late.
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char *self;
static volatile sig_atomic_t count[65];

/** What a call came to: its value, or -1 and the error. One a printf: the text is kept in one place. */
static const char *result(long value) {
    static char text[64];
    if (value < 0) snprintf(text, sizeof text, "-1 %s", strerror(errno));
    else snprintf(text, sizeof text, "%ld", value);
    return text;
}

static void handler(int sig) {
    count[sig]++;
}

static volatile int depth, deepest;

static void nested(int sig) {
    if (++depth > deepest) deepest = depth;
    count[sig]++;
    if (count[sig] < 3) raise(sig); // blocked while it is handled: comes after the return, unless NODEFER
    depth--;
}

static void set(int sig, void (*function)(int), int flags) {
    struct sigaction action = {.sa_handler = function, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    if (sigaction(sig, &action, NULL) < 0) printf("sigaction %d: %s\n", sig, strerror(errno));
}

static void nap(int milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    while (nanosleep(&time, &time) < 0) continue;
}

static int child(char **argv) {
    if (strcmp(argv[1], "inherits") == 0) {
        struct sigaction action;
        sigset_t mask;
        sigaction(SIGUSR1, NULL, &action);
        printf("USR1 %s", action.sa_handler == SIG_DFL ? "default" : action.sa_handler == SIG_IGN ? "ignored" : "caught");
        sigaction(SIGUSR2, NULL, &action);
        printf(" USR2 %s", action.sa_handler == SIG_DFL ? "default" : action.sa_handler == SIG_IGN ? "ignored" : "caught");
        sigprocmask(SIG_BLOCK, NULL, &mask);
        printf(" HUP %s\n", sigismember(&mask, SIGHUP) ? "blocked" : "free");
        return 0;
    }
    // send SIGNAL MILLISECONDS BYTE: a signal to the parent, later a byte on stdout
    pid_t parent = getppid();
    nap(atoi(argv[3]));
    kill(parent, atoi(argv[2]));
    nap(atoi(argv[3]));
    if (argv[4]) write(1, argv[4], 1);
    return 0;
}

static pid_t spawn(char **arguments, int out) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (out != 1) posix_spawn_file_actions_adddup2(&actions, out, 1);
    pid_t pid;
    fflush(stdout);
    arguments[0] = self;
    if (posix_spawn(&pid, self, &actions, NULL, arguments, environ) != 0) exit(1);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static void dispositions(void) {
    set(SIGUSR1, handler, 0);
    raise(SIGUSR1);
    printf("caught %d times\n", count[SIGUSR1]);
    set(SIGUSR1, SIG_IGN, 0);
    raise(SIGUSR1);
    printf("ignored: %d\n", count[SIGUSR1]);
    raise(SIGCHLD);
    raise(SIGWINCH);
    raise(SIGCONT);
    printf("ignored by default\n");
    struct sigaction old;
    set(SIGUSR2, handler, SA_RESTART | SA_NODEFER);
    sigaction(SIGUSR2, NULL, &old);
    printf("told back: %d %d %d\n", old.sa_handler == handler, (old.sa_flags & SA_RESTART) != 0, (old.sa_flags & SA_NODEFER) != 0);
    printf("signal answers the old: %d", signal(SIGUSR2, SIG_IGN) == handler);
    printf(" %d", signal(SIGUSR2, SIG_DFL) == SIG_IGN);
    printf(" %d\n", signal(SIGUSR2, SIG_DFL) == SIG_DFL);
    printf("KILL: %s\n", result(signal(SIGKILL, handler) == SIG_ERR ? -1 : 0));
    printf("STOP: %s\n", result(signal(SIGSTOP, SIG_IGN) == SIG_ERR ? -1 : 0));
    printf("99: %s\n", result(kill(getpid(), 99)));
    set(SIGUSR1, handler, SA_RESETHAND);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &old);
    printf("reset after one: %d\n", old.sa_handler == SIG_DFL);
    count[SIGHUP] = 0;
    set(SIGHUP, nested, 0);
    raise(SIGHUP);
    printf("blocked in its handler: %d calls, %d deep\n", count[SIGHUP], deepest);
    count[SIGHUP] = deepest = 0;
    set(SIGHUP, nested, SA_NODEFER);
    raise(SIGHUP);
    printf("NODEFER: %d calls, %d deep\n", count[SIGHUP], deepest);
    set(SIGHUP, SIG_DFL, 0);
}

static void masks(void) {
    sigset_t block, old, pending;
    sigemptyset(&block);
    sigaddset(&block, SIGUSR1);
    sigaddset(&block, SIGUSR2);
    sigprocmask(SIG_BLOCK, &block, &old);
    count[SIGUSR1] = count[SIGUSR2] = 0;
    set(SIGUSR1, handler, 0);
    set(SIGUSR2, handler, 0);
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGUSR2);
    sigpending(&pending);
    printf("pending %d %d %d, handled %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2), sigismember(&pending, SIGHUP), count[SIGUSR1]);
    set(SIGUSR2, SIG_IGN, 0);
    sigpending(&pending);
    printf("ignoring forgets: %d\n", sigismember(&pending, SIGUSR2));
    printf("sigsuspend %s", result(sigsuspend(&old)));
    printf(", handled %d\n", count[SIGUSR1]);
    raise(SIGUSR1);
    printf("blocked again: %d\n", count[SIGUSR1]);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("unblocked: %d\n", count[SIGUSR1]);
    sigemptyset(&block);
    sigaddset(&block, SIGKILL);
    sigprocmask(SIG_BLOCK, &block, NULL);
    sigprocmask(SIG_BLOCK, NULL, &old);
    printf("KILL cannot be blocked: %d\n", sigismember(&old, SIGKILL));
    printf("bad how: %s\n", result(sigprocmask(77, &block, NULL)));
}

static void interruption(void) {
    int ends[2];
    char byte = '?';
    pipe(ends);
    count[SIGUSR1] = 0;
    set(SIGUSR1, handler, 0);
    pid_t pid = spawn((char *[]){"", "send", "10", "100", "x", NULL}, ends[1]);
    printf("read %s", result(read(ends[0], &byte, 1)));
    printf(", handled %d\n", count[SIGUSR1]);
    ssize_t n = read(ends[0], &byte, 1);
    printf("then %d %c\n", (int)n, byte);
    waitpid(pid, NULL, 0);
    set(SIGUSR1, handler, SA_RESTART);
    pid = spawn((char *[]){"", "send", "10", "100", "y", NULL}, ends[1]);
    n = read(ends[0], &byte, 1);
    printf("restarted %d %c, handled %d\n", (int)n, byte, count[SIGUSR1]);
    waitpid(pid, NULL, 0);
    set(SIGUSR1, SIG_IGN, 0);
    pid = spawn((char *[]){"", "send", "10", "100", "z", NULL}, ends[1]);
    n = read(ends[0], &byte, 1);
    printf("ignored does not interrupt: %d %c\n", (int)n, byte);
    waitpid(pid, NULL, 0);
    set(SIGUSR1, handler, SA_RESTART);
    pid = spawn((char *[]){"", "send", "10", "100", NULL}, 1);
    struct timespec time = {5, 0}, left = {0};
    printf("nanosleep %s", result(nanosleep(&time, &left)));
    printf(", left %d\n", left.tv_sec >= 3);
    waitpid(pid, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    pid = spawn((char *[]){"", "send", "10", "100", NULL}, 1);
    count[SIGUSR1] = 0;
    volatile unsigned long turns = 0;
    while (count[SIGUSR1] == 0) turns++;
    printf("a loop was interrupted: %d\n", turns > 0);
    waitpid(pid, NULL, 0);
    set(SIGALRM, handler, 0);
    alarm(1);
    pause();
    printf("alarm: %d\n", count[SIGALRM]);
}

static void inheritance(void) {
    sigset_t block, old;
    sigemptyset(&block);
    sigaddset(&block, SIGHUP);
    set(SIGUSR1, handler, 0);
    set(SIGUSR2, SIG_IGN, 0);
    sigprocmask(SIG_BLOCK, &block, &old);
    waitpid(spawn((char *[]){"", "inherits", NULL}, 1), NULL, 0);
    sigprocmask(SIG_SETMASK, &old, NULL);
    int status;
    set(SIGCHLD, handler, 0);
    count[SIGCHLD] = 0;
    waitpid(spawn((char *[]){"", "inherits", NULL}, 1), &status, 0);
    printf("CHLD: %d\n", count[SIGCHLD]);
    set(SIGCHLD, SIG_IGN, 0);
    pid_t pid = spawn((char *[]){"", "inherits", NULL}, 1);
    printf("ignored CHLD leaves no zombie: %d\n", waitpid(pid, &status, 0) < 0 && errno == ECHILD);
}

int main(int argc, char **argv) {
    self = argv[0];
    if (argc > 1) return child(argv);
    setvbuf(stdout, NULL, _IOLBF, 0);
    dispositions();
    masks();
    interruption();
    inheritance();
    return 0;
}
