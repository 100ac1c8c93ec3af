// SPDX-License-Identifier: Apache-2.0
// Patterns to postfix. Without recursion: how deep parentheses go is the pattern's choice.

#include <ctype.h>
#include "regex_parts.h"

struct group {
    int number;
    int groups_before;
    size_t start; // in the postfix
    int alternatives;
    bool branch_has_items;
};

struct parser {
    struct postfix *postfix;
    const char *at, *start, *end;
    int flags;
    char line_end;
    const char *error;
    struct group *stack; // of open groups; the first is the pattern itself
    size_t depth, stack_capacity;
    int first_group; // of this line of the pattern: back references count from here
    bool *closed;    // by group number
    size_t closed_capacity;
};

static void emit(struct parser *p, enum operation operation, int argument) {
    GROW(p->postfix->items, p->postfix->count, p->postfix->capacity);
    p->postfix->items[p->postfix->count++] = (struct item){(unsigned char)operation, argument};
}

static void emit_assert(struct parser *p, enum assertion assertion) {
    p->postfix->has_asserts = true;
    emit(p, OP_ASSERT, assertion);
}

static void emit_set(struct parser *p, struct byte_set set) {
    if (p->flags & REGEX_LINES) set.bits[(unsigned char)p->line_end >> 5] &= ~(1u << (p->line_end & 31));
    if (p->flags & REGEX_IGNORE_CASE) regex_add_other_cases(&set);
    struct postfix *postfix = p->postfix;
    for (size_t i = postfix->set_count; i-- > 0 && i + 64 > postfix->set_count;) // most patterns use few sets, again and again
        if (memcmp(&postfix->sets[i], &set, sizeof set) == 0) {
            emit(p, OP_SET, (int)i);
            return;
        }
    GROW(postfix->sets, postfix->set_count, postfix->set_capacity);
    postfix->sets[postfix->set_count] = set;
    emit(p, OP_SET, (int)postfix->set_count++);
}

static void emit_byte(struct parser *p, unsigned char c) {
    struct byte_set set = {{0}};
    add_byte(&set, c);
    emit_set(p, set);
}

static void emit_test(struct parser *p, bool (*test)(int), bool wanted) {
    struct byte_set set = {{0}};
    for (int c = 0; c < 256; c++)
        if (test(c) == wanted) add_byte(&set, (unsigned char)c);
    emit_set(p, set);
}

static bool any_byte(int c) {
    (void)c;
    return true;
}

static bool word_byte(int c) {
    return beside((unsigned char)c) == WORD;
}

static bool space_byte(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/** [...], which begins at `at`, behind the bracket. */
static void bracket(struct parser *p) {
    struct bracket bracket = {.at = p->at, .end = p->end, .flags = p->flags};
    p->error = regex_bracket(&bracket);
    p->at = bracket.at;
    if (!p->error) emit_set(p, bracket.set);
}

// Repetition

static void copy_items(struct parser *p, size_t from, size_t length) {
    for (size_t i = 0; i < length; i++) {
        GROW(p->postfix->items, p->postfix->count, p->postfix->capacity);
        p->postfix->items[p->postfix->count++] = p->postfix->items[from + i];
    }
}

/** The atom from `start` on becomes x x … x{0,rest}, or x … x+ when there is no most (-1). */
static void repeat(struct parser *p, size_t start, int least, int most) {
    size_t length = p->postfix->count - start;
    if (most == 0) {
        p->postfix->count = start;
        emit(p, OP_EMPTY, 0);
        return;
    }
    int copies = most < 0 ? (least ? least : 1) : most;
    if ((p->postfix->count + (double)length * copies) > MOST_ITEMS) {
        p->error = "Regular expression too big";
        return;
    }
    for (int i = 1; i < copies; i++) {
        copy_items(p, start, length);
        if (i < least) emit(p, OP_CAT, 0); // the ones that must be
        if (most < 0 && i == least - 1) break;
    }
    if (most < 0) { // the last one, alone or at the end of a chain, may come again
        bool chained = copies > 1;
        if (chained) p->postfix->count--;
        emit(p, least ? OP_PLUS : OP_STAR, 0);
        if (chained) emit(p, OP_CAT, 0);
        return;
    }
    int optional = most - least;
    if (optional == 0) return;
    emit(p, OP_QUEST, 0);
    for (int i = 1; i < optional; i++) {
        emit(p, OP_CAT, 0);
        emit(p, OP_QUEST, 0);
    }
    if (least > 0) emit(p, OP_CAT, 0);
}

enum { DUP_MAX = 32767 };

/** {n}, {n,}, {n,m}, {,m} at `at`, which is behind the brace. Moves behind it if it is one. */
static bool interval(struct parser *p, int *least, int *most) {
    const char *at = p->at;
    bool extended = p->flags & REGEX_EXTENDED;
    *least = *most = -1;
    for (; at < p->end && isdigit((unsigned char)*at); at++) *least = *least < 0 ? *at - '0' : *least > DUP_MAX ? *least : *least * 10 + (*at - '0');
    if (at < p->end && *at == ',') {
        at++;
        for (; at < p->end && isdigit((unsigned char)*at); at++) *most = *most < 0 ? *at - '0' : *most > DUP_MAX ? *most : *most * 10 + (*at - '0');
        if (*least < 0) *least = 0;
    } else {
        *most = *least;
    }
    bool closed = extended ? at < p->end && *at == '}' : at + 1 < p->end && at[0] == '\\' && at[1] == '}';
    if (!closed || *least < 0 || (*most >= 0 && *most < *least)) {
        if (extended && !(closed && *least >= 0 && *most < *least)) return false; // taken as it stands
        p->error = !extended && at >= p->end ? "Unmatched \\{" : "Invalid content of \\{\\}";
        if (!extended && !closed && at < p->end && *at == '\\' && at + 1 >= p->end) p->error = "Trailing backslash";
        return false;
    }
    if (*least > DUP_MAX || *most > DUP_MAX) {
        p->error = "Regular expression too big";
        return false;
    }
    p->at = at + (extended ? 1 : 2);
    return true;
}

/** The * + ? {} behind the atom that begins at `start`. */
static void repetitions(struct parser *p, size_t start) {
    bool extended = p->flags & REGEX_EXTENDED;
    while (p->at < p->end && !p->error) {
        const char *before = p->at;
        char c = *p->at++;
        bool escaped = c == '\\' && p->at < p->end;
        if (escaped) c = *p->at++;
        int least, most;
        if (!escaped && c == '*') repeat(p, start, 0, -1);
        else if (escaped != extended && c == '+') repeat(p, start, 1, -1);
        else if (escaped != extended && c == '?') repeat(p, start, 0, 1);
        else if (escaped != extended && c == '{' && interval(p, &least, &most)) repeat(p, start, least, most);
        else {
            p->at = before;
            return;
        }
    }
}

// Structure

static struct group *top(struct parser *p) {
    return &p->stack[p->depth - 1];
}

static void push_group(struct parser *p, int number) {
    GROW(p->stack, p->depth, p->stack_capacity);
    p->stack[p->depth++] = (struct group){.number = number, .groups_before = p->postfix->group_count, .start = p->postfix->count};
}

/** An atom stands complete: what repeats it comes here, then it joins its branch. */
static void finish_atom(struct parser *p, size_t start) {
    repetitions(p, start);
    if (top(p)->branch_has_items) emit(p, OP_CAT, 0);
    top(p)->branch_has_items = true;
}

static void end_branch(struct parser *p) {
    struct group *group = top(p);
    if (!group->branch_has_items) emit(p, OP_EMPTY, 0);
    if (group->alternatives++ > 0) emit(p, OP_ALT, 0);
    group->branch_has_items = false;
}

/** The groups inside may now be referred to, or not: not from another alternative than their own. */
static void set_closed(struct parser *p, bool closed) {
    for (int i = top(p)->groups_before + 1; i <= p->postfix->group_count; i++) p->closed[i] = closed;
}

static void close_group(struct parser *p) {
    end_branch(p);
    set_closed(p, true);
    struct group group = *top(p);
    p->depth--;
    emit(p, OP_GROUP, group.number);
    p->closed[group.number] = true;
    finish_atom(p, group.start);
}

static void open_group(struct parser *p) {
    int number = ++p->postfix->group_count;
    if ((size_t)number >= p->closed_capacity) p->closed = reallocate(p->closed, p->closed_capacity = 2 * p->closed_capacity + 16);
    p->closed[number] = false;
    push_group(p, number);
}

static void backref(struct parser *p, int number) {
    number += p->first_group;
    if (number > p->postfix->group_count || !p->closed[number]) {
        p->error = "Invalid back reference";
        return;
    }
    p->postfix->has_backrefs = true;
    emit(p, OP_BACKREF, number);
}

static void stray(const struct parser *p, const char *format, char c) {
    if ((p->flags & REGEX_LINES) && !(p->flags & REGEX_NO_WARNINGS)) {
        char text[64];
        snprintf(text, sizeof text, format, c);
        complain("warning: %s", text);
    }
}

/** What follows a backslash and is no group, alternative or repetition. */
static void escaped(struct parser *p, char c) {
    switch (c) {
    case 'w': emit_test(p, word_byte, true); break;
    case 'W': emit_test(p, word_byte, false); break;
    case 's': emit_test(p, space_byte, true); break;
    case 'S': emit_test(p, space_byte, false); break;
    case 'b': emit_assert(p, BOUNDARY); break;
    case 'B': emit_assert(p, NOT_BOUNDARY); break;
    case '<': emit_assert(p, WORD_START); break;
    case '>': emit_assert(p, WORD_END); break;
    case '`': emit_assert(p, LINE_START); break;
    case '\'': emit_assert(p, LINE_END); break;
    case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9': backref(p, c - '0'); break;
    default: emit_byte(p, (unsigned char)c);
    }
}

/** In a basic pattern $ is an anchor only at the end of a branch. */
static bool at_branch_end(const struct parser *p) {
    if (p->at == p->end || (p->flags & REGEX_EXTENDED)) return true;
    return p->at + 1 < p->end && p->at[0] == '\\' && (p->at[1] == ')' || p->at[1] == '|');
}

static void next_token(struct parser *p) {
    bool extended = p->flags & REGEX_EXTENDED, at_start = !top(p)->branch_has_items;
    size_t start = p->postfix->count;
    char c = *p->at++;
    bool backslash = c == '\\';
    if (backslash) {
        if (p->at == p->end) {
            p->error = "Trailing backslash";
            return;
        }
        c = *p->at++;
    }
    if (c == '(' && backslash != extended) {
        open_group(p);
        return;
    }
    if (c == ')' && backslash != extended && !(extended && p->depth == 1)) { // alone in an extended one it is a byte
        if (p->depth == 1) p->error = "Unmatched ) or \\)";
        else close_group(p);
        return;
    }
    if (c == '|' && backslash != extended) {
        end_branch(p);
        set_closed(p, false);
        return;
    }
    if (backslash && !(!extended && (c == '+' || c == '?' || c == '{'))) {
        escaped(p, c);
    } else if (backslash) { // a repetition of nothing stands for itself
        emit_byte(p, (unsigned char)c);
    } else if (extended && at_start && (c == '*' || c == '+' || c == '?' || c == '{')) {
        int least, most;
        if (c != '{') {
            stray(p, "%c at start of expression", c);
            return;
        }
        if (interval(p, &least, &most)) {
            stray(p, "{...} at start of expression", c);
            return;
        }
        if (p->error) return;
        emit_byte(p, '{');
    } else if (c == '*' && at_start) {
        emit_byte(p, '*');
    } else if (c == '^' && (extended || at_start)) {
        emit_assert(p, LINE_START);
        if (!extended && p->at < p->end && *p->at == '*') { // ^* is an anchor and a star
            top(p)->branch_has_items = true;
            start = p->postfix->count;
            p->at++;
            emit_byte(p, '*');
        }
    } else if (c == '$' && at_branch_end(p)) {
        emit_assert(p, LINE_END);
    } else if (c == '.') {
        emit_test(p, any_byte, true);
    } else if (c == '[') {
        bracket(p);
    } else {
        emit_byte(p, (unsigned char)c);
    }
    if (!p->error) finish_atom(p, start);
}

static void parse_pattern(struct parser *p) {
    push_group(p, 0);
    if (p->flags & REGEX_FIXED) {
        for (; p->at < p->end; p->at++) {
            emit_byte(p, (unsigned char)*p->at);
            if (top(p)->branch_has_items) emit(p, OP_CAT, 0);
            top(p)->branch_has_items = true;
        }
    }
    while (p->at < p->end && !p->error) next_token(p);
    if (p->error) return;
    if (p->depth > 1) {
        p->error = "Unmatched ( or \\(";
        return;
    }
    end_branch(p);
    p->depth = 0;
    p->first_group = p->postfix->group_count;
}

/** Assertion, pattern, assertion. */
static void enclose(struct parser *p, enum assertion before, enum assertion after) {
    emit(p, OP_EMPTY, 0); // makes room: all moves up by one
    memmove(p->postfix->items + 1, p->postfix->items, (p->postfix->count - 1) * sizeof *p->postfix->items);
    p->postfix->items[0] = (struct item){OP_ASSERT, before};
    emit(p, OP_CAT, 0);
    emit_assert(p, after);
    emit(p, OP_CAT, 0);
}

const char *regex_parse(struct postfix *postfix, const char *pattern, size_t length, int flags, char line_end) {
    struct parser p = {.postfix = postfix, .flags = flags, .line_end = line_end};
    const char *all_end = pattern + length;
    for (int lines = 0;; lines++) {
        const char *end = flags & REGEX_LINES ? memchr(pattern, '\n', all_end - pattern) : NULL;
        p.at = p.start = pattern;
        p.end = end ? end : all_end;
        parse_pattern(&p);
        if (p.error) break;
        if (lines > 0) emit(&p, OP_ALT, 0);
        if (!end) break;
        pattern = end + 1;
    }
    if (!p.error && flags & REGEX_WHOLE_LINE) {
        enclose(&p, LINE_START, LINE_END);
    } else if (!p.error && flags & REGEX_WHOLE_WORD) {
        enclose(&p, NOT_AFTER_WORD, NOT_BEFORE_WORD);
    }
    free(p.stack);
    free(p.closed);
    return p.error;
}
