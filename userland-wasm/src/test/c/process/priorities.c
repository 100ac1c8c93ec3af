// SPDX-License-Identifier: Apache-2.0
// getpriority, setpriority and nice. All is done in children, relative to the value that we were started with.
#include <sys/resource.h>
#include "suite.h"

static int first;

/** The value now, relative to the first. */
static const char *now(int which, id_t who) {
    errno = 0;
    int value = getpriority(which, who);
    return result(value < 0 && errno ? -1 : value - first);
}

static int lowered(char **arguments) {
    (void)arguments;
    say("self: %s, again by pid: %s", now(PRIO_PROCESS, 0), now(PRIO_PROCESS, (id_t)getpid()));
    int done = setpriority(PRIO_PROCESS, 0, first + 2);
    say("set 2 more: %s, now %s", result(done), now(PRIO_PROCESS, 0));
    errno = 0;
    int value = nice(1);
    say("nice: %d, now %s", value - first, now(PRIO_PROCESS, 0));
    pid_t pid = fork();
    if (pid == 0) {
        say("a child begins so: %s", now(PRIO_PROCESS, 0));
        setpriority(PRIO_PROCESS, 0, first + 5);
        _exit(0);
    }
    ending(pid);
    say("what it does is its own: %s", now(PRIO_PROCESS, 0));
    done = setpriority(PRIO_PROCESS, 0, 1000);
    say("too much is the most: %s, %d", result(done), getpriority(PRIO_PROCESS, 0));
    return 0;
}

/** A group has two members; it shows the lowest value, and setting it sets both. */
static void groups(void) {
    pid_t one = spawn_in_group(0, "stay", NULL), other = spawn_in_group(one, "stay", NULL);
    setpriority(PRIO_PROCESS, (id_t)one, first + 4);
    setpriority(PRIO_PROCESS, (id_t)other, first + 3);
    say("group: %s, members %s %s", now(PRIO_PGRP, (id_t)one), now(PRIO_PROCESS, (id_t)one), now(PRIO_PROCESS, (id_t)other));
    int done = setpriority(PRIO_PGRP, (id_t)one, first + 6);
    say("set: %s, members %s %s", result(done), now(PRIO_PROCESS, (id_t)one), now(PRIO_PROCESS, (id_t)other));
    say("ours: %s", now(PRIO_PROCESS, 0));
    kill(-one, SIGKILL);
    ending(one);
    ending(other);
    say("nobody there: %s", now(PRIO_PGRP, (id_t)one));
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"lowered", lowered}, {"stay", stay}, {NULL, NULL}};
    errno = 0;
    first = getpriority(PRIO_PROCESS, 0);
    play(argc, argv, roles);
    say("began: %s", ending(spawn("lowered", NULL)));
    groups();
    say("bad which: %s %s", result(getpriority(77, 0)), result(setpriority(77, 0, 0)));
    say("no such process: %s %s", now(PRIO_PROCESS, 99999999), result(setpriority(PRIO_PROCESS, 99999999, 19)));
    say("a user's is the lowest: %d", getpriority(PRIO_USER, 0) <= first);
    return 0;
}
