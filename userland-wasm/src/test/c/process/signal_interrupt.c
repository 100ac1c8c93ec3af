// SPDX-License-Identifier: Apache-2.0
// What a handler does to each call that blocks: EINTR, or restarted with SA_RESTART. A child waits until this process sleeps in the
// call, and signals; what must end a restarted call it does after that.
#include <poll.h>
#include <sys/select.h>
#include <sys/time.h>
#include "suite.h"

static volatile sig_atomic_t count;

static void handler(int sig) {
    (void)sig;
    count++;
}

/** signal, then maybe a byte to descriptor 9, or a byte taken from descriptor 8, or the end. */
static int disturb(char **arguments) {
    pid_t parent = getppid();
    char bytes[70000];
    await_state(parent, 'S');
    kill(parent, SIGUSR1);
    if (strcmp(arguments[0], "only") == 0) return 0;
    while (strcmp(arguments[0], "stay") == 0) pause();
    nap();
    await_state(parent, 'S');
    if (strcmp(arguments[0], "write") == 0) write(9, "x", 1);
    if (strcmp(arguments[0], "read") == 0) while (read(8, bytes, sizeof bytes) == sizeof bytes) continue;
    return 4;
}

/** A child with the pipe's ends as 8 and 9. */
static pid_t disturbed(const char *how, int ends[2], int flags) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (ends) {
        posix_spawn_file_actions_adddup2(&actions, ends[0], 8);
        posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    }
    set_action(SIGUSR1, handler, flags);
    count = 0;
    pid_t pid = spawn_with(&actions, NULL, "disturb", how);
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static char block[200000];

static void pipes(int flags, const char *name) {
    int ends[2];
    char byte = '?';
    pipe(ends);
    pid_t child = disturbed(flags ? "write" : "only", ends, flags);
    long n = read(ends[0], &byte, 1);
    say("%s: read %s %c, handled %d", name, result(n), byte, count);
    ending(child);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (write(ends[1], block, sizeof block) > 0) continue;
    fcntl(ends[1], F_SETFL, 0);
    child = disturbed(flags ? "read" : "only", ends, flags);
    n = write(ends[1], "y", 1);
    say("%s: write to a full pipe %s, handled %d", name, result(n), count);
    ending(child);
    close(ends[0]);
    close(ends[1]);
    // A write of which a part has gone answers with the part.
    pipe(ends);
    child = disturbed("only", ends, 0);
    n = write(ends[1], block, sizeof block);
    say("%s: a long write's part %d, handled %d", name, n > 0 && n < (long)sizeof block, count);
    ending(child);
    close(ends[0]);
    close(ends[1]);
}

static void sleeping(int flags, const char *name) {
    struct timespec time = {100, 0}, left = {0, 0};
    pid_t child = disturbed("only", NULL, flags);
    long n = nanosleep(&time, &left);
    say("%s: nanosleep %s, left %d, handled %d", name, result(n), left.tv_sec >= 90 && left.tv_sec < 100, count);
    ending(child);
    child = disturbed("only", NULL, flags);
    n = clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
    say("%s: clock_nanosleep %s, handled %d", name, error_text((int)n), count);
    ending(child);
    child = disturbed("only", NULL, flags);
    n = sleep(100);
    say("%s: sleep left %d, handled %d", name, n >= 90 && n <= 100, count);
    ending(child);
    child = disturbed("only", NULL, flags);
    n = usleep(900000000);
    say("%s: usleep %s, handled %d", name, result(n), count);
    ending(child);
}

static void polling(int flags, const char *name) {
    int ends[2];
    pipe(ends);
    struct pollfd watched = {ends[0], POLLIN, 0};
    pid_t child = disturbed("only", NULL, flags);
    long n = poll(&watched, 1, -1);
    say("%s: poll %s, handled %d", name, result(n), count);
    ending(child);
    child = disturbed("only", NULL, flags);
    n = poll(&watched, 1, 100000);
    say("%s: poll with a time %s, handled %d", name, result(n), count);
    ending(child);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    struct timeval time = {100, 0};
    child = disturbed("only", NULL, flags);
    n = select(ends[0] + 1, &set, NULL, NULL, &time);
    say("%s: select %s, handled %d", name, result(n), count);
    ending(child);
    close(ends[0]);
    close(ends[1]);
}

static void waiting(int flags, const char *name) {
    int status = 0;
    pid_t child = disturbed(flags ? "end" : "stay", NULL, flags);
    pid_t got = waitpid(child, &status, 0);
    if (flags) {
        say("%s: waitpid %d %s, handled %d", name, got == child, status_text(status), count);
    } else {
        say("%s: waitpid %s, handled %d", name, result(got), count);
        kill(child, SIGKILL);
        ending(child);
    }
    child = disturbed("only", NULL, flags);
    long n = pause();
    say("%s: pause %s, handled %d", name, result(n), count);
    ending(child);
    sigset_t none;
    sigemptyset(&none);
    child = disturbed("only", NULL, flags);
    n = sigsuspend(&none);
    say("%s: sigsuspend %s, handled %d", name, result(n), count);
    ending(child);
}

static int ignored(char **arguments) {
    (void)arguments;
    pid_t parent = getppid();
    await_state(parent, 'S');
    kill(parent, SIGUSR1);
    kill(parent, SIGWINCH);
    kill(parent, SIGCONT);
    nap();
    await_state(parent, 'S');
    kill(parent, SIGSTOP);
    await_state(parent, 'T');
    kill(parent, SIGCONT);
    await_state(parent, 'S');
    write(9, "z", 1);
    return 0;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"disturb", disturb}, {"ignored", ignored}, {NULL, NULL}};
    play(argc, argv, roles);
    static const struct {
        int flags;
        const char *name;
    } ways[] = {{0, "plain"}, {SA_RESTART, "RESTART"}};
    for (int i = 0; i < 2; i++) {
        pipes(ways[i].flags, ways[i].name);
        sleeping(ways[i].flags, ways[i].name);
        polling(ways[i].flags, ways[i].name);
        waiting(ways[i].flags, ways[i].name);
    }
    // Ignored ones, and being stopped and continued, end nothing.
    int ends[2];
    char byte = '?';
    pipe(ends);
    signal(SIGUSR1, SIG_IGN);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    pid_t child = spawn_with(&actions, NULL, "ignored", NULL);
    long n = read(ends[0], &byte, 1);
    say("ignored, stopped and continued: read %s %c", result(n), byte);
    ending(child);
    // A blocked signal ends nothing either.
    sigset_t one = set_of(SIGUSR1);
    sigprocmask(SIG_BLOCK, &one, NULL);
    child = disturbed("write", ends, 0);
    n = read(ends[0], &byte, 1);
    say("blocked: read %s %c, handled %d", result(n), byte, count);
    ending(child);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
    say("then handled %d", count);
    // A loop that computes is interrupted too.
    child = disturbed("only", NULL, 0);
    kill(child, SIGKILL);
    ending(child);
    count = 0;
    alarm(0);
    set_action(SIGALRM, handler, 0);
    struct itimerval soon = {.it_value = {0, 2000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    volatile unsigned long work = 0;
    while (count == 0) work++;
    say("a computation: handled %d", count);
    return 0;
}
