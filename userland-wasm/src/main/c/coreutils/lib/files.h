// SPDX-License-Identifier: Apache-2.0
// What the commands that make, move and remove files share.
#ifndef FILES_H
#define FILES_H

#include <sys/stat.h>
#include "coreutils.h"

// path.c
/** "a/b" of "a" and "b"; to be freed. */
char *join_path(const char *directory, const char *name);
/** The last component, into the path's own text: trailing slashes belong to it. "" of "/". */
const char *last_component(const char *path);
/** Cuts trailing slashes off, but not the first character. */
void strip_slashes(char *path);
bool is_dot_or_dotdot(const char *name);
bool is_directory(const char *path);
/** The names in a directory, without . and .., in the order of names; NULL and errno if it cannot be read. */
char **list_directory(const char *path);
void free_list(char **names);
/** Makes the missing parents of a path, as mkdir -p does; tells of each if `verbose`. Warns and returns false if it cannot. */
bool make_parents(const char *path, bool verbose);
/** "regular file", "directory", ... */
const char *file_type(const struct stat *st);

// mode.c
struct mode_change; // a parsed mode: a list of changes
/** An octal or symbolic mode; NULL if it is none. */
struct mode_change *parse_mode(const char *text);
/** What the mode makes of `old`; `mask` is the umask, for clauses that name no one. */
mode_t apply_mode(const struct mode_change *change, mode_t old, bool directory, mode_t mask);
/** "rwxr-xr-x". */
void permission_text(mode_t mode, char text[10]);

// ask.c
/** Prints "NAME: question " and reads a line; true if it begins with y or Y. */
bool ask(const char *format, ...) __attribute__((format(printf, 1, 2)));

// destination.c: the operands of cp, mv, ln, install
struct destination {
    char *directory;      // NULL: there is one source and `path` is what to make of it
    char *path;
    char **sources;
    int count;
};
/** Sorts operands out; `target` is -t's, `no_directory` -T's. Ends the command if they make no sense. */
struct destination find_destination(char **operands, int count, char *target, bool no_directory);
/** Where a source goes; to be freed. */
char *destination_of(const struct destination *destination, const char *source);

// copy.c
struct copying {
    bool recursive, force, interactive, no_clobber, update, verbose, remove_destination, links_only, symlinks_only,
        attributes_only, one_filesystem;
    bool keep_mode, keep_owner, keep_times, keep_links;
    bool moving;                                   // for mv: messages, and owners that may fail in silence
    enum { FOLLOW_ALL, FOLLOW_OPERANDS, FOLLOW_NONE } follow;
};
/** Copies a file or a tree to `to`; warns and returns false if anything failed. */
bool copy(const struct copying *how, const char *from, const char *to);
/** Copies what is left of one descriptor to the other; false and errno if it cannot. `*reading` tells which side failed. */
bool copy_bytes_between(int from, int to, bool *reading);

// remove.c
struct removing {
    bool recursive, force, directories, verbose, one_filesystem, preserve_root;
    enum { WHEN_PROTECTED, NEVER, ALWAYS } prompt;
};
bool remove_tree(const struct removing *how, const char *path);

// ids.c
bool parse_user(const char *text, uid_t *uid);   // a name, a number, or +number
bool parse_group(const char *text, gid_t *gid);
/** USER, USER:GROUP, USER:, :GROUP; what is not named stays as it is. Ends the command if it is no owner. */
void parse_owner(const char *text, uid_t *uid, gid_t *gid);

// signal_names.c
/** The number of "TERM", "SIGTERM", "15", "0" or "EXIT"; -1 if it is none. */
int signal_number(const char *text);
/** "TERM"; NULL for a number without a name. */
const char *signal_name(int sig);
#endif
