// SPDX-License-Identifier: Apache-2.0
// What differs between two sequences.
#ifndef CHANGES_H
#define CHANGES_H
#include "coreutils.h"

/** Lines as numbers: equal ones have equal numbers, from 0 up. */
struct sequence {
    const int *items;
    size_t count;
    bool *changed; // count + 1 of them, all false at first
};
/** Marks a short set of items to take out of `a`, and one to put in from `b`, that make `b` of `a`. `kinds`: all numbers are below it. */
void find_changes(struct sequence *a, struct sequence *b, size_t kinds);
#endif
