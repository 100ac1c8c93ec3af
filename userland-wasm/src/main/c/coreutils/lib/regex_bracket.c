// SPDX-License-Identifier: Apache-2.0
// Bracket expressions: POSIX, base definitions 9.3.5, in the C locale, where a collating element is a byte.

#include <ctype.h>
#include "regex_parts.h"

void regex_add_other_cases(struct byte_set *set) {
    for (int c = 'a'; c <= 'z'; c++) {
        unsigned char lower = (unsigned char)c, upper = (unsigned char)toupper(c);
        if (has(set, lower) || has(set, upper)) add_byte(set, lower), add_byte(set, upper);
    }
}

static bool add_class(struct byte_set *set, const char *name, size_t length, bool ignore_case) {
    byte_class *test = byte_class_named(name, length);
    if (test == NULL) return false;
    if (ignore_case && (test == islower || test == isupper)) test = isalpha;
    for (int c = 0; c < 128; c++)
        if (test(c)) add_byte(set, (unsigned char)c);
    return true;
}

/** One end of a range: a byte, [.x.] or [=x=]. -1 after an error. */
static int bracket_end(struct bracket *p) {
    if (*p->at == '[' && p->at + 1 < p->end && (p->at[1] == '.' || p->at[1] == '=')) {
        char mark = p->at[1];
        const char *name = p->at + 2, *close = name;
        while (close + 1 < p->end && !(close[0] == mark && close[1] == ']')) close++;
        if (close + 1 >= p->end) return p->error = "Unmatched [, [^, [:, [., or [=", -1;
        if (close - name != 1) return p->error = "Invalid collation character", -1;
        p->at = close + 2;
        return (unsigned char)*name;
    }
    return (unsigned char)*p->at++;
}

const char *regex_bracket(struct bracket *p) {
    static const char unmatched[] = "Unmatched [, [^, [:, [., or [=";
    const char *open = p->at;
    bool negated = p->at < p->end && *p->at == '^';
    if (negated) p->at++;
    bool like_class = p->at < p->end && *p->at == ':'; // [:space:] for [[:space:]]
    for (const char *first = p->at;; ) {
        if (p->at >= p->end) return p->at == first ? "Invalid regular expression" : unmatched;
        if (*p->at == ']' && p->at > first) break;
        if (*p->at == '[' && p->at + 1 < p->end && p->at[1] == ':') {
            const char *name = p->at + 2, *close = name;
            while (close + 1 < p->end && !(close[0] == ':' && close[1] == ']')) close++;
            if (close + 1 >= p->end) return unmatched;
            if (!add_class(&p->set, name, close - name, p->flags & REGEX_IGNORE_CASE)) return "Invalid character class name";
            p->at = close + 2;
            continue;
        }
        int from = bracket_end(p), to = from;
        if (from < 0) return p->error;
        if (p->at + 1 < p->end && *p->at == '-' && p->at[1] != ']') {
            p->at++;
            to = bracket_end(p);
            if (to < 0) return p->error;
            if (to < from) return "Invalid range end";
        }
        for (int c = from; c <= to; c++) add_byte(&p->set, (unsigned char)c);
    }
    if (like_class && !negated && p->at - open > 2 && p->at[-1] == ':' && (p->flags & REGEX_LINES)) return "character class syntax is [[:space:]], not [:space:]";
    p->at++;
    if (negated) {
        if (p->flags & REGEX_IGNORE_CASE) regex_add_other_cases(&p->set); // both are listed before they are excluded
        for (int i = 0; i < 8; i++) p->set.bits[i] = ~p->set.bits[i];
        if (p->flags & REGEX_LINES) p->set.bits[0] &= ~(1u << '\n');
    }
    return NULL;
}
