// SPDX-License-Identifier: Apache-2.0
// Groups and back references: the ways through the automaton are tried one after the other, the greedy one first. None is
// tried twice from the same state at the same place (with the same groups, where back references look at them), so
// without back references this takes at most states * bytes. With them it may take very long, and gives up at last.
//
// Which of several equally long matches the groups describe is decided as Perl does, not by POSIX's rule of the longest
// first group; they differ only for alternatives like (a|ab)(c|bcd).

#include <ctype.h>
#include "regex_parts.h"

struct job {
    int state;      // or ~slot: put `at` back into that slot
    const char *at;
};

enum { MOST_STEPS = 50000000, SHORT = 200 }; // a search of few steps does not remember where it was

struct search {
    const struct nfa *nfa;
    const char *line, *end, *from;
    bool ignore_case;
    const char **slots;
    int slot_count;
    struct job *jobs;
    size_t job_count, job_capacity;
    unsigned char *bits; // without back references: visited, by state and place
    uint64_t *table;     // with them: fingerprints of what was visited
    size_t used, size;
    size_t visits;
};

static bool insert(struct search *s, uint64_t print);

static void grow_table(struct search *s) {
    uint64_t *old = s->table;
    size_t old_size = s->size;
    s->size = old_size ? old_size * 2 : 1024;
    s->table = allocate_zeroed(s->size, sizeof *s->table);
    s->used = 0;
    for (size_t i = 0; i < old_size; i++)
        if (old[i]) insert(s, old[i]);
    free(old);
}

/** False if it was there. */
static bool insert(struct search *s, uint64_t print) {
    if (2 * s->used >= s->size) grow_table(s);
    if (print == 0) print = 1;
    for (size_t i = print & (s->size - 1);; i = (i + 1) & (s->size - 1)) {
        if (s->table[i] == print) return false;
        if (s->table[i] != 0) continue;
        s->table[i] = print;
        s->used++;
        return true;
    }
}

static bool first_visit(struct search *s, int state, const char *at) {
    if (++s->visits < SHORT) return true;
    if (s->bits) {
        size_t bit = (size_t)state * (s->end - s->from + 1) + (at - s->from);
        if (s->bits[bit >> 3] >> (bit & 7) & 1) return false;
        s->bits[bit >> 3] |= (unsigned char)(1 << (bit & 7));
        return true;
    }
    uint64_t print = (uint64_t)state * 0x9e3779b97f4a7c15 + (uint64_t)(at - s->from);
    for (int i = 2; i < s->slot_count; i++) {
        print ^= print >> 29;
        print = print * 0xbf58476d1ce4e5b9 + (uint64_t)(s->slots[i] ? s->slots[i] - s->from + 1 : 0);
    }
    print ^= print >> 32;
    return insert(s, print * 0x94d049bb133111eb);
}

static void push(struct search *s, int state, const char *at) {
    GROW(s->jobs, s->job_count, s->job_capacity);
    s->jobs[s->job_count++] = (struct job){state, at};
}

static bool same_text(const char *a, const char *b, size_t length, bool ignore_case) {
    if (!ignore_case) return memcmp(a, b, length) == 0;
    for (size_t i = 0; i < length; i++)
        if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i])) return false;
    return true;
}

static enum beside before(const struct search *s, const char *at) {
    return at == s->line ? EDGE : beside((unsigned char)at[-1]);
}

/** Follows one way until it ends; other ways are left in `jobs`. The end of a match, or NULL. */
static const char *follow(struct search *s, int at_state, const char *at, const char *line_end) {
    for (;;) {
        const struct nfa_state *state = &s->nfa->states[at_state];
        if (state->kind != STATE_EMPTY && !first_visit(s, at_state, at)) return NULL;
        switch ((enum state_kind)state->kind) {
        case STATE_SET:
            if (at == s->end || !has(&s->nfa->postfix->sets[state->argument], (unsigned char)*at)) return NULL;
            at++;
            break;
        case STATE_ASSERT:
            if (!holds(state->argument, before(s, at), at == line_end ? EDGE : beside((unsigned char)*at))) return NULL;
            break;
        case STATE_EMPTY: break;
        case STATE_SPLIT: push(s, state->other, at); break;
        case STATE_SAVE:
            push(s, ~state->argument, s->slots[state->argument]);
            s->slots[state->argument] = at;
            break;
        case STATE_BACKREF: {
            const char *start = s->slots[2 * state->argument], *stop = s->slots[2 * state->argument + 1];
            if (start == NULL || stop == NULL || stop - start > s->end - at) return NULL;
            if (!same_text(start, at, stop - start, s->ignore_case)) return NULL;
            at += stop - start;
            break;
        }
        case STATE_ACCEPT: return at;
        }
        at_state = state->out;
    }
}

bool backtrack(const struct nfa *nfa, const char *line, const char *end, const char *from, const char *wanted, bool ignore_case,
               const char **slots) {
    struct search s = {.nfa = nfa, .line = line, .end = wanted ? wanted : end, .from = from, .ignore_case = ignore_case, .slots = slots,
                       .slot_count = 2 * (nfa->postfix->group_count + 1)};
    memset(slots, 0, s.slot_count * sizeof *slots);
    if (!nfa->postfix->has_backrefs) s.bits = allocate_zeroed(nfa->count * (size_t)(s.end - from + 1) / 8 + 1, 1);
    const char **best = allocate(s.slot_count * sizeof *best), *best_end = NULL;
    size_t steps = 0;
    push(&s, nfa->start, from);
    while (s.job_count > 0) {
        struct job job = s.jobs[--s.job_count];
        if (job.state < 0) {
            slots[~job.state] = job.at;
            continue;
        }
        const char *at = follow(&s, job.state, job.at, end);
        if (++steps > MOST_STEPS) fatal("pattern too hard to match: too many ways for its back references");
        if (at == NULL || (wanted && at != wanted) || (best_end && at <= best_end)) continue;
        best_end = at;
        memcpy(best, slots, s.slot_count * sizeof *best);
        if (at == s.end) break;
    }
    if (best_end) {
        memcpy(slots, best, s.slot_count * sizeof *best);
        slots[0] = from;
        slots[1] = best_end;
    }
    free(best);
    free(s.jobs);
    free(s.bits);
    free(s.table);
    return best_end != NULL;
}
