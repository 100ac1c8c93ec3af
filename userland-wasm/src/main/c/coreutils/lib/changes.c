// SPDX-License-Identifier: Apache-2.0
// The shortest edit script, by E. Myers ("An O(ND) difference algorithm", 1986), in linear space: the middle of a shortest path is found from both ends, then each half. Where that
// would take too long the path is only short.

#include "changes.h"

struct search {
    const int *a, *b;            // without the items that the other has nowhere
    const size_t *a_at, *b_at;   // where they were
    bool *a_changed, *b_changed;
    ptrdiff_t *forward, *backward; // by diagonal (x - y): how far x is got
    ptrdiff_t patience;
};

/** Finds a point of the path between (ax, by) and (aend, bend). */
static void middle(const struct search *s, ptrdiff_t ax, ptrdiff_t aend, ptrdiff_t by, ptrdiff_t bend, ptrdiff_t *x_mid, ptrdiff_t *y_mid) {
    ptrdiff_t *f = s->forward, *k = s->backward;
    ptrdiff_t lowest = ax - bend, highest = aend - by, start = ax - by, end = aend - bend;
    ptrdiff_t f_low = start, f_high = start, b_low = end, b_high = end;
    bool odd = (start - end) & 1;
    f[start] = ax;
    k[end] = aend;
    for (ptrdiff_t cost = 1;; cost++) {
        if (f_low > lowest) f[--f_low - 1] = -1;
        else f_low++;
        if (f_high < highest) f[++f_high + 1] = -1;
        else f_high--;
        for (ptrdiff_t d = f_high; d >= f_low; d -= 2) {
            ptrdiff_t x = f[d - 1] < f[d + 1] ? f[d + 1] : f[d - 1] + 1, y = x - d;
            while (x < aend && y < bend && s->a[x] == s->b[y]) x++, y++;
            f[d] = x;
            if (odd && b_low <= d && d <= b_high && k[d] <= x) {
                *x_mid = x, *y_mid = y;
                return;
            }
        }
        if (b_low > lowest) k[--b_low - 1] = PTRDIFF_MAX;
        else b_low++;
        if (b_high < highest) k[++b_high + 1] = PTRDIFF_MAX;
        else b_high--;
        for (ptrdiff_t d = b_high; d >= b_low; d -= 2) {
            ptrdiff_t x = k[d - 1] < k[d + 1] ? k[d - 1] : k[d + 1] - 1, y = x - d;
            while (x > ax && y > by && s->a[x - 1] == s->b[y - 1]) x--, y--;
            k[d] = x;
            if (!odd && f_low <= d && d <= f_high && x <= f[d]) {
                *x_mid = x, *y_mid = y;
                return;
            }
        }
        if (cost < s->patience) continue;
        ptrdiff_t best = -1; // the point that is farthest from the start
        for (ptrdiff_t d = f_high; d >= f_low; d -= 2) {
            ptrdiff_t x = f[d] < aend ? f[d] : aend, y = x - d;
            if (y > bend) x = bend + d, y = bend;
            if (x >= ax && y >= by && x + y > best) best = x + y, *x_mid = x, *y_mid = y;
        }
        if (best > ax + by) return;
        *x_mid = aend, *y_mid = by; // no way was found: all is replaced
        return;
    }
}

static void compare(const struct search *s, ptrdiff_t ax, ptrdiff_t aend, ptrdiff_t by, ptrdiff_t bend) {
    for (;;) {
        while (ax < aend && by < bend && s->a[ax] == s->b[by]) ax++, by++;
        while (ax < aend && by < bend && s->a[aend - 1] == s->b[bend - 1]) aend--, bend--;
        if (ax == aend) {
            while (by < bend) s->b_changed[s->b_at[by++]] = true;
            return;
        }
        if (by == bend) {
            while (ax < aend) s->a_changed[s->a_at[ax++]] = true;
            return;
        }
        ptrdiff_t x = ax, y = by;
        middle(s, ax, aend, by, bend, &x, &y);
        if ((x == ax && y == by) || (x == aend && y == bend)) { // nothing in common
            while (by < bend) s->b_changed[s->b_at[by++]] = true;
            while (ax < aend) s->a_changed[s->a_at[ax++]] = true;
            return;
        }
        compare(s, ax, x, by, y);
        ax = x, by = y;
    }
}

/** The items that the other has, too; the rest has changed. */
static size_t keep_common(struct sequence *of, const bool *in_other, int *items, size_t *places) {
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++) {
        if (in_other[of->items[i]]) items[count] = of->items[i], places[count++] = i;
        else of->changed[i] = true;
    }
    return count;
}

/**
 * Of equally short scripts the one that people like better: a run of changes moves towards the end as far as it can, and joins others on the way; if the other side has a run that it can
 * lie beside, it lies there.
 */
static void shift(struct sequence *of, const struct sequence *other) {
    size_t i = 0, j = 0; // j: the unchanged item of the other that is i's, or will be
    for (;;) {
        while (i < of->count && !of->changed[i]) {
            while (other->changed[j]) j++;
            j++, i++;
        }
        if (i == of->count) return;
        size_t start = i, length, beside;
        while (i < of->count && of->changed[i]) i++;
        while (other->changed[j]) j++;
        do {
            length = i - start;
            while (start > 0 && of->items[start - 1] == of->items[i - 1]) {
                of->changed[--start] = true;
                of->changed[--i] = false;
                while (start > 0 && of->changed[start - 1]) start--;
                do j--;
                while (j > 0 && other->changed[j]);
            }
            beside = j > 0 && other->changed[j - 1] ? i : of->count + 1;
            while (i < of->count && of->items[start] == of->items[i]) {
                of->changed[start++] = false;
                of->changed[i++] = true;
                while (i < of->count && of->changed[i]) i++;
                j++;
                if (other->changed[j]) beside = i;
                while (other->changed[j]) j++;
            }
        } while (length != i - start);
        while (beside < i) {
            of->changed[--start] = true;
            of->changed[--i] = false;
            do j--;
            while (j > 0 && other->changed[j]);
        }
    }
}

void find_changes(struct sequence *a, struct sequence *b, size_t kinds) {
    bool *in_a = allocate_zeroed(kinds + 1, sizeof *in_a), *in_b = allocate_zeroed(kinds + 1, sizeof *in_b);
    for (size_t i = 0; i < a->count; i++) in_a[a->items[i]] = true;
    for (size_t i = 0; i < b->count; i++) in_b[b->items[i]] = true;
    int *a_items = allocate((a->count + 1) * sizeof *a_items), *b_items = allocate((b->count + 1) * sizeof *b_items);
    size_t *a_places = allocate((a->count + 1) * sizeof *a_places), *b_places = allocate((b->count + 1) * sizeof *b_places);
    size_t n = keep_common(a, in_b, a_items, a_places), m = keep_common(b, in_a, b_items, b_places);
    ptrdiff_t *diagonals = allocate(2 * (n + m + 3) * sizeof *diagonals);
    struct search search = {.a = a_items, .b = b_items, .a_at = a_places, .b_at = b_places, .a_changed = a->changed, .b_changed = b->changed,
        .forward = diagonals + m + 1, .backward = diagonals + (n + m + 3) + m + 1, .patience = 256};
    while ((size_t)search.patience * search.patience < n + m) search.patience *= 2;
    compare(&search, 0, (ptrdiff_t)n, 0, (ptrdiff_t)m);
    shift(a, b);
    shift(b, a);
    free(diagonals), free(a_items), free(b_items), free(a_places), free(b_places), free(in_a), free(in_b);
}
