// SPDX-License-Identifier: Apache-2.0
// grep's parts: options and patterns (grep.c), which files (grep_walk.c), searching one file (grep_file.c), printing lines
// (grep_print.c).
#ifndef GREP_H
#define GREP_H
#include "lib/coreutils.h"
#include "lib/regex.h"

enum { NO_LIMIT = -1 };
struct grep {
    struct regex *regex;      // NULL: there is no pattern at all
    bool invert, line_numbers, byte_offsets, only_matching, count, quiet, initial_tab, null_after_name, no_messages;
    bool list_matching, list_others; // -l, -L
    bool with_names;
    bool stop_at_first;       // one selected line says it all
    bool line_buffered;
    intmax_t most;            // -m, or NO_LIMIT
    intmax_t before, after;   // -B, -A
    bool has_context;
    int number_width;         // with -T: that of the file's size
    const char *separator;    // between groups of lines, or NULL
    char line_end;            // '\n', or '\0' with -z
    enum { BINARY, TEXT, WITHOUT_MATCH } binary;
    enum { READ, RECURSE, SKIP } directories;
    bool follow_links, skip_devices;
    bool any_selected;        // a line of any file so far
    bool color;
    const char *label;        // what stdin is called
    struct regex *highlight;  // for -v with color it is still what matches
};
extern struct grep grep;

// grep_walk.c
/** The last glob that a file matches decides; those that include leave out what matches none. */
void grep_add_glob(const char *pattern, bool include);
void grep_add_globs_of(const char *file);
void grep_add_directory_glob(char *pattern);
void grep_operand(const char *name);
/** The files below a directory that was not named: nor do their names begin with it. */
void grep_directory(const char *name);

// grep_file.c
/** Searches from where `fd` is; true if lines were selected. */
bool grep_file(int fd, const char *name);

// grep_print.c
void print_line(const char *line, const char *end, bool selected, uintmax_t number, uintmax_t offset);
void print_separator(void);
void print_name(const char *name, char after);
/** The name lines are printed with from now on. */
void set_printed_name(const char *name);
#endif
