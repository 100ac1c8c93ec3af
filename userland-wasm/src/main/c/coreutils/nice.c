// SPDX-License-Identifier: Apache-2.0
// nice, renice: how much of the processors a command, or what runs already, gets. POSIX: utilities/nice.html, renice.html; renice's
// messages are util-linux's.

#include <pwd.h>
#include <sys/resource.h>
#include "commands.h"
#include "lib/files.h"

static const char nice_usage[] =
    "Usage: nice [OPTION] [COMMAND [ARG]...]\n"
    "Run COMMAND with an adjusted niceness, which affects process scheduling. With no COMMAND, print the current\n"
    "niceness. Niceness values range from -20 (most favorable to the process) to 19 (least favorable to the process).\n\n"
    "  -n, --adjustment=N   add integer N to the niceness (default 10)\n"
    "      --help           display this help and exit\n"
    "      --version        output version information and exit\n\n"
    "Exit status: COMMAND's; 125 if nice itself fails, 126 if COMMAND cannot be invoked, 127 if it cannot be found.\n";

static const struct option_spec nice_table[] = {{'n', "adjustment", ARGUMENT}, {0, NULL, 0}};

/** The number of a word like -5, --5 or -+5, as nice of old had it. */
static bool old_adjustment(const char *word, long *adjustment) {
    char *end;
    if (word[0] != '-') return false;
    const char *digits = word + 1 + (word[1] == '-' || word[1] == '+');
    if (*digits < '0' || *digits > '9') return false;
    *adjustment = strtol(word[1] == '+' ? digits : word + 1, &end, 10);
    return *end == '\0';
}

static long adjustment_of(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end) fatal("invalid adjustment %s", quote(text));
    return value < -39 ? -39 : value > 39 ? 39 : value;
}

static int current_nice(void) {
    errno = 0;
    int now = getpriority(PRIO_PROCESS, 0);
    if (errno) fatal("cannot get niceness:");
    return now;
}

static int nice_main(int argc, char **argv) {
    long adjustment = 10;
    bool given = false;
    char **words = argv + 1;
    while (argc > 1 && *words && old_adjustment(*words, &adjustment)) given = true, words++, argc--;
    if (words > argv + 1) words[-1] = argv[0];
    struct options options = {.argc = argc, .argv = words - 1, .table = nice_table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) adjustment = adjustment_of(options.argument), given = true;
    if (options.operand_count == 0) {
        if (given) usage_error("a command must be given with an adjustment");
        out_format("%d\n", current_nice());
        return 0;
    }
    int wanted = current_nice() + (int)adjustment;
    if (setpriority(PRIO_PROCESS, 0, wanted < -20 ? -20 : wanted > 19 ? 19 : wanted) < 0) {
        complain("cannot set niceness:");
        if (errno != EACCES && errno != EPERM) return 125;
    }
    execvp(options.operands[0], options.operands);
    int error = errno;
    complain("%s:", quote(options.operands[0]));
    return error == ENOENT ? 127 : 126;
}

static const char renice_usage[] =
    "Usage: renice [-n] PRIORITY [-p|-g|-u] ID...\n"
    "  or:  renice --relative N [-p|-g|-u] ID...\n"
    "Alter the priority of running processes.\n\n"
    "  -n, --priority N   the nice value to set\n"
    "      --relative N   the number to add to the present one\n"
    "  -p, --pid          what follows are process ids (default)\n"
    "  -g, --pgrp         process group ids\n"
    "  -u, --user         user names or ids\n"
    "      --help         display this help and exit\n"
    "      --version      output version information and exit\n";

static int priority_of(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end) fatal("invalid priority %s", quote(text));
    return (int)(value < -1000 ? -1000 : value > 1000 ? 1000 : value);
}

static void renice_one(int which, const char *id, int priority, bool relative) {
    static const char *const kinds[] = {"process ID", "process group ID", "user ID"};
    uintmax_t number;
    uid_t uid;
    if (which == PRIO_USER && parse_user(id, &uid)) number = uid;
    else if (!parse_unsigned(id, &number) || number > INT_MAX) {
        warn("bad %s value: %s", which == PRIO_USER ? "user" : kinds[which], id);
        return;
    }
    errno = 0;
    int old = getpriority(which, (unsigned)number);
    if (errno) {
        warn("failed to get priority for %ju (%s):", number, kinds[which]);
        return;
    }
    if (setpriority(which, (unsigned)number, relative ? old + priority : priority) < 0) {
        warn("failed to set priority for %ju (%s):", number, kinds[which]);
        return;
    }
    out_format("%ju (%s) old priority %d, new priority %d\n", number, kinds[which], old, getpriority(which, (unsigned)number));
}

/** Options and operands come in any order, and the first may be negative: read by hand. */
static int renice_main(int argc, char **argv) {
    int which = PRIO_PROCESS, priority = 0, ids = 0;
    bool given = false, relative = false;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        static const struct option_spec none[] = {{0, NULL, 0}};
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    for (char **word = argv + 1; *word; word++) {
        bool adds = strcmp(*word, "--relative") == 0;
        if (adds || strcmp(*word, "-n") == 0 || strcmp(*word, "--priority") == 0) {
            if (*++word == NULL) usage_error("option requires an argument -- '%s'", adds ? "relative" : "n");
            priority = priority_of(*word), given = true, relative = adds;
        } else if (strcmp(*word, "-p") == 0 || strcmp(*word, "--pid") == 0) which = PRIO_PROCESS;
        else if (strcmp(*word, "-g") == 0 || strcmp(*word, "--pgrp") == 0) which = PRIO_PGRP;
        else if (strcmp(*word, "-u") == 0 || strcmp(*word, "--user") == 0) which = PRIO_USER;
        else if (!given) priority = priority_of(*word), given = true;
        else renice_one(which, *word, priority, relative), ids++;
    }
    if (!given || ids == 0) usage_error("not enough arguments");
    return status;
}

const struct command cmd_nice = {"nice", nice_usage, nice_main, 125};
const struct command cmd_renice = {"renice", renice_usage, renice_main, 0};
