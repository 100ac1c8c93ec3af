// SPDX-License-Identifier: Apache-2.0
// Paths as text, and directories as lists.

#include <dirent.h>
#include "files.h"

char *join_path(const char *directory, const char *name) {
    size_t length = strlen(directory);
    char *path = allocate(length + strlen(name) + 2);
    memcpy(path, directory, length);
    if (length > 0 && path[length - 1] != '/') path[length++] = '/';
    strcpy(path + length, name);
    return path;
}

const char *last_component(const char *path) {
    const char *last = path;
    for (bool after_slash = true; *path; path++) {
        if (*path == '/') after_slash = true;
        else if (after_slash) {
            last = path;
            after_slash = false;
        }
    }
    while (*last == '/') last++;
    return last;
}

void strip_slashes(char *path) {
    for (size_t length = strlen(path); length > 1 && path[length - 1] == '/';) path[--length] = '\0';
}

bool is_dot_or_dotdot(const char *name) {
    return name[0] == '.' && (name[1] == '\0' || name[1] == '/' || (name[1] == '.' && (name[2] == '\0' || name[2] == '/')));
}

bool is_directory(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **list_directory(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) return NULL;
    char **names = NULL;
    size_t count = 0, capacity = 0;
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(dir)) != NULL) {
        if (is_dot_or_dotdot(entry->d_name)) continue;
        GROW(names, count + 1, capacity);
        names[count++] = copy_string(entry->d_name);
        errno = 0;
    }
    int error = errno;
    closedir(dir);
    if (names == NULL) names = allocate(sizeof *names);
    names[count] = NULL;
    if (error) {
        free_list(names);
        errno = error;
        return NULL;
    }
    qsort(names, count, sizeof *names, by_name);
    return names;
}

void free_list(char **names) {
    for (char **name = names; *name; name++) free(*name);
    free(names);
}

bool make_parents(const char *path, bool verbose) {
    char *copy = copy_string(path), *last = copy + (last_component(copy) - copy);
    mode_t mask = umask(0);
    umask(mask & ~0300u); // POSIX: whatever the umask, the next level can be made below
    bool made = true;
    for (char *at = copy; made && at < last; at++) {
        if (*at != '/' || at == copy || at[-1] == '/') continue;
        *at = '\0';
        if (mkdir(copy, 0777) == 0) {
            if (verbose) out_format("%s: created directory %s\n", current->name, quote(copy));
        } else if (!is_directory(copy)) {
            if (errno == EEXIST) errno = ENOTDIR;
            warn("cannot create directory %s:", quote(copy));
            made = false;
        }
        *at = '/';
    }
    umask(mask);
    free(copy);
    return made;
}

const char *file_type(const struct stat *st) {
    switch (st->st_mode & S_IFMT) {
    case S_IFREG: return st->st_size == 0 ? "regular empty file" : "regular file";
    case S_IFDIR: return "directory";
    case S_IFLNK: return "symbolic link";
    case S_IFIFO: return "fifo";
    case S_IFSOCK: return "socket";
    case S_IFCHR: return "character special file";
    case S_IFBLK: return "block special file";
    default: return "weird file";
    }
}
