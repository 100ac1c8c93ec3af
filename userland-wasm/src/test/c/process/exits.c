// SPDX-License-Identifier: Apache-2.0
// The ends of a process: exit and its handlers, abort, SIGPIPE.
#include "suite.h"

static volatile sig_atomic_t count;

static void handler(int sig) {
    count++;
    char line[32];
    int n = snprintf(line, sizeof line, "handler %d\n", sig);
    write(1, line, n);
}

static void first(void) {
    say("first registered, last called");
}

static void second(void) {
    say("second");
}

static void registers_more(void) {
    say("registers one more");
    atexit(second);
}

static void exits_again(void) {
    say("exits with another code");
    exit(6);
}

static int handlers(char **arguments) {
    atexit(first);
    atexit(second);
    atexit(second);
    atexit(registers_more);
    if (strcmp(arguments[0], "exit") == 0) exit(3);
    if (strcmp(arguments[0], "_exit") == 0) {
        printf("buffered and lost");
        _exit(4);
    }
    if (strcmp(arguments[0], "again") == 0) {
        atexit(exits_again);
        exit(5);
    }
    if (strcmp(arguments[0], "abort") == 0) abort();
    if (strcmp(arguments[0], "signal") == 0) raise(SIGTERM);
    printf("buffered and flushed\n");
    return 7;
}

static int aborts(char **arguments) {
    sigset_t set = set_of(SIGABRT);
    if (strcmp(arguments[0], "caught") == 0) signal(SIGABRT, handler);
    if (strcmp(arguments[0], "ignored") == 0) signal(SIGABRT, SIG_IGN);
    if (strcmp(arguments[0], "blocked") == 0) sigprocmask(SIG_BLOCK, &set, NULL);
    if (strcmp(arguments[0], "blocked and caught") == 0) {
        signal(SIGABRT, handler);
        sigprocmask(SIG_BLOCK, &set, NULL);
    }
    abort();
}

static int writes(char **arguments) {
    int ends[2];
    pipe(ends);
    close(ends[0]);
    if (strcmp(arguments[0], "caught") == 0) signal(SIGPIPE, handler);
    if (strcmp(arguments[0], "ignored") == 0) signal(SIGPIPE, SIG_IGN);
    long n = write(ends[1], "x", 1);
    say("write %s, handled %d", result(n), count);
    n = write(ends[1], "", 0);
    say("nothing: %s, handled %d", result(n), count);
    sigset_t set = set_of(SIGPIPE), pending;
    sigprocmask(SIG_BLOCK, &set, NULL);
    n = write(ends[1], "x", 1);
    sigpending(&pending);
    say("blocked: write %s, pending %d", result(n), sigismember(&pending, SIGPIPE));
    return 0;
}

/** Its reader goes while it sleeps in write. */
static int floods(char **arguments) {
    static char block[100000];
    signal(SIGPIPE, strcmp(arguments[0], "ignored") == 0 ? SIG_IGN : SIG_DFL);
    long n = 1;
    while (n > 0) n = write(9, block, sizeof block);
    say("in the middle: %s", result(n));
    return 8;
}

static void flood(const char *how) {
    int ends[2];
    pipe2(ends, O_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    pid_t child = spawn_with(&actions, NULL, "floods", how);
    close(ends[1]);
    await_state(child, 'S');
    close(ends[0]);
    say("%s: %s", how, ending(child));
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"handlers", handlers}, {"aborts", aborts}, {"writes", writes}, {"floods", floods}, {NULL, NULL}};
    play(argc, argv, roles);
    for (int fd = 3; fd < 20; fd++) close(fd);
    static const char *const ways[] = {"return", "exit", "_exit", "again", "abort", "signal"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) say("%s: %s", ways[i], ending(spawn("handlers", ways[i])));
    static const char *const aborted[] = {"plain", "caught", "ignored", "blocked", "blocked and caught"};
    for (size_t i = 0; i < sizeof aborted / sizeof *aborted; i++) say("abort, %s: %s", aborted[i], ending(spawn("aborts", aborted[i])));
    static const char *const written[] = {"default", "caught", "ignored"};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) say("PIPE, %s: %s", written[i], ending(spawn("writes", written[i])));
    flood("default");
    flood("ignored");
    return 0;
}
