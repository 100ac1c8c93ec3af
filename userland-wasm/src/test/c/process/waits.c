// SPDX-License-Identifier: Apache-2.0
// waitpid and waitid: which child, which change, exact status words, errors; orphans and zombies.
#include <sys/resource.h>
#include "suite.h"

static int exit_with(char **arguments) {
    return atoi(arguments[0]);
}

static int exits_late(char **arguments) {
    _exit(atoi(arguments[0]));
}

static int die_of(char **arguments) {
    raise(atoi(arguments[0]));
    return 99;
}

static int aborts(char **arguments) {
    (void)arguments;
    abort();
}

/** Leaves a grandchild, which writes when it has another parent. */
static int leaves(char **arguments) {
    (void)arguments;
    char me[16];
    snprintf(me, sizeof me, "%d", (int)getpid());
    spawn("left", me);
    return 0;
}

static int left(char **arguments) {
    pid_t parent = (pid_t)atol(arguments[0]);
    while (getppid() == parent) nap();
    write(9, "adopted\n", 8);
    return 0;
}

static void words(void) {
    static const char *const codes[] = {"0", "1", "127", "128", "255", "256", "257", "-1", "511"};
    int status;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        waitpid(spawn("exit", codes[i]), &status, 0);
        int word = status;
        waitpid(spawn("_exit", codes[i]), &status, 0);
        say("exit %s: %x, _exit: %x", codes[i], word, status);
    }
    waitpid(spawn("die", "15"), &status, 0);
    say("TERM: %x", status);
    waitpid(spawn("die", "9"), &status, 0);
    say("KILL: %x", status);
    waitpid(spawn("abort", NULL), &status, 0);
    say("abort: %x", status & 0x7f);
    pid_t child = spawn("die", "19");
    waitpid(child, &status, WUNTRACED);
    say("STOP: %x", status);
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    say("CONT: %x or gone", WIFCONTINUED(status) || WIFEXITED(status));
    waitpid(child, &status, 0);
}

static void which(void) {
    int status;
    pid_t got;
    say("no child: %s %s %s", result(waitpid(-1, &status, 0)), result(waitpid(0, &status, WNOHANG)), result(wait(&status)));
    say("not mine: %s, nobody's %s", result(waitpid(1, &status, WNOHANG)), result(waitpid(2000000000, &status, 0)));
    say("no such group: %s", result(waitpid(-2000000000, &status, 0)));
    say("bad options: %s", result(waitpid(-1, &status, 0x4000)));
    pid_t own = spawn("stay", NULL), lead = spawn_in_group(0, "stay", NULL), member = spawn_in_group(lead, "stay", NULL);
    say("nothing yet: %s %s %s %s", result(waitpid(-1, &status, WNOHANG)), result(waitpid(0, &status, WNOHANG)), result(waitpid(-lead, &status, WNOHANG)),
        result(waitpid(own, &status, WNOHANG)));
    kill(member, SIGKILL);
    await_state(member, 'Z');
    say("not my group's: %s", result(waitpid(0, &status, WNOHANG)));
    say("not that one: %s", result(waitpid(lead, &status, WNOHANG)));
    got = waitpid(-lead, &status, 0);
    say("by its group: %d", got == member);
    kill(own, SIGTERM);
    got = waitpid(0, &status, 0);
    say("of my group: %d %s", got == own, status_text(status));
    got = waitpid(0, &status, 0);
    say("none left in it: %s", result(got));
    kill(lead, SIGTERM);
    got = wait(&status);
    say("any: %d %s", got == lead, status_text(status));
    say("twice: %s", result(waitpid(lead, &status, 0)));
    got = waitpid(spawn("exit", "3"), NULL, 0);
    say("without a place for the status: %d", got > 0);
}

static const char *info_text(const siginfo_t *info, pid_t child) {
    static char text[96];
    snprintf(text, sizeof text, "signo %d, code %d, it %d, status %d, uid %d", info->si_signo, info->si_code, info->si_pid == child, info->si_status,
             info->si_uid == getuid());
    return text;
}

static void ids(void) {
    siginfo_t info;
    pid_t child = spawn("exit", "7");
    int got = waitid(P_PID, child, &info, WEXITED | WNOWAIT);
    say("NOWAIT: %d, %s", got, info_text(&info, child));
    got = waitid(P_PID, child, &info, WEXITED);
    say("still there: %d, %s", got, info_text(&info, child));
    got = waitid(P_PID, child, &info, WEXITED);
    say("gone: %s", result(got));
    child = spawn("stay", NULL);
    memset(&info, 1, sizeof info);
    got = waitid(P_ALL, 0, &info, WEXITED | WNOHANG);
    say("nothing yet: %d, signo %d, pid %d", got, info.si_signo, info.si_pid);
    kill(child, SIGSTOP);
    got = waitid(P_PID, child, &info, WSTOPPED);
    say("stopped: %d, %s", got, info_text(&info, child));
    kill(child, SIGCONT);
    got = waitid(P_PID, child, &info, WCONTINUED);
    say("continued: %d, %s", got, info_text(&info, child));
    kill(child, SIGTERM);
    await_state(child, 'Z');
    got = waitid(P_PGID, getpgrp(), &info, WEXITED);
    say("by group: %d, %s", got, info_text(&info, child));
    say("no option: %s, bad ones %s", result(waitid(P_ALL, 0, &info, 0)), result(waitid(P_ALL, 0, &info, 0x4000 | WEXITED)));
    say("bad type: %s", result(waitid((idtype_t)77, 0, &info, WEXITED)));
}

static void usage(void) {
    struct rusage used, children;
    int status = 1;
    pid_t child = spawn("exit", "2"), got = wait4(child, &status, 0, &used);
    say("wait4: %d, %x, some time %d", got == child, status, used.ru_utime.tv_sec < 100);
    child = spawn("exit", "2");
    got = wait3(&status, 0, NULL);
    say("wait3: %d, %x", got == child, status);
    say("getrusage: %s %s, bad %s", result(getrusage(RUSAGE_SELF, &used)), result(getrusage(RUSAGE_CHILDREN, &children)), result(getrusage(77, &used)));
}

/** Holds so many MiB, and then no more. */
static void hold(size_t mebibytes) {
    char *block = malloc(mebibytes << 20);
    for (size_t i = 0; i < mebibytes << 20; i += 4096) ((volatile char *)block)[i] = 1;
    free(block);
}

static int holds(char **arguments) {
    hold((size_t)atoi(arguments[0]));
    return 0;
}

/** ru_maxrss, in KiB: the most there ever was; of children that of the largest. */
static void sizes(void) {
    struct rusage before, used;
    getrusage(RUSAGE_CHILDREN, &before);
    ending(spawn("holds", "40"));
    getrusage(RUSAGE_CHILDREN, &used);
    long largest = used.ru_maxrss;
    say("a child's: %d", largest >= 40 << 10 && largest > before.ru_maxrss);
    ending(spawn("holds", "4"));
    getrusage(RUSAGE_CHILDREN, &used);
    say("a smaller one's: %d", used.ru_maxrss == largest);
    getrusage(RUSAGE_SELF, &before);
    hold(30);
    getrusage(RUSAGE_SELF, &used);
    say("our own: %d %d", before.ru_maxrss < 30 << 10, used.ru_maxrss >= 30 << 10);
}

static void orphans(void) {
    int ends[2];
    char text[64];
    pipe(ends);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    ending(spawn_with(&actions, NULL, "leaves", NULL));
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text);
    printf("%.*s", (int)n, text);
    say("not my child: %s", result(waitpid(-1, NULL, 0)));
    pid_t child = spawn("exit", "0");
    await_state(child, 'Z');
    say("a zombie: %c, its parent is me %d", state_of(child), getpgid(child) == getpgrp());
    ending(child);
    say("no zombie: %d", state_of(child));
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"holds", holds}, {"stay", stay}, {"exit", exit_with}, {"_exit", exits_late}, {"die", die_of}, {"abort", aborts}, {"leaves", leaves},
        {"left", left}, {NULL, NULL}};
    play(argc, argv, roles);
    which();
    words();
    ids();
    usage();
    sizes();
    orphans();
    return 0;
}
