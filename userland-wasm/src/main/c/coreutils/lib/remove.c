// SPDX-License-Identifier: Apache-2.0
// Removing files and trees. Directories are entered through descriptors, without following links: who swaps a directory
// for a link meanwhile leads nowhere else.

#include <dirent.h>
#include <fcntl.h>
#include "files.h"
#include "stack.h"

static char **names_in(int fd) {
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy < 0 ? NULL : fdopendir(copy);
    if (dir == NULL) {
        if (copy >= 0) close(copy);
        return NULL;
    }
    char **names = NULL;
    size_t count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (is_dot_or_dotdot(entry->d_name)) continue;
        GROW(names, count + 1, capacity);
        names[count++] = copy_string(entry->d_name);
    }
    closedir(dir);
    if (names == NULL) names = allocate(sizeof *names);
    names[count] = NULL;
    return names;
}

/** Whether a question must be asked, and what it says of the file. */
static bool must_ask(const struct removing *how, int dirfd, const char *name, const struct stat *st, const char **protected) {
    *protected = "";
    if (how->prompt == NEVER || how->force) return false;
    if (!S_ISLNK(st->st_mode) && faccessat(dirfd, name, W_OK, AT_EACCESS) < 0 && errno == EACCES
        && (how->prompt == ALWAYS || isatty(STDIN_FILENO))) {
        *protected = "write-protected ";
        return true;
    }
    return how->prompt == ALWAYS;
}

static bool remove_at(const struct removing *how, int dirfd, const char *name, const char *path, dev_t device);

/** Its entries; `*left` tells that some were kept because the answer was no. */
static bool empty(const struct removing *how, int dirfd, const char *name, const char *path, dev_t device, bool *left) {
    int fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    char **names = fd < 0 ? NULL : names_in(fd);
    if (names == NULL) {
        int error = errno;
        if (fd >= 0) close(fd);
        errno = error;
        return false;
    }
    for (char **entry = names; *entry; entry++) {
        char *below = join_path(path, *entry);
        struct stat st;
        char *here = begin_deeper();
        bool removed = remove_at(how, fd, *entry, below, device);
        end_deeper(here);
        if (!removed || fstatat(fd, *entry, &st, AT_SYMLINK_NOFOLLOW) == 0) *left = true;
        free(below);
    }
    free_list(names);
    close(fd);
    return true;
}

static bool is_empty(int dirfd, const char *name) {
    int fd = openat(dirfd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    char **names = fd < 0 ? NULL : names_in(fd);
    bool none = names && *names == NULL;
    if (names) free_list(names);
    if (fd >= 0) close(fd);
    return none;
}

static bool remove_directory(const struct removing *how, int dirfd, const char *name, const char *path, const struct stat *st, dev_t device) {
    const char *protected;
    if (!how->recursive && !how->directories) {
        errno = EISDIR;
        warn("cannot remove %s:", quote(path));
        return false;
    }
    if (how->one_filesystem && device != 0 && st->st_dev != device) {
        warn("skipping %s, since it's on a different device", quote(path));
        return false;
    }
    bool asks = must_ask(how, dirfd, name, st, &protected);
    if (how->recursive && !(asks && is_empty(dirfd, name))) {
        bool left = false;
        if (asks && !ask("descend into %sdirectory %s? ", protected, quote(path))) return true;
        if (!empty(how, dirfd, name, path, device ? device : st->st_dev, &left)) {
            if (unlinkat(dirfd, name, AT_REMOVEDIR) == 0) goto removed; // not readable, but empty
            if (errno == ENOTEMPTY || errno == EEXIST) errno = EACCES;
            warn("cannot remove %s:", quote(path));
            return false;
        }
        if (left) return status == 0; // said already, or a no
    }
    if (asks && !ask("remove %sdirectory %s? ", protected, quote(path))) return true;
    if (unlinkat(dirfd, name, AT_REMOVEDIR) < 0) {
        warn("cannot remove %s:", quote(path));
        return false;
    }
removed:
    if (how->verbose) out_format("removed directory %s\n", quote(path));
    return true;
}

static bool remove_at(const struct removing *how, int dirfd, const char *name, const char *path, dev_t device) {
    struct stat st;
    const char *protected;
    if (fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
        if (how->force && (errno == ENOENT || errno == ENOTDIR)) return true;
        warn("cannot remove %s:", quote(path));
        return false;
    }
    if (S_ISDIR(st.st_mode)) return remove_directory(how, dirfd, name, path, &st, device);
    if (must_ask(how, dirfd, name, &st, &protected) && !ask("remove %s%s %s? ", protected, file_type(&st), quote(path))) return true;
    if (unlinkat(dirfd, name, 0) < 0 && !(how->force && errno == ENOENT)) {
        warn("cannot remove %s:", quote(path));
        return false;
    }
    if (how->verbose) out_format("removed %s\n", quote(path));
    return true;
}

bool remove_tree(const struct removing *how, const char *path) {
    return remove_at(how, AT_FDCWD, path, path, 0);
}
