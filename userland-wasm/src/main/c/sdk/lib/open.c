// SPDX-License-Identifier: Apache-2.0
// open and openat, creat's and stdio's way in. wasi-libc looks paths up among its preopened directories;
// here they go to the kernel as they are, relative to dirfd, where -2 is the working directory.

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include "imports.h"

enum { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_CLOEXEC = 4, ACCESS_NOCTTY = 8 };

static int open_at(int dirfd, const char *path, int flags, mode_t mode) {
    u32 access = (flags & O_RDONLY ? ACCESS_READ : 0) | (flags & O_WRONLY ? ACCESS_WRITE : 0)
               | (flags & O_CLOEXEC ? ACCESS_CLOEXEC : 0) | (flags & O_NOCTTY ? ACCESS_NOCTTY : 0);
    int fd;
    cancellation_point();
    int error = wsh_path_open(dirfd, flags & O_NOFOLLOW ? 0 : FOLLOW, path, strlen(path), (flags >> 12) & 0xf, access,
                              flags & 0xfff, mode, &fd);
    return error ? posix_result(error) : fd;
}

int openat(int dirfd, const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open_at(dirfd, path, flags, mode);
}

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open_at(AT_FDCWD, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
    return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

// What wasi-libc's fopen and opendir call.
int __wasilibc_open_nomode(const char *path, int flags) {
    return open_at(AT_FDCWD, path, flags, 0666);
}

int __wasilibc_openat_nomode(int dirfd, const char *path, int flags) {
    return open_at(dirfd, path, flags, 0666);
}

int __wasilibc_nocwd_openat_nomode(int dirfd, const char *path, int flags) {
    return open_at(dirfd, path, flags, 0666);
}
