// SPDX-License-Identifier: Apache-2.0
// ls without -l: lines, columns, rows, or commas.

#include "ls.h"

// The part before a name in the short formats, and its width.
static size_t print_prefix(const struct entry *e, int ino, int block, bool print) {
    char text[32];
    size_t width = 0;
    if (ls.inode) {
        if (print) out_format("%*ju ", ino, (uintmax_t)e->st.st_ino);
        sprintf(text, "%ju", (uintmax_t)e->st.st_ino);
        width += (ino ? (size_t)ino : strlen(text)) + 1;
    }
    if (ls.blocks) {
        if (print) out_format("%*s ", block, ls_block_text(e, text));
        width += (block ? (size_t)block : strlen(ls_block_text(e, text))) + 1;
    }
    return width;
}

static void pad(size_t from, size_t to) { // GNU pads with tabs where they fit
    while (from < to) {
        if (to / 8 > (from + 1) / 8) {
            out_char('\t');
            from += 8 - from % 8;
        } else {
            out_char(' ');
            from++;
        }
    }
}

/** Prints in as few lines as fit the width. */
static void print_table(const struct list *list, int ino, int block) {
    size_t n = list->count, columns = n;
    size_t *widths = allocate((n ? n : 1) * sizeof *widths);
    if (ls.line_width && columns > ls.line_width / 3 + 1) columns = ls.line_width / 3 + 1;
    for (; columns > 1; columns--) {
        size_t rows = (n + columns - 1) / columns, total = 0;
        for (size_t c = 0; c < columns; c++) widths[c] = 3;
        for (size_t i = 0; i < n; i++) {
            size_t c = ls.format == COLUMNS ? i / rows : i % columns;
            size_t last = c == columns - 1 ? 0 : 2;
            if (list->entries[i].width + last > widths[c]) widths[c] = list->entries[i].width + last;
        }
        for (size_t c = 0; c < columns; c++) total += widths[c];
        if ((ls.line_width == 0 || total < ls.line_width) && (ls.format != COLUMNS || (columns - 1) * rows < n)) break;
    }
    if (columns < 1) columns = 1;
    size_t rows = (n + columns - 1) / columns;
    for (size_t row = 0; row < rows; row++) {
        size_t at = 0, start = 0;
        for (size_t c = 0; c < columns; c++) {
            size_t i = ls.format == COLUMNS ? c * rows + row : row * columns + c;
            if (i >= n) break;
            if (c > 0) pad(at, start);
            print_prefix(&list->entries[i], ino, block, true);
            ls_print_name(&list->entries[i]);
            at = start + list->entries[i].width;
            start += columns > 1 ? widths[c] : 0;
        }
        out_char('\n');
    }
    free(widths);
}

void ls_print_short(const struct list *list) {
    int ino = 0, block = 0;
    char text[32];
    for (size_t i = 0; i < list->count && ls.format != COMMAS; i++) {
        sprintf(text, "%ju", (uintmax_t)list->entries[i].st.st_ino);
        ino = ls_longer(ino, text);
        block = ls_longer(block, ls_block_text(&list->entries[i], text));
    }
    size_t column = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct entry *e = &list->entries[i];
        e->width = strlen(e->shown) + (ls_indicator(ls_mode_of(e)) != '\0') + print_prefix(e, ino, block, false);
        if (ls.format == LINES) {
            print_prefix(e, ino, block, true);
            ls_print_name(e);
            out_char('\n');
        } else if (ls.format == COMMAS) {
            if (i > 0) {
                bool fits = ls.line_width == 0 || column + 2 + e->width + (i + 1 < list->count) <= ls.line_width - 1 + 0;
                out_string(fits ? ", " : ",\n");
                column = fits ? column + 2 : 0;
            }
            print_prefix(e, 0, 0, true);
            ls_print_name(e);
            column += e->width;
        }
    }
    if (ls.format == COMMAS && list->count > 0) out_char('\n');
    if (ls.format == COLUMNS || ls.format == ROWS) print_table(list, ino, block);
}
