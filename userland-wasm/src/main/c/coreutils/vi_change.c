// SPDX-License-Identifier: Apache-2.0
// What changes vi's text: registers, operators, insert mode.

#include "vi.h"

enum { REGISTERS = 27, UNNAMED = 26 };
static struct register_text registers[REGISTERS];

/** @param name a to z, A to Z to append, 0 for the unnamed one */
static void store(int name, char *bytes, size_t length, bool lines) {
    int index = name >= 'a' && name <= 'z' ? name - 'a' : name >= 'A' && name <= 'Z' ? name - 'A' : UNNAMED;
    struct register_text *reg = &registers[index];
    if (name >= 'A' && name <= 'Z' && reg->length > 0) {
        bool newline = lines && !reg->lines;
        reg->bytes = reallocate(reg->bytes, reg->length + length + 2);
        if (newline) reg->bytes[reg->length++] = '\n';
        memcpy(reg->bytes + reg->length, bytes, length);
        reg->length += length;
        reg->lines |= lines;
        free(bytes);
    } else {
        free(reg->bytes);
        *reg = (struct register_text){bytes, length, lines};
    }
    if (index == UNNAMED) return;
    free(registers[UNNAMED].bytes);
    registers[UNNAMED] = *reg;
    registers[UNNAMED].bytes = copy_bytes(reg->bytes, reg->length);
}

void yank(int reg, struct place from, struct place to, bool whole_lines) {
    size_t length = 0;
    if (whole_lines) {
        from.column = 0;
        to.column = line_at(to.row)->length;
    }
    for (size_t row = from.row; row <= to.row; row++) length += line_at(row)->length + 1;
    char *bytes = allocate(length + 1), *at = bytes;
    for (size_t row = from.row; row <= to.row; row++) {
        const struct line *line = line_at(row);
        size_t start = row == from.row ? from.column : 0, end = row == to.row ? to.column : line->length;
        memcpy(at, line->bytes + start, end - start);
        at += end - start;
        if (row < to.row || whole_lines) *at++ = '\n';
    }
    store(reg, bytes, (size_t)(at - bytes), whole_lines);
}

void put(int name, bool after, int count) {
    int index = name >= 'a' && name <= 'z' ? name - 'a' : name >= 'A' && name <= 'Z' ? name - 'A' : UNNAMED;
    const struct register_text *reg = &registers[index];
    if (reg->length == 0) {
        set_message("Nothing in that register");
        return;
    }
    if (reg->lines) {
        struct place at = {cursor.row, 0};
        if (after) at = (struct place){cursor.row, line_at(cursor.row)->length};
        for (int i = 0; i < count; i++) {
            if (after) { // the newline comes first
                struct place end = insert_text(at, "\n", 1);
                end = insert_text(end, reg->bytes, reg->length - 1);
                at = (struct place){end.row, line_at(end.row)->length};
            } else {
                insert_text(at, reg->bytes, reg->length);
            }
        }
        if (after) cursor.row++;
        cursor.column = first_nonblank(cursor.row);
        return;
    }
    if (after) cursor.column = next_character(cursor.row, cursor.column);
    struct place end = cursor;
    for (int i = 0; i < count; i++) end = insert_text(end, reg->bytes, reg->length);
    if (memchr(reg->bytes, '\n', reg->length) == NULL) cursor = (struct place){end.row, previous_character(end.row, end.column)};
}

void shift_lines(size_t row, size_t count, int steps) {
    for (size_t end = row + count; row < end; row++) {
        const struct line *line = line_at(row);
        size_t blank = 0;
        while (blank < line->length && (line->bytes[blank] == ' ' || line->bytes[blank] == '\t')) blank++;
        if (line->length == 0) continue;
        int width = column_of((struct place){row, blank}) + steps * options.shift_width;
        if (width < 0) width = 0;
        char *indent = allocate((size_t)width + 1);
        int tabs = width / 8, length = tabs + width % 8;
        memset(indent, '\t', (size_t)tabs);
        memset(indent + tabs, ' ', (size_t)(width % 8));
        replace_in_line(row, 0, blank, indent, (size_t)length);
        free(indent);
    }
}

static bool operate_on_lines(int operator, int reg, size_t first, size_t last) {
    struct place from = {first, 0}, to = {last, line_at(last)->length};
    switch (operator) {
    case '>': case '<':
        shift_lines(first, last - first + 1, operator == '>' ? 1 : -1);
        break;
    case 'y':
        yank(reg, from, to, true);
        return true;
    case 'c':
        yank(reg, from, to, true);
        from.column = options.auto_indent ? first_nonblank(first) : 0;
        remove_text(from, to);
        cursor = from;
        insert_mode(1);
        return true;
    default:
        yank(reg, from, to, true);
        replace_lines(first, last - first + 1, NULL, 0);
        if (last - first > 1) set_message("%zu lines deleted", last - first + 1);
    }
    cursor.row = first < line_count ? first : line_count - 1;
    cursor.column = first_nonblank(cursor.row);
    return true;
}

bool operate(int operator, int reg, struct place from, const struct motion *motion) {
    struct place to = motion->to;
    bool ahead = to.row > from.row || (to.row == from.row && to.column >= from.column);
    struct place first = ahead ? from : to, last = ahead ? to : from;
    if (motion->lines || operator == '>' || operator == '<') return operate_on_lines(operator, reg, first.row, last.row);
    if (motion->inclusive) last.column = next_character(last.row, last.column);
    yank(reg, first, last, false);
    cursor = first;
    if (operator == 'y') return true;
    remove_text(first, last);
    if (operator == 'c') insert_mode(1);
    return true;
}

void join_lines(size_t row, size_t count, bool spaced) {
    for (size_t i = 1; i < count && row + 1 < line_count; i++) {
        const struct line *line = line_at(row), *next = line_at(row + 1);
        size_t blank = spaced ? first_nonblank(row + 1) : 0, end = line->length;
        while (spaced && blank < next->length && (next->bytes[blank] == ' ' || next->bytes[blank] == '\t')) blank++;
        bool space = spaced && end > 0 && line->bytes[end - 1] != ' ' && line->bytes[end - 1] != '\t' && blank < next->length && next->bytes[blank] != ')';
        remove_text((struct place){row, end}, (struct place){row + 1, blank});
        if (space) replace_in_line(row, end, end, " ", 1);
        cursor = (struct place){row, end};
    }
}

// ---- Insert mode.

static void type_newline(void) {
    size_t indent = 0;
    const struct line *line = line_at(cursor.row);
    if (options.auto_indent)
        while (indent < cursor.column && (line->bytes[indent] == ' ' || line->bytes[indent] == '\t')) indent++;
    char *bytes = allocate(indent + 2);
    bytes[0] = '\n';
    memcpy(bytes + 1, line->bytes, indent);
    cursor = insert_text(cursor, bytes, indent + 1);
    free(bytes);
}

static void erase_back_to(struct place to) {
    remove_text(to, cursor);
    cursor = to;
}

static void erase_word(void) {
    const struct line *line = line_at(cursor.row);
    size_t at = cursor.column;
    while (at > 0 && (line->bytes[at - 1] == ' ' || line->bytes[at - 1] == '\t')) at--;
    while (at > 0 && line->bytes[at - 1] != ' ' && line->bytes[at - 1] != '\t') at--;
    erase_back_to((struct place){cursor.row, at});
}

static void erase_character(void) {
    if (cursor.column > 0) erase_back_to((struct place){cursor.row, previous_character(cursor.row, cursor.column)});
    else if (cursor.row > 0) erase_back_to((struct place){cursor.row - 1, line_at(cursor.row - 1)->length});
}

static void type_key(int key, bool over) {
    char bytes[4];
    if (key == '\r' || key == '\n') {
        type_newline();
        return;
    }
    if (key <= 0 || key >= KEY_UP) return;
    size_t length = utf8_bytes(key, bytes), to = over ? next_character(cursor.row, cursor.column) : cursor.column;
    replace_in_line(cursor.row, cursor.column, to, bytes, length);
    cursor.column += length;
}

/** Keys that move or erase, in insert mode. False: it is to be typed. */
static bool edit_key(int key) {
    switch (key) {
    case BACKSPACE: erase_character(); return true;
    case CONTROL('w'): erase_word(); return true;
    case CONTROL('u'): erase_back_to((struct place){cursor.row, 0}); return true;
    case KEY_DELETE: remove_text(cursor, (struct place){cursor.row, next_character(cursor.row, cursor.column)}); return true;
    case KEY_LEFT: cursor.column = previous_character(cursor.row, cursor.column); return true;
    case KEY_RIGHT: cursor.column = next_character(cursor.row, cursor.column); return true;
    case KEY_UP: case KEY_DOWN: {
        int column = column_of(cursor);
        if (key == KEY_UP && cursor.row > 0) cursor.row--;
        if (key == KEY_DOWN && cursor.row + 1 < line_count) cursor.row++;
        cursor.column = byte_at_column(cursor.row, column);
        return true;
    }
    case KEY_HOME: cursor.column = 0; return true;
    case KEY_END: cursor.column = line_at(cursor.row)->length; return true;
    case KEY_RESIZED: view_resize(); return true;
    default: return false;
    }
}

static void typing(bool over, int count) {
    struct place start = cursor;
    for (;;) {
        set_message(over ? "-- REPLACE --" : "-- INSERT --");
        draw(true);
        int key = next_key();
        if (key == ESCAPE || key == CONTROL('c') || key == KEY_NONE) break;
        if (edit_key(key)) continue;
        if (key == CONTROL('v')) key = next_key();
        type_key(key, over);
    }
    if (count > 1 && !over && (cursor.row > start.row || (cursor.row == start.row && cursor.column > start.column))) {
        struct register_text saved = registers[UNNAMED];
        registers[UNNAMED] = (struct register_text){NULL, 0, false};
        yank(0, start, cursor, false);
        for (int i = 1; i < count; i++) cursor = insert_text(cursor, registers[UNNAMED].bytes, registers[UNNAMED].length);
        free(registers[UNNAMED].bytes);
        registers[UNNAMED] = saved;
    }
    cursor.column = previous_character(cursor.row, cursor.column);
    set_message("%s", "");
}

void insert_mode(int count) {
    typing(false, count);
}

void replace_mode(void) {
    typing(true, 1);
}

void open_line(bool below) {
    const struct line *line = line_at(cursor.row);
    size_t indent = 0;
    if (options.auto_indent)
        while (indent < line->length && (line->bytes[indent] == ' ' || line->bytes[indent] == '\t')) indent++;
    struct line made = {copy_bytes(line->bytes, indent), indent, false};
    size_t row = cursor.row + (below ? 1 : 0);
    replace_lines(row, 0, &made, 1);
    free(made.bytes);
    cursor = (struct place){row, indent};
}
