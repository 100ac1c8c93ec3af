// SPDX-License-Identifier: Apache-2.0
// Process groups and sessions: who may go where, and what becomes of groups that nobody looks after any more.
#include "suite.h"

static volatile sig_atomic_t hups, conts;

static void handler(int sig) {
    if (sig == SIGHUP) hups++;
    if (sig == SIGCONT) conts++;
}

static int who(char **arguments) {
    (void)arguments;
    say("leads a group %d, a session %d; group as parent's %d, session %d", getpgrp() == getpid(), getsid(0) == getpid(), getpgrp() == getpgid(getppid()),
        getsid(0) == getsid(getppid()));
    return 0;
}

static int makes_session(char **arguments) {
    (void)arguments;
    pid_t session = setsid();
    say("setsid: %d, leads %d %d %d", session == getpid(), getpgrp() == getpid(), getsid(0) == getpid(), getsid(getpid()) == getpid());
    say("twice: %s", result(setsid()));
    say("a session leader's setpgid: %s %s", result(setpgid(0, 0)), result(setpgid(0, getpgid(getppid()))));
    say("back to the old group: %s", result(setpgid(0, getppid())));
    pid_t child = spawn("stay", NULL);
    say("a child is in the session: %d, group %d", getsid(child) == session, getpgid(child) == session);
    kill(child, SIGKILL);
    ending(child);
    return 0;
}

/** Leads a group: setsid is refused, until it has left it. */
static int leads_group(char **arguments) {
    pid_t parents = (pid_t)atol(arguments[0]);
    say("a group leader's setsid: %s", result(setsid()));
    pid_t mine = getpid(), child = spawn("stay", NULL);
    int moved = setpgid(0, parents);
    say("moves to the parent's: %s, %d", result(moved), getpgrp() == parents);
    say("its group lives on: %d", getpgid(child) == mine);
    say("setsid, as the group has its pid: %s", result(setsid()));
    kill(child, SIGKILL);
    ending(child);
    say("now: %d", setsid() == mine);
    return 0;
}

static void errors(void) {
    pid_t child = spawn("stay", NULL);
    await_state(child, 'S');
    say("after exec: %s", result(setpgid(child, child)));
    say("negative: %s", result(setpgid(0, -1)));
    say("negative pid: %s", result(setpgid(-5, 0)));
    say("nobody: %s %s %s", result(setpgid(2000000000, 0)), result(getpgid(2000000000)), result(getsid(2000000000)));
    say("not mine: %s", result(setpgid(getppid(), 0)));
    say("no such group: %s", result(setpgid(0, 2000000000)));
    say("someone's pid that is no group: %s", result(setpgid(0, child)));
    pid_t other = spawn("session", NULL);
    ending(other);
    kill(child, SIGKILL);
    await_state(child, 'Z');
    say("a zombie's group %d, session %d", getpgid(child) == getpgrp(), getsid(child) == getsid(0));
    ending(child);
    say("gone: %s %s", result(getpgid(child)), result(getsid(child)));
    say("getpgid of me: %d %d, getsid %d", getpgid(0) == getpgrp(), getpgid(getpid()) == getpgrp(), getsid(0) == getsid(getpid()));
}

/** Leads a session whose child leads a group of its own, and is stopped; ends, and so orphans the child's group. */
static int orphaner(char **arguments) {
    setsid();
    pid_t child = spawn_in_group(0, arguments[0], NULL);
    if (strcmp(arguments[0], "stopped") == 0) await_state(child, 'T');
    else await_state(child, 'S');
    return 0;
}

/** Writes what it got after its group was orphaned. */
static int stopped(char **arguments) {
    (void)arguments;
    set_action(SIGHUP, handler, 0);
    set_action(SIGCONT, handler, 0);
    raise(SIGSTOP);
    while (hups == 0 || conts == 0) nap();
    char line[64];
    int n = snprintf(line, sizeof line, "orphaned and stopped: HUP %d, CONT %d\n", hups, conts);
    write(9, line, n);
    // In an orphaned group nobody could continue it, so these do not stop it.
    raise(SIGTSTP);
    raise(SIGTTIN);
    raise(SIGTTOU);
    n = snprintf(line, sizeof line, "TSTP, TTIN and TTOU do not stop it\n");
    write(9, line, n);
    return 0;
}

static int running(char **arguments) {
    (void)arguments;
    set_action(SIGHUP, handler, 0);
    set_action(SIGCONT, handler, 0);
    pid_t parent = getppid();
    write(9, "", 0);
    while (getppid() == parent) nap();
    char line[64];
    int n = snprintf(line, sizeof line, "orphaned and running: HUP %d, CONT %d\n", hups, conts);
    write(9, line, n);
    return 0;
}

static void orphan(char *role) {
    int ends[2];
    char text[256];
    ssize_t n, all = 0;
    pipe(ends);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 9);
    pid_t child = spawn_with(&actions, NULL, "orphaner", role);
    close(ends[1]);
    ending(child);
    while ((n = read(ends[0], text + all, sizeof text - (size_t)all)) > 0) all += n; // the end: all have gone
    close(ends[0]);
    printf("%.*s", (int)all, text);
    fflush(stdout);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"stay", stay}, {"who", who}, {"session", makes_session}, {"leads", leads_group}, {"orphaner", orphaner},
        {"stopped", stopped}, {"running", running}, {NULL, NULL}};
    int status;
    play(argc, argv, roles);
    ending(spawn("who", NULL));
    ending(spawn_in_group(0, "who", NULL));
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    ending(spawn_with(NULL, &attributes, "who", NULL));
    errors();
    char group[16];
    snprintf(group, sizeof group, "%d", (int)getpgrp());
    ending(spawn_in_group(0, "leads", group));
    pid_t first = spawn_in_group(0, "stay", NULL), second = spawn_in_group(first, "stay", NULL);
    say("joined %d, spawn into no group: %s", getpgid(second) == first, result(spawn_in_group(2000000000, "stay", NULL)));
    kill(first, SIGKILL);
    ending(first);
    say("a group outlives its leader: %d", getpgid(second) == first);
    pid_t third = spawn_in_group(first, "stay", NULL);
    say("and can be joined: %d", third > 0 && getpgid(third) == first);
    kill(-first, SIGKILL);
    waitpid(-first, &status, 0);
    waitpid(-first, &status, 0);
    say("its last has gone: %s", result(waitpid(-first, &status, 0)));
    orphan("stopped");
    orphan("running");
    return 0;
}
