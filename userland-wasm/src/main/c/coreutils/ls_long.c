// SPDX-License-Identifier: Apache-2.0
// ls -l: a line a file.

#include <grp.h>
#include <pwd.h>
#include <sys/sysmacros.h>
#include "ls.h"

static char *size_text(uintmax_t bytes, char *buffer) {
    if (ls.human) return human_size(bytes, buffer);
    sprintf(buffer, "%ju", bytes);
    return buffer;
}

static void mode_text(mode_t mode, char text[11]) {
    const char *letters = "rwxrwxrwx";
    text[0] = S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISCHR(mode) ? 'c' : S_ISBLK(mode) ? 'b' : S_ISFIFO(mode) ? 'p'
            : S_ISSOCK(mode) ? 's' : '-';
    for (int i = 0; i < 9; i++) text[1 + i] = mode & 0400u >> i ? letters[i] : '-';
    if (mode & S_ISUID) text[3] = mode & 0100 ? 's' : 'S';
    if (mode & S_ISGID) text[6] = mode & 0010 ? 's' : 'S';
    if (mode & S_ISVTX) text[9] = mode & 0001 ? 't' : 'T';
    text[10] = '\0';
}

/** The name of an id, looked up once for each run of equal ids. */
static const char *id_name(unsigned id, bool group) {
    static struct { bool known; unsigned id; char name[64]; } last[2];
    if (!last[group].known || last[group].id != id) {
        const char *name = NULL;
        if (!ls.numeric && group) {
            struct group *g = getgrgid(id);
            name = g ? g->gr_name : NULL;
        } else if (!ls.numeric) {
            struct passwd *p = getpwuid(id);
            name = p ? p->pw_name : NULL;
        }
        if (name) snprintf(last[group].name, sizeof last[group].name, "%s", name);
        else snprintf(last[group].name, sizeof last[group].name, "%u", id);
        last[group].id = id;
        last[group].known = true;
    }
    return last[group].name;
}

static void time_text(const struct timespec *t, char *text, size_t size) {
    const char *wanted = ls.time_format;
    if (wanted == NULL) wanted = t->tv_sec > ls.now - 31556952 / 2 && t->tv_sec <= ls.now ? "%b %e %H:%M" : "%b %e  %Y";
    if (strcmp(wanted, "iso") == 0) wanted = t->tv_sec > ls.now - 31556952 / 2 && t->tv_sec <= ls.now ? "%m-%d %H:%M" : "%Y-%m-%d ";
    struct tm *local = localtime(&t->tv_sec);
    if (strcmp(wanted, "full") == 0) {
        size_t n = strftime(text, size, "%Y-%m-%d %H:%M:%S", local);
        n += snprintf(text + n, size - n, ".%09ld ", (long)t->tv_nsec);
        strftime(text + n, size - n, "%z", local);
    } else {
        strftime(text, size, wanted, local);
    }
}

void ls_print_long(const struct list *list) {
    int links = 0, owner = 0, group = 0, size = 0, ino = 0, block = 0, majors = 0, minors = 0;
    char text[32];
    for (size_t i = 0; i < list->count; i++) {
        const struct entry *e = &list->entries[i];
        sprintf(text, "%ju", (uintmax_t)e->st.st_nlink);
        links = ls_longer(links, text);
        owner = ls_longer(owner, id_name(e->st.st_uid, false));
        group = ls_longer(group, id_name(e->st.st_gid, true));
        sprintf(text, "%ju", (uintmax_t)e->st.st_ino);
        ino = ls_longer(ino, text);
        block = ls_longer(block, ls_block_text(e, text));
        if (S_ISCHR(e->st.st_mode) || S_ISBLK(e->st.st_mode)) {
            sprintf(text, "%u", (unsigned)major(e->st.st_rdev));
            majors = ls_longer(majors, text);
            sprintf(text, "%u", (unsigned)minor(e->st.st_rdev));
            minors = ls_longer(minors, text);
        } else size = ls_longer(size, size_text((uintmax_t)e->st.st_size, text));
    }
    if (majors && majors + 2 + minors > size) size = majors + 2 + minors;
    for (size_t i = 0; i < list->count; i++) {
        const struct entry *e = &list->entries[i];
        char mode[11], when[128];
        if (ls.inode) out_format("%*ju ", ino, (uintmax_t)e->st.st_ino);
        if (ls.blocks) out_format("%*s ", block, ls_block_text(e, text));
        mode_text(e->st.st_mode, mode);
        out_format("%s %*ju ", mode, links, (uintmax_t)e->st.st_nlink);
        if (ls.show_owner) out_format(ls.numeric ? "%*s " : "%-*s ", owner, id_name(e->st.st_uid, false));
        if (ls.show_group) out_format(ls.numeric ? "%*s " : "%-*s ", group, id_name(e->st.st_gid, true));
        if (S_ISCHR(e->st.st_mode) || S_ISBLK(e->st.st_mode))
            out_format("%*u, %*u ", size - 2 - minors, (unsigned)major(e->st.st_rdev), minors, (unsigned)minor(e->st.st_rdev));
        else out_format("%*s ", size, size_text((uintmax_t)e->st.st_size, text));
        time_text(ls_time_of(e), when, sizeof when);
        out_format("%s ", when);
        ls_print_name(e);
        out_char('\n');
    }
}
