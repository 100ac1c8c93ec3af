// SPDX-License-Identifier: Apache-2.0
// Which files grep searches: operands, what is below them with -r, and the globs that leave some out.

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include "grep.h"
#include "lib/stack.h"

struct glob {
    const char *pattern;
    bool include;
};
static struct glob *globs, *directory_globs;
static size_t glob_count, glob_capacity, directory_glob_count, directory_glob_capacity;

void grep_add_glob(const char *pattern, bool include) {
    GROW(globs, glob_count, glob_capacity);
    globs[glob_count++] = (struct glob){pattern, include};
}

void grep_add_directory_glob(char *pattern) {
    size_t length = strlen(pattern);
    while (length > 1 && pattern[length - 1] == '/') pattern[--length] = '\0';
    GROW(directory_globs, directory_glob_count, directory_glob_capacity);
    directory_globs[directory_glob_count++] = (struct glob){pattern, false};
}

void grep_add_globs_of(const char *name) {
    struct input input = {0};
    size_t length;
    if (!input_open(&input, name)) finish(2);
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        if (line[length - 1] == '\n') length--;
        if (length > 0) grep_add_glob(copy_bytes(line, length), false);
    }
    input_close(&input);
}

/** Does the glob match the name, or the part of it behind some slash? */
static bool glob_matches(const char *pattern, const char *name, bool command_line) {
    if (fnmatch(pattern, name, 0) == 0) return true;
    if (command_line && strchr(pattern, '/')) return false;
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/'))
        if (fnmatch(pattern, slash + 1, 0) == 0) return true;
    return false;
}

/** The last glob that matches decides; if none does, a file is left out if the first glob includes. */
static bool wanted_file(const char *name, bool command_line) {
    for (size_t i = glob_count; i-- > 0;)
        if (glob_matches(globs[i].pattern, name, command_line)) return globs[i].include;
    return glob_count == 0 || !globs[0].include;
}

static bool wanted_directory(const char *name, bool command_line) {
    for (size_t i = 0; i < directory_glob_count; i++)
        if (glob_matches(directory_globs[i].pattern, name, command_line)) return false;
    return true;
}

static void grep_open(int fd, const char *name) {
    bool selected = grep_file(fd, name);
    grep.any_selected |= selected; // also with -L
    if (selected && grep.quiet) finish(0);
}

static void complain_about(const char *name) {
    if (!grep.no_messages) complain("%s:", name);
    status = 2;
}

/** The directories above, against loops of links. */
struct above {
    dev_t device;
    ino_t inode;
    const struct above *up;
};

static void walk(const char *name, bool named, const struct above *above);

static void grep_named(const char *name, bool command_line, const struct above *above) {
    struct stat st;
    bool follows = command_line || grep.follow_links;
    if ((follows ? stat(name, &st) : lstat(name, &st)) < 0) {
        complain_about(name);
        return;
    }
    if (S_ISLNK(st.st_mode)) return;
    if (S_ISDIR(st.st_mode)) {
        if (grep.directories == SKIP || !wanted_directory(name, command_line)) return;
        if (grep.directories == RECURSE) {
            for (const struct above *up = above; up; up = up->up)
                if (up->device == st.st_dev && up->inode == st.st_ino) {
                    if (!grep.no_messages) complain("%s: warning: recursive directory loop", name);
                    return;
                }
            struct above here = {st.st_dev, st.st_ino, above};
            walk(name, true, &here);
            return;
        }
    } else {
        if (!wanted_file(name, command_line)) return;
        if (!S_ISREG(st.st_mode) && (grep.skip_devices || (grep.directories == RECURSE && !command_line))) return;
    }
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        complain_about(name);
        return;
    }
    grep_open(fd, name);
    close(fd);
}

/** The files of a directory; `named`: their names begin with its name. */
static void walk(const char *name, bool named, const struct above *above) {
    DIR *directory = opendir(name);
    if (directory == NULL) {
        complain_about(name);
        return;
    }
    char **names = NULL; // read before the files are: only one directory is open at a time
    size_t count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        size_t length = strlen(name);
        char *path = allocate(length + strlen(entry->d_name) + 2);
        if (named) sprintf(path, "%s%s%s", name, length > 0 && name[length - 1] == '/' ? "" : "/", entry->d_name);
        else strcpy(path, entry->d_name);
        GROW(names, count, capacity);
        names[count++] = path;
    }
    closedir(directory);
    for (size_t i = 0; i < count; i++) {
        char *here = begin_deeper();
        grep_named(names[i], false, above);
        end_deeper(here);
        free(names[i]);
    }
    free(names);
}

void grep_operand(const char *name) {
    if (strcmp(name, "-") == 0) {
        if (wanted_file(name, true)) grep_open(STDIN_FILENO, grep.label);
        return;
    }
    grep_named(name, true, NULL);
}

void grep_directory(const char *name) {
    walk(name, false, NULL);
}
