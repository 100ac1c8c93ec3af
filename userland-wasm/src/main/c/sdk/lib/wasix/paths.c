// SPDX-License-Identifier: Apache-2.0
// wsh_1's calls on files as plain WASIX can say them: without modes, owners, FIFOs and directories by descriptor.

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "plain.h"

// The root, by a descriptor high up: WASIX gives "/" and "." as 3 and 4, and POSIX programs count on the low numbers.
enum { HIGH = 900 };
static int root = 3;

__attribute__((constructor)) static void move_preopens(void) {
    __wasi_prestat_t preopen;
    int count = 0, found = -1;
    for (; __wasi_fd_prestat_get(3 + count, &preopen) == 0; count++) {
        char name[2] = "";
        if (preopen.tag != 0 || preopen.u.dir.pr_name_len < 1 || preopen.u.dir.pr_name_len > sizeof name) continue;
        if (__wasi_fd_prestat_dir_name(3 + count, (uint8_t *)name, preopen.u.dir.pr_name_len) == 0 && name[0] == '/') found = 3 + count;
    }
    if (found < 0) return;
    root = found;
    int copy;
    if (wasix_fd_dup2(found, HIGH, 1, &copy) != 0) return;
    root = copy;
    while (count > 0) (void)!__wasi_fd_close(3 + --count);
}

/** Where the path starts, and in *path the path: one that is relative to the working directory is made absolute. */
static int start(int dirfd, const char **path, char *absolute) {
    if (**path == '/') return root;
    if (dirfd != AT_FDCWD) return dirfd;
    if (**path == '\0') return root;
    if (getcwd(absolute, PATH_MAX) == NULL) { // it has been removed: nothing is in it
        *path = "";
        return root;
    }
    size_t length = strlen(absolute), more = strlen(*path);
    if (length + more + 2 > 2 * PATH_MAX) return root; // too long as it is
    absolute[length++] = '/';
    memcpy(absolute + length, *path, more + 1);
    *path = absolute;
    return root;
}

#define AT(dirfd, path)               \
    char path##_absolute[2 * PATH_MAX]; \
    dirfd = start(dirfd, &path, path##_absolute)

static u64 type_bits(int filetype) {
    switch (filetype) {
    case __WASI_FILETYPE_DIRECTORY: return S_IFDIR | 0755;
    case __WASI_FILETYPE_SYMBOLIC_LINK: return S_IFLNK | 0777;
    case __WASI_FILETYPE_CHARACTER_DEVICE: return S_IFCHR | 0666;
    case __WASI_FILETYPE_BLOCK_DEVICE: return S_IFBLK | 0600;
    case __WASI_FILETYPE_SOCKET_STREAM:
    case __WASI_FILETYPE_SOCKET_DGRAM: return S_IFSOCK | 0777;
    case __WASI_FILETYPE_REGULAR_FILE: return S_IFREG | 0644;
    default: return S_IFIFO | 0600; // WASI has no word for it, and nothing else is unknown
    }
}

static int fill(int error, const __wasi_filestat_t *from, struct wsh_stat *to) {
    if (error) return error;
    *to = (struct wsh_stat){
        .dev = from->dev, .ino = from->ino, .mode = type_bits(from->filetype), .nlink = from->nlink, .size = from->size, .blksize = 4096,
        .blocks = (from->size + 511) / 512, .atime = from->atim, .mtime = from->mtim, .ctime = from->ctim};
    return 0;
}

int wsh_path_stat(int dirfd, u32 flags, const char *path, size_t path_len, struct wsh_stat *stat) {
    (void)path_len;
    __wasi_filestat_t found;
    AT(dirfd, path);
    return fill(__real___wasi_path_filestat_get(dirfd, flags & FOLLOW, path, &found), &found, stat);
}

int wsh_fd_stat(int fd, struct wsh_stat *stat) {
    __wasi_filestat_t found;
    return fill(__wasi_fd_filestat_get(fd, &found), &found, stat);
}

int wsh_path_open(int dirfd, u32 flags, const char *path, size_t path_len, u32 oflags, u32 access, u32 fdflags, u32 mode, int *fd) {
    enum { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_CLOEXEC = 4 };
    const u64 reading = __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_READDIR;
    const u64 writing = __WASI_RIGHTS_FD_DATASYNC | __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE;
    (void)path_len, (void)mode;
    u64 rights = ~(reading | writing) | (access & ACCESS_READ ? reading : 0) | (access & ACCESS_WRITE ? writing : 0);
    AT(dirfd, path);
    return wasix_path_open2(dirfd, flags & FOLLOW, path, strlen(path), oflags, rights, ~0ULL, fdflags, access & ACCESS_CLOEXEC ? FD_CLOEXEC : 0, fd);
}

int wsh_path_mkdir(int dirfd, const char *path, size_t path_len, u32 mode) {
    (void)path_len, (void)mode;
    AT(dirfd, path);
    return __real___wasi_path_create_directory(dirfd, path);
}

int wsh_path_mknod(int dirfd, const char *path, size_t path_len, u32 mode, u64 rdev) {
    (void)rdev;
    int fd;
    if ((mode & S_IFMT) != S_IFREG && (mode & S_IFMT) != 0) return ENOSYS;
    int error = wsh_path_open(dirfd, 0, path, path_len, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, 2, 0, mode, &fd);
    return error ? error : __wasi_fd_close(fd);
}

int wsh_path_access(int dirfd, u32 flags, const char *path, size_t path_len, u32 mode) {
    struct wsh_stat ignored;
    if (mode & ~7u) return EINVAL;
    return wsh_path_stat(dirfd, flags & FOLLOW, path, path_len, &ignored);
}

// Modes and owners: what exists keeps those that stat shows, and who asks for others is told that it cannot be done.

static int only(int error, int same) {
    return error ? error : same ? 0 : ENOSYS;
}

int wsh_path_chmod(int dirfd, u32 flags, const char *path, size_t path_len, u32 mode) {
    struct wsh_stat stat;
    int error = wsh_path_stat(dirfd, flags, path, path_len, &stat);
    return only(error, !error && (stat.mode & 07777) == mode);
}

int wsh_fd_chmod(int fd, u32 mode) {
    struct wsh_stat stat;
    int error = wsh_fd_stat(fd, &stat);
    return only(error, !error && (stat.mode & 07777) == mode);
}

static int unchanged(u32 uid, u32 gid) {
    return (uid == 0 || uid == ~0u) && (gid == 0 || gid == ~0u);
}

int wsh_path_chown(int dirfd, u32 flags, const char *path, size_t path_len, u32 uid, u32 gid) {
    struct wsh_stat ignored;
    return only(wsh_path_stat(dirfd, flags, path, path_len, &ignored), unchanged(uid, gid));
}

int wsh_fd_chown(int fd, u32 uid, u32 gid) {
    struct wsh_stat ignored;
    return only(wsh_fd_stat(fd, &ignored), unchanged(uid, gid));
}

int wsh_fd_chdir(int fd) {
    struct wsh_stat stat;
    int error = wsh_fd_stat(fd, &stat);
    return error ? error : S_ISDIR(stat.mode) ? ENOSYS : ENOTDIR;
}

int wsh_umask(u32 mask, u32 *old) {
    static u32 kept = 022;
    *old = kept;
    kept = mask & 0777;
    return 0;
}

/** A right that is missing is to POSIX a file that was not opened for writing. */
__wasi_errno_t __wrap___wasi_fd_filestat_set_size(int fd, __wasi_filesize_t size) {
    __wasi_errno_t error = __real___wasi_fd_filestat_set_size(fd, size);
    return error == ENOTCAPABLE ? EINVAL : error;
}

// Preview1's own calls on paths (wcc links with --wrap).

__wasi_errno_t __wrap___wasi_path_unlink_file(int dirfd, const char *path) {
    AT(dirfd, path);
    return __real___wasi_path_unlink_file(dirfd, path);
}

__wasi_errno_t __wrap___wasi_path_remove_directory(int dirfd, const char *path) {
    AT(dirfd, path);
    return __real___wasi_path_remove_directory(dirfd, path);
}

__wasi_errno_t __wrap___wasi_path_rename(int old_dirfd, const char *old, int new_dirfd, const char *new) {
    AT(old_dirfd, old);
    AT(new_dirfd, new);
    return __real___wasi_path_rename(old_dirfd, old, new_dirfd, new);
}

__wasi_errno_t __wrap___wasi_path_link(int old_dirfd, __wasi_lookupflags_t flags, const char *old, int new_dirfd, const char *new) {
    AT(old_dirfd, old);
    AT(new_dirfd, new);
    return __real___wasi_path_link(old_dirfd, flags, old, new_dirfd, new);
}

__wasi_errno_t __wrap___wasi_path_symlink(const char *target, int dirfd, const char *path) {
    AT(dirfd, path);
    return __real___wasi_path_symlink(target, dirfd, path);
}

__wasi_errno_t __wrap___wasi_path_readlink(int dirfd, const char *path, uint8_t *buffer, __wasi_size_t size, __wasi_size_t *used) {
    AT(dirfd, path);
    return __real___wasi_path_readlink(dirfd, path, buffer, size, used);
}

__wasi_errno_t __wrap___wasi_path_filestat_set_times(
        int dirfd, __wasi_lookupflags_t flags, const char *path, __wasi_timestamp_t access, __wasi_timestamp_t modification, __wasi_fstflags_t which) {
    AT(dirfd, path);
    return __real___wasi_path_filestat_set_times(dirfd, flags, path, access, modification, which);
}
