// SPDX-License-Identifier: Apache-2.0
// Users and groups named in arguments.

#include <grp.h>
#include <pwd.h>
#include "files.h"

static bool parse_id(const char *text, unsigned *id) {
    uintmax_t value;
    if (!parse_unsigned(text + (*text == '+'), &value) || value >= UINT32_MAX) return false;
    *id = (unsigned)value;
    return true;
}

bool parse_user(const char *text, uid_t *uid) {
    struct passwd *user = *text == '+' ? NULL : getpwnam(text);
    if (user) *uid = user->pw_uid;
    return user || parse_id(text, uid);
}

bool parse_group(const char *text, gid_t *gid) {
    struct group *group = *text == '+' ? NULL : getgrnam(text);
    if (group) *gid = group->gr_gid;
    return group || parse_id(text, gid);
}

void parse_owner(const char *text, uid_t *uid, gid_t *gid) {
    *uid = (uid_t)-1;
    *gid = (gid_t)-1;
    const char *colon = strchr(text, ':');
    char *user = colon ? copy_bytes(text, colon - text) : copy_string(text);
    if (*user && !parse_user(user, uid)) fatal("invalid user: %s", quote(text));
    if (colon && colon[1]) {
        if (!parse_group(colon + 1, gid)) fatal("invalid %s: %s", *user ? "user" : "group", quote(text));
    } else if (colon && *user) { // "user:" is the user's own group
        struct passwd *entry = getpwnam(user);
        if (entry == NULL) fatal("invalid spec: %s", quote(text));
        *gid = entry->pw_gid;
    }
    free(user);
}
