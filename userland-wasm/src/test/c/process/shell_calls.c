// SPDX-License-Identifier: Apache-2.0
// system, popen and pclose: statuses, signals while they run, what their children see.
#include "suite.h"

static volatile sig_atomic_t children, interrupts;

static void handler(int sig) {
    if (sig == SIGCHLD) children++;
    else interrupts++;
}

static const char *disposition(int sig) {
    struct sigaction action;
    sigaction(sig, NULL, &action);
    return action.sa_handler == SIG_DFL ? "default" : action.sa_handler == SIG_IGN ? "ignored" : "caught";
}

static int show(char **arguments) {
    (void)arguments;
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    say("INT %s, QUIT %s, HUP %s, CHLD blocked %d, TERM blocked %d", disposition(SIGINT), disposition(SIGQUIT), disposition(SIGHUP),
        sigismember(&mask, SIGCHLD), sigismember(&mask, SIGTERM));
    return 0;
}

/** Of the parent of the shell that runs it: what the caller of system() does while it waits. */
static int show_caller(char **arguments) {
    char path[32], line[256];
    unsigned long long blocked = 0, ignored = 0;
    snprintf(path, sizeof path, "/proc/%s/status", arguments[0]);
    FILE *file = fopen(path, "r");
    while (fgets(line, sizeof line, file)) {
        sscanf(line, "SigBlk: %llx", &blocked);
        sscanf(line, "SigIgn: %llx", &ignored);
    }
    fclose(file);
    say("meanwhile: INT ignored %d, QUIT ignored %d, CHLD blocked %d", (int)(ignored >> (SIGINT - 1) & 1), (int)(ignored >> (SIGQUIT - 1) & 1),
        (int)(blocked >> (SIGCHLD - 1) & 1));
    return 0;
}

static char *command(const char *role, long argument) {
    static char text[512];
    snprintf(text, sizeof text, "exec %s %s %ld", self, role, argument);
    fflush(stdout);
    return text;
}

static void systems(void) {
    fflush(stdout);
    int status = system("exit 3");
    say("exit 3: %s", status_text(status));
    status = system("kill -TERM $$");
    say("killed: %s", status_text(status));
    status = system("no-such-command 2>/dev/null");
    say("not found: %s", status_text(status));
    status = system("echo it writes");
    say("echo: %s", status_text(status));
    say("is there a shell: %d", system(NULL) != 0);
    system(command("caller", getpid()));
    say("afterwards: INT %s, QUIT %s", disposition(SIGINT), disposition(SIGQUIT));
    system(command("show", 0));
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, handler);
    system(command("show", 0));
    say("afterwards: INT %s, QUIT %s", disposition(SIGINT), disposition(SIGQUIT));
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    sigset_t term = set_of(SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    system(command("show", 0));
    sigprocmask(SIG_UNBLOCK, &term, NULL);
    // A handler runs once it is over, and does not end it.
    set_action(SIGHUP, handler, 0);
    char text[64];
    snprintf(text, sizeof text, "kill -HUP %d; exit 9", (int)getpid());
    status = system(text);
    say("a handler meanwhile: %s, ran %d", status_text(status), interrupts);
    snprintf(text, sizeof text, "kill -INT %d; exit 9", (int)getpid());
    status = system(text);
    say("INT meanwhile: %s", status_text(status));
    pid_t other = spawn("show", NULL);
    await_state(other, 'Z');
    status = system("exit 2");
    say("other children stay: %s, %s", status_text(status), ending(other));
}

static void popens(void) {
    char line[128];
    FILE *stream = popen("echo one; echo two; exit 5", "r");
    while (fgets(line, sizeof line, stream)) printf("read %s", line);
    int status = pclose(stream);
    say("pclose: %s", status_text(status));
    fflush(stdout);
    stream = popen("cat; exit 6", "w");
    fprintf(stream, "written\n");
    status = pclose(stream);
    say("pclose: %s", status_text(status));
    stream = popen("kill -9 $$", "r");
    say("nothing: %d", fgetc(stream) == EOF);
    status = pclose(stream);
    say("killed: %s", status_text(status));
    stream = popen("no-such-command 2>/dev/null", "r");
    status = pclose(stream);
    say("not found: %s", status_text(status));
    FILE *first = popen("cat >/dev/null", "w"), *second = popen("cat >/dev/null", "w");
    int status_one = pclose(first), status_two = pclose(second);
    say("two at once: %s, %s", status_text(status_one), status_text(status_two));
    errno = 0;
    stream = popen("true", "x");
    say("bad mode: %d %s", stream == NULL, strerror(errno));
    stream = popen("echo x", "re");
    say("close on exec: %d", (fcntl(fileno(stream), F_GETFD) & FD_CLOEXEC) != 0);
    pclose(stream);
    stream = popen("exit 1", "r");
    waitpid(-1, NULL, 0);
    status = pclose(stream);
    say("waited for already: %s", result(status));
    fflush(stdout);
    stream = popen(command("show", 0), "w");
    pclose(stream);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"show", show}, {"caller", show_caller}, {NULL, NULL}};
    play(argc, argv, roles);
    systems();
    popens();
    return 0;
}
