// SPDX-License-Identifier: Apache-2.0
// Users, groups, sessions, limits, priorities: WASIX has none. Who asks learns of one user, root, alone in one group; who changes something is told that it cannot be done.

#include <string.h>
#include <sys/resource.h>
#include "plain.h"

int wsh_ids_get(u32 ids[6]) {
    memset(ids, 0, 6 * sizeof *ids);
    return 0;
}

static int only_root(u32 a, u32 b, u32 c) {
    return (a == 0 || a == ~0u) && (b == 0 || b == ~0u) && (c == 0 || c == ~0u) ? 0 : ENOSYS;
}

int wsh_uid_set(u32 real, u32 effective, u32 saved) { return only_root(real, effective, saved); }
int wsh_gid_set(u32 real, u32 effective, u32 saved) { return only_root(real, effective, saved); }

int wsh_groups_get(u32 *groups, u32 capacity, u32 *count) {
    (void)groups, (void)capacity;
    *count = 0;
    return 0;
}

int wsh_groups_set(const u32 *groups, u32 count) { return (void)groups, count == 0 ? 0 : ENOSYS; }
int wsh_pgid_get(int pid, int *pgid) { return (void)pid, (void)pgid, ENOSYS; }
int wsh_pgid_set(int pid, int pgid) { return (void)pid, (void)pgid, ENOSYS; }
int wsh_sid_get(int pid, int *sid) { return (void)pid, (void)sid, ENOSYS; }
int wsh_sid_new(int *sid) { return (void)sid, ENOSYS; }
int wsh_rlimit(int pid, int resource, const struct wsh_rlimit *limit, struct wsh_rlimit *old) { return (void)pid, (void)resource, (void)limit, (void)old, ENOSYS; }
int wsh_priority_set(int which, int who, int nice) { return (void)which, (void)who, (void)nice, ENOSYS; }

int wsh_priority_get(int which, int who, int *nice) {
    if (which != PRIO_PROCESS || who != 0) return ENOSYS;
    *nice = 0;
    return 0;
}

int wsh_rusage(int who, struct wsh_rusage *usage) {
    __wasi_timestamp_t used = 0;
    *usage = (struct wsh_rusage){0};
    if (who != RUSAGE_SELF) return 0;
    int error = __wasi_clock_time_get(__WASI_CLOCKID_PROCESS_CPUTIME_ID, 1, &used);
    usage->user = used;
    usage->memory = __builtin_wasm_memory_size(0) * 65536ULL;
    return error;
}

int wsh_uname(char names[325]) {
    static const char *const texts[5] = {"WASI", "localhost", "1", "wasix_32v1", "wasm32"};
    memset(names, 0, 325);
    for (int i = 0; i < 5; i++) strcpy(names + 65 * i, texts[i]);
    return 0;
}
