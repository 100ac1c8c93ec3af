// SPDX-License-Identifier: Apache-2.0
// pwd: print the working directory. POSIX: utilities/pwd.html. Without -L the name without symbolic links, as GNU's.

#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: pwd [OPTION]...\n"
    "Print the full filename of the current working directory.\n\n"
    "  -L, --logical   use PWD from environment, even if it contains symlinks\n"
    "  -P, --physical  avoid all symlinks (the default)\n"
    "      --help      display this help and exit\n"
    "      --version   output version information and exit\n";

static const struct option_spec table[] = {{'L', "logical", NO_ARGUMENT}, {'P', "physical", NO_ARGUMENT}, {0, NULL, 0}};

/** $PWD, if it is an absolute name of the working directory without . and .. */
static const char *logical(void) {
    const char *name = getenv("PWD");
    struct stat here, there;
    if (name == NULL || *name != '/') return NULL;
    for (const char *at = name; (at = strstr(at, "/.")) != NULL; at++) {
        const char *after = at[2] == '.' ? at + 3 : at + 2;
        if (*after == '/' || *after == '\0') return NULL;
    }
    return stat(name, &there) == 0 && stat(".", &here) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino ? name : NULL;
}

static int pwd_main(int argc, char **argv) {
    const char *name = NULL;
    bool wants_logical = getenv("POSIXLY_CORRECT") != NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) wants_logical = key == 'L';
    if (options.operand_count > 0) complain("ignoring non-option arguments");
    if (wants_logical) name = logical();
    if (name == NULL) name = getcwd(NULL, 0);
    if (name == NULL) fatal("cannot find the current directory:");
    out_format("%s\n", name);
    return 0;
}

const struct command cmd_pwd = {"pwd", usage, pwd_main, 0};
