// SPDX-License-Identifier: Apache-2.0
// mv: move and rename files. POSIX: utilities/mv.html; the other options are GNU's, without backups (-b). From one filesystem
// to another it copies, keeping what it can, and removes the source once all of it is there.

#include <fcntl.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: mv [OPTION]... [-T] SOURCE DEST\n"
    "  or:  mv [OPTION]... SOURCE... DIRECTORY\n"
    "  or:  mv [OPTION]... -t DIRECTORY SOURCE...\n"
    "Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.\n\n"
    "  -f, --force                  do not prompt before overwriting\n"
    "  -i, --interactive            prompt before overwrite\n"
    "  -n, --no-clobber             do not overwrite an existing file\n"
    "                                 (of -i, -f, -n only the final one takes effect)\n"
    "      --strip-trailing-slashes remove any trailing slashes from each SOURCE argument\n"
    "  -t, --target-directory=DIRECTORY  move all SOURCE arguments into DIRECTORY\n"
    "  -T, --no-target-directory    treat DEST as a normal file\n"
    "  -u, --update                 move only when the SOURCE file is newer than the destination file or when the\n"
    "                                 destination file is missing\n"
    "  -v, --verbose                explain what is being done\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

enum { STRIP_SLASHES = 256 };
static const struct option_spec table[] = {
    {'f', "force", NO_ARGUMENT}, {'i', "interactive", NO_ARGUMENT}, {'n', "no-clobber", NO_ARGUMENT},
    {STRIP_SLASHES, "strip-trailing-slashes", NO_ARGUMENT}, {'t', "target-directory", ARGUMENT},
    {'T', "no-target-directory", NO_ARGUMENT}, {'u', "update", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static bool force, interactive, no_clobber, update, verbose;

static bool newer(const struct stat *a, const struct stat *b) {
    if (a->st_mtim.tv_sec != b->st_mtim.tv_sec) return a->st_mtim.tv_sec > b->st_mtim.tv_sec;
    return a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static bool may_overwrite(const char *to, const struct stat *there) {
    if (!force && !S_ISLNK(there->st_mode) && (interactive || isatty(STDIN_FILENO)) && faccessat(AT_FDCWD, to, W_OK, AT_EACCESS) < 0) {
        char text[10];
        permission_text(there->st_mode, text);
        return ask("replace %s, overriding mode %04o (%s)? ", quote(to), (unsigned)there->st_mode & 07777, text);
    }
    return !interactive || ask("overwrite %s? ", quote(to));
}

static void move_across(const char *from, const char *to) {
    static const struct copying how = {.recursive = true, .moving = true, .keep_mode = true, .keep_owner = true, .keep_times = true,
                                       .keep_links = true, .follow = FOLLOW_NONE};
    static const struct removing all = {.recursive = true, .force = true, .prompt = NEVER};
    struct copying copying = how;
    struct removing removing = all;
    copying.verbose = removing.verbose = verbose;
    if (unlink(to) < 0 && errno != ENOENT && rmdir(to) < 0) warn("inter-device move failed: %s to %s; unable to remove target:", quote(from), quote(to));
    else if (copy(&copying, from, to)) remove_tree(&removing, from);
}

static bool below_itself(const char *from, const char *to) {
    char *source = realpath(from, NULL), *parent = copy_string(to);
    *(parent + (last_component(to) - to)) = '\0';
    char *target = realpath(*parent ? parent : ".", NULL);
    size_t length = source ? strlen(source) : 0;
    bool below = source && target && strncmp(source, target, length) == 0 && (target[length] == '/' || target[length] == '\0');
    free(source);
    free(target);
    free(parent);
    return below;
}

static void move(const char *from, const char *to) {
    struct stat st, there;
    if (lstat(from, &st) < 0) {
        warn("cannot stat %s:", quote(from));
        return;
    }
    if (lstat(to, &there) == 0) {
        if (no_clobber) return;
        if (st.st_dev == there.st_dev && st.st_ino == there.st_ino) {
            warn("%s and %s are the same file", quote(from), quote(to));
            return;
        }
        if (update && !S_ISDIR(st.st_mode) && !newer(&st, &there)) return;
        if (S_ISDIR(st.st_mode) && !S_ISDIR(there.st_mode)) {
            warn("cannot overwrite non-directory %s with directory %s", quote(to), quote(from));
            return;
        }
        if (!S_ISDIR(st.st_mode) && S_ISDIR(there.st_mode)) {
            warn("cannot overwrite directory %s with non-directory", quote(to));
            return;
        }
        if (!S_ISDIR(st.st_mode) && !may_overwrite(to, &there)) return;
    }
    if (rename(from, to) == 0) {
        if (verbose) out_format("renamed %s -> %s\n", quote(from), quote(to));
        return;
    }
    int error = errno;
    if (error == EXDEV && S_ISDIR(st.st_mode) && below_itself(from, to)) error = EINVAL;
    if (error == EXDEV) move_across(from, to);
    else if (error == EINVAL && S_ISDIR(st.st_mode)) warn("cannot move %s to a subdirectory of itself, %s", quote(from), quote(to));
    else {
        errno = error;
        warn("cannot move %s to %s:", quote(from), quote(to));
    }
}

static int mv_main(int argc, char **argv) {
    bool strip = false, no_directory = false;
    char *target = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'f': force = true, interactive = no_clobber = false; break;
        case 'i': interactive = true, force = no_clobber = false; break;
        case 'n': no_clobber = true, force = interactive = false; break;
        case STRIP_SLASHES: strip = true; break;
        case 't': target = options.argument; break;
        case 'T': no_directory = true; break;
        case 'u': update = true; break;
        case 'v': verbose = true; break;
        }
    }
    struct destination destination = find_destination(options.operands, options.operand_count, target, no_directory);
    for (int i = 0; i < destination.count; i++) {
        if (strip) strip_slashes(destination.sources[i]);
        char *to = destination_of(&destination, destination.sources[i]);
        move(destination.sources[i], to);
        free(to);
    }
    return status;
}

const struct command cmd_mv = {"mv", usage, mv_main, 0};
