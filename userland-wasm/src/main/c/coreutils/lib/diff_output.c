// SPDX-License-Identifier: Apache-2.0
// The forms in which diff shows changes.

#include <time.h>
#include "diff.h"

int diff_style = NORMAL;
uintmax_t diff_context = 3;
const char *diff_labels[2];

struct change *diff_changes(struct side sides[2], size_t *count) {
    struct change *changes = NULL;
    size_t capacity = 0, i = 0, j = 0;
    const struct sequence *a = &sides[0].sequence, *b = &sides[1].sequence;
    *count = 0;
    while (i < a->count || j < b->count) {
        if (!a->changed[i] && !b->changed[j]) {
            i++, j++;
            continue;
        }
        struct change change = {i, i, j, j};
        while (a->changed[change.a1]) change.a1++;
        while (b->changed[change.b1]) change.b1++;
        i = change.a1, j = change.b1;
        GROW(changes, *count, capacity);
        changes[(*count)++] = change;
    }
    return changes;
}

static void show(const struct side *side, size_t line, const char *mark) {
    const char *from = side->lines[line], *to = side->lines[line + 1];
    out_string(mark);
    out_bytes(from, to - from);
    if (to[-1] != '\n') out_string("\n\\ No newline at end of file\n");
}

static void show_range(size_t from, size_t to, const char *comma) {
    if (to <= from + 1) out_format("%zu", to);
    else out_format("%zu%s%zu", from + 1, comma, to);
}

static void show_normal(struct side sides[2], const struct change *change) {
    show_range(change->a0, change->a1, ",");
    out_char(change->a0 == change->a1 ? 'a' : change->b0 == change->b1 ? 'd' : 'c');
    show_range(change->b0, change->b1, ",");
    out_char('\n');
    for (size_t i = change->a0; i < change->a1; i++) show(&sides[0], i, "< ");
    if (change->a0 < change->a1 && change->b0 < change->b1) out_string("---\n");
    for (size_t i = change->b0; i < change->b1; i++) show(&sides[1], i, "> ");
}

/** Lines that are only a dot would end ed's input. */
static void show_ed(struct side sides[2], const struct change *change) {
    char letter = change->a0 == change->a1 ? 'a' : change->b0 == change->b1 ? 'd' : 'c';
    if (diff_style == 'f') out_char(letter);
    show_range(change->a0, change->a1, diff_style == 'f' ? " " : ",");
    if (diff_style == 'e') out_char(letter);
    out_char('\n');
    if (letter == 'd') return;
    bool open = true;
    for (size_t i = change->b0; i < change->b1; i++) {
        const char *line = sides[1].lines[i];
        bool dot = diff_style == 'e' && sides[1].lines[i + 1] - line == 2 && line[0] == '.';
        if (!open) out_string("a\n");
        open = true;
        if (!dot) {
            show(&sides[1], i, "");
            continue;
        }
        out_string("..\n.\ns/.//\n");
        open = false;
    }
    if (open) out_string(".\n");
}

static void show_name(const char *mark, const struct side *side, int which) {
    if (diff_labels[which]) {
        out_format("%s %s\n", mark, diff_labels[which]);
        return;
    }
    char when[64], zone[8];
    struct timespec time = side->absent ? (struct timespec){0} : side->st.st_mtim;
    strftime(when, sizeof when, diff_style == 'c' ? "%a %b %e %T %Y" : "%Y-%m-%d %H:%M:%S", localtime(&time.tv_sec));
    strftime(zone, sizeof zone, "%z", localtime(&time.tv_sec));
    if (diff_style == 'c') out_format("%s %s\t%s\n", mark, side->name, when);
    else out_format("%s %s\t%s.%09ld %s\n", mark, side->name, when, (long)time.tv_nsec, zone);
}

static void show_unified(struct side sides[2], const struct change *changes, size_t count, size_t from, size_t to, size_t b_from, size_t b_to) {
    out_string("@@ -");
    if (to - from == 1) out_format("%zu", to);
    else out_format("%zu,%zu", to == from ? from : from + 1, to - from);
    out_string(" +");
    if (b_to - b_from == 1) out_format("%zu", b_to);
    else out_format("%zu,%zu", b_to == b_from ? b_from : b_from + 1, b_to - b_from);
    out_string(" @@\n");
    size_t at = from;
    for (size_t i = 0; i < count; i++) {
        while (at < changes[i].a0) show(&sides[0], at++, " ");
        while (at < changes[i].a1) show(&sides[0], at++, "-");
        for (size_t j = changes[i].b0; j < changes[i].b1; j++) show(&sides[1], j, "+");
    }
    while (at < to) show(&sides[0], at++, " ");
}

/** One side of a copied context; nothing but its range if it has no changes. */
static void show_copied(const struct side *side, const struct change *changes, size_t count, size_t from, size_t to, int which) {
    bool any = false;
    out_string(which ? "--- " : "*** ");
    show_range(from, to, ",");
    out_string(which ? " ----\n" : " ****\n");
    for (size_t i = 0; i < count; i++) any |= which ? changes[i].b0 < changes[i].b1 : changes[i].a0 < changes[i].a1;
    size_t at = from;
    for (size_t i = 0; any && i < count; i++) {
        size_t first = which ? changes[i].b0 : changes[i].a0, end = which ? changes[i].b1 : changes[i].a1;
        bool both = changes[i].a0 < changes[i].a1 && changes[i].b0 < changes[i].b1;
        while (at < first) show(side, at++, "  ");
        while (at < end) show(side, at++, both ? "! " : which ? "+ " : "- ");
    }
    while (any && at < to) show(side, at++, "  ");
}

static void show_hunks(struct side sides[2], const struct change *changes, size_t count) {
    show_name(diff_style == 'c' ? "***" : "---", &sides[0], 0);
    show_name(diff_style == 'c' ? "---" : "+++", &sides[1], 1);
    for (size_t i = 0; i < count;) {
        size_t last = i;
        while (last + 1 < count && changes[last + 1].a0 - changes[last].a1 <= 2 * diff_context) last++;
        size_t before = changes[i].a0 < diff_context ? changes[i].a0 : diff_context;
        size_t left = sides[0].sequence.count - changes[last].a1, after = left < diff_context ? left : diff_context;
        size_t from = changes[i].a0 - before, to = changes[last].a1 + after, b_from = changes[i].b0 - before, b_to = changes[last].b1 + after;
        if (diff_style == 'u') {
            show_unified(sides, changes + i, last - i + 1, from, to, b_from, b_to);
        } else {
            out_string("***************\n");
            show_copied(&sides[0], changes + i, last - i + 1, from, to, 0);
            show_copied(&sides[1], changes + i, last - i + 1, b_from, b_to, 1);
        }
        i = last + 1;
    }
}

void diff_show(struct side sides[2], const struct change *changes, size_t count) {
    switch (diff_style) {
    case 'c':
    case 'u': show_hunks(sides, changes, count); break;
    case 'e':
        for (size_t i = count; i > 0; i--) show_ed(sides, &changes[i - 1]); // from the end, so that numbers stay right
        break;
    case 'f':
        for (size_t i = 0; i < count; i++) show_ed(sides, &changes[i]);
        break;
    default:
        for (size_t i = 0; i < count; i++) show_normal(sides, &changes[i]);
    }
}
