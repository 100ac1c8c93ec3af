// SPDX-License-Identifier: Apache-2.0
// exec: Wasm, scripts, the shell; what survives it, and its errors.
#include <limits.h>
#include <sys/stat.h>
#include <sys/time.h>
#include "suite.h"

static char folder[] = "/tmp/execsXXXXXX";

static void handler(int sig) {
    (void)sig;
}

static char *file(const char *name) {
    static char paths[4][PATH_MAX];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return path;
}

static char *make(const char *name, const char *contents, int mode) {
    char *path = file(name);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    write(fd, contents, strlen(contents));
    close(fd);
    chmod(path, mode);
    return path;
}

static int show(char **arguments) {
    for (; *arguments; arguments++) {
        const char *text = *arguments;
        if (strncmp(text, "/tmp/execs", 10) == 0) text = strrchr(text, '/') + 1;
        printf(" [%s]", text);
    }
    say(".");
    return 0;
}

/** What exec keeps: looked at before (0) and after (1). */
static int state(char **arguments) {
    static pid_t before;
    int after = atoi(arguments[0]);
    if (!after) {
        char pid[16];
        before = getpid();
        snprintf(pid, sizeof pid, "%d", (int)before);
        sigset_t mask = set_of(SIGUSR1);
        signal(SIGHUP, SIG_IGN);
        signal(SIGINT, handler);
        signal(SIGUSR1, handler);
        sigprocmask(SIG_BLOCK, &mask, NULL);
        raise(SIGUSR1);
        umask(031);
        chdir("/etc");
        int kept = open("/dev/null", O_RDONLY), closed = open("/dev/null", O_RDONLY | O_CLOEXEC);
        (void)kept, (void)closed;
        execl(self, self, "state", "1", pid, (char *)NULL);
        return 98;
    }
    struct sigaction hup, interrupt;
    sigset_t mask, pending;
    char path[PATH_MAX];
    sigaction(SIGHUP, NULL, &hup);
    sigaction(SIGINT, NULL, &interrupt);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    sigpending(&pending);
    say("same pid %d, HUP ignored %d, INT default %d, USR1 blocked %d, pending %d", getpid() == atol(arguments[1]), hup.sa_handler == SIG_IGN,
        interrupt.sa_handler == SIG_DFL, sigismember(&mask, SIGUSR1), sigismember(&pending, SIGUSR1));
    say("umask %o, in %s, 3 open %d, 4 open %d", umask(0), getcwd(path, sizeof path), fcntl(3, F_GETFD) >= 0, fcntl(4, F_GETFD) >= 0);
    return 0;
}

/** Tries to exec, and says why not. */
static int try(char **arguments) {
    char *argv[] = {"given name", "one", "two", NULL};
    execv(arguments[0], argv);
    say("%s", strerror(errno));
    return 0;
}

static int try_path(char **arguments) {
    char *argv[] = {arguments[0], "one", "two", NULL};
    execvp(arguments[0], argv);
    say("%s", strerror(errno));
    return 0;
}

static void attempt(const char *what, const char *path) {
    printf("%s: ", what);
    ending(spawn("try", path));
}

static void scripts(void) {
    char line[PATH_MAX + 64];
    snprintf(line, sizeof line, "#!%s show\nnot looked at\n", self);
    attempt("a script", make("script", line, 0755));
    snprintf(line, sizeof line, "#!  %s   show  with blanks \n", self);
    attempt("one argument, blanks and all", make("blanks", line, 0755));
    snprintf(line, sizeof line, "#!%s\tshow", self);
    attempt("a tab, no newline", make("tab", line, 0755));
    attempt("no interpreter", make("none", "#!\n", 0755));
    attempt("only blanks", make("only", "#!   \n", 0755));
    attempt("an interpreter that is not there", make("missing", "#!/nox/nox\n", 0755));
    attempt("one that is not executable", make("denied", "#!/etc/passwd\n", 0755));
    attempt("a folder as interpreter", make("folder", "#!/tmp\n", 0755));
    attempt("the script is not executable", make("locked", "#!/bin/sh\n", 0644));
    make("n0", "#!/bin/echo from\n", 0755);
    for (int i = 1; i < 8; i++) {
        char name[8];
        snprintf(name, sizeof name, "n%d", i);
        snprintf(line, sizeof line, "#!%s/n%d\n", folder, i - 1);
        make(name, line, 0755);
    }
    for (int i = 3; i < 8; i++) {
        char name[8];
        snprintf(name, sizeof name, "n%d", i);
        pid_t pid;
        char *argv[] = {"x", NULL};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
        int error = posix_spawn(&pid, file(name), &actions, NULL, argv, environ);
        say("%d scripts one through another: %s", i + 1, error ? strerror(error) : ending(pid));
    }
    snprintf(line, sizeof line, "#!%s/itself\n", folder);
    attempt("its own interpreter", make("itself", line, 0755));
    attempt("a shell script", make("shell", "#!/bin/sh\necho shell $# \"$@\"\nexit 3\n", 0755));
    say("its status: %s", ending(spawn("try", file("shell"))));
}

static void errors(void) {
    attempt("not there", "/nox/nox");
    attempt("empty", "");
    attempt("a folder", "/tmp");
    attempt("a file as folder", "/etc/passwd/x");
    attempt("text", make("text", "echo hello\n", 0755));
    attempt("nothing in it", make("empty", "", 0755));
    attempt("an ELF of nothing", make("elf", "\177ELF", 0755));
    attempt("not executable", make("plain", "text", 0644));
    symlink("loop", file("loop"));
    attempt("links in a circle", file("loop"));
    symlink(self, file("link"));
    printf("by a link: ");
    char *argv[] = {"show", "show", "x", NULL};
    pid_t pid;
    fflush(stdout);
    posix_spawn(&pid, file("link"), NULL, NULL, argv, environ);
    ending(pid);
    char name[300];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    attempt("a long name", name);
    printf("execvp of text is a script for sh: ");
    make("for_sh", "echo sh $# \"$@\"\n", 0755);
    ending(spawn("path", file("for_sh")));
    printf("execvp searches: ");
    ending(spawn("path", "echo"));
    printf("and does not find: ");
    ending(spawn("path", "no-such-command"));
}

static void too_big(void) {
    static char big[3 << 20];
    memset(big, 'a', sizeof big - 1);
    char *argv[] = {"true", big, NULL}, *none[] = {"true", NULL}, *envp[] = {big, NULL};
    pid_t pid;
    say("3 MB in one: %s, in the environment %s", error_text(posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ)),
        error_text(posix_spawn(&pid, "/bin/true", NULL, NULL, none, envp)));
    big[128 << 10] = '\0';
    say("128 KB in one: %s", error_text(posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ)));
    big[(128 << 10) - 1] = '\0';
    int error = posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ);
    say("one less: %s, %s", error_text(error), ending(pid));
    char *many[40] = {"true"};
    for (int i = 1; i < 31; i++) many[i] = big;
    say("30 of those: %s", error_text(posix_spawn(&pid, "/bin/true", NULL, NULL, many, environ)));
    many[9] = NULL;
    error = posix_spawn(&pid, "/bin/true", NULL, NULL, many, environ);
    say("8 of them: %s, %s", error_text(error), ending(pid));
    char **short_ones = calloc(60001, sizeof *short_ones);
    for (int i = 0; i < 60000; i++) short_ones[i] = i ? "x" : "true";
    error = posix_spawn(&pid, "/bin/true", NULL, NULL, short_ones, environ);
    say("60000 short ones: %s, %s", error_text(error), ending(pid));
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"show", show}, {"show  with blanks", show}, {"state", state}, {"try", try}, {"path", try_path}, {NULL, NULL}};
    play(argc, argv, roles);
    mkdtemp(folder);
    for (int fd = 3; fd < 20; fd++) close(fd);
    scripts();
    errors();
    ending(spawn("state", "0"));
    too_big();
    return 0;
}
