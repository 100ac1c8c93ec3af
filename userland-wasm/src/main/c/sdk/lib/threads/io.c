// SPDX-License-Identifier: Apache-2.0
// Calls on descriptors that wasi-libc has, once more: they may block, and theirs set the errno that all threads share.

#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>
#include "thread.h"

static ssize_t transferred(int error, __wasi_size_t count) {
    return error ? posix_result(error) : (ssize_t)count;
}

// readv and writev are the streams', which hold a stream's lock: no points of cancellation, and a request does not end them.

static int again_if_cancelled(int error) {
    return error == EINTR && cancel_wanted();
}

/** As transferred, but no point. */
static ssize_t moved(int error, __wasi_size_t count) {
    if (error == 0) return (ssize_t)count;
    errno = error;
    return -1;
}

ssize_t readv(int fd, const struct iovec *pieces, int count) {
    __wasi_size_t done = 0;
    if (count < 0) return posix_result(EINVAL);
    int error = __wasi_fd_read(fd, (const __wasi_iovec_t *)pieces, (size_t)count, &done);
    if (again_if_cancelled(error)) {
        int held = hold_cancel();
        error = __wasi_fd_read(fd, (const __wasi_iovec_t *)pieces, (size_t)count, &done);
        release_cancel(held);
    }
    return moved(error, done);
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
    __wasi_size_t done = 0;
    if (count < 0) return posix_result(EINVAL);
    int error = __wasi_fd_write(fd, (const __wasi_ciovec_t *)pieces, (size_t)count, &done);
    if (again_if_cancelled(error)) {
        int held = hold_cancel();
        error = __wasi_fd_write(fd, (const __wasi_ciovec_t *)pieces, (size_t)count, &done);
        release_cancel(held);
    }
    return moved(error, done);
}

ssize_t read(int fd, void *buffer, size_t size) {
    __wasi_iovec_t piece = {buffer, size};
    __wasi_size_t done = 0;
    cancellation_point();
    return transferred(__wasi_fd_read(fd, &piece, 1, &done), done);
}

ssize_t write(int fd, const void *buffer, size_t size) {
    __wasi_ciovec_t piece = {buffer, size};
    __wasi_size_t done = 0;
    cancellation_point();
    return transferred(__wasi_fd_write(fd, &piece, 1, &done), done);
}

ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t offset) {
    __wasi_size_t done = 0;
    if (count < 0 || offset < 0) return posix_result(EINVAL);
    return transferred(__wasi_fd_pread(fd, (const __wasi_iovec_t *)pieces, (size_t)count, (u64)offset, &done), done);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset) {
    __wasi_size_t done = 0;
    if (count < 0 || offset < 0) return posix_result(EINVAL);
    return transferred(__wasi_fd_pwrite(fd, (const __wasi_ciovec_t *)pieces, (size_t)count, (u64)offset, &done), done);
}

ssize_t pread(int fd, void *buffer, size_t size, off_t offset) {
    struct iovec piece = {buffer, size};
    return preadv(fd, &piece, 1, offset);
}

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset) {
    struct iovec piece = {(void *)buffer, size};
    return pwritev(fd, &piece, 1, offset);
}

off_t __lseek(int, off_t, int);

off_t __lseek(int fd, off_t offset, int whence) {
    __wasi_filesize_t now;
    int error = __wasi_fd_seek(fd, offset, (__wasi_whence_t)whence, &now);
    return error ? posix_result(error) : (off_t)now;
}

off_t (lseek)(int fd, off_t offset, int whence) {
    return __lseek(fd, offset, whence);
}

int close(int fd) {
    return posix_result(__wasi_fd_close(fd));
}

int fsync(int fd) {
    return posix_result(__wasi_fd_sync(fd));
}

int fdatasync(int fd) {
    return posix_result(__wasi_fd_datasync(fd));
}

int ftruncate(int fd, off_t size) {
    return size < 0 ? posix_result(EINVAL) : posix_result(__wasi_fd_filestat_set_size(fd, (u64)size));
}
