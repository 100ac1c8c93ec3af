// SPDX-License-Identifier: Apache-2.0
// ln, link, unlink: make and remove links. POSIX: utilities/ln.html, link.html, unlink.html; the other options are GNU's.

#include <fcntl.h>
#include "commands.h"
#include "lib/files.h"

static const char ln_usage[] =
    "Usage: ln [OPTION]... [-T] TARGET LINK_NAME\n"
    "  or:  ln [OPTION]... TARGET\n"
    "  or:  ln [OPTION]... TARGET... DIRECTORY\n"
    "  or:  ln [OPTION]... -t DIRECTORY TARGET...\n"
    "Create links to TARGETs: hard links by default, symbolic links with -s.\n\n"
    "  -f, --force                  remove existing destination files\n"
    "  -i, --interactive            prompt whether to remove destinations\n"
    "  -L, --logical                dereference TARGETs that are symbolic links\n"
    "  -n, --no-dereference         treat LINK_NAME as a normal file if it is a symbolic link to a directory\n"
    "  -P, --physical               make hard links directly to symbolic links (the default)\n"
    "  -r, --relative               with -s, create links relative to link location\n"
    "  -s, --symbolic               make symbolic links instead of hard links\n"
    "  -t, --target-directory=DIRECTORY  specify the DIRECTORY in which to create the links\n"
    "  -T, --no-target-directory    treat LINK_NAME as a normal file always\n"
    "  -v, --verbose                print name of each linked file\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

static const struct option_spec ln_table[] = {
    {'f', "force", NO_ARGUMENT}, {'i', "interactive", NO_ARGUMENT}, {'L', "logical", NO_ARGUMENT},
    {'n', "no-dereference", NO_ARGUMENT}, {'P', "physical", NO_ARGUMENT}, {'r', "relative", NO_ARGUMENT},
    {'s', "symbolic", NO_ARGUMENT}, {'t', "target-directory", ARGUMENT}, {'T', "no-target-directory", NO_ARGUMENT},
    {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static const struct option_spec no_options[] = {{0, NULL, 0}};
static bool force, interactive, logical, symbolic, relative, verbose;

/** `target` as seen from the directory of `path`; both are made absolute first. */
static char *relative_target(const char *target, const char *path) {
    char *parent = copy_string(path), *from, *to;
    parent[last_component(path) - path] = '\0';
    from = realpath(*parent ? parent : ".", NULL);
    to = realpath(target, NULL);
    if (to == NULL) { // what does not exist: its directory may
        char *copy = copy_string(target);
        copy[last_component(target) - target] = '\0';
        char *directory = realpath(*copy ? copy : ".", NULL);
        to = directory ? join_path(directory, last_component(target)) : NULL;
        free(copy);
        free(directory);
    }
    if (from == NULL || to == NULL) return copy_string(target);
    size_t common = 0;
    for (size_t i = 0;; i++) {
        bool x = from[i] == '\0' || from[i] == '/', y = to[i] == '\0' || to[i] == '/';
        if (x && y) common = i;
        if (from[i] != to[i] || from[i] == '\0') break;
    }
    if (strcmp(from, "/") == 0) common = 0;
    char *result = copy_string("");
    const char *rest = strcmp(from, "/") == 0 ? "" : from + common;
    for (; *rest; rest++) {
        if (*rest != '/') continue;
        char *longer = join_path(result, "..");
        free(result);
        result = longer;
    }
    const char *tail = to + common + (to[common] == '/');
    char *whole = *tail ? join_path(result, tail) : copy_string(*result ? result : ".");
    free(result), free(from), free(to), free(parent);
    return whole;
}

static bool try_link(const char *target, const char *path) {
    return (symbolic ? symlink(target, path) : linkat(AT_FDCWD, target, AT_FDCWD, path, logical ? AT_SYMLINK_FOLLOW : 0)) == 0;
}

static void make_link(const char *target, const char *path) {
    struct stat st, there;
    char *computed = NULL;
    if (!symbolic) {
        if ((logical ? stat : lstat)(target, &st) < 0) {
            warn("failed to access %s:", quote(target));
            return;
        }
        if (S_ISDIR(st.st_mode)) {
            warn("%s: hard link not allowed for directory", quote_if_needed(target));
            return;
        }
    }
    if ((force || interactive) && lstat(path, &there) == 0) {
        bool same = symbolic ? stat(target, &st) == 0 && st.st_dev == there.st_dev && st.st_ino == there.st_ino
                             : st.st_dev == there.st_dev && st.st_ino == there.st_ino;
        if (S_ISDIR(there.st_mode)) {
            warn("%s: cannot overwrite directory", quote_if_needed(path));
            return;
        }
        if (same && (st.st_nlink == 1 || strcmp(target, path) == 0)) {
            warn("%s and %s are the same file", quote(target), quote(path));
            return;
        }
        if (interactive && !ask("replace %s? ", quote(path))) return;
        if (unlink(path) < 0) {
            warn("cannot remove %s:", quote(path));
            return;
        }
    }
    if (relative) target = computed = relative_target(target, path);
    if (!try_link(target, path)) {
        const char *const name = quote(path), *const source = quote(target);
        if (symbolic) {
            if (errno != ENAMETOOLONG && *target) warn("failed to create symbolic link %s:", name);
            else warn("failed to create symbolic link %s -> %s:", name, source);
        } else if (errno == EMLINK) warn("failed to create hard link to %s:", source);
        else if (errno == EEXIST || errno == ENOSPC || errno == EROFS) warn("failed to create hard link %s:", name);
        else warn("failed to create hard link %s => %s:", name, source);
    } else if (verbose) {
        out_format("%s %s %s\n", quote(path), symbolic ? "->" : "=>", quote(target));
    }
    free(computed);
}

static int ln_main(int argc, char **argv) {
    bool no_directory = false, no_dereference = false;
    char *target = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = ln_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'f': force = true, interactive = false; break;
        case 'i': interactive = true, force = false; break;
        case 'L': logical = true; break;
        case 'n': no_dereference = true; break;
        case 'P': logical = false; break;
        case 'r': relative = true; break;
        case 's': symbolic = true; break;
        case 't': target = options.argument; break;
        case 'T': no_directory = true; break;
        case 'v': verbose = true; break;
        }
    }
    if (relative && !symbolic) fatal("cannot do --relative without --symbolic");
    int count = options.operand_count;
    if (count == 1 && target == NULL && !no_directory) target = ".";
    struct stat st;
    if (no_dereference && count == 2 && target == NULL && lstat(options.operands[1], &st) == 0 && S_ISLNK(st.st_mode)) no_directory = true;
    struct destination destination = find_destination(options.operands, count, target, no_directory);
    for (int i = 0; i < destination.count; i++) {
        char *path = destination_of(&destination, destination.sources[i]);
        make_link(destination.sources[i], path);
        free(path);
    }
    return status;
}

static const char link_usage[] =
    "Usage: link FILE1 FILE2\n"
    "Call the link function to create a link named FILE2 to an existing FILE1.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int link_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    char **paths = options.operands;
    if (options.operand_count == 0) missing_operand();
    if (options.operand_count == 1) missing_operand_after(paths[0]);
    if (options.operand_count > 2) extra_operand(paths[2]);
    if (link(paths[0], paths[1]) < 0) fatal("cannot create link %s to %s:", quote(paths[1]), quote(paths[0]));
    return 0;
}

static const char unlink_usage[] =
    "Usage: unlink FILE\n"
    "Call the unlink function to remove the specified FILE.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int unlink_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    if (options.operand_count == 0) missing_operand();
    if (options.operand_count > 1) extra_operand(options.operands[1]);
    if (unlink(options.operands[0]) < 0) fatal("cannot unlink %s:", quote(options.operands[0]));
    return 0;
}

const struct command cmd_ln = {"ln", ln_usage, ln_main, 0};
const struct command cmd_link = {"link", link_usage, link_main, 0};
const struct command cmd_unlink = {"unlink", unlink_usage, unlink_main, 0};
