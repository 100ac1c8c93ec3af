// SPDX-License-Identifier: Apache-2.0
// The engine's front: picks the cheapest way that gives the answer.

#include "regex_parts.h"

struct regex {
    struct postfix postfix;
    int flags;
    int line_end; // -1: the text is not lines
    struct literal literal;

    // Built when first needed.
    struct nfa forward, backward, exact;
    struct dfa *lines, *longest, *starts;

    // The line searched.
    const char *line, *end;
    unsigned char *marks; // where matches start, if `marked`
    size_t mark_capacity;
    bool marked;
    const char **slots;
};

struct regex *regex_compile(const char *pattern, size_t length, int flags, char line_end, const char **error) {
    struct regex *regex = allocate_zeroed(1, sizeof *regex);
    regex->flags = flags;
    regex->line_end = flags & REGEX_LINES ? (unsigned char)line_end : -1;
    *error = regex_parse(&regex->postfix, pattern, length, flags, line_end);
    if (*error) return NULL;
    literal_of(&regex->literal, &regex->postfix);
    regex->slots = allocate(2 * (regex->postfix.group_count + 1) * sizeof *regex->slots);
    return regex;
}

int regex_group_count(const struct regex *regex) {
    return regex->postfix.group_count;
}

static const struct nfa *nfa(struct regex *regex, struct nfa *which) {
    if (which->count == 0) regex_build(which, &regex->postfix, which == &regex->backward, which == &regex->exact);
    return which;
}

static struct dfa *lines(struct regex *regex) {
    if (!regex->lines) regex->lines = dfa_new(nfa(regex, &regex->forward), true, true, regex->line_end);
    return regex->lines;
}

static struct dfa *longest(struct regex *regex) {
    if (!regex->longest) regex->longest = dfa_new(nfa(regex, &regex->forward), false, false, -1);
    return regex->longest;
}

static struct dfa *starts(struct regex *regex) {
    if (!regex->starts) regex->starts = dfa_new(nfa(regex, &regex->backward), true, false, -1);
    return regex->starts;
}

/** The line around `at`, with its end. */
static void line_around(const struct regex *regex, const char *from, const char *at, const char *end, const char **line, const char **line_end) {
    const char *found = memrchr(from, regex->line_end, at - from);
    *line = found ? found + 1 : from;
    *line_end = (const char *)memchr(at, regex->line_end, end - at) + 1;
}

/** Ignores back references, so the line may not match after all. */
static const char *find_candidate(struct regex *regex, const char *from, const char *end) {
    if (regex->literal.length == 0) return dfa_find_line(lines(regex), from, end);
    if (regex->literal.whole) return literal_find(&regex->literal, from, end);
    while (from < end) {
        const char *at = literal_find(&regex->literal, from, end), *line, *line_end;
        if (at == NULL) return NULL;
        line_around(regex, from, at, end, &line, &line_end);
        if (dfa_find_line(lines(regex), line, line_end)) return at;
        from = line_end;
    }
    return NULL;
}

const char *regex_find_line(struct regex *regex, const char *from, const char *end) {
    while (from < end) {
        const char *at = find_candidate(regex, from, end), *line, *line_end;
        if (at == NULL || !regex->postfix.has_backrefs) return at;
        struct span span;
        line_around(regex, from, at, end, &line, &line_end);
        regex_set_line(regex, line, line_end - 1);
        if (regex_search(regex, line, &span, 1)) return at;
        from = line_end;
    }
    return NULL;
}

void regex_set_line(struct regex *regex, const char *line, const char *end) {
    regex->line = line;
    regex->end = end;
    regex->marked = false;
}

static void mark(struct regex *regex) {
    size_t size = (regex->end - regex->line) / 8 + 1;
    if (size > regex->mark_capacity) {
        free(regex->marks);
        regex->marks = allocate(regex->mark_capacity = 2 * size);
    }
    memset(regex->marks, 0, size);
    dfa_mark_starts(starts(regex), regex->line, regex->end, regex->marks);
    regex->marked = true;
}

static void give_groups(const struct regex *regex, struct span *groups, int count) {
    for (int i = 0; i < count; i++) {
        bool set = i <= regex->postfix.group_count && regex->slots[2 * i] && regex->slots[2 * i + 1];
        groups[i] = set ? (struct span){regex->slots[2 * i], regex->slots[2 * i + 1]} : (struct span){NULL, NULL};
    }
}

bool regex_match_at(struct regex *regex, const char *from, struct span *groups, int group_count) {
    enum beside before = from == regex->line ? EDGE : beside((unsigned char)from[-1]);
    const char *end = dfa_longest(longest(regex), from, regex->end, before);
    if (end == NULL) return false;
    if (!regex->postfix.has_backrefs && (group_count <= 1 || regex->postfix.group_count == 0)) {
        for (int i = 0; i < group_count; i++) groups[i] = (struct span){NULL, NULL};
        if (group_count > 0) groups[0] = (struct span){from, end};
        return true;
    }
    const char *wanted = regex->postfix.has_backrefs ? NULL : end;
    if (!backtrack(nfa(regex, &regex->exact), regex->line, regex->end, from, wanted, regex->flags & REGEX_IGNORE_CASE, regex->slots)) return false;
    give_groups(regex, groups, group_count);
    return true;
}

bool regex_search(struct regex *regex, const char *from, struct span *groups, int group_count) {
    if (regex->literal.whole) {
        const char *at = literal_find(&regex->literal, from, regex->end);
        if (at == NULL) return false;
        if (regex->postfix.group_count == 0 || group_count <= 1) {
            for (int i = 0; i < group_count; i++) groups[i] = (struct span){NULL, NULL};
            if (group_count > 0) groups[0] = (struct span){at, at + regex->literal.length};
            return true;
        }
        from = at;
    }
    if (!regex->marked) mark(regex);
    for (const char *at = from; at <= regex->end; at++) {
        size_t place = at - regex->line;
        unsigned char rest = (unsigned char)(regex->marks[place >> 3] >> (place & 7));
        if (rest == 0) {
            at += 7 - (place & 7);
            continue;
        }
        at += __builtin_ctz(rest);
        if (regex_match_at(regex, at, groups, group_count)) return true;
    }
    return false;
}
