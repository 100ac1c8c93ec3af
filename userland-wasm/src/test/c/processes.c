// SPDX-License-Identifier: Apache-2.0
// Shows processes: pipes, posix_spawn with file actions, waitpid's statuses and errors, exec, SIGPIPE. Spawns itself.
#include <errno.h>
#include <fcntl.h>
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

static int child(const char *what, char **argv) {
    if (strcmp(what, "exit") == 0) return atoi(argv[2]);
    if (strcmp(what, "kill") == 0) return raise(atoi(argv[2])), 99;
    if (strcmp(what, "abort") == 0) abort();
    if (strcmp(what, "stop") == 0) return raise(SIGSTOP), 5;
    if (strcmp(what, "upper") == 0) {
        for (int c; (c = getchar()) != EOF;) putchar(c >= 'a' && c <= 'z' ? c - 32 : c);
        return 0;
    }
    if (strcmp(what, "flood") == 0) {
        static char block[65536];
        for (;;)
            if (write(1, block, sizeof block) < 0) return 3;
    }
    if (strcmp(what, "exec") == 0) {
        execl("/nox/nox", "nox", (char *)NULL);
        printf("exec failed: %s\n", strerror(errno));
        fflush(stdout);
        execl(self, self, "exit", "44", (char *)NULL);
        return 98;
    }
    if (strcmp(what, "fds") == 0) {
        for (int fd = 3; fd < 20; fd++)
            if (fcntl(fd, F_GETFD) >= 0) printf(" fd %d", fd);
        printf(" .\n");
        return 0;
    }
    if (strcmp(what, "block") == 0) return pause(), 1;
    return 97;
}

static pid_t spawn(const posix_spawn_file_actions_t *actions, char *what, char *argument) {
    char *argv[] = {self, what, argument, NULL};
    pid_t pid;
    fflush(stdout);
    int error = posix_spawn(&pid, self, actions, NULL, argv, environ);
    if (error) {
        printf("spawn: %s\n", strerror(error));
        return -1;
    }
    return pid;
}

static void show_status(const char *what, int status) {
    printf("%s: ", what);
    if (WIFEXITED(status)) printf("exited %d\n", WEXITSTATUS(status));
    else if (WIFSIGNALED(status)) printf("killed by %d\n", WTERMSIG(status));
    else if (WIFSTOPPED(status)) printf("stopped by %d\n", WSTOPSIG(status));
    else if (WIFCONTINUED(status)) printf("continued\n");
    else printf("status %x\n", status);
}

static void await(const char *what, pid_t pid) {
    int status;
    pid_t got = waitpid(pid, &status, 0);
    if (got != pid) printf("%s: waitpid %s\n", what, strerror(errno));
    else show_status(what, status);
}

static void statuses(void) {
    await("exit 0", spawn(NULL, "exit", "0"));
    await("exit 3", spawn(NULL, "exit", "3"));
    await("exit 255", spawn(NULL, "exit", "255"));
    await("exit 256", spawn(NULL, "exit", "256"));
    await("exit -1", spawn(NULL, "exit", "-1"));
    await("kill TERM", spawn(NULL, "kill", "15"));
    await("kill KILL", spawn(NULL, "kill", "9"));
    await("kill CHLD", spawn(NULL, "kill", "17"));
    await("abort", spawn(NULL, "abort", NULL));
    await("exec", spawn(NULL, "exec", NULL));
    int status;
    printf("no child: %s\n", result(waitpid(-1, &status, 0)));
    printf("not my child: %s\n", result(waitpid(1, &status, WNOHANG)));
}

static void stopping(void) {
    int status;
    pid_t pid = spawn(NULL, "stop", NULL);
    waitpid(pid, &status, WUNTRACED);
    show_status("stop", status);
    printf("still there: %d\n", (int)waitpid(pid, &status, WNOHANG));
    kill(pid, SIGCONT);
    await("after CONT", pid);
    pid = spawn(NULL, "block", NULL);
    printf("running: %d\n", (int)waitpid(pid, &status, WNOHANG));
    printf("kill 0: %d\n", kill(pid, 0));
    kill(pid, SIGTERM);
    await("killed", pid);
    printf("kill gone: %s\n", result(kill(pid, 0)));
}

static void pipes(void) {
    int to[2], from[2];
    char text[64];
    pipe(to);
    pipe(from);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], 0);
    posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    for (int i = 0; i < 2; i++) {
        posix_spawn_file_actions_addclose(&actions, to[i]);
        posix_spawn_file_actions_addclose(&actions, from[i]);
    }
    pid_t pid = spawn(&actions, "upper", NULL);
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    write(to[1], "through two pipes", 17);
    close(to[1]);
    ssize_t n, total = 0;
    while ((n = read(from[0], text + total, sizeof text - total)) > 0) total += n;
    printf("%.*s\n", (int)total, text);
    close(from[0]);
    await("upper", pid);

    pipe(from);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    posix_spawn_file_actions_addclose(&actions, from[0]);
    pid = spawn(&actions, "flood", NULL);
    close(from[1]);
    read(from[0], text, 1);
    close(from[0]);
    await("flood", pid);
    posix_spawn_file_actions_destroy(&actions);

    signal(SIGPIPE, SIG_IGN);
    pipe(from);
    close(from[0]);
    printf("write without reader: %s\n", result(write(from[1], "x", 1)));
    close(from[1]);
    signal(SIGPIPE, SIG_DFL);
    pipe2(from, O_NONBLOCK);
    printf("empty: %s\n", result(read(from[0], text, 1)));
    static char block[70000];
    printf("full: %d", (int)write(from[1], block, 65536));
    printf(" %s\n", result(write(from[1], block, 1)));
    printf("seek: %s\n", result(lseek(from[0], 0, SEEK_SET)));
    close(from[1]);
    total = 0;
    while ((n = read(from[0], block, sizeof block)) > 0) total += n;
    printf("left %d\n", (int)total);
    close(from[0]);
}

static void descriptors(void) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 5, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, 5, 7);
    int kept = fcntl(1, F_DUPFD, 10), closed = fcntl(1, F_DUPFD_CLOEXEC, 12);
    printf("kept %d closed %d, child has", kept, closed);
    await("fds", spawn(&actions, "fds", NULL));
    posix_spawn_file_actions_addopen(&actions, 6, "/nox/nox", O_RDONLY, 0);
    printf("bad action: %d\n", spawn(&actions, "fds", NULL));
    posix_spawn_file_actions_destroy(&actions);
    close(kept);
    close(closed);
    char *argv[] = {"nox", NULL};
    pid_t pid;
    printf("missing: %s\n", strerror(posix_spawn(&pid, "/nox/nox", NULL, NULL, argv, environ)));
    printf("a directory: %s\n", strerror(posix_spawn(&pid, "/tmp", NULL, NULL, argv, environ)));
    printf("in PATH: %s\n", strerror(posix_spawnp(&pid, "no-such-command", NULL, NULL, argv, environ)));
}

int main(int argc, char **argv) {
    self = argv[0];
    if (argc > 1) return child(argv[1], argv);
    for (int fd = 3; fd < 20; fd++) close(fd);
    statuses();
    stopping();
    pipes();
    descriptors();
    return 0;
}
