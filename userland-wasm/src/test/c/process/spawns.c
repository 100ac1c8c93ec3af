// SPDX-License-Identifier: Apache-2.0
// posix_spawn: file actions, attributes, errors, what is inherited; posix_spawnp's search.
#include <limits.h>
#include <sys/stat.h>
#include "suite.h"

static char folder[] = "/tmp/spawnsXXXXXX";

static void handler(int sig) {
    (void)sig;
}

static const char *disposition(int sig) {
    struct sigaction action;
    sigaction(sig, NULL, &action);
    return action.sa_handler == SIG_DFL ? "default" : action.sa_handler == SIG_IGN ? "ignored" : "caught";
}

static int show_signals(char **arguments) {
    (void)arguments;
    sigset_t mask, pending;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    sigpending(&pending);
    say("HUP %s, INT %s, USR1 %s, TERM %s; blocked HUP %d, INT %d, USR1 %d; pending INT %d", disposition(SIGHUP), disposition(SIGINT), disposition(SIGUSR1),
        disposition(SIGTERM), sigismember(&mask, SIGHUP), sigismember(&mask, SIGINT), sigismember(&mask, SIGUSR1), sigismember(&pending, SIGINT));
    return 0;
}

static int show_files(char **arguments) {
    (void)arguments;
    for (int fd = 0; fd < 20; fd++) {
        int flags = fcntl(fd, F_GETFL);
        if (flags >= 0) printf(" %d%s", fd, fcntl(fd, F_GETFD) & FD_CLOEXEC ? "c" : "");
    }
    say(" .");
    return 0;
}

static int show_folder(char **arguments) {
    (void)arguments;
    char path[PATH_MAX];
    getcwd(path, sizeof path);
    say("in %s", strcmp(path, folder) == 0 || strncmp(path, "/tmp/spawns", 11) == 0 ? strlen(path) == strlen(folder) ? "it" : strrchr(path, '/') : path);
    return 0;
}

static int show_text(char **arguments) {
    for (; *arguments; arguments++) printf(" [%s]", *arguments);
    for (char **variable = environ; *variable; variable++) printf(" {%s}", *variable);
    say(".");
    return 0;
}

static int show_ids(char **arguments) {
    (void)arguments;
    say("umask %03o, group %d, session %d", umask(0), getpgrp() == getpgid(getppid()), getsid(0) == getsid(getppid()));
    return 0;
}

static int copy_in(char **arguments) {
    char text[64];
    ssize_t n = read(atoi(arguments[0]), text, sizeof text);
    say("read %s %.*s", result(n), n > 0 ? (int)n : 0, text);
    return 0;
}

static posix_spawn_file_actions_t actions;

static void fresh(void) {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawn_file_actions_init(&actions);
}

static void with_actions(const char *what, const char *role, const char *argument) {
    printf("%s: ", what);
    pid_t pid = spawn_with(&actions, NULL, role, argument);
    if (pid < 0) say("%s", result(-1));
    else ending(pid);
    fresh();
}

static void file_actions(void) {
    char path[64];
    snprintf(path, sizeof path, "%s/file", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    write(fd, "contents", 8);
    close(fd);
    posix_spawn_file_actions_init(&actions);
    with_actions("nothing to do", "files", NULL);
    posix_spawn_file_actions_addopen(&actions, 5, path, O_RDONLY, 0);
    with_actions("open as 5", "read", "5");
    posix_spawn_file_actions_addopen(&actions, 5, path, O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, 5, 6);
    posix_spawn_file_actions_addclose(&actions, 5);
    with_actions("in order", "files", NULL);
    posix_spawn_file_actions_addopen(&actions, 5, path, O_RDONLY | O_CLOEXEC, 0);
    with_actions("open with CLOEXEC", "files", NULL);
    posix_spawn_file_actions_addopen(&actions, 5, "/nox/nox", O_RDONLY, 0);
    with_actions("open what is not there", "files", NULL);
    posix_spawn_file_actions_addclose(&actions, 17);
    with_actions("close what is not open", "files", NULL);
    posix_spawn_file_actions_adddup2(&actions, 17, 5);
    with_actions("dup2 of what is not open", "files", NULL);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    int kept = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    with_actions("CLOEXEC is closed", "files", NULL);
    posix_spawn_file_actions_adddup2(&actions, kept, kept);
    with_actions("dup2 onto itself keeps it", "files", NULL);
    posix_spawn_file_actions_adddup2(&actions, kept, 7);
    with_actions("a copy stays", "files", NULL);
    say("here nothing changed: %d %d", fcntl(kept, F_GETFD), fcntl(7, F_GETFD) < 0);
    close(fd);
    close(kept);
    char made[64];
    snprintf(made, sizeof made, "%s/made", folder);
    umask(027);
    posix_spawn_file_actions_addopen(&actions, 5, made, O_CREAT | O_WRONLY, 0666);
    with_actions("creates", "files", NULL);
    struct stat status;
    stat(made, &status);
    say("mode %o", status.st_mode & 0777);
    umask(022);
    posix_spawn_file_actions_addopen(&actions, 5, path, O_WRONLY | O_TRUNC, 0);
    with_actions("truncates", "files", NULL);
    stat(path, &status);
    say("size %d", (int)status.st_size);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    with_actions("chdir", "folder", NULL);
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    posix_spawn_file_actions_addopen(&actions, 5, "made", O_RDONLY, 0);
    with_actions("open after it is relative to it", "files", NULL);
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    posix_spawn_file_actions_addfchdir_np(&actions, directory);
    with_actions("fchdir", "folder", NULL);
    posix_spawn_file_actions_addfchdir_np(&actions, 17);
    with_actions("fchdir to nothing", "folder", NULL);
    posix_spawn_file_actions_addchdir_np(&actions, "/nox");
    with_actions("chdir to nothing", "folder", NULL);
    close(directory);
    say("bad numbers: %s %s %s", error_text(posix_spawn_file_actions_addclose(&actions, -1)), error_text(posix_spawn_file_actions_adddup2(&actions, 1, -1)),
        error_text(posix_spawn_file_actions_addopen(&actions, -1, path, 0, 0)));
    unlink(path);
    unlink(made);
}

static void with_attributes(const char *what, int flags, pid_t group, sigset_t *mask, sigset_t *defaults, const char *role) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, (short)flags);
    posix_spawnattr_setpgroup(&attributes, group);
    if (mask) posix_spawnattr_setsigmask(&attributes, mask);
    if (defaults) posix_spawnattr_setsigdefault(&attributes, defaults);
    printf("%s: ", what);
    pid_t pid = spawn_with(NULL, &attributes, role, NULL);
    if (pid < 0) say("%s", result(-1));
    else ending(pid);
    posix_spawnattr_destroy(&attributes);
}

static void attributes(void) {
    sigset_t usr1 = set_of(SIGUSR1), interrupt = set_of(SIGINT), none, all;
    sigemptyset(&none);
    sigfillset(&all);
    signal(SIGHUP, SIG_IGN);
    signal(SIGUSR1, handler);
    sigprocmask(SIG_BLOCK, &interrupt, NULL);
    raise(SIGINT);
    with_attributes("inherited", 0, 0, &usr1, &all, "signals");
    with_attributes("mask", POSIX_SPAWN_SETSIGMASK, 0, &usr1, NULL, "signals");
    with_attributes("no mask", POSIX_SPAWN_SETSIGMASK, 0, &none, NULL, "signals");
    with_attributes("defaults", POSIX_SPAWN_SETSIGDEF, 0, NULL, &all, "signals");
    with_attributes("defaults of another", POSIX_SPAWN_SETSIGDEF, 0, NULL, &usr1, "signals");
    signal(SIGINT, SIG_IGN);
    sigprocmask(SIG_UNBLOCK, &interrupt, NULL);
    signal(SIGINT, SIG_DFL);
    with_attributes("as parent", 0, 0, NULL, NULL, "ids");
    with_attributes("own group", POSIX_SPAWN_SETPGROUP, 0, NULL, NULL, "ids");
    with_attributes("own session", POSIX_SPAWN_SETSID, 0, NULL, NULL, "ids");
    with_attributes("no such group", POSIX_SPAWN_SETPGROUP, 2000000000, NULL, NULL, "ids");
    with_attributes("group -1", POSIX_SPAWN_SETPGROUP, -1, NULL, NULL, "ids");
    with_attributes("real ids", POSIX_SPAWN_RESETIDS, 0, NULL, NULL, "ids");
    posix_spawnattr_t attributes;
    short flags;
    pid_t group;
    posix_spawnattr_init(&attributes);
    say("set flags: %s", error_text(posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID)));
    posix_spawnattr_setpgroup(&attributes, 77);
    posix_spawnattr_getflags(&attributes, &flags);
    posix_spawnattr_getpgroup(&attributes, &group);
    say("told back: %d %d", flags == (POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID), (int)group);
    say("unknown flags: %s", error_text(posix_spawnattr_setflags(&attributes, 0x4000)));
}

static void programs(void) {
    pid_t pid;
    char *argv[] = {"called so", "text", "", "two words", "line\nbreak", NULL}, *envp[] = {"A=1", "B=", "EMPTY", "C=x=y", NULL}, *none[] = {NULL};
    fflush(stdout);
    posix_spawn(&pid, self, NULL, NULL, argv, envp);
    ending(pid);
    posix_spawn(&pid, self, NULL, NULL, argv, none);
    ending(pid);
    say("not there: %s", error_text(posix_spawn(&pid, "/nox/nox", NULL, NULL, argv, environ)));
    say("a folder: %s", error_text(posix_spawn(&pid, "/tmp", NULL, NULL, argv, environ)));
    say("empty name: %s %s", error_text(posix_spawn(&pid, "", NULL, NULL, argv, environ)), error_text(posix_spawnp(&pid, "", NULL, NULL, argv, environ)));
    say("not in a folder: %s", error_text(posix_spawn(&pid, "/etc/passwd/x", NULL, NULL, argv, environ)));
    say("not executable: %s", error_text(posix_spawn(&pid, "/etc/passwd", NULL, NULL, argv, environ)));
    say("in PATH: %s", error_text(posix_spawnp(&pid, "no-such-command", NULL, NULL, argv, environ)));
    say("with a slash: %s", error_text(posix_spawnp(&pid, "./no-such-command", NULL, NULL, argv, environ)));
    char *simple[] = {"true", NULL};
    int error = posix_spawnp(&pid, "true", NULL, NULL, simple, environ);
    say("found: %s, %s", error_text(error), ending(pid));
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s:/bin", folder);
    setenv("PATH", path, 1);
    snprintf(path, sizeof path, "%s/true", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0644);
    close(fd);
    error = posix_spawnp(&pid, "true", NULL, NULL, simple, environ);
    say("an unexecutable one before it: %s, %s", error_text(error), ending(pid));
    setenv("PATH", folder, 1);
    say("only that: %s", error_text(posix_spawnp(&pid, "true", NULL, NULL, simple, environ)));
    chmod(path, 0755);
    say("an empty file: %s", error_text(posix_spawnp(&pid, "true", NULL, NULL, simple, environ)));
    setenv("PATH", "", 1);
    chdir(folder);
    say("an empty PATH is here: %s", error_text(posix_spawnp(&pid, "true", NULL, NULL, simple, environ)));
    unlink(path);
    chdir("/tmp");
    setenv("PATH", "/bin:/usr/bin", 1);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"signals", show_signals}, {"files", show_files}, {"folder", show_folder}, {"text", show_text}, {"ids", show_ids},
        {"read", copy_in}, {NULL, NULL}};
    play(argc, argv, roles);
    umask(022);
    mkdtemp(folder);
    for (int fd = 3; fd < 20; fd++) close(fd);
    file_actions();
    attributes();
    programs();
    rmdir(folder);
    return 0;
}
