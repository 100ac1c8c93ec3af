// SPDX-License-Identifier: Apache-2.0
// install: copy files and set their attributes. GNU's, without backups and stripping.

#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: install [OPTION]... [-T] SOURCE DEST\n"
    "  or:  install [OPTION]... SOURCE... DIRECTORY\n"
    "  or:  install [OPTION]... -t DIRECTORY SOURCE...\n"
    "  or:  install [OPTION]... -d DIRECTORY...\n"
    "Copy files and set their attributes; with -d, create all components of the given DIRECTORY(ies).\n\n"
    "  -D                           create all leading components of DEST except the last, then copy\n"
    "  -d, --directory              treat all arguments as directory names\n"
    "  -g, --group=GROUP            set group ownership\n"
    "  -m, --mode=MODE              set permission mode (as in chmod), instead of rwxr-xr-x\n"
    "  -o, --owner=OWNER            set ownership\n"
    "  -p, --preserve-timestamps    apply access/modification times of SOURCE files to corresponding destination files\n"
    "  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY\n"
    "  -T, --no-target-directory    treat DEST as a normal file\n"
    "  -v, --verbose                print the name of each created file or directory\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

static const struct option_spec table[] = {
    {'c', NULL, NO_ARGUMENT}, {'D', NULL, NO_ARGUMENT}, {'d', "directory", NO_ARGUMENT}, {'g', "group", ARGUMENT}, {'m', "mode", ARGUMENT},
    {'o', "owner", ARGUMENT}, {'p', "preserve-timestamps", NO_ARGUMENT}, {'t', "target-directory", ARGUMENT},
    {'T', "no-target-directory", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT}, {0, NULL, 0}};

static mode_t mode = 0755;
static uid_t uid = (uid_t)-1;
static gid_t gid = (gid_t)-1;

static void set_attributes(const char *path) {
    if ((uid != (uid_t)-1 || gid != (gid_t)-1) && chown(path, uid, gid) < 0) warn("cannot change ownership of %s:", quote(path));
    if (chmod(path, mode) < 0) warn("cannot change permissions of %s:", quote(path));
}

static void make_directory(const char *path, bool verbose) {
    if (!make_parents(path, verbose)) return;
    if (mkdir(path, 0755) == 0) {
        if (verbose) out_format("%s: creating directory %s\n", current->name, quote(path));
    } else if (errno != EEXIST || !is_directory(path)) {
        warn("cannot create directory %s:", quote(path));
        return;
    }
    set_attributes(path);
}

static int install_main(int argc, char **argv) {
    bool directories = false, leading = false, no_directory = false;
    char *target = NULL;
    const char *mode_word = NULL;
    struct copying how = {.follow = FOLLOW_ALL, .remove_destination = true};
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'D': leading = true; break;
        case 'd': directories = true; break;
        case 'g': if (!parse_group(options.argument, &gid)) fatal("invalid group %s", quote(options.argument)); break;
        case 'm': mode_word = options.argument; break;
        case 'o': if (!parse_user(options.argument, &uid)) fatal("invalid user %s", quote(options.argument)); break;
        case 'p': how.keep_times = true; break;
        case 't': target = options.argument; break;
        case 'T': no_directory = true; break;
        case 'v': how.verbose = true; break;
        }
    }
    if (mode_word) {
        struct mode_change *change = parse_mode(mode_word);
        if (change == NULL) fatal("invalid mode %s", quote(mode_word));
        mode = apply_mode(change, 0, directories, 0);
    }
    if (directories) {
        if (options.operand_count == 0) usage_error("missing file operand");
        for (char **path = options.operands; *path; path++) make_directory(*path, how.verbose);
        return status;
    }
    if (leading && target) make_directory(target, how.verbose);
    else if (leading && options.operand_count == 2) make_parents(options.operands[1], how.verbose);
    struct destination destination = find_destination(options.operands, options.operand_count, target, no_directory);
    for (int i = 0; i < destination.count; i++) {
        char *path = destination_of(&destination, destination.sources[i]);
        if (is_directory(destination.sources[i])) warn("omitting directory %s", quote(destination.sources[i]));
        else if (copy(&how, destination.sources[i], path)) set_attributes(path);
        free(path);
    }
    return status;
}

const struct command cmd_install = {"install", usage, install_main, 0};
