// SPDX-License-Identifier: Apache-2.0
// kill: whom it reaches, and its errors; that KILL ends whatever a process does.
#include "suite.h"

static volatile sig_atomic_t count;

static void handler(int sig) {
    (void)sig;
    count++;
}

/** As another user (root is not asked), in a session that is not pid 1's. */
static int as_another(char **arguments) {
    (void)arguments;
    setsid();
    if (geteuid() == 0) setuid(4242);
    say("another's: %s", result(kill(1, SIGTERM)));
    say("only asking: %s", result(kill(1, 0)));
    say("STOP: %s", result(kill(1, SIGSTOP)));
    say("CONT, another session: %s", result(kill(1, SIGCONT)));
    say("nobody's: %s", result(kill(2000000000, SIGTERM)));
    say("myself: %s", result(kill(getpid(), 0)));
    return 0;
}

/** In a group of its own: 0 reaches all of it, and nobody else. */
static int own_group(char **arguments) {
    (void)arguments;
    int value;
    set_action(SIGTERM, handler, 0);
    pid_t one = spawn("stay", NULL), two = spawn("stay", NULL);
    value = kill(0, SIGTERM);
    say("kill 0: %s, me too %d", result(value), count);
    say("%s, %s", ending(one), ending(two));
    one = spawn("stay", NULL);
    count = 0;
    value = kill(-getpgrp(), SIGTERM);
    say("kill -own: %s, me too %d", result(value), count);
    say("%s", ending(one));
    count = 0;
    one = spawn("stay", NULL);
    value = killpg(getpgrp(), SIGTERM);
    say("killpg: %s, me too %d", result(value), count);
    say("%s", ending(one));
    count = 0;
    value = killpg(0, SIGTERM);
    say("killpg 0: %s, me %d", result(value), count);
    return 0;
}

static int tight(char **arguments) {
    (void)arguments;
    volatile unsigned long work = 0;
    for (;;) work++;
    return 0;
}

static int reads(char **arguments) {
    (void)arguments;
    int ends[2];
    char byte;
    pipe(ends);
    read(ends[0], &byte, 1);
    return 0;
}

static int ignores_all(char **arguments) {
    (void)arguments;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    for (int sig = 1; sig < 32; sig++) signal(sig, SIG_IGN);
    write(9, "r", 1);
    while (1) pause();
    return 0;
}

static void in_handler(int sig) {
    (void)sig;
    write(9, "r", 1);
    for (volatile unsigned long work = 0;; work++) continue;
}

static int loops_in_handler(char **arguments) {
    (void)arguments;
    set_action(SIGUSR1, in_handler, 0);
    raise(SIGUSR1);
    return 0;
}

static int stops(char **arguments) {
    (void)arguments;
    raise(SIGSTOP);
    return 0;
}

static volatile int endless = 1;

static int recurse(int depth) {
    volatile char room[64];
    room[0] = (char)depth;
    if (depth % 1000 == 999) return 0;
    return recurse(depth + 1) + room[0];
}

static int recursion(char **arguments) {
    (void)arguments;
    int sum = 0;
    while (endless) sum += recurse(0);
    return sum;
}

static int copies(char **arguments) {
    (void)arguments;
    enum { SIZE = 32 << 20 };
    char *from = calloc(1, SIZE), *to = calloc(1, SIZE);
    while (endless) {
        memcpy(to, from, SIZE);
        memmove(from, from + 1, SIZE - 1);
        memset(to, endless, SIZE);
    }
    return to[77];
}

static int writes(char **arguments) {
    (void)arguments;
    int fd = open("/dev/null", O_WRONLY);
    while (endless) write(fd, "x", 1);
    return 0;
}

static void kill_a(const char *role, char state, int ready) {
    int ends[2];
    char byte;
    pipe(ends);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    pid_t child = spawn_with(&actions, NULL, role, NULL);
    if (ready) read(ends[0], &byte, 1);
    if (state) await_state(child, state);
    else nap();
    close(ends[0]);
    close(ends[1]);
    kill(child, SIGKILL);
    say("KILL of %s: %s", role, ending(child));
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"stay", stay}, {"another", as_another}, {"group", own_group}, {"tight", tight}, {"reads", reads},
        {"ignores", ignores_all}, {"in_handler", loops_in_handler}, {"stops", stops}, {"recursion", recursion}, {"copies", copies},
        {"writes", writes}, {NULL, NULL}};
    int status;
    play(argc, argv, roles);
    ending(spawn("another", NULL));
    pid_t child = spawn_in_group(0, "group", NULL);
    say("its group: %s", ending(child));
    pid_t first = spawn_in_group(0, "stay", NULL), second = spawn_in_group(first, "stay", NULL), third = spawn("stay", NULL);
    say("a group's members: %s", result(kill(-first, SIGUSR1)));
    say("%s, %s", ending(first), ending(second));
    say("a group that is gone: %s, the other lives %s", result(kill(-first, 0)), result(kill(third, 0)));
    say("all, only asking: %s", result(kill(-1, 0)));
    kill(third, SIGTERM);
    await_state(third, 'Z');
    say("a zombie can be signalled: %s %s", result(kill(third, 0)), result(kill(third, SIGKILL)));
    say("and keeps its reason: %s", ending(third));
    say("then there is nobody: %s", result(kill(third, 0)));
    say("bad signals: %s %s", result(kill(getpid(), -1)), result(kill(getpid(), 65)));
    say("of nobody: %s", result(kill(2000000000, 65)));
    say("no such group: %s, %s", result(kill(-2000000000, SIGTERM)), result(killpg(2000000000, 0)));
    say("bad group: %s", result(killpg(-5, 0)));
    kill_a("tight", 'R', 0);
    kill_a("reads", 'S', 0);
    kill_a("ignores", 'S', 1);
    kill_a("in_handler", 'R', 1);
    kill_a("stops", 'T', 0);
    kill_a("recursion", 0, 0);
    kill_a("copies", 0, 0);
    kill_a("writes", 0, 0);
    // Dead to its parent at once: before anything else is done.
    child = spawn("tight", NULL);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    say("at once: %s", status_text(status));
    return 0;
}
