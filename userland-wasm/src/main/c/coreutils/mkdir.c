// SPDX-License-Identifier: Apache-2.0
// mkdir, rmdir: make and remove directories. POSIX: utilities/mkdir.html, rmdir.html; -v and --ignore-fail-on-non-empty are GNU's.

#include "commands.h"
#include "lib/files.h"

static const char mkdir_usage[] =
    "Usage: mkdir [OPTION]... DIRECTORY...\n"
    "Create the DIRECTORY(ies), if they do not already exist.\n\n"
    "  -m, --mode=MODE  set file mode (as in chmod), not a=rwx - umask\n"
    "  -p, --parents    no error if existing, make parent directories as needed\n"
    "  -v, --verbose    print a message for each created directory\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n";

static const struct option_spec mkdir_table[] = {
    {'m', "mode", ARGUMENT}, {'p', "parents", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static const char rmdir_usage[] =
    "Usage: rmdir [OPTION]... DIRECTORY...\n"
    "Remove the DIRECTORY(ies), if they are empty.\n\n"
    "      --ignore-fail-on-non-empty  ignore each failure to remove a non-empty directory\n"
    "  -p, --parents  remove DIRECTORY and its ancestors; e.g., 'rmdir -p a/b' is similar to 'rmdir a/b a'\n"
    "  -v, --verbose  output a diagnostic for every directory processed\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

enum { IGNORE_NON_EMPTY = 256 };
static const struct option_spec rmdir_table[] = {
    {IGNORE_NON_EMPTY, "ignore-fail-on-non-empty", NO_ARGUMENT}, {'p', "parents", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static bool parents, verbose, ignore_non_empty;

static void make(const char *path, const struct mode_change *mode) {
    if (parents && !make_parents(path, verbose)) return;
    mode_t mask = umask(0);
    umask(mask);
    mode_t wanted = mode ? apply_mode(mode, 0777, true, mask) : 0777;
    if (mkdir(path, wanted & 0777) < 0) {
        if (errno == EEXIST && parents && is_directory(path)) return;
        warn("cannot create directory %s:", quote(path));
        return;
    }
    if (verbose) out_format("mkdir: created directory %s\n", quote(path));
    if (mode && chmod(path, wanted) < 0) warn("cannot set permissions of %s:", quote(path));
}

static int mkdir_main(int argc, char **argv) {
    struct mode_change *mode = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = mkdir_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'm':
            mode = parse_mode(options.argument);
            if (mode == NULL) fatal("invalid mode %s", quote(options.argument));
            break;
        case 'p': parents = true; break;
        case 'v': verbose = true; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    for (char **path = options.operands; *path; path++) make(*path, mode);
    return status;
}

static bool remove_one(const char *path, bool parent) {
    if (verbose) out_format("rmdir: removing directory, %s\n", quote(path));
    if (rmdir(path) == 0) return true;
    if (ignore_non_empty && (errno == ENOTEMPTY || errno == EEXIST)) return false;
    warn(parent ? "failed to remove directory %s:" : "failed to remove %s:", quote(path));
    return false;
}

static void remove_with_parents(char *path) {
    if (!remove_one(path, false) || !parents) return;
    strip_slashes(path);
    for (char *slash; (slash = strrchr(path, '/')) != NULL;) {
        *slash = '\0';
        strip_slashes(path);
        if (*path == '\0' || !remove_one(path, true)) return;
    }
}

static int rmdir_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = rmdir_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case IGNORE_NON_EMPTY: ignore_non_empty = true; break;
        case 'p': parents = true; break;
        case 'v': verbose = true; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    for (char **path = options.operands; *path; path++) remove_with_parents(*path);
    return status;
}

const struct command cmd_mkdir = {"mkdir", mkdir_usage, mkdir_main, 0};
const struct command cmd_rmdir = {"rmdir", rmdir_usage, rmdir_main, 0};
