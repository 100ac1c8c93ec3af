// SPDX-License-Identifier: Apache-2.0
// What diff's two files share.
#ifndef DIFF_H
#define DIFF_H
#include <sys/stat.h>
#include "changes.h"

struct side {
    const char *name;
    struct stat st;
    bool absent;
    char *bytes;
    size_t length;
    bool completed;     // its last line had no newline, which an ed script cannot say
    const char **lines; // count + 1: the last is the end
    struct sequence sequence;
};

/** Lines a0 … a1 - 1 of the first become b0 … b1 - 1 of the second. */
struct change {
    size_t a0, a1, b0, b1;
};

enum { NORMAL = 300 };
extern int diff_style; // NORMAL, c, u, e, f
extern uintmax_t diff_context;
extern const char *diff_labels[2];

/** The changes that the sides' sequences have marked. */
struct change *diff_changes(struct side sides[2], size_t *count);
void diff_show(struct side sides[2], const struct change *changes, size_t count);
#endif
