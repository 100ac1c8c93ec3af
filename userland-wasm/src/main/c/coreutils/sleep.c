// SPDX-License-Identifier: Apache-2.0
// sleep: wait. POSIX: utilities/sleep.html; fractions, suffixes and several numbers, which are added, are GNU's.

#include "commands.h"

static const char usage[] =
    "Usage: sleep NUMBER[SUFFIX]...\n"
    "Pause for NUMBER seconds. SUFFIX may be 's' for seconds (the default), 'm' for minutes, 'h' for hours or 'd' for\n"
    "days. NUMBER may have a fraction, or be inf. Given two or more arguments, pause for the sum of their values.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int sleep_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    double total = 0;
    bool bad = false;
    struct options options = {.argc = argc, .argv = argv, .table = none};
    next_option(&options);
    if (options.operand_count == 0) missing_operand();
    for (char **word = options.operands; *word; word++) {
        double seconds;
        if (parse_duration(*word, &seconds)) total += seconds;
        else {
            complain("invalid time interval %s", quote(*word));
            bad = true;
        }
    }
    if (bad) {
        static const char hint[] = "Try 'sleep --help' for more information.\n";
        write_fully(STDERR_FILENO, hint, sizeof hint - 1);
        return 1;
    }
    sleep_seconds(total);
    return 0;
}

const struct command cmd_sleep = {"sleep", usage, sleep_main, 0};
