// SPDX-License-Identifier: Apache-2.0
// du: disk use of files and trees. POSIX: utilities/du.html; -h, -b, -c, -d and the long names are GNU's.

#include "commands.h"
#include "lib/files.h"
#include "lib/stack.h"

static const char usage[] =
    "Usage: du [OPTION]... [FILE]...\n"
    "Summarize device usage of the set of FILEs, recursively for directories.\n\n"
    "  -a, --all             write counts for all files, not just directories\n"
    "      --apparent-size   print apparent sizes rather than device usage\n"
    "  -b, --bytes           equivalent to '--apparent-size --block-size=1'\n"
    "  -c, --total           produce a grand total\n"
    "  -d, --max-depth=N     print the total for a directory only if it is N or fewer levels below the argument\n"
    "  -h, --human-readable  print sizes in human readable format (e.g., 1K 234M 2G)\n"
    "  -k                    count in blocks of 1024 bytes (the default)      -m  of 1048576 bytes\n"
    "  -l, --count-links     count sizes many times if hard linked\n"
    "  -L, --dereference     dereference all symbolic links\n"
    "  -s, --summarize       display only a total for each argument\n"
    "  -S, --separate-dirs   for directories do not include size of subdirectories\n"
    "  -x, --one-file-system skip directories on different file systems\n"
    "  -0, --null            end each output line with NUL, not newline\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";

enum { APPARENT = 256 };
static const struct option_spec table[] = {
    {'a', "all", NO_ARGUMENT}, {APPARENT, "apparent-size", NO_ARGUMENT}, {'b', "bytes", NO_ARGUMENT}, {'c', "total", NO_ARGUMENT},
    {'d', "max-depth", ARGUMENT}, {'h', "human-readable", NO_ARGUMENT}, {'k', NULL, NO_ARGUMENT}, {'m', NULL, NO_ARGUMENT},
    {'l', "count-links", NO_ARGUMENT}, {'L', "dereference", NO_ARGUMENT}, {'s', "summarize", NO_ARGUMENT},
    {'S', "separate-dirs", NO_ARGUMENT}, {'x', "one-file-system", NO_ARGUMENT}, {'0', "null", NO_ARGUMENT}, {0, NULL, 0}};

static bool all, apparent, total, human, count_links, follow, separate, one_filesystem;
static uintmax_t unit = 1024, depth_limit = UINTMAX_MAX;
static char end = '\n';

// Files with several links, counted already.
static struct { dev_t dev; ino_t ino; } *counted;
static size_t counted_count, counted_capacity;

static bool first_time(const struct stat *st) {
    if (count_links || (!S_ISDIR(st->st_mode) && st->st_nlink < 2 && !follow)) return true;
    for (size_t i = 0; i < counted_count; i++)
        if (counted[i].ino == st->st_ino && counted[i].dev == st->st_dev) return false;
    GROW(counted, counted_count, counted_capacity);
    counted[counted_count].dev = st->st_dev;
    counted[counted_count++].ino = st->st_ino;
    return true;
}

static void print(uintmax_t bytes, const char *path) {
    char text[32];
    if (human) out_string(human_size(bytes, text));
    else out_format("%ju", bytes / unit + (bytes % unit != 0));
    out_format("\t%s%c", path, end);
}

/** Bytes of the file or tree; `*counts` is false if they are not to be added or printed. */
static uintmax_t measure(const char *path, uintmax_t depth, dev_t device, bool *counts) {
    struct stat st;
    *counts = false;
    if ((follow ? stat : lstat)(path, &st) < 0) {
        warn("cannot access %s:", quote(path));
        return 0;
    }
    if ((one_filesystem && depth > 0 && st.st_dev != device) || !first_time(&st)) return 0;
    *counts = true;
    uintmax_t own = apparent ? S_ISREG(st.st_mode) || S_ISLNK(st.st_mode) || S_ISDIR(st.st_mode) ? (uintmax_t)st.st_size : 0 : (uintmax_t)st.st_blocks * 512;
    uintmax_t below = 0;
    if (S_ISDIR(st.st_mode)) {
        char **names = list_directory(path);
        if (names == NULL) warn("cannot read directory %s:", quote(path));
        for (char **name = names; name && *name; name++) {
            char *child = join_path(path, *name);
            struct stat child_st;
            bool is_tree = lstat(child, &child_st) == 0 && S_ISDIR(child_st.st_mode), child_counts;
            char *here = begin_deeper();
            uintmax_t size = measure(child, depth + 1, depth ? device : st.st_dev, &child_counts);
            end_deeper(here);
            if (is_tree) below += size;
            else own += size;
            free(child);
        }
        if (names) free_list(names);
    }
    uintmax_t size = separate ? own : own + below;
    if (depth <= depth_limit && (depth == 0 || all || S_ISDIR(st.st_mode))) print(size, path);
    return own + below;
}

static int du_main(int argc, char **argv) {
    static char *here[] = {".", NULL};
    bool summarize = false, counts, depth_given = false;
    uintmax_t sum = 0;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': all = true; break;
        case APPARENT: apparent = true; break;
        case 'b': apparent = true, unit = 1; break;
        case 'c': total = true; break;
        case 'd':
            depth_given = true;
            if (!parse_unsigned(options.argument, &depth_limit)) usage_error("invalid maximum depth %s", quote(options.argument));
            break;
        case 'h': human = true; break;
        case 'k': unit = 1024, human = false; break;
        case 'm': unit = 1 << 20, human = false; break;
        case 'l': count_links = true; break;
        case 'L': follow = true; break;
        case 's': summarize = true; break;
        case 'S': separate = true; break;
        case 'x': one_filesystem = true; break;
        case '0': end = '\0'; break;
        }
    }
    if (summarize && all) usage_error("cannot both summarize and show all entries");
    if (summarize && depth_given && depth_limit > 0) usage_error("warning: summarizing conflicts with --max-depth=%ju", depth_limit);
    if (summarize) depth_limit = 0;
    for (char **path = options.operand_count ? options.operands : here; *path; path++) sum += measure(*path, 0, 0, &counts);
    if (total) print(sum, "total");
    return status;
}

const struct command cmd_du = {"du", usage, du_main, 0};
