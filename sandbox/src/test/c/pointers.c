// SPDX-License-Identifier: Apache-2.0
// Passes pointers that lie outside of its memory, or that end there, to calls that read and write; every answer must be EFAULT (21), or
// EINVAL (28) where the sizes alone are impossible.
#include <stdio.h>
#include <stdint.h>
#include <wasi/api.h>

#define RAW(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
RAW(fd_write) int raw_fd_write(int fd, uint32_t iovs, uint32_t count, uint32_t nwritten);
RAW(fd_read) int raw_fd_read(int fd, uint32_t iovs, uint32_t count, uint32_t nread);
RAW(fd_fdstat_get) int raw_fd_fdstat_get(int fd, uint32_t stat);
RAW(args_sizes_get) int raw_args_sizes_get(uint32_t argc, uint32_t size);
RAW(clock_time_get) int raw_clock_time_get(int id, uint64_t precision, uint32_t time);
RAW(random_get) int raw_random_get(uint32_t buffer, uint32_t length);
RAW(path_open) int raw_path_open(int fd, int flags, uint32_t path, uint32_t length, int oflags, uint64_t rights, uint64_t inheriting,
                                 int fdflags, uint32_t opened);

static int failures;

static void check(const char *what, int answer) {
    if (answer != __WASI_ERRNO_FAULT && answer != __WASI_ERRNO_INVAL) {
        printf("%s: %d\n", what, answer);
        failures++;
    }
}

int main(void) {
    uint32_t end = (uint32_t)__builtin_wasm_memory_size(0) << 16;
    static __wasi_iovec_t vector;
    uint32_t here = (uint32_t)&vector;
    static uint32_t count;

    check("fd_write, vectors at the end", raw_fd_write(1, end - 4, 1, (uint32_t)&count));
    check("fd_write, vectors far out", raw_fd_write(1, 0xfffffff0u, 1, (uint32_t)&count));
    check("fd_write, huge count", raw_fd_write(1, here, 0x20000000u, (uint32_t)&count));
    vector.buf = (uint8_t *)(end - 1), vector.buf_len = 2;
    check("fd_write, bytes over the end", raw_fd_write(1, here, 1, (uint32_t)&count));
    vector.buf = (uint8_t *)16, vector.buf_len = 0xffffffffu;
    check("fd_write, length wraps", raw_fd_write(1, here, 1, (uint32_t)&count));
    vector.buf = (uint8_t *)end, vector.buf_len = 1;
    check("fd_read, bytes at the end", raw_fd_read(0, here, 1, (uint32_t)&count));
    check("fd_fdstat_get", raw_fd_fdstat_get(1, end - 23));
    check("args_sizes_get", raw_args_sizes_get((uint32_t)&count, end - 3));
    check("clock_time_get", raw_clock_time_get(0, 1, end - 7));
    check("random_get", raw_random_get(end - 8, 9));
    check("path_open, path", raw_path_open(-2, 0, end - 2, 3, 0, 0, 0, 0, (uint32_t)&count));
    vector.buf = (uint8_t *)&count, vector.buf_len = 4;
    check("fd_write, result", raw_fd_write(1, here, 1, end - 2));
    puts(failures ? "wrong" : "all refused");
    return failures != 0;
}
