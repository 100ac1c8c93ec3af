// SPDX-License-Identifier: Apache-2.0
// A DFA made as the text asks for it. A state is the set of places in the NFA that the bytes read so far may have led to;
// its row of 256 next states fills as bytes come. When the states take too much memory all are forgotten.
//
// Conditions like $ and \> depend on the byte that follows, so they wait in the set, unresolved, until it is known: a
// match may be seen one byte late. `before` is the kind of the last byte, kept only if a condition asks for it.
//
// Where a match may begin anywhere, the ways from the beginning are not put into each set. What a byte makes of them
// is the same every time, and is kept by byte in `fresh`.

#include "regex_parts.h"

struct dstate {
    struct dstate *next[256]; // NULL: not known yet, or a match, or the line ends
    uint32_t matches_before[8]; // bit c: a match ends here if c follows; meaningful where next[c] is known, or in matched
    uint32_t matched[8];      // bit c: with c comes a match (and next[c] stays NULL), in a DFA that searches
    signed char at_edge;      // a match ends here if the line does: -1 not known yet
    bool accepts;             // a match ends here, whatever follows
    bool waits;               // has unresolved conditions
    enum beside before;
    uint32_t hash;
    struct dstate *bucket;
    int count;
    int places[];             // sorted states of the NFA: sets and conditions only
};

/** What one byte makes of the beginning. */
struct fresh {
    bool known, match;
    int count;
    int *places;
};

enum { BUCKETS = 1024, MOST_MEMORY = 6 << 20 };

struct dfa {
    const struct nfa *nfa;
    bool restarts, stops;
    int line_end;
    bool anywhere_waits; // the beginning has conditions, so each state keeps its `before`
    struct dstate *buckets[BUCKETS];
    struct dstate *starts[3];
    size_t memory;
    struct fresh fresh[3][256];
    struct fresh fresh_edge[3];

    // A set being made: `list` in order of arrival, `mark[i] == turn` for its members.
    int *list, list_count;
    uint32_t *mark, turn;
    bool list_accepts;
    int *stack;
};

struct dfa *dfa_new(const struct nfa *nfa, bool restarts, bool stops, int line_end) {
    struct dfa *dfa = allocate_zeroed(1, sizeof *dfa);
    dfa->nfa = nfa;
    dfa->restarts = restarts;
    dfa->stops = stops;
    dfa->line_end = line_end;
    dfa->list = allocate(nfa->count * sizeof *dfa->list);
    dfa->mark = allocate_zeroed(nfa->count, sizeof *dfa->mark);
    dfa->stack = allocate((2 * nfa->count + 2) * sizeof *dfa->stack);
    for (size_t i = 0; i < nfa->count; i++) dfa->anywhere_waits |= nfa->states[i].kind == STATE_ASSERT;
    return dfa;
}

static void clear(struct dfa *dfa) {
    dfa->turn++;
    dfa->list_count = 0;
    dfa->list_accepts = false;
}

/** Adds what can be reached from `place` without a byte. Conditions stay, unless what stands on both sides is known. */
static void reach(struct dfa *dfa, int place, bool resolve, enum beside before, enum beside after) {
    int *stack = dfa->stack, depth = 0;
    stack[depth++] = place;
    while (depth > 0) {
        int at = stack[--depth];
        if (dfa->mark[at] == dfa->turn) continue;
        dfa->mark[at] = dfa->turn;
        const struct nfa_state *state = &dfa->nfa->states[at];
        switch ((enum state_kind)state->kind) {
        case STATE_SET: dfa->list[dfa->list_count++] = at; break;
        case STATE_ASSERT:
            if (!resolve) dfa->list[dfa->list_count++] = at;
            else if (holds(state->argument, before, after)) stack[depth++] = state->out;
            break;
        case STATE_SPLIT:
            stack[depth++] = state->other;
            stack[depth++] = state->out;
            break;
        case STATE_ACCEPT: dfa->list_accepts = true; break;
        default: stack[depth++] = state->out; break;
        }
    }
}

static int by_number(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

static void sort_list(struct dfa *dfa) {
    int *list = dfa->list, n = dfa->list_count;
    if (n > 24) {
        qsort(list, n, sizeof *list, by_number);
        return;
    }
    for (int i = 1; i < n; i++) {
        int moved = list[i], j = i;
        for (; j > 0 && list[j - 1] > moved; j--) list[j] = list[j - 1];
        list[j] = moved;
    }
}

/** The state for the set in `list`. */
static struct dstate *find(struct dfa *dfa, enum beside before) {
    bool waits = false;
    sort_list(dfa);
    uint32_t hash = 2166136261u + dfa->list_accepts;
    for (int i = 0; i < dfa->list_count; i++) {
        hash = (hash ^ (uint32_t)dfa->list[i]) * 16777619u;
        waits |= dfa->nfa->states[dfa->list[i]].kind == STATE_ASSERT;
    }
    if (!waits && !(dfa->restarts && dfa->anywhere_waits)) before = OTHER;
    hash = (hash ^ before) * 16777619u;
    struct dstate **bucket = &dfa->buckets[(hash >> 8) % BUCKETS];
    for (struct dstate *s = *bucket; s; s = s->bucket)
        if (s->hash == hash && s->before == before && s->accepts == dfa->list_accepts && s->count == dfa->list_count
            && memcmp(s->places, dfa->list, s->count * sizeof *s->places) == 0) return s;
    size_t size = sizeof(struct dstate) + dfa->list_count * sizeof(int);
    struct dstate *s = allocate_zeroed(1, size);
    dfa->memory += size;
    s->at_edge = -1;
    s->accepts = dfa->list_accepts;
    s->waits = waits;
    s->before = before;
    s->hash = hash;
    s->count = dfa->list_count;
    memcpy(s->places, dfa->list, s->count * sizeof *s->places);
    s->bucket = *bucket;
    *bucket = s;
    return s;
}

static void forget_states(struct dfa *dfa) {
    for (int i = 0; i < BUCKETS; i++)
        for (struct dstate *s = dfa->buckets[i], *next; s; s = next) {
            next = s->bucket;
            free(s);
        }
    memset(dfa->buckets, 0, sizeof dfa->buckets);
    memset(dfa->starts, 0, sizeof dfa->starts);
    dfa->memory = 0;
}

/** Called between two steps. What is kept of `s` is its set. */
static struct dstate *make_room(struct dfa *dfa, struct dstate *s) {
    if (dfa->memory < MOST_MEMORY) return s;
    clear(dfa);
    memcpy(dfa->list, s->places, s->count * sizeof *s->places);
    dfa->list_count = s->count;
    dfa->list_accepts = s->accepts;
    enum beside before = s->before;
    forget_states(dfa);
    return find(dfa, before);
}

static struct dstate *start_state(struct dfa *dfa, enum beside before) {
    if (dfa->starts[before]) return dfa->starts[before];
    clear(dfa);
    if (!dfa->restarts) reach(dfa, dfa->nfa->start, false, before, OTHER);
    return dfa->starts[before] = find(dfa, before);
}

/** What byte c makes of places whose conditions are resolved. True if that is a match. */
static bool step_list(struct dfa *dfa, const int *places, int count, unsigned char c) {
    clear(dfa);
    for (int i = 0; i < count; i++) {
        const struct nfa_state *state = &dfa->nfa->states[places[i]];
        if (state->kind != STATE_SET) continue;
        bool takes = state->argument < 0 || has(&dfa->nfa->postfix->sets[state->argument], c);
        if (takes) reach(dfa, state->out, false, OTHER, OTHER);
    }
    return dfa->list_accepts;
}

static const struct fresh *fresh_for(struct dfa *dfa, enum beside before, unsigned char c, bool edge) {
    struct fresh *fresh = edge ? &dfa->fresh_edge[before] : &dfa->fresh[before][c];
    if (fresh->known) return fresh;
    clear(dfa);
    reach(dfa, dfa->nfa->start, true, before, edge ? EDGE : beside(c));
    fresh->match = dfa->list_accepts;
    if (!edge) {
        int count = dfa->list_count;
        int *places = allocate((count + 1) * sizeof *places);
        memcpy(places, dfa->list, count * sizeof *places);
        bool accepts = step_list(dfa, places, count, c); // a match after c is the new state's
        free(places);
        fresh->count = dfa->list_count + accepts;
        fresh->places = allocate((fresh->count + 1) * sizeof *fresh->places);
        memcpy(fresh->places, dfa->list, dfa->list_count * sizeof *fresh->places);
        if (accepts) fresh->places[dfa->list_count] = -1; // stands for acceptance
    }
    fresh->known = true;
    return fresh;
}

/** Is there a match that ends here, given what follows? Leaves the resolved places in `list`. */
static bool resolve(struct dfa *dfa, const struct dstate *s, enum beside after) {
    clear(dfa);
    dfa->list_accepts = s->accepts;
    for (int i = 0; i < s->count; i++) reach(dfa, s->places[i], true, s->before, after);
    return dfa->list_accepts;
}

static bool matches_at_edge(struct dfa *dfa, struct dstate *s) {
    if (s->at_edge >= 0) return s->at_edge;
    s->at_edge = resolve(dfa, s, EDGE) || (dfa->restarts && fresh_for(dfa, s->before, 0, true)->match);
    return s->at_edge;
}

/** Finds next[c] for c and all bytes of its class, and whether a match ends before c. */
static struct dstate *step(struct dfa *dfa, struct dstate *s, unsigned char c) {
    bool match = resolve(dfa, s, beside(c));
    int count = dfa->list_count;
    int *places = allocate((count + 1) * sizeof *places);
    memcpy(places, dfa->list, count * sizeof *places);
    const struct fresh *fresh = dfa->restarts ? fresh_for(dfa, s->before, c, false) : NULL;
    step_list(dfa, places, count, c);
    free(places);
    if (fresh) {
        match |= fresh->match;
        for (int i = 0; i < fresh->count; i++) {
            int place = fresh->places[i];
            if (place < 0) dfa->list_accepts = true;
            else if (dfa->mark[place] != dfa->turn) {
                dfa->mark[place] = dfa->turn;
                dfa->list[dfa->list_count++] = place;
            }
        }
    }
    struct dstate *next = find(dfa, beside(c));
    const unsigned char *class_of = dfa->nfa->class_of;
    for (int other = 0; other < 256; other++) {
        if (class_of[other] != class_of[c]) continue;
        if (other == dfa->line_end) continue;
        if (match) s->matches_before[other >> 5] |= 1u << (other & 31);
        if (dfa->stops && (match || next->accepts)) s->matched[other >> 5] |= 1u << (other & 31);
        else s->next[other] = next;
    }
    return next;
}

static bool bit(const uint32_t bits[8], unsigned char c) {
    return bits[c >> 5] >> (c & 31) & 1;
}

const char *dfa_find_line(struct dfa *dfa, const char *from, const char *end) {
    const unsigned char *at = (const unsigned char *)from, *limit = (const unsigned char *)end;
    struct dstate *s = start_state(dfa, EDGE);
    if (at == limit) return NULL;
    for (;;) {
        const struct dstate *before;
        do { // the text ends with a line end, whose next is always NULL
            before = s;
            s = s->next[*at++];
        } while (s);
        s = (struct dstate *)before;
        unsigned char c = at[-1];
        if (c == dfa->line_end) {
            if (matches_at_edge(dfa, s)) return (const char *)at - 1;
            if (at == limit) return NULL;
            s = start_state(dfa, EDGE);
        } else if (bit(s->matched, c)) {
            return (const char *)at - 1;
        } else {
            s = make_room(dfa, s);
            struct dstate *next = step(dfa, s, c);
            if (bit(s->matched, c)) return (const char *)at - 1;
            s = next;
        }
    }
}

const char *dfa_longest(struct dfa *dfa, const char *from, const char *end, enum beside before) {
    struct dstate *s = start_state(dfa, before);
    const char *last = NULL;
    for (const char *at = from;; at++) {
        if (s->accepts) last = at;
        if (s->count == 0) return last;
        if (at == end) return matches_at_edge(dfa, s) ? at : last;
        unsigned char c = *at;
        struct dstate *next = s->next[c];
        if (next == NULL) {
            s = make_room(dfa, s);
            next = step(dfa, s, c);
        }
        if (s->waits && bit(s->matches_before, c)) last = at;
        s = next;
    }
}

void dfa_mark_starts(struct dfa *dfa, const char *line, const char *end, unsigned char *marks) {
    struct dstate *s = start_state(dfa, EDGE);
    for (const char *at = end;; at--) {
        size_t place = at - line;
        bool match = s->accepts;
        if (at == line) {
            match |= matches_at_edge(dfa, s);
        } else {
            unsigned char c = at[-1];
            struct dstate *next = s->next[c];
            if (next == NULL) {
                s = make_room(dfa, s);
                next = step(dfa, s, c);
            }
            match |= bit(s->matches_before, c);
            s = next;
        }
        if (match) marks[place >> 3] |= (unsigned char)(1 << (place & 7));
        if (at == line) return;
    }
}
