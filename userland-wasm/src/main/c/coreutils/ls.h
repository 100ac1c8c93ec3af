// SPDX-License-Identifier: Apache-2.0
// ls's parts: options and what is listed (ls.c), names (ls_name.c), the long format (ls_long.c), the others (ls_short.c).
#ifndef LS_H
#define LS_H
#include <sys/stat.h>
#include <time.h>
#include "commands.h"

struct entry {
    char *name;
    char *target; // of a symbolic link, in a long listing
    struct stat st;
    mode_t target_mode; // what the link leads to; 0: nowhere
    unsigned char type; // d_type
    bool has_stat;
    char *shown; // the name as printed
    size_t width;
};
struct list {
    struct entry *entries;
    size_t count, capacity;
};

/** What the options ask for. */
struct ls {
    enum { LINES, COLUMNS, ROWS, COMMAS, LONG } format;
    enum { BY_NAME, BY_NONE, BY_SIZE, BY_TIME, BY_VERSION, BY_EXTENSION } order;
    enum { MODIFIED, CHANGED, ACCESSED } which_time;
    enum { VISIBLE, ALMOST_ALL, ALL } hidden;
    enum { LITERAL, SHELL, DOUBLE_QUOTES, BACKSLASHES } quoting;
    bool no_backups, color, directories_themselves, classify, slash, show_owner, show_group, human, follow,
        follow_operands, inode, numeric, question_marks, reverse, recursive, blocks, directories_first;
    const char *time_format;
    size_t line_width; // 0: no limit
    time_t now;
};
extern struct ls ls;

const struct timespec *ls_time_of(const struct entry *e);
char *ls_block_text(const struct entry *e, char *buffer);
/** `width`, or the text's length if that is more. */
int ls_longer(int width, const char *text);

// ls_name.c
mode_t ls_mode_of(const struct entry *e);
/** The name as the options quote it; the caller frees it. */
char *ls_shown_name(const char *name);
/** What -F or -p put after the name; '\0': nothing. */
char ls_indicator(mode_t mode);
/** In its color, with its indicator, or where the link leads. */
void ls_print_name(const struct entry *e);

// ls_long.c
void ls_print_long(const struct list *list);

// ls_short.c
void ls_print_short(const struct list *list);
#endif
