// SPDX-License-Identifier: Apache-2.0
// Shows the environment: getenv, setenv, unsetenv, putenv, and what a spawned child gets: exactly what it is given.
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void show(const char *name) {
    const char *value = getenv(name);
    printf("%s %s\n", name, value ? value : "(unset)");
}

static void run(char **argv, char **environment) {
    pid_t pid;
    int status;
    char *given[] = {argv[0], "child", NULL};
    fflush(stdout);
    if (posix_spawn(&pid, argv[0], NULL, NULL, given, environment) != 0) exit(1);
    waitpid(pid, &status, 0);
    printf("status %d\n", status);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        for (char **variable = environ; *variable; variable++) printf("child has %s\n", *variable);
        return 0;
    }
    static char put[] = "PUT=1";
    setenv("ONE", "first", 1);
    setenv("ONE", "second", 0);
    show("ONE");
    setenv("ONE", "third", 1);
    show("ONE");
    setenv("EMPTY", "", 1);
    show("EMPTY");
    unsetenv("ONE");
    show("ONE");
    putenv(put);
    put[4] = '2';
    show("PUT");
    printf("setenv a=b: %d\n", setenv("a=b", "", 1));
    char *some[] = {"A=1", "B=two words", "C=line\nbreak", "EMPTY=", "EQUALS=a=b=c", NULL};
    char *none[] = {NULL};
    run(argv, some);
    run(argv, none);
    return 0;
}
