// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_GRP_H
#define WSH_GRP_H
#include <sys/types.h>
#ifdef __cplusplus
extern "C" {
#endif
struct group {
    char *gr_name, *gr_passwd;
    gid_t gr_gid;
    char **gr_mem;
};
struct group *getgrnam(const char *);
struct group *getgrgid(gid_t);
struct group *getgrent(void);
void setgrent(void);
void endgrent(void);
int setgroups(size_t, const gid_t *);
#ifdef __cplusplus
}
#endif
#endif
