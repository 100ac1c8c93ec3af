// SPDX-License-Identifier: Apache-2.0
// Types at a program as somebody at a terminal would, and prints what the screen showed: typist SCRIPT COMMAND [ARGUMENT...]
// The script's lines: "> text" is typed and then Return, "= text" is typed, "^ C" is a control character, "< text" waits until that has come. Status 1 if it doesn't come within a minute, or the program's own.
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { PATIENCE = 60000 };
static char seen[1 << 16];
static size_t length, looked; // what has come, and how much of it earlier lines have waited for
static int master;

// Takes what comes next; false at the end, or if nothing comes.
static int more(void) {
    struct pollfd fd = {master, POLLIN, 0};
    if (poll(&fd, 1, PATIENCE) <= 0 || length == sizeof seen - 1) return 0;
    ssize_t got = read(master, seen + length, sizeof seen - 1 - length);
    if (got <= 0) return 0;
    fwrite(seen + length, 1, (size_t)got, stdout);
    length += (size_t)got;
    seen[length] = 0;
    return 1;
}

static int await(const char *text) {
    char *found;
    while ((found = strstr(seen + looked, text)) == NULL)
        if (!more()) return 0;
    looked = (size_t)(found - seen) + strlen(text);
    return 1;
}

static void type(const char *text, size_t size) {
    if (write(master, text, size) != (ssize_t)size) perror("typist: write");
}

int main(int argc, char **argv) {
    struct winsize size = {24, 80, 0, 0};
    char line[512];
    if (argc < 3) return fprintf(stderr, "Usage: typist SCRIPT COMMAND [ARGUMENT...]\n"), 2;
    FILE *script = fopen(argv[1], "r");
    if (script == NULL) return perror(argv[1]), 2;
    pid_t pid = forkpty(&master, NULL, NULL, &size);
    if (pid < 0) return perror("typist: forkpty"), 2;
    if (pid == 0) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    while (fgets(line, sizeof line, script) != NULL) {
        size_t end = strcspn(line, "\n");
        if (line[0] == '<') {
            line[end] = 0;
            if (!await(line + 2)) {
                fprintf(stderr, "typist: \"%s\" has not come\n", line + 2);
                kill(pid, SIGKILL);
                return 1;
            }
        } else if (line[0] == '^') {
            char control = line[2] == '?' ? 0x7f : line[2] & 0x1f;
            type(&control, 1);
        } else if (line[0] == '=') {
            type(line + 2, end - 2);
        } else if (line[0] == '>') {
            line[end] = '\r';
            type(line + 2, end - 1);
        }
    }
    while (more()) continue;
    int status;
    waitpid(pid, &status, 0);
    printf("status %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
