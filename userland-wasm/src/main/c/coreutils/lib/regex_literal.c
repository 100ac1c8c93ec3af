// SPDX-License-Identifier: Apache-2.0
// The longest string that each match must hold, found by going through the postfix; and the search for it.

#include "regex_parts.h"

struct text {
    char *bytes;
    size_t length;
};

/** What is known of an operand's matches. If `exact`, it matches `start` and nothing else. */
struct known {
    bool exact, plain; // plain: made of bytes only, no conditions
    struct text start, end, best;
};

enum { LONGEST = 1000 };

static struct text concatenation(struct text a, struct text b) {
    struct text c = {allocate(a.length + b.length + 1), a.length + b.length};
    memcpy(c.bytes, a.bytes, a.length);
    memcpy(c.bytes + a.length, b.bytes, b.length);
    return c;
}

static struct text copy(struct text a) {
    return concatenation(a, (struct text){"", 0});
}

static struct text longest(struct text a, struct text b) {
    return a.length >= b.length ? a : b;
}

static struct known nothing(void) {
    struct text empty = {"", 0};
    return (struct known){.start = copy(empty), .end = copy(empty), .best = copy(empty)};
}

static void forget(struct known *k) {
    free(k->start.bytes);
    free(k->end.bytes);
    free(k->best.bytes);
}

static void replace(struct known *k, struct known with) {
    forget(k);
    *k = with;
}

static struct known exactly(struct text text, bool plain) {
    return (struct known){true, plain, copy(text), copy(text), copy(text)};
}

static struct known byte_set(const struct byte_set *set) {
    int only = -1;
    for (int i = 0; i < 8; i++) {
        uint32_t bits = set->bits[i];
        if (bits == 0) continue;
        if (only >= 0 || (bits & (bits - 1))) return nothing();
        only = 32 * i + __builtin_ctz(bits);
    }
    if (only < 0) return nothing();
    char c = (char)only;
    return exactly((struct text){&c, 1}, true);
}

static struct known sequence(const struct known *a, const struct known *b) {
    struct known k;
    struct text middle = concatenation(a->end, b->start);
    k.exact = a->exact && b->exact;
    k.plain = a->plain && b->plain;
    k.start = a->exact ? concatenation(a->start, b->start) : copy(a->start);
    k.end = b->exact ? concatenation(a->end, b->end) : copy(b->end);
    k.best = copy(longest(middle, longest(a->best, b->best)));
    if (k.end.length > LONGEST && !k.exact) { // the part next to what follows
        memmove(k.end.bytes, k.end.bytes + k.end.length - LONGEST, LONGEST);
        k.end.length = LONGEST;
    }
    free(middle.bytes);
    return k;
}

static void set_skip(struct literal *literal) {
    size_t m = literal->length, most = m < 255 ? m : 255;
    memset(literal->skip, (int)most, sizeof literal->skip);
    for (size_t i = 0; i + 1 < m; i++)
        if (m - 1 - i < most || literal->skip[(unsigned char)literal->bytes[i]] > m - 1 - i)
            literal->skip[(unsigned char)literal->bytes[i]] = (unsigned char)(m - 1 - i < most ? m - 1 - i : most);
}

void literal_of(struct literal *literal, const struct postfix *postfix) {
    *literal = (struct literal){0};
    if (postfix->count > 20000) return; // many words: no one string is in all
    struct known *stack = allocate((postfix->count + 1) * sizeof *stack), *top = stack;
    for (size_t i = 0; i < postfix->count; i++) {
        struct item item = postfix->items[i];
        switch ((enum operation)item.operation) {
        case OP_SET: *top++ = byte_set(&postfix->sets[item.argument]); break;
        case OP_ASSERT: *top++ = exactly((struct text){"", 0}, false); break;
        case OP_EMPTY: *top++ = exactly((struct text){"", 0}, true); break;
        case OP_BACKREF: *top++ = nothing(); break;
        case OP_CAT: {
            struct known both = sequence(&top[-2], &top[-1]);
            forget(&top[-1]);
            replace(&top[-2], both);
            top--;
            break;
        }
        case OP_ALT:
            forget(&top[-1]);
            top--;
            replace(&top[-1], nothing());
            break;
        case OP_STAR: case OP_QUEST: replace(&top[-1], nothing()); break;
        case OP_PLUS: top[-1].exact = top[-1].plain = false; break;
        case OP_GROUP: break;
        }
    }
    struct text best = stack[0].best;
    if (best.length > 0 && best.length <= LONGEST) {
        literal->bytes = copy_bytes(best.bytes, best.length);
        literal->length = best.length;
        literal->whole = stack[0].exact && stack[0].plain;
        set_skip(literal);
    }
    forget(&stack[0]);
    free(stack);
}

/**
 * Horspool's search: look at the window's last byte, compare if it is the right one, step as far as that byte allows.
 * Where comparing costs too much (aaaa… in aaaa…) the C library's memmem, which is linear, goes on.
 */
const char *literal_find(const struct literal *literal, const char *from, const char *end) {
    size_t m = literal->length;
    if (m == 1) return memchr(from, *literal->bytes, end - from);
    if ((size_t)(end - from) < m) return NULL;
    const unsigned char *at = (const unsigned char *)from + m - 1, *limit = (const unsigned char *)end;
    const unsigned char last = (unsigned char)literal->bytes[m - 1];
    size_t compared = 0;
    while (at < limit) {
        unsigned char c = *at;
        if (c == last) {
            const char *window = (const char *)at - (m - 1);
            if (memcmp(window, literal->bytes, m - 1) == 0) return window;
            compared += m;
            if (compared > 4096 + 4 * (size_t)((const char *)at - from)) return memmem(window, end - window, literal->bytes, m);
        }
        at += literal->skip[c];
    }
    return NULL;
}
