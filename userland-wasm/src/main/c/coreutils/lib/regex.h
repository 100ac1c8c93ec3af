// SPDX-License-Identifier: Apache-2.0
// POSIX regular expressions, basic and extended, with GNU's \w \W \s \S \b \B \< \> \` \' \+ \? \|. Bytes, as in the C
// locale. Leftmost-longest, in time linear in the text unless there are back references.
//
// The way of a pattern: regex_parse.c reads it into postfix, with regex_bracket.c; regex_nfa.c makes an automaton of that; regex_dfa.c walks
// text with sets of its states, made when first needed; regex_backtrack.c finds groups, and back references, which no DFA
// can; regex_literal.c finds the strings that every match must hold; regex.c puts them together.
#ifndef WSH_REGEX_H
#define WSH_REGEX_H
#include "coreutils.h"

enum {
    REGEX_EXTENDED = 1,
    REGEX_IGNORE_CASE = 2,
    REGEX_FIXED = 4,       // the pattern is a string
    REGEX_WHOLE_WORD = 8,  // grep -w
    REGEX_WHOLE_LINE = 16, // grep -x
    REGEX_LINES = 32,      // each line of the pattern is a pattern of its own; the text is lines, too
    REGEX_NO_WARNINGS = 64,
};

struct span {
    const char *start, *end; // NULL: took no part in the match
};
struct regex;

/** NULL and a message if the pattern is malformed. `line_end` ends lines of text, with REGEX_LINES. */
struct regex *regex_compile(const char *pattern, size_t length, int flags, char line_end, const char **error);
int regex_group_count(const struct regex *regex);

/** A place in the first line of [from, end) that matches, or NULL. The text ends with a line end, and `from` begins a line. */
const char *regex_find_line(struct regex *regex, const char *from, const char *end);

/** Says which line (without its end) the searches that follow are in. */
void regex_set_line(struct regex *regex, const char *line, const char *end);
/** The leftmost-longest match in the line that starts at `from` or later. groups[0] is all of it; then come the groups. */
bool regex_search(struct regex *regex, const char *from, struct span *groups, int group_count);
/** The longest match that starts at `from`. */
bool regex_match_at(struct regex *regex, const char *from, struct span *groups, int group_count);
#endif
