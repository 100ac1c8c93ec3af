// SPDX-License-Identifier: Apache-2.0
// Every command: X(symbol), where cmd_symbol is defined in the command's file. Sorted, one a line, for easy merging.
#ifndef COMMANDS_H
#define COMMANDS_H
#include "lib/coreutils.h"
#define COMMANDS(X) \
    X(bracket) \
    X(cat) \
    X(cut) \
    X(date) \
    X(echo) \
    X(false) \
    X(head) \
    X(ls) \
    X(printf) \
    X(seq) \
    X(sort) \
    X(tail) \
    X(tee) \
    X(test) \
    X(tr) \
    X(true) \
    X(uniq) \
    X(wc) \
    X(xargs)
#endif
