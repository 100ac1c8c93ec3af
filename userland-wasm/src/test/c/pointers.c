// SPDX-License-Identifier: Apache-2.0
// wasm only: passes wild addresses and sizes to the raw imports. Each must answer FAULT (21) or another error, none may trap,
// and the process goes on. Prints import, case and errno.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define IMPORT(module, result, name, ...) \
    __attribute__((import_module(module), import_name(#name))) result raw_##name(__VA_ARGS__)
#define WASI "wasi_snapshot_preview1"

IMPORT(WASI, int, fd_read, int, uint32_t, uint32_t, uint32_t);
IMPORT(WASI, int, fd_write, int, uint32_t, uint32_t, uint32_t);
IMPORT(WASI, int, fd_pread, int, uint32_t, uint32_t, uint64_t, uint32_t);
IMPORT(WASI, int, fd_fdstat_get, int, uint32_t);
IMPORT(WASI, int, fd_seek, int, uint64_t, int, uint32_t);
IMPORT(WASI, int, fd_readdir, int, uint32_t, uint32_t, uint64_t, uint32_t);
IMPORT(WASI, int, path_filestat_get, int, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT(WASI, int, path_unlink_file, int, uint32_t, uint32_t);
IMPORT(WASI, int, path_readlink, int, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT(WASI, int, clock_time_get, uint32_t, uint64_t, uint32_t);
IMPORT(WASI, int, random_get, uint32_t, uint32_t);
IMPORT(WASI, int, args_get, uint32_t, uint32_t);
IMPORT(WASI, int, args_sizes_get, uint32_t, uint32_t);
IMPORT(WASI, int, environ_sizes_get, uint32_t, uint32_t);
IMPORT(WASI, int, poll_oneoff, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, path_stat, int, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, fd_stat, int, uint32_t);
IMPORT("wsh_1", int, path_open, int, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, umask, uint32_t, uint32_t);
IMPORT("wsh_1", int, ids_get, uint32_t);
IMPORT("wsh_1", int, groups_set, uint32_t, uint32_t);
IMPORT("wsh_1", int, groups_get, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, uname, uint32_t);
IMPORT("wsh_1", int, spawn, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, exec, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t);
IMPORT("wsh_1", int, sig_action, int, uint32_t, uint32_t);
IMPORT("wsh_1", int, sig_mask, int, uint32_t, uint32_t);
IMPORT("wsh_1", int, sig_pending, uint32_t);
IMPORT("wasix_32v1", int, getcwd, uint32_t, uint32_t);
IMPORT("wasix_32v1", int, chdir, uint32_t, uint32_t);
IMPORT("wasix_32v1", int, fd_pipe, uint32_t, uint32_t);
IMPORT("wasix_32v1", int, proc_id, uint32_t);

static const uint32_t edges[] = {0xffffffff, 0xfffffff8, 0x80000000, 0x7ffffff0};
static uint32_t end; // of the memory

static void show(const char *what, uint32_t address, int error) {
    if (address >= end - 8 && address <= end) printf("%s end-%u: %d\n", what, (unsigned)(end - address), error);
    else printf("%s %08x: %d\n", what, (unsigned)address, error);
}

/** Every import that takes an address, with this one. */
static void try_all(uint32_t p) {
    static uint32_t vector[2];
    static char text[16] = "/";
    uint32_t v = (uint32_t)(uintptr_t)vector, ok = (uint32_t)(uintptr_t)text;
    show("fd_read iovs", p, raw_fd_read(0, p, 1, ok));
    show("fd_write iovs", p, raw_fd_write(1, p, 1, ok));
    vector[0] = p, vector[1] = 64;
    show("fd_write buffer", p, raw_fd_write(1, v, 1, ok));
    vector[0] = ok, vector[1] = p | 0x80000000;
    show("fd_write size", p, raw_fd_write(1, v, 1, ok));
    vector[0] = ok, vector[1] = 0;
    show("fd_write result", p, raw_fd_write(1, v, 1, p));
    show("fd_write count", p, raw_fd_write(1, v, p | 0x80000000, ok));
    show("fd_fdstat_get", p, raw_fd_fdstat_get(1, p));
    strcpy(text, "/");
    show("path_filestat_get path", p, raw_path_filestat_get(-2, 0, p, 8, v));
    show("path_filestat_get size", p, raw_path_filestat_get(-2, 0, ok, p | 0x80000000, v));
    show("path_filestat_get result", p, raw_path_filestat_get(-2, 0, ok, 1, p));
    show("path_unlink_file", p, raw_path_unlink_file(-2, p, 16));
    show("clock_time_get", p, raw_clock_time_get(0, 1, p));
    show("random_get", p, raw_random_get(p, 64));
    show("random_get size", p, raw_random_get(ok, p | 0x80000000));
    show("args_get", p, raw_args_get(p, p));
    show("args_sizes_get", p, raw_args_sizes_get(p, ok));
    show("environ_sizes_get", p, raw_environ_sizes_get(ok, p));
    show("poll_oneoff in", p, raw_poll_oneoff(p, ok, 1, v));
    show("path_stat path", p, raw_path_stat(-2, 1, p, 16, ok));
    show("path_stat result", p, raw_path_stat(-2, 1, ok, 1, p));
    show("fd_stat", p, raw_fd_stat(1, p));
    show("path_open path", p, raw_path_open(-2, 1, p, 16, 0, 1, 0, 0, v));
    show("path_open result", p, raw_path_open(-2, 1, ok, 1, 0, 1, 0, 0, p));
    show("umask", p, raw_umask(022, p));
    show("ids_get", p, raw_ids_get(p));
    show("groups_get", p, raw_groups_get(ok, 0, p));
    show("groups_set count", p, raw_groups_set(ok, p | 0x80000000) != 0);
    show("uname", p, raw_uname(p));
    show("spawn path", p, raw_spawn(p, 16, ok, 2, ok, 2, 0, 0, 0, v));
    show("spawn argv", p, raw_spawn(ok, 1, p, 16, ok, 2, 0, 0, 0, v));
    show("spawn ops", p, raw_spawn(ok, 1, ok, 2, ok, 2, p, 1, 0, v));
    show("spawn attr", p, raw_spawn(ok, 1, ok, 2, ok, 2, 0, 0, p, v));
    show("spawn pid", p, raw_spawn(ok, 1, ok, 2, ok, 2, 0, 0, 0, p));
    show("exec path", p, raw_exec(p, 16, ok, 2, ok, 2));
    show("exec envp", p, raw_exec(ok, 1, ok, 2, p, 16));
    show("sig_action new", p, raw_sig_action(10, p, 0));
    show("sig_action old", p, raw_sig_action(10, 0, p));
    show("sig_mask", p, raw_sig_mask(0, p, 0));
    show("sig_pending", p, raw_sig_pending(p));
    show("getcwd", p, raw_getcwd(p, v));
    show("getcwd length", p, raw_getcwd(ok, p));
    show("chdir", p, raw_chdir(p, 16));
    show("fd_pipe", p, raw_fd_pipe(p, v));
    show("proc_id", p, raw_proc_id(p));
}

int main(void) {
    end = (uint32_t)__builtin_wasm_memory_size(0) << 16;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) try_all(edges[i]);
    try_all(end);
    try_all(end - 1);
    printf("still here\n");
    return 0;
}
