// SPDX-License-Identifier: Apache-2.0
// Shows process groups and sessions: setpgid's rules, signals to a group, setsid, posix_spawn's attributes, waiting by group.
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char *self;

/** What a call came to: its value, or -1 and the error. One a printf: the text is kept in one place. */
static const char *result(long value) {
    static char text[64];
    if (value < 0) snprintf(text, sizeof text, "-1 %s", strerror(errno));
    else snprintf(text, sizeof text, "%ld", value);
    return text;
}

static pid_t spawn(char *what, int flags, pid_t group) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, flags);
    posix_spawnattr_setpgroup(&attributes, group);
    char *argv[] = {self, what, NULL};
    pid_t pid;
    fflush(stdout);
    int error = posix_spawn(&pid, self, NULL, &attributes, argv, environ);
    if (error) printf("spawn: %s\n", strerror(error));
    return error ? -1 : pid;
}

static int child(const char *what) {
    if (strcmp(what, "who") == 0) {
        printf("leads group %d, leads session %d, parent's group %d, parent's session %d\n", getpgrp() == getpid(), getsid(0) == getpid(),
               getpgrp() == getpgid(getppid()), getsid(0) == getsid(getppid()));
        return 0;
    }
    if (strcmp(what, "setsid") == 0) {
        pid_t session = setsid();
        printf("setsid %d %d %d\n", session == getpid(), getpgrp() == getpid(), getsid(0) == getpid());
        printf("again %s\n", result(setsid()));
        return 0;
    }
    pause();
    return 0;
}

int main(int argc, char **argv) {
    int status;
    self = argv[0];
    if (argc > 1) return child(argv[1]);
    waitpid(spawn("who", 0, 0), &status, 0);
    waitpid(spawn("who", POSIX_SPAWN_SETPGROUP, 0), &status, 0);
    waitpid(spawn("who", POSIX_SPAWN_SETSID, 0), &status, 0);
    waitpid(spawn("setsid", 0, 0), &status, 0);
    pid_t first = spawn("wait", POSIX_SPAWN_SETPGROUP, 0), second = spawn("wait", POSIX_SPAWN_SETPGROUP, first), other = spawn("wait", 0, 0);
    printf("group %d %d %d\n", getpgid(first) == first, getpgid(second) == first, getpgid(other) == getpgrp());
    printf("nothing yet %d\n", waitpid(-first, &status, WNOHANG));
    printf("kill the group %d\n", kill(-first, SIGTERM));
    int killed = 0;
    pid_t pid;
    while ((pid = waitpid(-first, &status, 0)) > 0) killed += (pid == first || pid == second) && WTERMSIG(status) == SIGTERM;
    printf("killed %d, then %s\n", killed, result(pid));
    printf("gone %s\n", result(kill(-first, 0)));
    printf("the other lives %d\n", kill(other, 0));
    printf("setpgid after exec %s\n", result(setpgid(other, other)));
    kill(other, SIGKILL);
    waitpid(other, &status, 0);
    printf("KILL %d\n", WTERMSIG(status));
    printf("no such group %s\n", result(setpgid(0, 2000000000)));
    printf("not a child %s\n", result(setpgid(1, 1)));
    printf("getpgid %s\n", result(getpgid(2000000000)));
    printf("getsid %s\n", result(getsid(2000000000)));
    return 0;
}
