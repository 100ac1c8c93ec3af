// SPDX-License-Identifier: Apache-2.0
// true, false: succeed, fail. POSIX: utilities/true.html, false.html. As GNU's, they know --help and --version when
// that is the only argument.

#include "commands.h"

static int answer(int argc, char **argv, int code) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    return code;
}

static int true_main(int argc, char **argv) {
    return answer(argc, argv, 0);
}

static int false_main(int argc, char **argv) {
    return answer(argc, argv, 1);
}

const struct command cmd_true = {"true", "Usage: true [ignored command line arguments]\nExit with a status code indicating success.\n", true_main, 0};
const struct command cmd_false = {"false", "Usage: false [ignored command line arguments]\nExit with a status code indicating failure.\n", false_main, 0};
