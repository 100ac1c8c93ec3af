// SPDX-License-Identifier: Apache-2.0
// find: search for files in directory trees. POSIX: utilities/find.html; with most of GNU's additions. Not there:
// -fprint and its kin, -files0-from, -fstype, -context, times of birth; -regex is a basic expression, not an Emacs one.

#include <dirent.h>
#include <fcntl.h>
#include "commands.h"
#include "find.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: find [-H] [-L] [-P] [path...] [expression]\n\n"
    "Default path is the current directory; default expression is -print.\n"
    "Operators (decreasing precedence; -and is implicit where no others are given):\n"
    "      ( EXPR )   ! EXPR   -not EXPR   EXPR1 -a EXPR2   EXPR1 -and EXPR2\n"
    "      EXPR1 -o EXPR2   EXPR1 -or EXPR2   EXPR1 , EXPR2\n"
    "Positional options (always true): -daystart -follow -nowarn -regextype -warn\n"
    "Normal options (always true, specified before other expressions):\n"
    "      -depth -maxdepth LEVELS -mindepth LEVELS -mount -noleaf -xdev\n"
    "Tests (N can be +N or -N or N): -amin N -anewer FILE -atime N -cmin N -cnewer FILE -ctime N -empty -false -gid N\n"
    "      -group NAME -ilname PATTERN -iname PATTERN -inum N -ipath PATTERN -iregex PATTERN -links N -lname PATTERN\n"
    "      -mmin N -mtime N -name PATTERN -newer FILE -newerXY FILE -nouser -nogroup -path PATTERN -perm [-/]MODE\n"
    "      -regex PATTERN -readable -writable -executable -samefile FILE -size N[bckwMG] -true -type [bcdpfls]\n"
    "      -uid N -used N -user NAME -wholename PATTERN -xtype [bcdpfls]\n"
    "Actions: -delete -print0 -printf FORMAT -print -ls -prune -quit -exec COMMAND ; -exec COMMAND {} + -ok COMMAND ;\n"
    "      -execdir COMMAND ; -execdir COMMAND {} + -okdir COMMAND ;\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

struct find find = {.most_depth = INT_MAX};
static const struct node *expression;
static dev_t start_device;

/** What -P, -H or -L make of a path: a link that leads nowhere is itself. */
int stat_entry(const char *path, struct stat *st, bool operand) {
    if (find.follow == LOGICAL || (find.follow == OPERANDS && operand)) {
        if (stat(path, st) == 0) return 0;
        if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) return -1;
        int error = errno;
        if (lstat(path, st) == 0 && error != ELOOP) return 0;
        errno = error;
        return -1;
    }
    return lstat(path, st);
}

// The walk keeps its own stack, so that a deep tree needs no deep one of C's.

struct level {
    char **names; // in it
    size_t count, next;
    struct entry entry; // the directory itself
    char *path;
};
static struct level *levels;
static size_t level_count, level_capacity;

static void evaluate(struct entry *entry) {
    if (entry->depth >= find.least_depth && entry->depth <= find.most_depth) expression->evaluate(expression, entry);
    out_flush_if_terminal();
}

static bool read_names(struct level *level) {
    DIR *directory = opendir(level->path);
    if (directory == NULL) return false;
    size_t capacity = 0;
    for (struct dirent *each; (each = readdir(directory)) != NULL;) {
        if (is_dot_or_dotdot(each->d_name)) continue;
        GROW(level->names, level->count, capacity);
        level->names[level->count++] = copy_string(each->d_name);
    }
    closedir(directory);
    return true;
}

static bool is_above(const struct entry *entry) {
    for (size_t i = 0; i < level_count; i++)
        if (levels[i].entry.st.st_dev == entry->st.st_dev && levels[i].entry.st.st_ino == entry->st.st_ino) return true;
    return false;
}

/** Looks at one path; a directory that is to be searched becomes a level. Takes the path. */
static void visit(char *path, const char *start, int depth) {
    struct entry entry = {.path = path, .start = start, .depth = depth};
    if (stat_entry(path, &entry.st, depth == 0) < 0) {
        warn("%s:", quote(path));
        free(path);
        return;
    }
    entry.directory = S_ISDIR(entry.st.st_mode);
    if (depth == 0) start_device = entry.st.st_dev;
    if (entry.directory && find.follow == LOGICAL && is_above(&entry)) {
        warn("File system loop detected; %s is part of the same file system loop as %s.", quote(path), quote(start));
        free(path);
        return;
    }
    find.prune = false;
    if (!find.depth_first || !entry.directory) evaluate(&entry);
    bool enters = entry.directory && !find.stop && (!find.prune || find.depth_first) && depth < find.most_depth
               && !(find.one_filesystem && entry.st.st_dev != start_device);
    struct level level = {.entry = entry, .path = path};
    if (enters && !read_names(&level)) {
        warn("%s:", quote(path));
        enters = false;
    }
    if (enters) {
        GROW(levels, level_count, level_capacity);
        levels[level_count++] = level;
        return;
    }
    if (find.depth_first && entry.directory && !find.stop) evaluate(&entry);
    free(path);
}

static void search(const char *start) {
    visit(copy_string(start), start, 0);
    while (level_count > 0) {
        struct level *level = &levels[level_count - 1];
        if (level->next < level->count && !find.stop) {
            char *name = level->names[level->next++];
            char *path = join_path(level->path, name);
            free(name);
            visit(path, start, level->entry.depth + 1);
            continue;
        }
        if (find.depth_first && !find.stop) evaluate(&level->entry);
        while (level->next < level->count) free(level->names[level->next++]);
        free(level->names);
        free(level->path);
        level_count--;
    }
}

static bool begins_expression(const char *word) {
    return (word[0] == '-' && word[1] != '\0') || strcmp(word, "(") == 0 || strcmp(word, "!") == 0 || strcmp(word, ")") == 0 || strcmp(word, ",") == 0;
}

static int find_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    static char *here[] = {".", NULL};
    int i = 1;
    for (; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "-P") == 0) find.follow = PHYSICAL;
        else if (strcmp(word, "-H") == 0) find.follow = OPERANDS;
        else if (strcmp(word, "-L") == 0) find.follow = LOGICAL;
        else if (strncmp(word, "-O", 2) == 0 || strcmp(word, "-D") == 0) i += word[1] == 'D';
        else if (strcmp(word, "--") == 0) {
            i++;
            break;
        } else break;
    }
    for (int j = i; j < argc; j++)
        if (strcmp(argv[j], "--help") == 0 || strcmp(argv[j], "--version") == 0 || strcmp(argv[j], "-help") == 0 || strcmp(argv[j], "-version") == 0) {
            char word[16];
            snprintf(word, sizeof word, "-%s", argv[j][1] == '-' ? argv[j] + 1 : argv[j]);
            char *one[] = {argv[0], word, NULL};
            struct options options = {.argc = 2, .argv = one, .table = none};
            next_option(&options);
        }
    char **starts = argv + i;
    int count = 0;
    while (starts[count] && !begins_expression(starts[count])) count++;
    clock_gettime(CLOCK_REALTIME, &find.now);
    find.day = find.now;
    expression = parse_expression(starts + count);
    if (count == 0) {
        starts = here;
        count = 1;
    }
    for (int j = 0; j < count && !find.stop; j++) search(starts[j]);
    finish_batches();
    return status;
}

const struct command cmd_find = {"find", usage, find_main, 0};
