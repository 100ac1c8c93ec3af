// SPDX-License-Identifier: Apache-2.0
// stat and what changes what stat shows: modes, owners, times, umask.

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>
#include "imports.h"

static struct timespec from_nanoseconds(u64 ns) {
    return (struct timespec){.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
}

static int fill(int error, const struct wsh_stat *from, struct stat *to) {
    if (error) return posix_result(error);
    *to = (struct stat){
        .st_dev = from->dev, .st_ino = from->ino, .st_mode = from->mode, .st_nlink = from->nlink,
        .st_uid = from->uid, .st_gid = from->gid, .st_rdev = from->rdev, .st_size = from->size,
        .st_blksize = from->blksize, .st_blocks = from->blocks,
        .st_atim = from_nanoseconds(from->atime), .st_mtim = from_nanoseconds(from->mtime),
        .st_ctim = from_nanoseconds(from->ctime),
    };
    return 0;
}

static u32 follow(int at_flags) {
    return at_flags & AT_SYMLINK_NOFOLLOW ? 0 : FOLLOW;
}

int fstatat(int dirfd, const char *restrict path, struct stat *restrict st, int flags) {
    struct wsh_stat ours;
    return fill(wsh_path_stat(dirfd, follow(flags), path, strlen(path), &ours), &ours, st);
}

int stat(const char *restrict path, struct stat *restrict st) {
    return fstatat(AT_FDCWD, path, st, 0);
}

int lstat(const char *restrict path, struct stat *restrict st) {
    return fstatat(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}

int fstat(int fd, struct stat *st) {
    struct wsh_stat ours;
    return fill(wsh_fd_stat(fd, &ours), &ours, st);
}

// wasi-libc's own objects use these names for stat.
int __wasilibc_stat(const char *restrict path, struct stat *restrict st, int flags) {
    return fstatat(AT_FDCWD, path, st, flags);
}

int __wasilibc_nocwd_fstatat(int dirfd, const char *restrict path, struct stat *restrict st, int flags) {
    return fstatat(dirfd, path, st, flags);
}

int fchmodat(int dirfd, const char *path, mode_t mode, int flags) {
    return posix_result(wsh_path_chmod(dirfd, follow(flags), path, strlen(path), mode));
}

int chmod(const char *path, mode_t mode) {
    return fchmodat(AT_FDCWD, path, mode, 0);
}

int fchmod(int fd, mode_t mode) {
    return posix_result(wsh_fd_chmod(fd, mode));
}

int fchownat(int dirfd, const char *path, uid_t uid, gid_t gid, int flags) {
    return posix_result(wsh_path_chown(dirfd, follow(flags), path, strlen(path), uid, gid));
}

int chown(const char *path, uid_t uid, gid_t gid) {
    return fchownat(AT_FDCWD, path, uid, gid, 0);
}

int lchown(const char *path, uid_t uid, gid_t gid) {
    return fchownat(AT_FDCWD, path, uid, gid, AT_SYMLINK_NOFOLLOW);
}

int fchown(int fd, uid_t uid, gid_t gid) {
    return posix_result(wsh_fd_chown(fd, uid, gid));
}

mode_t umask(mode_t mask) {
    u32 old = 0;
    wsh_umask(mask, &old);
    return old;
}

// Times. preview1 wants nanoseconds and four flags: set or "now", for access and modification each.

struct times {
    u64 access, modification;
    __wasi_fstflags_t flags;
};

static struct times wasi_times(const struct timespec t[2]) {
    enum { ACCESS = 1, ACCESS_NOW = 2, MODIFICATION = 4, MODIFICATION_NOW = 8 };
    if (t == NULL) return (struct times){.flags = ACCESS_NOW | MODIFICATION_NOW};
    struct times result = {0};
    if (t[0].tv_nsec == UTIME_NOW) result.flags |= ACCESS_NOW;
    else if (t[0].tv_nsec != UTIME_OMIT) {
        result.flags |= ACCESS;
        result.access = (u64)t[0].tv_sec * 1000000000 + (u64)t[0].tv_nsec;
    }
    if (t[1].tv_nsec == UTIME_NOW) result.flags |= MODIFICATION_NOW;
    else if (t[1].tv_nsec != UTIME_OMIT) {
        result.flags |= MODIFICATION;
        result.modification = (u64)t[1].tv_sec * 1000000000 + (u64)t[1].tv_nsec;
    }
    return result;
}

int utimensat(int dirfd, const char *path, const struct timespec t[2], int flags) {
    struct times ns = wasi_times(t);
    return posix_result(__wasi_path_filestat_set_times(dirfd, follow(flags), path, ns.access, ns.modification, ns.flags));
}

int futimens(int fd, const struct timespec t[2]) {
    struct times ns = wasi_times(t);
    return posix_result(__wasi_fd_filestat_set_times(fd, ns.access, ns.modification, ns.flags));
}

int utimes(const char *path, const struct timeval t[2]) {
    if (t == NULL) return utimensat(AT_FDCWD, path, NULL, 0);
    struct timespec ns[2] = {{t[0].tv_sec, t[0].tv_usec * 1000}, {t[1].tv_sec, t[1].tv_usec * 1000}};
    return utimensat(AT_FDCWD, path, ns, 0);
}

int utime(const char *path, const struct utimbuf *t) {
    if (t == NULL) return utimensat(AT_FDCWD, path, NULL, 0);
    struct timespec ns[2] = {{t->actime, 0}, {t->modtime, 0}};
    return utimensat(AT_FDCWD, path, ns, 0);
}
