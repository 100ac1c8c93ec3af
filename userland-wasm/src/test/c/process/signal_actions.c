// SPDX-License-Identifier: Apache-2.0
// Each standard signal: its number, what it does by default, caught, ignored, blocked, and what sigaction says of it.
#include "suite.h"

static const struct {
    int number;
    const char *name;
} signals[] = {
    {SIGHUP, "HUP"}, {SIGINT, "INT"}, {SIGQUIT, "QUIT"}, {SIGILL, "ILL"}, {SIGTRAP, "TRAP"}, {SIGABRT, "ABRT"}, {SIGBUS, "BUS"},
    {SIGFPE, "FPE"}, {SIGKILL, "KILL"}, {SIGUSR1, "USR1"}, {SIGSEGV, "SEGV"}, {SIGUSR2, "USR2"}, {SIGPIPE, "PIPE"}, {SIGALRM, "ALRM"},
    {SIGTERM, "TERM"}, {SIGSTKFLT, "STKFLT"}, {SIGCHLD, "CHLD"}, {SIGCONT, "CONT"}, {SIGSTOP, "STOP"}, {SIGTSTP, "TSTP"},
    {SIGTTIN, "TTIN"}, {SIGTTOU, "TTOU"}, {SIGURG, "URG"}, {SIGXCPU, "XCPU"}, {SIGXFSZ, "XFSZ"}, {SIGVTALRM, "VTALRM"},
    {SIGPROF, "PROF"}, {SIGWINCH, "WINCH"}, {SIGIO, "IO"}, {SIGPWR, "PWR"}, {SIGSYS, "SYS"}};
enum { COUNT = sizeof signals / sizeof *signals };

static volatile sig_atomic_t seen[65];

static void handler(int sig) {
    seen[sig]++;
}

/** Raises one with its default action, in a group that is not orphaned (its parent is in the same session, another group). */
static int by_default(char **arguments) {
    int sig = atoi(arguments[0]);
    if (sig != SIGKILL && sig != SIGSTOP) set_action(sig, SIG_DFL, 0);
    raise(sig);
    return 7;
}

static const char *default_action(int sig) {
    char number[8];
    snprintf(number, sizeof number, "%d", sig);
    pid_t pid = spawn_in_group(0, "default", number);
    int status;
    waitpid(pid, &status, WUNTRACED);
    if (!WIFSTOPPED(status)) return status_text(status);
    static char text[64];
    int first = status;
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    snprintf(text, sizeof text, "%s, then %s", status_text(first), status_text(status));
    return text;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"default", by_default}, {NULL, NULL}};
    play(argc, argv, roles);
    for (int i = 0; i < COUNT; i++) say("%2d %s: %s; %s", signals[i].number, signals[i].name, strsignal(signals[i].number), default_action(signals[i].number));
    for (int i = 0; i < COUNT; i++) {
        int sig = signals[i].number;
        struct sigaction action = {.sa_handler = handler}, old;
        if (sigaction(sig, &action, NULL) < 0) {
            say("%s cannot be caught: %s, ignored: %s, reset: %s", signals[i].name, result(-1), result(signal(sig, SIG_IGN) == SIG_ERR ? -1 : 0), result(signal(sig, SIG_DFL) == SIG_ERR ? -1 : 0));
            say("asked for: %s", result(sigaction(sig, NULL, &old)));
            continue;
        }
        raise(sig);
        kill(getpid(), sig);
        int caught = seen[sig];
        signal(sig, SIG_IGN);
        raise(sig);
        int after = seen[sig];
        sigaction(sig, &action, &old);
        sigset_t one = set_of(sig), pending;
        sigprocmask(SIG_BLOCK, &one, NULL);
        raise(sig);
        raise(sig);
        sigpending(&pending);
        int held = seen[sig];
        sigprocmask(SIG_UNBLOCK, &one, NULL);
        say("%s: caught %d, ignored %d, was %d, pending %d, held %d, once %d", signals[i].name, caught, after - caught, old.sa_handler == SIG_IGN,
            sigismember(&pending, sig), held - after, seen[sig] - held);
        signal(sig, SIG_DFL);
    }
    sigset_t set;
    sigemptyset(&set);
    say("no signal 0: %s %s %s", result(sigaddset(&set, 0)), result(sigaction(0, NULL, NULL)), result(kill(getpid(), 0)));
    say("no signal 65: %s", result(sigaddset(&set, 65)));
    say("none -1: %s", result(sigaction(-1, NULL, NULL)));
    say("none 65: %s %s %s", result(sigaction(65, NULL, NULL)), result(kill(getpid(), 65)), result(raise(65)));
    sigfillset(&set);
    say("full: %d %d, KILL %d", sigismember(&set, SIGHUP), sigismember(&set, SIGSYS), sigismember(&set, SIGKILL));
    return 0;
}
