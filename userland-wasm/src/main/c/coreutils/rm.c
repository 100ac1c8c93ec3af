// SPDX-License-Identifier: Apache-2.0
// rm: remove files. POSIX: utilities/rm.html; the other options are GNU's. Neither . nor .. nor, unless told so, / is removed.

#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: rm [OPTION]... [FILE]...\n"
    "Remove (unlink) the FILE(s).\n\n"
    "  -f, --force           ignore nonexistent files and arguments, never prompt\n"
    "  -i                    prompt before every removal\n"
    "  -I                    prompt once before removing more than three files, or when removing recursively\n"
    "      --interactive[=WHEN]  prompt according to WHEN: never, once (-I), or always (-i)\n"
    "      --one-file-system when removing a hierarchy recursively, skip any directory that is on another file system\n"
    "      --no-preserve-root  do not treat '/' specially\n"
    "      --preserve-root   do not remove '/' (default)\n"
    "  -r, -R, --recursive   remove directories and their contents recursively\n"
    "  -d, --dir             remove empty directories\n"
    "  -v, --verbose         explain what is being done\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";

enum { INTERACTIVE = 256, ONE_FILE_SYSTEM, NO_PRESERVE_ROOT, PRESERVE_ROOT };
static const struct option_spec table[] = {
    {'f', "force", NO_ARGUMENT}, {'i', NULL, NO_ARGUMENT}, {'I', NULL, NO_ARGUMENT}, {INTERACTIVE, "interactive", OPTIONAL_ARGUMENT},
    {ONE_FILE_SYSTEM, "one-file-system", NO_ARGUMENT}, {NO_PRESERVE_ROOT, "no-preserve-root", NO_ARGUMENT},
    {PRESERVE_ROOT, "preserve-root", OPTIONAL_ARGUMENT}, {'r', "recursive", NO_ARGUMENT}, {'R', NULL, NO_ARGUMENT},
    {'d', "dir", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static struct removing how = {.preserve_root = true};

static bool is_root(const char *path) {
    struct stat root, st;
    return lstat(path, &st) == 0 && stat("/", &root) == 0 && st.st_dev == root.st_dev && st.st_ino == root.st_ino;
}

static void remove_operand(char *path) {
    if (how.recursive && is_dot_or_dotdot(last_component(path))) {
        char *shown = copy_string(path);
        strip_slashes(shown);
        warn("refusing to remove '.' or '..' directory: skipping %s", quote(shown));
        free(shown);
    } else if (how.recursive && how.preserve_root && is_root(path)) {
        if (strcmp(path, "/") == 0) warn("it is dangerous to operate recursively on '/'");
        else warn("it is dangerous to operate recursively on %s (same as '/')", quote(path));
        warn("use --no-preserve-root to override this failsafe");
    } else {
        remove_tree(&how, path);
    }
}

static int rm_main(int argc, char **argv) {
    static const char *const when[] = {"never", "no", "none", "once", "always", "yes", NULL};
    bool once = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'f': how.force = true, how.prompt = NEVER, once = false; break;
        case 'i': how.force = false, how.prompt = ALWAYS, once = false; break;
        case 'I': how.force = false, how.prompt = WHEN_PROTECTED, once = true; break;
        case INTERACTIVE: {
            int chosen = options.argument ? choose("--interactive", options.argument, when) : 4;
            once = chosen == 3;
            how.prompt = chosen < 3 ? NEVER : chosen == 3 ? WHEN_PROTECTED : ALWAYS;
            if (chosen >= 3) how.force = false;
            break;
        }
        case ONE_FILE_SYSTEM: how.one_filesystem = true; break;
        case NO_PRESERVE_ROOT: how.preserve_root = false; break;
        case PRESERVE_ROOT: how.preserve_root = true; break;
        case 'r': case 'R': how.recursive = true; break;
        case 'd': how.directories = true; break;
        case 'v': how.verbose = true; break;
        }
    }
    int count = options.operand_count;
    if (count == 0) {
        if (how.force) return 0;
        missing_operand();
    }
    if (once && (how.recursive || count > 3)
        && !ask(how.recursive ? count == 1 ? "remove %d argument recursively? " : "remove %d arguments recursively? " : "remove %d arguments? ", count)) return 0;
    for (int i = 0; i < count; i++) remove_operand(options.operands[i]);
    return status;
}

const struct command cmd_rm = {"rm", usage, rm_main, 0};
