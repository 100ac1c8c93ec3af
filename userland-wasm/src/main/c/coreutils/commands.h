// SPDX-License-Identifier: Apache-2.0
// Every command, in the order --help lists them: X(symbol), where cmd_symbol is defined in the command's file.
#ifndef COMMANDS_H
#define COMMANDS_H
#include "lib/coreutils.h"
#define COMMANDS(X) \
    X(cat) X(echo) X(false) X(head) X(ls) X(sort) X(tr) X(true) X(uniq) X(wc)
#endif
