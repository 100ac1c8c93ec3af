// SPDX-License-Identifier: Apache-2.0
// time: run a command and tell how long it took. POSIX: utilities/time.html; the format and its words are GNU's. What this machine does not
// count (page faults, swaps, blocks, switches) is 0, and all CPU time is user's.

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include "commands.h"
#include "lib/files.h"

extern char **environ;

static const char usage[] =
    "Usage: time [-apqv] [-f FORMAT] [-o FILE] COMMAND [ARG]...\n"
    "Run COMMAND, then print system resource usage.\n\n"
    "  -a, --append         with -o FILE, append instead of overwriting\n"
    "  -f, --format=FORMAT  print FORMAT: %e, %E elapsed, %U, %S CPU seconds, %P percent of a processor, %M most KB of\n"
    "                         memory, %x exit status, %C the command; others are 0\n"
    "  -o, --output=FILE    write to FILE instead of STDERR\n"
    "  -p, --portability    print POSIX standard 1003.2 conformant string: real, user, sys\n"
    "  -q, --quiet          do not print information about abnormal program termination\n"
    "  -v, --verbose        print all resource usage information\n"
    "      --help           display this help and exit\n"
    "      --version        output version information and exit\n";

static const struct option_spec table[] = {
    {'a', "append", NO_ARGUMENT}, {'f', "format", ARGUMENT}, {'o', "output", ARGUMENT}, {'p', "portability", NO_ARGUMENT},
    {'q', "quiet", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static const char usual[] = "%Uuser %Ssystem %Eelapsed %PCPU (%Xavgtext+%Davgdata %Mmaxresident)k\n%Iinputs+%Ooutputs (%Fmajor+%Rminor)pagefaults %Wswaps";
static const char posix[] = "real %e\nuser %U\nsys %S";
static const char everything[] =
    "\tCommand being timed: \"%C\"\n\tUser time (seconds): %U\n\tSystem time (seconds): %S\n\tPercent of CPU this job got: %P\n"
    "\tElapsed (wall clock) time (h:mm:ss or m:ss): %E\n\tAverage shared text size (kbytes): %X\n\tAverage unshared data size (kbytes): %D\n"
    "\tAverage stack size (kbytes): %p\n\tAverage total size (kbytes): %K\n\tMaximum resident set size (kbytes): %M\n"
    "\tAverage resident set size (kbytes): %t\n\tMajor (requiring I/O) page faults: %F\n\tMinor (reclaiming a frame) page faults: %R\n"
    "\tVoluntary context switches: %w\n\tInvoluntary context switches: %c\n\tSwaps: %W\n\tFile system inputs: %I\n\tFile system outputs: %O\n"
    "\tSocket messages sent: %s\n\tSocket messages received: %r\n\tSignals delivered: %k\n\tPage size (bytes): %Z\n\tExit status: %x";

struct run {
    char **words;
    double real, user, system; // seconds
    long memory;
    int word;
};

static void conversion(FILE *out, char letter, const struct run *run) {
    long hundredths = (long)(run->real * 100 + 0.5);
    switch (letter) {
    case '%': putc('%', out); break;
    case 'e': fprintf(out, "%ld.%02ld", hundredths / 100, hundredths % 100); break;
    case 'E':
        if (hundredths >= 360000) fprintf(out, "%ld:%02ld:%02ld", hundredths / 360000, hundredths / 6000 % 60, hundredths / 100 % 60);
        else fprintf(out, "%ld:%02ld.%02ld", hundredths / 6000, hundredths / 100 % 60, hundredths % 100);
        break;
    case 'U': fprintf(out, "%.2f", run->user); break;
    case 'S': fprintf(out, "%.2f", run->system); break;
    case 'P':
        if (run->real > 0) fprintf(out, "%d%%", (int)((run->user + run->system) * 100 / run->real));
        else fputs("?%", out);
        break;
    case 'M': fprintf(out, "%ld", run->memory); break;
    case 'Z': fputs("4096", out); break;
    case 'x': fprintf(out, "%d", WIFSTOPPED(run->word) ? WSTOPSIG(run->word) : WIFSIGNALED(run->word) ? WTERMSIG(run->word) : WEXITSTATUS(run->word)); break;
    case 'C':
        for (char **word = run->words; *word; word++) fprintf(out, "%s%s", word == run->words ? "" : " ", *word);
        break;
    default:
        if (strchr("XDKptFRWIOrskwc", letter)) putc('0', out);
        else fprintf(out, "?%c", letter);
    }
}

static void print(FILE *out, const char *format, const struct run *run) {
    for (const char *at = format; *at; at++) {
        if (*at == '%' && at[1]) conversion(out, *++at, run);
        else if (*at == '\\' && (at[1] == 'n' || at[1] == 't' || at[1] == '\\')) {
            at++;
            putc(*at == 'n' ? '\n' : *at == 't' ? '\t' : '\\', out);
        } else putc(*at, out);
    }
    putc('\n', out);
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static int time_main(int argc, char **argv) {
    const char *format = usual, *file = NULL;
    bool append = false, quiet = false;
    struct options options = {.argc = argc, .argv = argv, .table = table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': append = true; break;
        case 'f': format = options.argument; break;
        case 'o': file = options.argument; break;
        case 'p': format = posix; break;
        case 'q': quiet = true; break;
        case 'v': format = everything; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    FILE *out = stderr;
    if (file && (out = fopen(file, append ? "a" : "w")) == NULL) fatal("%s:", quote(file));
    if (file) fcntl(fileno(out), F_SETFD, FD_CLOEXEC);
    struct run run = {.words = options.operands};
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    struct rusage used = {0};
    pid_t child;
    int error = posix_spawnp(&child, run.words[0], NULL, NULL, run.words, environ);
    if (error) {
        errno = error;
        complain("cannot run %s:", run.words[0]);
        run.word = (error == ENOENT ? 127 : 126) << 8;
    } else {
        signal(SIGINT, SIG_IGN);
        signal(SIGQUIT, SIG_IGN);
        while (wait4(child, &run.word, 0, &used) < 0 && errno == EINTR) {}
    }
    clock_gettime(CLOCK_MONOTONIC, &ended);
    struct rusage children; // also those that a shell had before it became us; of memory there is only the most of all
    getrusage(RUSAGE_CHILDREN, &children);
    run.real = (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
    run.user = seconds(used.ru_utime);
    run.system = seconds(used.ru_stime);
    run.memory = children.ru_maxrss;
    if (!quiet && format != posix) {
        if (WIFSIGNALED(run.word)) fprintf(out, "Command terminated by signal %d\n", WTERMSIG(run.word));
        else if (WIFEXITED(run.word) && WEXITSTATUS(run.word)) fprintf(out, "Command exited with non-zero status %d\n", WEXITSTATUS(run.word));
    }
    print(out, format, &run);
    fflush(out);
    return WIFSIGNALED(run.word) ? 128 + WTERMSIG(run.word) : WEXITSTATUS(run.word);
}

const struct command cmd_time = {"time", usage, time_main, 125};
