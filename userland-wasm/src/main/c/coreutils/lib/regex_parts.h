// SPDX-License-Identifier: Apache-2.0
// Between the files of the regex engine.
#ifndef WSH_REGEX_PARTS_H
#define WSH_REGEX_PARTS_H
#include "regex.h"

/** A set of bytes. */
struct byte_set {
    uint32_t bits[8];
};
static inline bool has(const struct byte_set *set, unsigned char c) {
    return set->bits[c >> 5] >> (c & 31) & 1;
}
static inline void add_byte(struct byte_set *set, unsigned char c) {
    set->bits[c >> 5] |= 1u << (c & 31);
}

// regex_bracket.c

/** A bracket expression: read from `at`, which is behind its [, and then behind its ]. */
struct bracket {
    const char *at, *end;
    int flags;
    const char *error; // of its parts
    struct byte_set set; // what it matches; other cases are up to who uses it
};
/** Returns an error message or NULL. */
const char *regex_bracket(struct bracket *bracket);
/** Of each letter in the set, both cases. */
void regex_add_other_cases(struct byte_set *set);

// regex_parse.c

/** Conditions on the bytes beside a place. */
enum assertion { LINE_START, LINE_END, WORD_START, WORD_END, BOUNDARY, NOT_BOUNDARY, NOT_AFTER_WORD, NOT_BEFORE_WORD };

enum operation { OP_SET, OP_ASSERT, OP_EMPTY, OP_BACKREF, OP_CAT, OP_ALT, OP_STAR, OP_PLUS, OP_QUEST, OP_GROUP };
struct item {
    unsigned char operation;
    int argument; // of a set its index, of an assertion which, of a group and a back reference the number
};
/** A pattern in postfix: each operation applies to the operands before it. */
struct postfix {
    struct item *items;
    size_t count, capacity;
    struct byte_set *sets;
    size_t set_count, set_capacity;
    int group_count;
    bool has_backrefs, has_asserts;
};
enum { MOST_ITEMS = 4000000 }; // a larger pattern is "too big"
/** Returns an error message or NULL. */
const char *regex_parse(struct postfix *postfix, const char *pattern, size_t length, int flags, char line_end);

// regex_nfa.c

enum state_kind { STATE_SET, STATE_ASSERT, STATE_EMPTY, STATE_SPLIT, STATE_SAVE, STATE_BACKREF, STATE_ACCEPT };
struct nfa_state {
    unsigned char kind;
    int argument;   // set, assertion, slot, group
    int out, other; // other: a split's second way
};
struct nfa {
    struct nfa_state *states;
    size_t count, capacity;
    int start;
    const struct postfix *postfix;
    unsigned char class_of[256]; // bytes that no set tells apart have the same class
    bool exact;                  // false: back references are taken for any text
};
/** `reverse`: for text read backwards. `captures`: with groups and back references. */
void regex_build(struct nfa *nfa, const struct postfix *postfix, bool reverse, bool captures);

// What stands beside a place: nothing (the line ends there), a word's byte, another byte.
enum beside { EDGE, WORD, OTHER };
static inline enum beside beside(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ? WORD : OTHER;
}
bool holds(enum assertion assertion, enum beside before, enum beside after);

// regex_dfa.c

struct dfa;
/** `restarts`: a match may begin anywhere. `stops`: only the first is wanted. `line_end`: the byte that ends lines, or -1. */
struct dfa *dfa_new(const struct nfa *nfa, bool restarts, bool stops, int line_end);
/** The end of the match that ends first, in the first line that has one, or NULL. For a DFA that restarts and stops. */
const char *dfa_find_line(struct dfa *dfa, const char *from, const char *end);
/** The end of the longest match that starts at `from`, or NULL. For one that does not. */
const char *dfa_longest(struct dfa *dfa, const char *from, const char *end, enum beside before);
/** Marks in a bitmap where matches start in [line, end]. For one that restarts, of the reversed pattern. */
void dfa_mark_starts(struct dfa *dfa, const char *line, const char *end, unsigned char *marks);

// regex_backtrack.c

/** The match that starts at `from`: one that ends at `wanted`, or the longest if that is NULL. Fills the slots. */
bool backtrack(const struct nfa *nfa, const char *line, const char *end, const char *from, const char *wanted, bool ignore_case,
               const char **slots);

// regex_literal.c

/** A string that every match holds; `whole` if it is all of the pattern. Length 0: there is none. */
struct literal {
    char *bytes;
    size_t length;
    bool whole;
    unsigned char skip[256]; // how far the search may step when the window ends in this byte
};
void literal_of(struct literal *literal, const struct postfix *postfix);
const char *literal_find(const struct literal *literal, const char *from, const char *end);
#endif
