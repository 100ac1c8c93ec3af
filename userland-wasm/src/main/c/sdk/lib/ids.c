// SPDX-License-Identifier: Apache-2.0
// User and group ids.

#include <unistd.h>
#include "imports.h"

enum { REAL_UID, EFFECTIVE_UID, SAVED_UID, REAL_GID, EFFECTIVE_GID, SAVED_GID };

static u32 id(int which) {
    u32 ids[6] = {0};
    wsh_ids_get(ids);
    return ids[which];
}

uid_t getuid(void) {
    return id(REAL_UID);
}

uid_t geteuid(void) {
    return id(EFFECTIVE_UID);
}

gid_t getgid(void) {
    return id(REAL_GID);
}

gid_t getegid(void) {
    return id(EFFECTIVE_GID);
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved) {
    u32 ids[6];
    int error = wsh_ids_get(ids);
    if (error) return posix_result(error);
    *real = ids[REAL_UID], *effective = ids[EFFECTIVE_UID], *saved = ids[SAVED_UID];
    return 0;
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved) {
    u32 ids[6];
    int error = wsh_ids_get(ids);
    if (error) return posix_result(error);
    *real = ids[REAL_GID], *effective = ids[EFFECTIVE_GID], *saved = ids[SAVED_GID];
    return 0;
}

int setresuid(uid_t real, uid_t effective, uid_t saved) {
    return posix_result(wsh_uid_set(real, effective, saved));
}

int setresgid(gid_t real, gid_t effective, gid_t saved) {
    return posix_result(wsh_gid_set(real, effective, saved));
}

int setuid(uid_t uid) { // root gives up all three for good, others switch the effective one
    return geteuid() == 0 ? setresuid(uid, uid, uid) : setresuid(-1, uid, -1);
}

int setgid(gid_t gid) {
    return geteuid() == 0 ? setresgid(gid, gid, gid) : setresgid(-1, gid, -1);
}

int seteuid(uid_t uid) {
    return setresuid(-1, uid, -1);
}

int setegid(gid_t gid) {
    return setresgid(-1, gid, -1);
}

// POSIX: the saved id follows the effective one if the real one is set, or the effective one to something new.
int setreuid(uid_t real, uid_t effective) {
    uid_t saved = real != (uid_t)-1 || (effective != (uid_t)-1 && effective != getuid())
                ? (effective != (uid_t)-1 ? effective : geteuid()) : (uid_t)-1;
    return setresuid(real, effective, saved);
}

int setregid(gid_t real, gid_t effective) {
    gid_t saved = real != (gid_t)-1 || (effective != (gid_t)-1 && effective != getgid())
                ? (effective != (gid_t)-1 ? effective : getegid()) : (gid_t)-1;
    return setresgid(real, effective, saved);
}

int getgroups(int capacity, gid_t groups[]) {
    u32 count;
    if (capacity < 0) return posix_result(EINVAL);
    int error = wsh_groups_get(groups, capacity, &count);
    return error ? posix_result(error) : (int)count;
}

int setgroups(size_t count, const gid_t *groups) {
    return posix_result(wsh_groups_set(groups, count));
}
