// SPDX-License-Identifier: Apache-2.0
// How the script is read, for those who read parts of it: sed_parse.c, sed_replace.c.
#ifndef SED_SCRIPT_H
#define SED_SCRIPT_H
#include "sed.h"

struct script {
    struct text text;
    size_t at; // the next byte
};
extern struct script script;

/** Ends sed: says where the script is wrong. */
_Noreturn void script_bad(const char *message);
/** The next byte, -1 at the end. `at` moves on even there. */
int script_next(void);
int script_peek(void);
void script_skip_blanks(void);
void script_skip_space(void);
uintmax_t script_number(void);
/** Text up to an unescaped `mark`. The mark's own escape goes; other escapes stay. False at the end of the script. */
bool script_delimited(struct text *text, int mark, bool is_regex);
#endif
