// SPDX-License-Identifier: Apache-2.0
// Stop and continue: what a stopped process takes notice of, what its parent is told, which signals undo each other.
#include "suite.h"

static volatile sig_atomic_t count, continued;

static void handler(int sig) {
    if (sig == SIGCONT) continued++;
    else count++;
}

static int catches(char **arguments) {
    (void)arguments;
    set_action(SIGTERM, handler, 0);
    set_action(SIGCONT, handler, 0);
    set_action(SIGTSTP, handler, 0);
    write(9, "r", 1);
    while (count == 0) pause();
    while (continued == 0) pause();
    return 10 * count + continued;
}

static int blocks_cont(char **arguments) {
    (void)arguments;
    sigset_t set = set_of(SIGCONT), pending;
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGSTOP);
    sigpending(&pending);
    return 20 + sigismember(&pending, SIGCONT);
}

static int ignores_cont(char **arguments) {
    (void)arguments;
    signal(SIGCONT, SIG_IGN);
    raise(SIGSTOP);
    return 21;
}

static int ignores_tstp(char **arguments) {
    (void)arguments;
    signal(SIGTSTP, SIG_IGN);
    raise(SIGTSTP);
    return 22;
}

/** Pending stop signals go when CONT comes, and the other way round. */
static int undoing(char **arguments) {
    (void)arguments;
    sigset_t all, pending;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    raise(SIGTSTP);
    raise(SIGTTIN);
    raise(SIGUSR1);
    raise(SIGCONT);
    sigpending(&pending);
    say("after CONT: TSTP %d, TTIN %d, USR1 %d, CONT %d", sigismember(&pending, SIGTSTP), sigismember(&pending, SIGTTIN), sigismember(&pending, SIGUSR1),
        sigismember(&pending, SIGCONT));
    raise(SIGTTOU);
    sigpending(&pending);
    say("after TTOU: CONT %d, TTOU %d", sigismember(&pending, SIGCONT), sigismember(&pending, SIGTTOU));
    return 0;
}

static pid_t stopped(const char *role, int sig) {
    int status, ends[2];
    char byte;
    pipe(ends);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    pid_t pid = spawn_with(&actions, &attributes, role, NULL);
    if (strcmp(role, "catches") == 0) read(ends[0], &byte, 1);
    close(ends[0]);
    close(ends[1]);
    if (sig) kill(pid, sig);
    waitpid(pid, &status, WUNTRACED);
    say("%s: %s", role, status_text(status));
    return pid;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"stay", stay}, {"catches", catches}, {"blocks", blocks_cont}, {"ignores", ignores_cont},
        {"ignores_tstp", ignores_tstp}, {"undoing", undoing}, {NULL, NULL}};
    int status;
    play(argc, argv, roles);
    pid_t child = stopped("stay", SIGSTOP);
    say("told once: %s", result(waitpid(child, &status, WUNTRACED | WNOHANG)));
    kill(child, SIGSTOP);
    kill(child, SIGTSTP);
    say("stopping a stopped one is nothing: %s", result(waitpid(child, &status, WUNTRACED | WNOHANG)));
    say("CONT is not seen without WCONTINUED: %s", result((kill(child, SIGCONT), waitpid(child, &status, WUNTRACED | WNOHANG))));
    pid_t got = waitpid(child, &status, WCONTINUED);
    say("but with: %d %s, word %x", got == child, status_text(status), status);
    say("once: %s", result(waitpid(child, &status, WCONTINUED | WNOHANG)));
    kill(child, SIGCONT);
    say("continuing a running one is nothing: %s", result(waitpid(child, &status, WCONTINUED | WNOHANG)));
    kill(child, SIGTSTP);
    got = waitpid(child, &status, WUNTRACED);
    say("TSTP: %d %s, word %x", got == child, status_text(status), status);
    kill(child, SIGTERM);
    say("TERM waits: %s", result(waitpid(child, &status, WNOHANG)));
    kill(child, SIGCONT);
    say("until it goes on: %s", ending(child));
    child = stopped("stay", SIGTTIN);
    kill(child, SIGKILL);
    say("KILL does not wait: %s", ending(child));

    child = stopped("catches", SIGSTOP);
    kill(child, SIGTERM);
    kill(child, SIGCONT);
    say("both handled after CONT: %s", ending(child));
    child = stopped("blocks", 0);
    kill(child, SIGCONT);
    say("CONT continues though blocked, and is pending: %s", ending(child));
    child = stopped("ignores", 0);
    kill(child, SIGCONT);
    say("and though ignored: %s", ending(child));
    stopped("ignores_tstp", 0);
    ending(spawn("undoing", NULL));
    // A stop that nobody asked for is replaced by what comes after it.
    child = spawn_in_group(0, "stay", NULL);
    kill(child, SIGSTOP);
    await_state(child, 'T');
    kill(child, SIGCONT);
    await_state(child, 'S');
    got = waitpid(child, &status, WUNTRACED | WCONTINUED | WNOHANG);
    say("the last change: %d %s", got == child, status_text(status));
    kill(child, SIGKILL);
    ending(child);
    return 0;
}
