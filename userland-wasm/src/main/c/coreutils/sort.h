// SPDX-License-Identifier: Apache-2.0
// sort's parts: keys and comparing (sort_key.c), sorting in memory (sort_memory.c), merging (sort_merge.c).
#ifndef SORT_H
#define SORT_H
#include "lib/coreutils.h"

enum ordering { TEXT, NUMERIC, GENERAL, HUMAN, MONTH, VERSION_ORDER, RANDOM };

struct flags {
    enum ordering ordering;
    bool reverse, fold, dictionary, printable, blanks_start, blanks_end;
    unsigned orderings; // asked for, by bit; more than one is a mistake
};
struct key {
    size_t start_field, start_char; // from 0
    size_t end_field, end_char;     // end_char 0: the whole of end_field; end_field SIZE_MAX: the end of the line
    struct flags flags;
    bool has_flags;                 // of its own; otherwise it takes the global ones
    struct key *next;
};

/** A line. `prefix` orders it against others as far as 64 bits can: equal prefixes decide nothing. */
struct record {
    uint64_t prefix;
    uint32_t offset, length;
};

struct sorting {
    struct key *keys;
    int separator;  // -t, or -1
    char delimiter; // what ends a line
    struct flags global;
    bool unique, stable;
    size_t memory;  // -S
    const char *temporary;
};
extern struct sorting sorting;

// sort_key.c
int compare_lines(const char *a, size_t a_length, const char *b, size_t b_length);
uint64_t prefix_of(const char *line, size_t length);

// sort_memory.c
/** Sorts what `files` hold; what does not fit goes through temporary files. Then calls `write_line` in order. */
void sort_files(char **files, int count, void (*write_line)(const char *line, size_t length));

// sort_merge.c
void merge_files(char **files, int count, void (*write_line)(const char *line, size_t length));
void merge_temporary(int *fds, int count, void (*write_line)(const char *line, size_t length));
#endif
