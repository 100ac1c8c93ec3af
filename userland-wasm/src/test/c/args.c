// SPDX-License-Identifier: Apache-2.0
// Shows that arguments arrive as they were given: empty ones, newlines, bytes that are no letters. Spawns itself with such.
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

static void print(int argc, char **argv) {
    printf("argc %d\n", argc);
    for (int i = 1; i < argc; i++) {
        printf("[%d]", i);
        for (const char *at = argv[i]; *at; at++) printf(*at > ' ' && *at < 127 ? " %c" : " %02x", (unsigned char)*at);
        putchar('\n');
    }
    printf("ended by NULL: %d\n", argv[argc] == NULL);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        print(argc, argv);
        return 0;
    }
    char *given[] = {argv[0], "plain", "", "two words", "a\nb", "tab\t", "quote'\"", "\xc3\xa4", "-x", "--", "", NULL};
    pid_t pid;
    int status;
    if (posix_spawn(&pid, argv[0], NULL, NULL, given, environ) != 0) return 1;
    waitpid(pid, &status, 0);
    printf("status %d\n", status);
    return 0;
}
