// SPDX-License-Identifier: Apache-2.0
// Names: mkdir, unlink, rename, link, symlink, readlink, access, the working directory, realpath.

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "imports.h"

int mkdirat(int dirfd, const char *path, mode_t mode) {
    return posix_result(wsh_path_mkdir(dirfd, path, strlen(path), mode));
}

int mkdir(const char *path, mode_t mode) {
    return mkdirat(AT_FDCWD, path, mode);
}

int unlinkat(int dirfd, const char *path, int flags) {
    return posix_result(flags & AT_REMOVEDIR ? __wasi_path_remove_directory(dirfd, path)
                                             : __wasi_path_unlink_file(dirfd, path));
}

int unlink(const char *path) {
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path) {
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path) {
    if (unlink(path) == 0) return 0;
    return errno == EISDIR ? rmdir(path) : -1;
}

int __wasilibc_unlinkat(int dirfd, const char *path) {
    return unlinkat(dirfd, path, 0);
}

int __wasilibc_rmdirat(int dirfd, const char *path) {
    return unlinkat(dirfd, path, AT_REMOVEDIR);
}

int renameat(int old_dirfd, const char *old, int new_dirfd, const char *new) {
    return posix_result(__wasi_path_rename(old_dirfd, old, new_dirfd, new));
}

int rename(const char *old, const char *new) {
    return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int linkat(int old_dirfd, const char *old, int new_dirfd, const char *new, int flags) {
    return posix_result(__wasi_path_link(old_dirfd, flags & AT_SYMLINK_FOLLOW ? FOLLOW : 0, old, new_dirfd, new));
}

int link(const char *old, const char *new) {
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int symlinkat(const char *target, int dirfd, const char *path) {
    return posix_result(__wasi_path_symlink(target, dirfd, path));
}

int symlink(const char *target, const char *path) {
    return symlinkat(target, AT_FDCWD, path);
}

ssize_t readlinkat(int dirfd, const char *restrict path, char *restrict buffer, size_t size) {
    __wasi_size_t used;
    int error = __wasi_path_readlink(dirfd, path, (uint8_t *)buffer, size, &used);
    return error ? posix_result(error) : (ssize_t)used;
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size) {
    return readlinkat(AT_FDCWD, path, buffer, size);
}

int faccessat(int dirfd, const char *path, int mode, int flags) {
    u32 ours = (flags & AT_SYMLINK_NOFOLLOW ? 0 : FOLLOW) | (flags & AT_EACCESS ? EFFECTIVE_IDS : 0);
    return posix_result(wsh_path_access(dirfd, ours, path, strlen(path), mode));
}

int access(const char *path, int mode) {
    return faccessat(AT_FDCWD, path, mode, 0);
}

int truncate(const char *path, off_t size) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = ftruncate(fd, size);
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

int chdir(const char *path) {
    return posix_result(wasix_chdir(path, strlen(path)));
}

int fchdir(int fd) {
    return posix_result(wsh_fd_chdir(fd));
}

// The kernel may or may not count the NUL in the length; room for one is always kept back.
char *getcwd(char *buffer, size_t size) {
    char own[PATH_MAX];
    if (buffer != NULL && size == 0) {
        errno = EINVAL;
        return NULL;
    }
    u32 length = sizeof own - 1;
    int error = wasix_getcwd(own, &length);
    if (error) {
        errno = error;
        return NULL;
    }
    own[length] = '\0';
    if (buffer == NULL) return strdup(own);
    if (strlen(own) >= size) {
        errno = ERANGE;
        return NULL;
    }
    return strcpy(buffer, own);
}

char *get_current_dir_name(void) {
    return getcwd(NULL, 0);
}

// Takes the name's components one by one off `rest`; a symbolic link's text is put back in front.
char *realpath(const char *restrict name, char *restrict resolved) {
    char rest[PATH_MAX], done[PATH_MAX], link_text[PATH_MAX];
    size_t length = 0;
    int links = 0;
    if (name == NULL || *name == '\0' || strlen(name) >= sizeof rest) {
        errno = name == NULL ? EINVAL : *name == '\0' ? ENOENT : ENAMETOOLONG;
        return NULL;
    }
    strcpy(rest, name);
    if (*name != '/') {
        if (getcwd(done, sizeof done) == NULL) return NULL;
        length = strlen(done);
        if (length == 1) length = 0;
    }
    char *next = rest;
    for (;;) {
        while (*next == '/') next++;
        if (*next == '\0') break;
        size_t n = strcspn(next, "/");
        int more = next[n] == '/';
        if (n == 1 && next[0] == '.') {
            next += n;
            continue;
        }
        if (n == 2 && next[0] == '.' && next[1] == '.') {
            while (length > 0 && done[--length] != '/') continue;
            next += n;
            continue;
        }
        if (length + n + 2 > sizeof done) goto too_long;
        done[length] = '/';
        memcpy(done + length + 1, next, n);
        done[length + 1 + n] = '\0';
        next += n;
        ssize_t target = readlink(done, link_text, sizeof link_text);
        if (target < 0) {
            struct stat st;
            if (errno != EINVAL) return NULL;
            if (more && (stat(done, &st) < 0 || (!S_ISDIR(st.st_mode) && (errno = ENOTDIR)))) return NULL;
            length += n + 1;
            continue;
        }
        if (++links > 40) {
            errno = ELOOP;
            return NULL;
        }
        size_t tail = strlen(next);
        if ((size_t)target + tail + 1 > sizeof rest) goto too_long;
        memmove(rest + target, next, tail + 1);
        memcpy(rest, link_text, target);
        next = rest;
        if (rest[0] == '/') length = 0;
    }
    if (length == 0) done[length++] = '/';
    done[length] = '\0';
    return resolved ? strcpy(resolved, done) : strdup(done);
too_long:
    errno = ENAMETOOLONG;
    return NULL;
}

int mkfifoat(int dirfd, const char *path, mode_t mode) {
    return mknodat(dirfd, path, S_IFIFO | (mode & 07777), 0);
}

int mkfifo(const char *path, mode_t mode) {
    return mkfifoat(AT_FDCWD, path, mode);
}

int mknodat(int dirfd, const char *path, mode_t mode, dev_t dev) {
    return posix_result(wsh_path_mknod(dirfd, path, strlen(path), mode, dev));
}

int mknod(const char *path, mode_t mode, dev_t dev) {
    return mknodat(AT_FDCWD, path, mode, dev);
}
