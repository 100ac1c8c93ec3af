// SPDX-License-Identifier: Apache-2.0
// /etc/passwd and /etc/group.

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *users, *groups;
static char *user_line, *group_line;
static struct passwd user;
static struct group group;

/** The next field of a line, cut off at its colon; "" when there are no more. */
static char *field(char **line) {
    char *start = *line;
    *line += strcspn(start, ":\n");
    if (**line != '\0') *(*line)++ = '\0';
    return start;
}

/** The next line that is not empty or a comment; opens the file first if need be. */
static char *next_line(FILE **file, const char *path, char **line) {
    size_t capacity = 0;
    if (*file == NULL && (*file = fopen(path, "r")) == NULL) return NULL;
    do {
        free(*line);
        *line = NULL;
        capacity = 0;
        if (getline(line, &capacity, *file) < 0) return NULL;
    } while (**line == '\n' || **line == '#');
    return *line;
}

void setpwent(void) {
    if (users) fclose(users);
    users = NULL;
}

void endpwent(void) {
    setpwent();
}

struct passwd *getpwent(void) {
    char *rest = next_line(&users, "/etc/passwd", &user_line);
    if (rest == NULL) return NULL;
    user.pw_name = field(&rest);
    user.pw_passwd = field(&rest);
    user.pw_uid = strtoul(field(&rest), NULL, 10);
    user.pw_gid = strtoul(field(&rest), NULL, 10);
    user.pw_gecos = field(&rest);
    user.pw_dir = field(&rest);
    user.pw_shell = field(&rest);
    return &user;
}

struct passwd *getpwnam(const char *name) {
    struct passwd *found;
    setpwent();
    while ((found = getpwent()) && strcmp(found->pw_name, name) != 0) continue;
    setpwent();
    return found;
}

struct passwd *getpwuid(uid_t uid) {
    struct passwd *found;
    setpwent();
    while ((found = getpwent()) && found->pw_uid != uid) continue;
    setpwent();
    return found;
}

void setgrent(void) {
    if (groups) fclose(groups);
    groups = NULL;
}

void endgrent(void) {
    setgrent();
}

struct group *getgrent(void) {
    enum { MOST = 64 };
    static char *members[MOST + 1];
    char *rest = next_line(&groups, "/etc/group", &group_line);
    if (rest == NULL) return NULL;
    group.gr_name = field(&rest);
    group.gr_passwd = field(&rest);
    group.gr_gid = strtoul(field(&rest), NULL, 10);
    char *list = field(&rest);
    size_t count = 0;
    for (char *name = strtok_r(list, ",", &rest); name && count < MOST; name = strtok_r(NULL, ",", &rest))
        members[count++] = name;
    members[count] = NULL;
    group.gr_mem = members;
    return &group;
}

struct group *getgrnam(const char *name) {
    struct group *found;
    setgrent();
    while ((found = getgrent()) && strcmp(found->gr_name, name) != 0) continue;
    setgrent();
    return found;
}

struct group *getgrgid(gid_t gid) {
    struct group *found;
    setgrent();
    while ((found = getgrent()) && found->gr_gid != gid) continue;
    setgrent();
    return found;
}

char *getlogin(void) {
    const char *name = getenv("LOGNAME");
    return (char *)name;
}
