// SPDX-License-Identifier: Apache-2.0
// find's tests.

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <grp.h>
#include <pwd.h>
#include "find.h"

bool is_true(const struct node *node, struct entry *entry) {
    (void)node, (void)entry;
    return true;
}

bool is_false(const struct node *node, struct entry *entry) {
    (void)node, (void)entry;
    return false;
}

/** The last part of the path, without slashes behind it. */
const char *name_of(const struct entry *entry) {
    static char *kept;
    size_t n = strlen(entry->path), start;
    while (n > 1 && entry->path[n - 1] == '/') n--;
    for (start = n; start > 0 && entry->path[start - 1] != '/'; start--) continue;
    if (entry->path[n] == '\0') return entry->path + start;
    if (start == n) start--; // the root
    free(kept);
    return kept = copy_bytes(entry->path + start, n - start);
}

bool matches_name(const struct node *node, struct entry *entry) {
    return fnmatch(node->text, name_of(entry), 0) == 0;
}

bool matches_case_name(const struct node *node, struct entry *entry) {
    return fnmatch(node->text, name_of(entry), FNM_CASEFOLD) == 0;
}

bool matches_path(const struct node *node, struct entry *entry) {
    return fnmatch(node->text, entry->path, 0) == 0;
}

bool matches_case_path(const struct node *node, struct entry *entry) {
    return fnmatch(node->text, entry->path, FNM_CASEFOLD) == 0;
}

bool matches_regex(const struct node *node, struct entry *entry) {
    const char *end = entry->path + strlen(entry->path);
    struct span match;
    regex_set_line(node->regex, entry->path, end);
    return regex_match_at(node->regex, entry->path, &match, 1) && match.end == end;
}

bool matches_link(const struct node *node, struct entry *entry) {
    char target[PATH_MAX];
    ssize_t n = S_ISLNK(entry->st.st_mode) ? readlink(entry->path, target, sizeof target - 1) : -1;
    if (n < 0) return false;
    target[n] = '\0';
    return fnmatch(node->text, target, node->unit == 'i' ? FNM_CASEFOLD : 0) == 0;
}

static char type_letter(mode_t mode) {
    return S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISCHR(mode) ? 'c' : S_ISBLK(mode) ? 'b' : S_ISFIFO(mode) ? 'p' : 's';
}

bool has_type(const struct node *node, struct entry *entry) {
    return strchr(node->text, type_letter(entry->st.st_mode)) != NULL;
}

/** -xtype: of links, what they point to; with -L, the link itself. */
bool has_target_type(const struct node *node, struct entry *entry) {
    struct stat st;
    int failed = find.follow == LOGICAL ? lstat(entry->path, &st) : stat(entry->path, &st) < 0 && lstat(entry->path, &st) < 0;
    return !failed && strchr(node->text, type_letter(st.st_mode)) != NULL;
}

static bool compares(const struct node *node, intmax_t value) {
    return node->compare == '+' ? value > node->number : node->compare == '-' ? value < node->number : value == node->number;
}

bool has_size(const struct node *node, struct entry *entry) {
    static const char letters[] = "cwbkMG";
    static const intmax_t sizes[] = {1, 2, 512, 1024, 1048576, 1073741824};
    intmax_t unit = sizes[strchr(letters, node->unit) - letters];
    return compares(node, (entry->st.st_size + unit - 1) / unit);
}

static struct timespec time_of(const struct entry *entry, char which) {
    return which == 'a' ? entry->st.st_atim : which == 'c' ? entry->st.st_ctim : entry->st.st_mtim;
}

static int compare_times(struct timespec a, struct timespec b) {
    if (a.tv_sec != b.tv_sec) return a.tv_sec < b.tv_sec ? -1 : 1;
    return (a.tv_nsec > b.tv_nsec) - (a.tv_nsec < b.tv_nsec);
}

/** Whole units of time, counted back from `from`; what is in the future counts as before the first. */
static bool has_passed(const struct node *node, struct timespec then, struct timespec from, intmax_t unit) {
    intmax_t seconds = from.tv_sec - then.tv_sec - (from.tv_nsec < then.tv_nsec);
    intmax_t passed = seconds >= 0 ? seconds / unit : -((unit - 1 - seconds) / unit);
    if (unit == 60) { // minutes are not cut off but compared to the nanosecond
        intmax_t exact = seconds - node->number * 60;
        bool rest = from.tv_nsec != then.tv_nsec;
        if (node->compare == '+') return exact > 0 || (exact == 0 && rest);
        if (node->compare == '-') return exact < 0;
        return exact > -60 && (exact < 0 || (exact == 0 && !rest));
    }
    return compares(node, passed);
}

bool has_age(const struct node *node, struct entry *entry) {
    return has_passed(node, time_of(entry, node->unit), find.day, 86400);
}

bool has_minutes(const struct node *node, struct entry *entry) {
    return has_passed(node, time_of(entry, node->unit), find.from_midnight ? find.day : find.now, 60);
}

bool is_newer(const struct node *node, struct entry *entry) {
    return compare_times(time_of(entry, node->unit), node->time) > 0;
}

bool is_used(const struct node *node, struct entry *entry) {
    struct timespec access = entry->st.st_atim, change = entry->st.st_ctim;
    if (compare_times(access, change) < 0) return false;
    return compares(node, (access.tv_sec - change.tv_sec) / 86400);
}

bool has_permission(const struct node *node, struct entry *entry) {
    mode_t mode = entry->st.st_mode & 07777, wanted = (mode_t)node->number;
    return node->compare == '-' ? (mode & wanted) == wanted : node->compare == '/' ? wanted == 0 || (mode & wanted) != 0 : mode == wanted;
}

bool has_user(const struct node *node, struct entry *entry) {
    return compares(node, entry->st.st_uid);
}

bool has_group(const struct node *node, struct entry *entry) {
    return compares(node, entry->st.st_gid);
}

bool has_no_user(const struct node *node, struct entry *entry) {
    (void)node;
    return getpwuid(entry->st.st_uid) == NULL;
}

bool has_no_group(const struct node *node, struct entry *entry) {
    (void)node;
    return getgrgid(entry->st.st_gid) == NULL;
}

bool has_links(const struct node *node, struct entry *entry) {
    return compares(node, (intmax_t)entry->st.st_nlink);
}

bool has_inode(const struct node *node, struct entry *entry) {
    return compares(node, (intmax_t)entry->st.st_ino);
}

bool is_same_file(const struct node *node, struct entry *entry) {
    return entry->st.st_dev == node->st.st_dev && entry->st.st_ino == node->st.st_ino;
}

bool is_empty(const struct node *node, struct entry *entry) {
    (void)node;
    if (S_ISREG(entry->st.st_mode)) return entry->st.st_size == 0;
    if (!S_ISDIR(entry->st.st_mode)) return false;
    DIR *directory = opendir(entry->path);
    if (directory == NULL) {
        warn("%s:", quote(entry->path));
        return false;
    }
    bool empty = true;
    for (struct dirent *each; empty && (each = readdir(directory)) != NULL;)
        empty = strcmp(each->d_name, ".") == 0 || strcmp(each->d_name, "..") == 0;
    closedir(directory);
    return empty;
}

bool may_access(const struct node *node, struct entry *entry) {
    return access(entry->path, (int)node->number) == 0;
}
