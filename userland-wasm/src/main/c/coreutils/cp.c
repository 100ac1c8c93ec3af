// SPDX-License-Identifier: Apache-2.0
// cp: copy files and directories. POSIX: utilities/cp.html; the other options are GNU's. Holes are not kept, there are no
// backups (-b).

#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: cp [OPTION]... [-T] SOURCE DEST\n"
    "  or:  cp [OPTION]... SOURCE... DIRECTORY\n"
    "  or:  cp [OPTION]... -t DIRECTORY SOURCE...\n"
    "Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.\n\n"
    "  -a, --archive                same as -dR --preserve=all\n"
    "      --attributes-only        don't copy the file data, just the attributes\n"
    "  -d                           same as --no-dereference --preserve=links\n"
    "  -f, --force                  if an existing destination file cannot be opened, remove it and try again\n"
    "  -H                           follow command-line symbolic links in SOURCE\n"
    "  -i, --interactive            prompt before overwrite (overrides a previous -n option)\n"
    "  -l, --link                   hard link files instead of copying\n"
    "  -L, --dereference            always follow symbolic links in SOURCE\n"
    "  -n, --no-clobber             do not overwrite an existing file (overrides a previous -i option)\n"
    "  -p                           same as --preserve=mode,ownership,timestamps\n"
    "      --parents                use full source file name under DIRECTORY\n"
    "  -P, --no-dereference         never follow symbolic links in SOURCE\n"
    "      --preserve[=ATTR_LIST]   preserve: mode, ownership, timestamps, links, all\n"
    "      --no-preserve=ATTR_LIST  don't preserve the specified attributes\n"
    "  -R, -r, --recursive          copy directories recursively\n"
    "      --remove-destination     remove each existing destination file before attempting to open it\n"
    "  -s, --symbolic-link          make symbolic links instead of copying\n"
    "      --strip-trailing-slashes remove any trailing slashes from each SOURCE argument\n"
    "  -t, --target-directory=DIRECTORY  copy all SOURCE arguments into DIRECTORY\n"
    "  -T, --no-target-directory    treat DEST as a normal file\n"
    "  -u, --update                 copy only when the SOURCE file is newer than the destination file or when the\n"
    "                                 destination file is missing\n"
    "  -v, --verbose                explain what is being done\n"
    "  -x, --one-file-system        stay on this file system\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

enum { ATTRIBUTES_ONLY = 256, PARENTS, PRESERVE, NO_PRESERVE, REMOVE_DESTINATION, STRIP_SLASHES, IGNORED };
static const struct option_spec table[] = {
    {'a', "archive", NO_ARGUMENT}, {ATTRIBUTES_ONLY, "attributes-only", NO_ARGUMENT}, {'d', NULL, NO_ARGUMENT},
    {'f', "force", NO_ARGUMENT}, {'H', NULL, NO_ARGUMENT}, {'i', "interactive", NO_ARGUMENT}, {'l', "link", NO_ARGUMENT},
    {'L', "dereference", NO_ARGUMENT}, {'n', "no-clobber", NO_ARGUMENT}, {'p', NULL, NO_ARGUMENT},
    {PARENTS, "parents", NO_ARGUMENT}, {'P', "no-dereference", NO_ARGUMENT}, {PRESERVE, "preserve", OPTIONAL_ARGUMENT},
    {NO_PRESERVE, "no-preserve", ARGUMENT}, {'R', "recursive", NO_ARGUMENT}, {'r', NULL, NO_ARGUMENT},
    {REMOVE_DESTINATION, "remove-destination", NO_ARGUMENT}, {'s', "symbolic-link", NO_ARGUMENT},
    {STRIP_SLASHES, "strip-trailing-slashes", NO_ARGUMENT}, {'t', "target-directory", ARGUMENT},
    {'T', "no-target-directory", NO_ARGUMENT}, {'u', "update", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT},
    {'x', "one-file-system", NO_ARGUMENT}, {IGNORED, "reflink", OPTIONAL_ARGUMENT}, {IGNORED, "sparse", ARGUMENT}, {0, NULL, 0}};

static struct copying how;

static void preserve(char *list, bool keep, const char *option) {
    static const char *const words[] = {"mode", "timestamps", "ownership", "links", "context", "xattr", "all", NULL};
    char *rest;
    for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        int chosen = choose(option, word, words);
        if (chosen == 0 || chosen == 6) how.keep_mode = keep;
        if (chosen == 1 || chosen == 6) how.keep_times = keep;
        if (chosen == 2 || chosen == 6) how.keep_owner = keep;
        if (chosen == 3 || chosen == 6) how.keep_links = keep;
    }
}

/** DIRECTORY/SOURCE, with the directories of SOURCE made. */
static char *below(const char *directory, const char *source) {
    while (*source == '/') source++;
    char *path = join_path(directory, source);
    strip_slashes(path);
    make_parents(path, how.verbose);
    return path;
}

static int cp_main(int argc, char **argv) {
    bool parents = false, strip = false, no_directory = false, follow_said = false;
    char *target = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a':
            how.recursive = how.keep_mode = how.keep_times = how.keep_owner = how.keep_links = true;
            how.follow = FOLLOW_NONE, follow_said = true;
            break;
        case ATTRIBUTES_ONLY: how.attributes_only = true; break;
        case 'd': how.follow = FOLLOW_NONE, follow_said = how.keep_links = true; break;
        case 'f': how.force = true; break;
        case 'H': how.follow = FOLLOW_OPERANDS, follow_said = true; break;
        case 'i': how.interactive = true, how.no_clobber = false; break;
        case 'l': how.links_only = true; break;
        case 'L': how.follow = FOLLOW_ALL, follow_said = true; break;
        case 'n': how.no_clobber = true, how.interactive = false; break;
        case 'p': how.keep_mode = how.keep_times = how.keep_owner = true; break;
        case PARENTS: parents = true; break;
        case 'P': how.follow = FOLLOW_NONE, follow_said = true; break;
        case PRESERVE:
            if (options.argument) preserve(options.argument, true, "--preserve");
            else how.keep_mode = how.keep_times = how.keep_owner = true;
            break;
        case NO_PRESERVE: preserve(options.argument, false, "--no-preserve"); break;
        case 'R': case 'r': how.recursive = true; break;
        case REMOVE_DESTINATION: how.remove_destination = true; break;
        case 's': how.symlinks_only = true; break;
        case STRIP_SLASHES: strip = true; break;
        case 't': target = options.argument; break;
        case 'T': no_directory = true; break;
        case 'u': how.update = true; break;
        case 'v': how.verbose = true; break;
        case 'x': how.one_filesystem = true; break;
        }
    }
    if (!follow_said) how.follow = how.recursive || how.links_only ? FOLLOW_NONE : FOLLOW_ALL;
    if (how.links_only && how.symlinks_only) usage_error("cannot make both hard and symbolic links");
    struct destination destination = find_destination(options.operands, options.operand_count, target, no_directory);
    if (parents && destination.directory == NULL) usage_error("with --parents, the destination must be a directory");
    for (int i = 0; i < destination.count; i++) {
        if (strip) strip_slashes(destination.sources[i]);
        char *to = parents ? below(destination.directory, destination.sources[i]) : destination_of(&destination, destination.sources[i]);
        copy(&how, destination.sources[i], to);
        free(to);
    }
    return status;
}

const struct command cmd_cp = {"cp", usage, cp_main, 0};
