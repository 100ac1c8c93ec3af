// SPDX-License-Identifier: Apache-2.0
// timeout, nohup: run a command with a time limit; immune to hangups. POSIX: utilities/timeout.html, nohup.html.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "commands.h"
#include "lib/files.h"

extern char **environ;

static const char timeout_usage[] =
    "Usage: timeout [OPTION] DURATION COMMAND [ARG]...\n"
    "Start COMMAND, and kill it if still running after DURATION.\n\n"
    "      --preserve-status      exit with the same status as COMMAND, even when the command times out\n"
    "      --foreground           allow COMMAND to read from the terminal and get its signals; children of COMMAND\n"
    "                               will not be timed out\n"
    "  -k, --kill-after=DURATION  also send a KILL signal if COMMAND is still running this long after the initial signal\n"
    "  -s, --signal=SIGNAL        specify the signal to be sent on timeout (default TERM)\n"
    "  -v, --verbose              diagnose to stderr any signal sent upon timeout\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n\n"
    "Exit status: COMMAND's; 124 if it timed out; 125 if timeout itself fails, 126 if COMMAND cannot be invoked, 127 if\n"
    "it cannot be found, 137 if it is killed by KILL.\n";

enum { PRESERVE_STATUS = 256, FOREGROUND };
static const struct option_spec timeout_table[] = {
    {PRESERVE_STATUS, "preserve-status", NO_ARGUMENT}, {FOREGROUND, "foreground", NO_ARGUMENT}, {'k', "kill-after", ARGUMENT},
    {'s', "signal", ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

// What the handlers share with main.
static volatile pid_t child;
static volatile sig_atomic_t timed_out;
static int signal_to_send = SIGTERM;
static bool foreground, verbose;
static double kill_after;
static const char *command_name;

static void start_timer(double seconds) {
    if (seconds <= 0) return;
    if (seconds > 1e9) seconds = 1e9;
    struct itimerval timer = {.it_value = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e6)}};
    if (timer.it_value.tv_sec == 0 && timer.it_value.tv_usec == 0) timer.it_value.tv_usec = 1;
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void send(int sig) {
    kill(child, sig);
    if (foreground) return;
    signal(sig, SIG_IGN); // we are in the group too
    kill(0, sig);
    if (sig != SIGKILL && sig != SIGCONT) {
        kill(child, SIGCONT);
        kill(0, SIGCONT);
    }
}

static void pass_on(int sig) {
    if (sig == SIGALRM) {
        timed_out = 1;
        sig = signal_to_send;
    }
    if (child == 0) _exit(128 + sig);
    if (verbose && timed_out) complain("sending signal %s to command %s", signal_name(sig) ? signal_name(sig) : "?", quote(command_name));
    send(sig);
    if (kill_after > 0) {
        double after = kill_after;
        signal_to_send = SIGKILL;
        kill_after = 0;
        start_timer(after);
    }
}

static int timeout_main(int argc, char **argv) {
    bool preserve = false;
    double seconds;
    struct options options = {.argc = argc, .argv = argv, .table = timeout_table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case PRESERVE_STATUS: preserve = true; break;
        case FOREGROUND: foreground = true; break;
        case 'k':
            if (!parse_duration(options.argument, &kill_after)) usage_error("invalid time interval %s", quote(options.argument));
            break;
        case 's':
            signal_to_send = signal_number(options.argument);
            if (signal_to_send < 0) usage_error("%s: invalid signal", quote(options.argument));
            break;
        case 'v': verbose = true; break;
        }
    }
    char **words = options.operands;
    if (options.operand_count < 2) {
        char hint[] = "Try 'timeout --help' for more information.\n";
        write_fully(STDERR_FILENO, hint, sizeof hint - 1);
        return 125;
    }
    if (!parse_duration(words[0], &seconds)) usage_error("invalid time interval %s", quote(words[0]));
    command_name = words[1];
    if (!foreground) setpgid(0, 0);
    struct sigaction action = {.sa_handler = pass_on};
    sigemptyset(&action.sa_mask);
    const int caught[] = {SIGALRM, SIGTERM, SIGINT, SIGHUP, SIGQUIT, signal_to_send};
    sigset_t watched, before;
    sigemptyset(&watched);
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) {
        if (caught[i] == 0 || caught[i] == SIGKILL || caught[i] == SIGSTOP) continue;
        sigaction(caught[i], &action, NULL);
        sigaddset(&watched, caught[i]);
    }
    sigprocmask(SIG_BLOCK, &watched, &before); // until `child` is set
    signal(SIGTTIN, SIG_IGN);
    signal(SIGTTOU, SIG_IGN);
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGTTIN);
    sigaddset(&defaults, SIGTTOU);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setsigmask(&attributes, &before);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    pid_t pid;
    int error = posix_spawnp(&pid, words[1], NULL, &attributes, words + 1, environ);
    if (error) {
        errno = error;
        complain("failed to run command %s:", quote(words[1]));
        return error == ENOENT ? 127 : 126;
    }
    child = pid;
    start_timer(seconds);
    sigprocmask(SIG_SETMASK, &before, NULL);
    int result;
    while (waitpid(pid, &result, 0) < 0)
        if (errno != EINTR) fatal("error waiting for command:");
    if (WIFEXITED(result)) result = WEXITSTATUS(result);
    else if (WIFSIGNALED(result)) {
        int sig = WTERMSIG(result);
        if (!timed_out) { // die as it did
            signal(sig, SIG_DFL);
            sigset_t only;
            sigemptyset(&only);
            sigaddset(&only, sig);
            sigprocmask(SIG_UNBLOCK, &only, NULL);
            raise(sig);
        }
        if (timed_out && sig == SIGKILL) preserve = true;
        result = 128 + sig;
    }
    return timed_out && !preserve ? 124 : result;
}

static const char nohup_usage[] =
    "Usage: nohup COMMAND [ARG]...\n"
    "Run COMMAND, ignoring hangup signals. If standard input is a terminal, redirect it from an unreadable file; if\n"
    "standard output is a terminal, append output to 'nohup.out' if possible, '$HOME/nohup.out' otherwise; if standard\n"
    "error is a terminal, redirect it to standard output.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int open_output(void) {
    int fd = open("nohup.out", O_WRONLY | O_CREAT | O_APPEND, 0600);
    const char *home = getenv("HOME");
    if (fd >= 0) {
        complain("appending output to 'nohup.out'");
        return fd;
    }
    int error = errno;
    char *path = home ? join_path(home, "nohup.out") : NULL;
    if (path) fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0) {
        errno = error;
        fatal("failed to open 'nohup.out':");
    }
    complain("appending output to %s", quote(path));
    return fd;
}

static int nohup_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    struct options options = {.argc = argc, .argv = argv, .table = none, .in_order = true};
    next_option(&options);
    if (options.operand_count == 0) missing_operand();
    if (isatty(STDIN_FILENO)) {
        int fd = open("/dev/null", O_WRONLY);
        if (fd >= 0) dup2(fd, STDIN_FILENO);
        if (!isatty(STDOUT_FILENO)) complain("ignoring input");
    }
    if (isatty(STDOUT_FILENO)) dup2(open_output(), STDOUT_FILENO);
    if (isatty(STDERR_FILENO)) dup2(STDOUT_FILENO, STDERR_FILENO);
    signal(SIGHUP, SIG_IGN);
    execvp(options.operands[0], options.operands);
    int error = errno;
    complain("failed to run command %s:", quote(options.operands[0]));
    return error == ENOENT ? 127 : 126;
}

const struct command cmd_timeout = {"timeout", timeout_usage, timeout_main, 125};
const struct command cmd_nohup = {"nohup", nohup_usage, nohup_main, 125};
