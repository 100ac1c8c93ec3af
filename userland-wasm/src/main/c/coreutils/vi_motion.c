// SPDX-License-Identifier: Apache-2.0
// vi's motions: where a key leads.

#include "vi.h"
#include <ctype.h>

struct place marks[27];
bool mark_set[27];
int wanted_column;

static struct {
    int kind, point; // f F t T, and what is looked for
} last_find;
static bool last_backward;

size_t next_character(size_t row, size_t column) {
    const struct line *line = line_at(row);
    int point;
    if (column >= line->length) return line->length;
    column += utf8_next(line->bytes + column, line->bytes + line->length, &point);
    return column;
}

size_t previous_character(size_t row, size_t column) {
    const struct line *line = line_at(row);
    for (size_t back = 1; back <= 4 && back <= column; back++) {
        int point;
        size_t start = column - back;
        if (utf8_next(line->bytes + start, line->bytes + line->length, &point) == back && (back == 1 || point >= 0)) return start;
    }
    return column > 0 ? column - 1 : 0;
}

static int point_at(size_t row, size_t column) {
    const struct line *line = line_at(row);
    int point;
    if (column >= line->length) return '\n';
    utf8_next(line->bytes + column, line->bytes + line->length, &point);
    return point;
}

size_t first_nonblank(size_t row) {
    const struct line *line = line_at(row);
    size_t at = 0;
    while (at < line->length && (line->bytes[at] == ' ' || line->bytes[at] == '\t')) at++;
    return at < line->length || at == 0 ? at : at - 1;
}

void set_wanted_column(void) {
    wanted_column = column_of(cursor);
}

void remember_jump(void) {
    marks[26] = cursor;
    mark_set[26] = true;
}

// ---- Words.

enum kind { BLANK, WORD, PUNCTUATION };

static enum kind kind_at(struct place at, bool big) {
    int point = point_at(at.row, at.column);
    if (point == ' ' || point == '\t' || point == '\n') return BLANK;
    if (big || point >= 0x80 || point < 0 || isalnum(point) || point == '_') return WORD;
    return PUNCTUATION;
}

/** To the next character, the end of a line being one. False at the text's end. */
static bool forward(struct place *at) {
    if (at->column < line_at(at->row)->length) at->column = next_character(at->row, at->column);
    else if (at->row + 1 < line_count) *at = (struct place){at->row + 1, 0};
    else return false;
    return true;
}

static bool backward(struct place *at) {
    if (at->column > 0) at->column = previous_character(at->row, at->column);
    else if (at->row > 0) *at = (struct place){at->row - 1, line_at(at->row - 1)->length};
    else return false;
    return true;
}

static bool empty_line(struct place at) {
    return line_at(at.row)->length == 0;
}

/** @param last an operator's last word ends with its line */
static bool next_word(struct place *at, bool big, bool last) {
    struct place start = *at;
    enum kind kind = kind_at(*at, big);
    if (kind != BLANK)
        while (kind_at(*at, big) == kind && forward(at)) continue;
    if (last && at->row == start.row && at->column == line_at(at->row)->length) return true;
    while (kind_at(*at, big) == BLANK) {
        size_t row = at->row;
        if (!forward(at)) break;
        if (at->row != row && empty_line(*at)) break;
        if (at->row != row && last) { // the blanks up to the end of the line, and no more
            *at = (struct place){row, line_at(row)->length};
            break;
        }
    }
    return at->row != start.row || at->column != start.column;
}

static bool word_end(struct place *at, bool big) {
    if (!forward(at)) return false;
    while (kind_at(*at, big) == BLANK)
        if (!forward(at)) return false;
    enum kind kind = kind_at(*at, big);
    for (struct place next = *at; forward(&next) && kind_at(next, big) == kind;) *at = next;
    return true;
}

static bool word_begin(struct place *at, bool big) {
    if (!backward(at)) return false;
    while (kind_at(*at, big) == BLANK) {
        if (empty_line(*at)) return true;
        if (!backward(at)) return true;
    }
    enum kind kind = kind_at(*at, big);
    for (struct place before = *at; before.column > 0;) {
        backward(&before);
        if (kind_at(before, big) != kind) break;
        *at = before;
    }
    return true;
}

// ---- Within a line, and brackets.

static bool find_character(int kind, int point, int count, struct place *at) {
    bool ahead = kind == 'f' || kind == 't';
    size_t column = at->column;
    for (int i = 0; i < count; i++) {
        do {
            if (ahead ? next_character(at->row, column) >= line_at(at->row)->length : column == 0) return false;
            column = ahead ? next_character(at->row, column) : previous_character(at->row, column);
        } while (point_at(at->row, column) != point);
    }
    if (kind == 't') column = previous_character(at->row, column);
    if (kind == 'T') column = next_character(at->row, column);
    at->column = column;
    return true;
}

static bool find_bracket(struct place *at) {
    static const char brackets[] = "()[]{}";
    const struct line *line = line_at(at->row);
    while (at->column < line->length && (line->bytes[at->column] == '\0' || !strchr(brackets, line->bytes[at->column]))) at->column++;
    if (at->column >= line->length) return false;
    const char *found = strchr(brackets, line->bytes[at->column]);
    bool opens = (found - brackets) % 2 == 0;
    int own = *found, other = found[opens ? 1 : -1], depth = 1;
    while (opens ? forward(at) : backward(at)) {
        int here = point_at(at->row, at->column);
        if (here == own) depth++;
        if (here == other && --depth == 0) return true;
    }
    return false;
}

static bool paragraph(struct place *at, bool ahead) {
    size_t row = at->row;
    while (line_at(row)->length == 0 && (ahead ? row + 1 < line_count : row > 0)) row += ahead ? 1 : (size_t)-1;
    while (line_at(row)->length > 0 && (ahead ? row + 1 < line_count : row > 0)) row += ahead ? 1 : (size_t)-1;
    *at = (struct place){row, ahead && line_at(row)->length > 0 ? line_at(row)->length - 1 : 0};
    return true;
}

// ---- Lines.

static bool to_row(long row, struct place *at) {
    if (row < 0 || (size_t)row >= line_count) return false;
    at->row = (size_t)row;
    at->column = wanted_column < 0 ? line_at(at->row)->length : byte_at_column(at->row, wanted_column);
    return true;
}

static bool to_nonblank_of(long row, struct motion *motion) {
    if (row < 0 || (size_t)row >= line_count) return false;
    motion->to = (struct place){(size_t)row, first_nonblank((size_t)row)};
    motion->lines = true;
    return true;
}

/** The row that is shown `count` rows from the top, or from the bottom. */
static long shown_row(int from_top) {
    size_t row = top;
    int used = 0;
    while (row + 1 < line_count && used + height_of(row) <= from_top) used += height_of(row++);
    return (long)row;
}

static bool to_mark(struct motion *motion, bool line) {
    int key = next_key(), index = key == '\'' || key == '`' ? 26 : key - 'a';
    if (index < 0 || index > 26 || !mark_set[index] || marks[index].row >= line_count) {
        set_message("Mark not set");
        return false;
    }
    struct place to = marks[index];
    remember_jump();
    if (line) return to_nonblank_of((long)to.row, motion);
    motion->to = to;
    return true;
}

static bool search_key(int key, int count, struct motion *motion) {
    const char *pattern = NULL;
    bool back = last_backward != (key == 'N');
    if (key == '/' || key == '?') {
        char prompt[2] = {(char)key, '\0'};
        char *typed = read_bottom_line(prompt);
        if (typed == NULL) return false;
        char *end = pattern_end(typed, (char)key);
        *end = '\0';
        last_backward = back = key == '?';
        if (*typed) pattern = typed;
    }
    struct place to = cursor;
    for (int i = 0; i < count; i++)
        if (!search(i == 0 ? pattern : NULL, back, &to)) return false;
    remember_jump();
    motion->to = to;
    return true;
}

bool is_motion(int key) {
    return key >= KEY_UP ? key <= KEY_PAGE_DOWN : strchr("hjkl+-0^$wWbBeEGgfFtT;,%{}HMLnN/?|_'`", key) != NULL || key == ' ' || key == BACKSPACE
        || key == '\r' || key == '\n' || key == CONTROL('n') || key == CONTROL('p') || key == CONTROL('h');
}

bool find_motion(int key, int given, bool for_operator, struct motion *motion) {
    int count = given > 0 ? given : 1;
    long row = (long)cursor.row;
    struct place at = cursor;
    *motion = (struct motion){cursor, false, false};
    switch (key) {
    case 'h': case BACKSPACE: case KEY_LEFT: case CONTROL('h'):
        if (at.column == 0) return false;
        while (count-- > 0 && at.column > 0) at.column = previous_character(at.row, at.column);
        break;
    case 'l': case ' ': case KEY_RIGHT: {
        size_t end = line_at(at.row)->length;
        if (at.column >= end || (!for_operator && next_character(at.row, at.column) >= end)) return false;
        while (count-- > 0 && at.column < end) at.column = next_character(at.row, at.column);
        break;
    }
    case 'j': case KEY_DOWN: case CONTROL('n'):
        motion->lines = true;
        if (row + 1 >= (long)line_count) return false;
        return to_row(row + count < (long)line_count ? row + count : (long)line_count - 1, &motion->to);
    case 'k': case KEY_UP: case CONTROL('p'):
        motion->lines = true;
        return row > 0 && to_row(row > count ? row - count : 0, &motion->to);
    case '+': case '\r': case '\n': return to_nonblank_of(row + count, motion);
    case '-': return to_nonblank_of(row - count, motion);
    case '_': return to_nonblank_of(row + count - 1, motion);
    case '0': case KEY_HOME: at.column = 0; break;
    case '^': at.column = first_nonblank(at.row); break;
    case '|': at.column = byte_at_column(at.row, count - 1); break;
    case '$': case KEY_END:
        if (!to_row(row + count - 1, &at)) return false;
        at.column = line_at(at.row)->length;
        break;
    case 'w': case 'W':
        for (; count > 0; count--)
            if (!next_word(&at, key == 'W', for_operator && count == 1)) return false;
        break;
    case 'b': case 'B':
        for (; count > 0; count--)
            if (!word_begin(&at, key == 'B')) return false;
        break;
    case 'e': case 'E':
        for (; count > 0; count--)
            if (!word_end(&at, key == 'E')) return false;
        motion->inclusive = true;
        break;
    case 'G':
        remember_jump();
        return to_nonblank_of(given > 0 ? given - 1 : (long)line_count - 1, motion);
    case 'g':
        if (next_key() != 'g') return false;
        remember_jump();
        return to_nonblank_of(given > 0 ? given - 1 : 0, motion);
    case 'f': case 'F': case 't': case 'T':
        last_find.kind = key;
        last_find.point = next_key();
        if (!find_character(key, last_find.point, count, &at)) return false;
        motion->inclusive = key == 'f' || key == 't';
        break;
    case ';': case ',': {
        static const char opposite[] = "fFtT";
        if (last_find.kind == 0) return false;
        int kind = key == ';' ? last_find.kind : opposite[(strchr(opposite, last_find.kind) - opposite) ^ 1];
        if (!find_character(kind, last_find.point, count, &at)) return false;
        motion->inclusive = kind == 'f' || kind == 't';
        break;
    }
    case '%':
        if (!find_bracket(&at)) return false;
        motion->inclusive = true;
        break;
    case '}': case '{':
        for (; count > 0; count--) paragraph(&at, key == '}');
        break;
    case 'H': return to_nonblank_of(shown_row(count - 1), motion);
    case 'M': return to_nonblank_of(shown_row(text_rows / 2), motion);
    case 'L': return to_nonblank_of(shown_row(text_rows - count), motion);
    case '\'': return to_mark(motion, true);
    case '`': return to_mark(motion, false);
    case 'n': case 'N': case '/': case '?': return search_key(key, count, motion);
    default: return false;
    }
    motion->to = at;
    return true;
}
