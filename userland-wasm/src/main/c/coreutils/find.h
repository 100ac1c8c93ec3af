// SPDX-License-Identifier: Apache-2.0
// find's parts: options and walking (find.c), reading the expression (find_parse.c), tests (find_test.c), actions
// (find_action.c, find_print.c).
#ifndef FIND_H
#define FIND_H
#include <sys/stat.h>
#include <time.h>
#include "lib/coreutils.h"
#include "lib/regex.h"

/** A file found. */
struct entry {
    const char *path;      // as printed
    const char *start;     // the operand it was found below
    int depth;
    struct stat st;        // of the link, or with -L of what it points to
    bool directory;        // st says so
};

struct node;
typedef bool evaluator(const struct node *node, struct entry *entry);
/** A primary or an operator of the expression. */
struct node {
    evaluator *evaluate;
    const struct node *left, *right; // of operators
    char compare;                    // -n, +n or n: '-', '+' or '='
    intmax_t number;
    char unit;                       // what is counted; for times which: a, c, m
    const char *text;
    struct timespec time;
    struct regex *regex;
    char **command;                  // -exec
    struct batch *batch;             // -exec … +
    struct stat st;                  // -samefile
};

struct find {
    enum { PHYSICAL, OPERANDS, LOGICAL } follow; // -P, -H, -L
    bool depth_first, one_filesystem, from_midnight, ignore_races, stop;
    bool prune;            // set by -prune for the entry at hand
    intmax_t least_depth, most_depth;
    struct timespec now;
    struct timespec day;   // what -mtime and the like count from
};
extern struct find find;

// find_parse.c: the expression; never NULL
const struct node *parse_expression(char **words);

// find_test.c, find_action.c, find_print.c: evaluators, by what they look at
evaluator is_true, is_false, matches_name, matches_path, matches_case_name, matches_case_path, matches_regex, matches_link, has_type, has_target_type,
    has_size, has_age, has_minutes, is_newer, has_permission, has_user, has_group, has_no_user, has_no_group, has_links, has_inode,
    is_same_file, is_empty, may_access, is_used;
evaluator prune, quit, remove_it, execute, execute_all;
evaluator print_path, print_null, print_list, print_formatted;

/** Runs what -exec … + has collected. */
void finish_batches(void);
struct batch *new_batch(char **command, bool in_directory);
int stat_entry(const char *path, struct stat *st, bool operand);
const char *name_of(const struct entry *entry);
#endif
