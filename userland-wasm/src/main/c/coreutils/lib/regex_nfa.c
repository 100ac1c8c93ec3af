// SPDX-License-Identifier: Apache-2.0
// Postfix to an automaton, by Thompson's construction: each operand on the stack is a fragment with one way in and one
// dangling way out.

#include "regex_parts.h"

struct fragment {
    int start, end; // end: the state whose way out dangles (a split's second way)
};

static int new_state(struct nfa *nfa, enum state_kind kind, int argument) {
    GROW(nfa->states, nfa->count, nfa->capacity);
    nfa->states[nfa->count] = (struct nfa_state){(unsigned char)kind, argument, -1, -1};
    return (int)nfa->count++;
}

static void join(struct nfa *nfa, int end, int to) {
    if (nfa->states[end].kind == STATE_SPLIT) nfa->states[end].other = to;
    else nfa->states[end].out = to;
}

static struct fragment single(struct nfa *nfa, enum state_kind kind, int argument) {
    int state = new_state(nfa, kind, argument);
    return (struct fragment){state, state};
}

static struct fragment alternate(struct nfa *nfa, struct fragment a, struct fragment b) {
    int split = new_state(nfa, STATE_SPLIT, 0);
    nfa->states[split].out = a.start;
    nfa->states[split].other = b.start;
    int end = a.end; // a long a|b|c|… meets in one state
    if (nfa->states[end].kind != STATE_EMPTY) {
        end = new_state(nfa, STATE_EMPTY, 0);
        join(nfa, a.end, end);
    }
    join(nfa, b.end, end);
    return (struct fragment){split, end};
}

static struct fragment loop(struct nfa *nfa, struct fragment body, bool at_least_once) {
    int split = new_state(nfa, STATE_SPLIT, 0);
    nfa->states[split].out = body.start;
    join(nfa, body.end, split);
    return (struct fragment){at_least_once ? body.start : split, split};
}

static struct fragment optional(struct nfa *nfa, struct fragment body) {
    int split = new_state(nfa, STATE_SPLIT, 0), end = new_state(nfa, STATE_EMPTY, 0);
    nfa->states[split].out = body.start;
    nfa->states[split].other = end;
    join(nfa, body.end, end);
    return (struct fragment){split, end};
}

static struct fragment chain(struct nfa *nfa, struct fragment first, struct fragment second) {
    join(nfa, first.end, second.start);
    return (struct fragment){first.start, second.end};
}

static enum assertion mirrored(enum assertion assertion) {
    switch (assertion) {
    case LINE_START: return LINE_END;
    case LINE_END: return LINE_START;
    case WORD_START: return WORD_END;
    case WORD_END: return WORD_START;
    case NOT_AFTER_WORD: return NOT_BEFORE_WORD;
    case NOT_BEFORE_WORD: return NOT_AFTER_WORD;
    default: return assertion;
    }
}

/** Splits the classes by one set after the other. Words are told apart when an assertion asks for them. */
static void classify(struct nfa *nfa) {
    const struct postfix *postfix = nfa->postfix;
    unsigned char *class_of = nfa->class_of;
    int count = 1;
    memset(class_of, 0, 256);
    for (size_t i = 0; i <= postfix->set_count && count < 256; i++) {
        int split[256]; // the class of those in the set, by their old class
        bool seen_out[256] = {false};
        memset(split, -1, sizeof split);
        struct byte_set words = {{0}};
        if (i == postfix->set_count) {
            if (!postfix->has_asserts) break;
            for (int c = 0; c < 256; c++)
                if (beside((unsigned char)c) == WORD) add_byte(&words, (unsigned char)c);
        }
        const struct byte_set *set = i == postfix->set_count ? &words : &postfix->sets[i];
        for (int c = 0; c < 256; c++)
            if (!has(set, (unsigned char)c)) seen_out[class_of[c]] = true;
        for (int c = 0; c < 256; c++) {
            if (!has(set, (unsigned char)c) || !seen_out[class_of[c]]) continue; // the whole class is in it
            if (split[class_of[c]] < 0) split[class_of[c]] = count++;
            class_of[c] = (unsigned char)split[class_of[c]];
        }
    }
}

void regex_build(struct nfa *nfa, const struct postfix *postfix, bool reverse, bool captures) {
    *nfa = (struct nfa){.postfix = postfix, .exact = captures || !postfix->has_backrefs};
    struct fragment *stack = allocate((postfix->count + 1) * sizeof *stack), *top = stack;
    for (size_t i = 0; i < postfix->count; i++) {
        struct item item = postfix->items[i];
        switch ((enum operation)item.operation) {
        case OP_SET: *top++ = single(nfa, STATE_SET, item.argument); break;
        case OP_ASSERT: *top++ = single(nfa, STATE_ASSERT, reverse ? (int)mirrored(item.argument) : item.argument); break;
        case OP_EMPTY: *top++ = single(nfa, STATE_EMPTY, 0); break;
        case OP_BACKREF:
            if (captures) *top++ = single(nfa, STATE_BACKREF, item.argument);
            else *top++ = loop(nfa, single(nfa, STATE_SET, -1), false);
            break;
        case OP_CAT:
            top--;
            top[-1] = reverse ? chain(nfa, top[0], top[-1]) : chain(nfa, top[-1], top[0]);
            break;
        case OP_ALT:
            top--;
            top[-1] = alternate(nfa, top[-1], top[0]);
            break;
        case OP_STAR: top[-1] = loop(nfa, top[-1], false); break;
        case OP_PLUS: top[-1] = loop(nfa, top[-1], true); break;
        case OP_QUEST: top[-1] = optional(nfa, top[-1]); break;
        case OP_GROUP:
            if (!captures) break;
            top[-1] = chain(nfa, single(nfa, STATE_SAVE, 2 * item.argument), top[-1]);
            top[-1] = chain(nfa, top[-1], single(nfa, STATE_SAVE, 2 * item.argument + 1));
            break;
        }
    }
    nfa->start = stack[0].start;
    join(nfa, stack[0].end, new_state(nfa, STATE_ACCEPT, 0));
    free(stack);
    classify(nfa);
}

bool holds(enum assertion assertion, enum beside before, enum beside after) {
    switch (assertion) {
    case LINE_START: return before == EDGE;
    case LINE_END: return after == EDGE;
    case WORD_START: return before != WORD && after == WORD;
    case WORD_END: return before == WORD && after != WORD;
    case BOUNDARY: return (before == WORD) != (after == WORD);
    case NOT_BOUNDARY: return (before == WORD) == (after == WORD);
    case NOT_AFTER_WORD: return before != WORD;
    default: return after != WORD;
    }
}
