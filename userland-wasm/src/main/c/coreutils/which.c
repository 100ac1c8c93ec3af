// SPDX-License-Identifier: Apache-2.0
// which, tty: where a command is; which terminal stdin is. POSIX: utilities/tty.html; which is Debian's.

#include "commands.h"
#include "lib/files.h"

static const char which_usage[] =
    "Usage: which [-a] COMMAND...\n"
    "Print the file that each COMMAND would run, as PATH has it.\n\n"
    "  -a             print all matches\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";
static const struct option_spec which_table[] = {{'a', "all", NO_ARGUMENT}, {0, NULL, 0}};

static bool executable(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

static bool find(const char *name, bool all) {
    const char *path = getenv("PATH");
    bool found = false;
    if (strchr(name, '/')) {
        if (executable(name)) out_format("%s\n", name), found = true;
        return found;
    }
    if (path == NULL || *name == '\0') return false;
    for (;; path++) {
        size_t n = strcspn(path, ":");
        char *directory = n ? copy_bytes(path, n) : copy_string("."), *candidate = join_path(directory, name);
        bool here = executable(candidate);
        if (here) out_format("%s\n", candidate), found = true;
        free(directory);
        free(candidate);
        path += n;
        if (*path == '\0' || (here && !all)) return found;
    }
}

static int which_main(int argc, char **argv) {
    bool all = false;
    struct options options = {.argc = argc, .argv = argv, .table = which_table};
    while (next_option(&options) >= 0) all = true;
    if (options.operand_count == 0) return 1;
    for (char **name = options.operands; *name; name++)
        if (!find(*name, all)) status = 1;
    return status;
}

static const char tty_usage[] =
    "Usage: tty [OPTION]...\n"
    "Print the file name of the terminal connected to standard input.\n\n"
    "  -s, --silent, --quiet  print nothing, only return an exit status\n"
    "      --help             display this help and exit\n"
    "      --version          output version information and exit\n";
static const struct option_spec tty_table[] = {{'s', "silent", NO_ARGUMENT}, {'s', "quiet", NO_ARGUMENT}, {0, NULL, 0}};

static int tty_main(int argc, char **argv) {
    bool silent = false;
    struct options options = {.argc = argc, .argv = argv, .table = tty_table};
    while (next_option(&options) >= 0) silent = true;
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    const char *name = ttyname(STDIN_FILENO);
    if (!silent) out_format("%s\n", name ? name : "not a tty");
    return name == NULL;
}

const struct command cmd_which = {"which", which_usage, which_main, 0};
const struct command cmd_tty = {"tty", tty_usage, tty_main, 2};
