// SPDX-License-Identifier: Apache-2.0
// What the programs of the process suite share. Each is many cases of one topic, and prints a line a case; the native build is the
// oracle. A program spawns itself with a role's name. Nothing depends on time: who must act while another sleeps
// looks at that one's state in /proc first.
#ifndef SUITE_H
#define SUITE_H
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char *self;

/** A role that a spawned copy of the program plays. */
struct role {
    const char *name;
    int (*play)(char **arguments);
};

/** A line of what was seen. */
__attribute__((format(printf, 1, 2), unused)) static void say(const char *format, ...) {
    va_list list;
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
    fflush(stdout);
}

/** What a call came to: its value, or the error's text. Good until the fourth call from now. */
__attribute__((unused)) static const char *result(long value) {
    static char texts[4][64];
    static int next;
    char *text = texts[next++ % 4];
    if (value < 0) snprintf(text, sizeof texts[0], "-1 %s", strerror(errno));
    else snprintf(text, sizeof texts[0], "%ld", value);
    return text;
}

/** Of a call that returns an error number. */
__attribute__((unused)) static const char *error_text(int error) {
    return error == 0 ? "0" : strerror(error);
}

__attribute__((unused)) static const char *status_text(int status) {
    static char texts[4][64];
    static int next;
    char *text = texts[next++ % 4];
    if (WIFEXITED(status)) snprintf(text, sizeof texts[0], "exited %d", WEXITSTATUS(status));
    else if (WIFSIGNALED(status)) snprintf(text, sizeof texts[0], "killed by %d", WTERMSIG(status));
    else if (WIFSTOPPED(status)) snprintf(text, sizeof texts[0], "stopped by %d", WSTOPSIG(status));
    else if (WIFCONTINUED(status)) snprintf(text, sizeof texts[0], "continued");
    else snprintf(text, sizeof texts[0], "status %x", status);
    return text;
}

/** Spawns this program: argv is its path, the role, the argument. */
__attribute__((unused)) static pid_t spawn_with(
        const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes, const char *role, const char *argument) {
    char *argv[] = {self, (char *)role, (char *)argument, NULL};
    pid_t pid;
    fflush(stdout);
    int error = posix_spawn(&pid, self, actions, attributes, argv, environ);
    if (error == 0) return pid;
    errno = error;
    return -1;
}

__attribute__((unused)) static pid_t spawn(const char *role, const char *argument) {
    return spawn_with(NULL, NULL, role, argument);
}

/** As spawn, in a group of its own, or in that one. */
__attribute__((unused)) static pid_t spawn_in_group(pid_t group, const char *role, const char *argument) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, group);
    pid_t pid = spawn_with(NULL, &attributes, role, argument);
    posix_spawnattr_destroy(&attributes);
    return pid;
}

/** Waits for that child and says how it ended. */
__attribute__((unused)) static const char *ending(pid_t pid) {
    int status;
    pid_t got;
    do got = waitpid(pid, &status, 0);
    while (got < 0 && errno == EINTR);
    return got < 0 ? result(-1) : status_text(status);
}

__attribute__((unused)) static void nap(void) {
    struct timespec moment = {0, 1000000};
    nanosleep(&moment, NULL);
}

/** The letter of a process's state, 0 if there is none. */
__attribute__((unused)) static char state_of(pid_t pid) {
    char path[32], line[256];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int fd = open(path, O_RDONLY);
    if (fd < 0) return 0;
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    if (n <= 0) return 0;
    line[n] = '\0';
    char *name_end = strrchr(line, ')');
    return name_end ? name_end[2] : 0;
}

/** Returns when that process is in that state: S sleeping, T stopped, Z zombie. */
__attribute__((unused)) static void await_state(pid_t pid, char state) {
    while (state_of(pid) != state) nap();
}

__attribute__((unused)) static void set_action(int sig, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    if (sigaction(sig, &action, NULL) < 0) say("sigaction %d: %s", sig, strerror(errno));
}

__attribute__((unused)) static sigset_t set_of(int sig) {
    sigset_t set;
    sigemptyset(&set);
    if (sig) sigaddset(&set, sig);
    return set;
}

/** A role: is there until somebody ends it. */
__attribute__((unused)) static int stay(char **arguments) {
    (void)arguments;
    while (1) pause();
    return 0;
}

/** The programs' main: plays the role that the first argument names, and ends; returns if there is none. */
__attribute__((unused)) static void play(int argc, char **argv, const struct role *roles) {
    self = argv[0];
    if (argc < 2) return;
    for (; roles->name; roles++)
        if (strcmp(roles->name, argv[1]) == 0) exit(roles->play(argv + 2));
    fprintf(stderr, "%s: no role %s\n", argv[0], argv[1]);
    exit(96);
}
#endif
