// SPDX-License-Identifier: Apache-2.0
// tee: copy standard input to standard output and to files. POSIX: utilities/tee.html; -p and --output-error are GNU's.

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: tee [OPTION]... [FILE]...\n"
    "Copy standard input to each FILE, and also to standard output.\n\n"
    "  -a, --append              append to the given FILEs, do not overwrite\n"
    "  -i, --ignore-interrupts   ignore interrupt signals\n"
    "  -p                        diagnose errors writing to non pipes\n"
    "      --output-error[=MODE] set behavior on write error: warn, warn-nopipe (default),\n"
    "                              exit, exit-nopipe\n"
    "      --help                display this help and exit\n"
    "      --version             output version information and exit\n";

enum { OUTPUT_ERROR = 256 };
static const struct option_spec table[] = {
    {'a', "append", NO_ARGUMENT}, {'i', "ignore-interrupts", NO_ARGUMENT}, {'p', NULL, NO_ARGUMENT},
    {OUTPUT_ERROR, "output-error", OPTIONAL_ARGUMENT}, {0, NULL, 0}};

static enum { WARN, WARN_NOPIPE, EXIT, EXIT_NOPIPE, SIGPIPE_KILLS } mode = SIGPIPE_KILLS;

struct sink {
    int fd; // -1: given up
    const char *name;
};

static void failed(struct sink *sink) {
    bool quiet = errno == EPIPE && (mode == WARN_NOPIPE || mode == EXIT_NOPIPE);
    sink->fd = -1;
    if (quiet) return;
    warn("%s:", quote_if_needed(sink->name));
    if (mode == EXIT || mode == EXIT_NOPIPE) finish(1);
}

static void copy(struct sink *sinks, int count) {
    char *buffer = allocate(BLOCK);
    ssize_t n = 0;
    for (int open = count; open > 0;) {
        n = read_some(STDIN_FILENO, buffer, BLOCK);
        if (n <= 0) break;
        open = 0;
        for (int i = 0; i < count; i++) {
            if (sinks[i].fd < 0) continue;
            if (!write_fully(sinks[i].fd, buffer, n)) failed(&sinks[i]);
            open += sinks[i].fd >= 0;
        }
    }
    if (n < 0) warn("read error:");
}

static int tee_main(int argc, char **argv) {
    static const char *const modes[] = {"warn", "warn-nopipe", "exit", "exit-nopipe", NULL};
    int flags = O_WRONLY | O_CREAT | O_TRUNC;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': flags = O_WRONLY | O_CREAT | O_APPEND; break;
        case 'i': signal(SIGINT, SIG_IGN); break;
        case 'p': mode = WARN_NOPIPE; break;
        case OUTPUT_ERROR: mode = options.argument ? choose("--output-error", options.argument, modes) : WARN_NOPIPE; break;
        }
    }
    if (mode != SIGPIPE_KILLS) signal(SIGPIPE, SIG_IGN);
    struct sink *sinks = allocate((options.operand_count + 1) * sizeof *sinks);
    sinks[0] = (struct sink){STDOUT_FILENO, "standard output"};
    int count = 1;
    for (int i = 0; i < options.operand_count; i++) {
        const char *name = options.operands[i];
        int fd = open(name, flags, 0666);
        if (fd >= 0) {
            sinks[count++] = (struct sink){fd, name};
            continue;
        }
        warn("%s:", quote_if_needed(name));
        if (mode == EXIT || mode == EXIT_NOPIPE) finish(1);
    }
    copy(sinks, count);
    for (int i = 1; i < count; i++)
        if (sinks[i].fd >= 0 && close(sinks[i].fd) < 0) warn("%s:", quote_if_needed(sinks[i].name));
    return status;
}

const struct command cmd_tee = {"tee", usage, tee_main, 0};
