// SPDX-License-Identifier: Apache-2.0
// What vi shows: the text from a top line on, long lines over several rows; below it a line for messages and commands.

#include "vi.h"

size_t top;
int text_rows, screen_columns;
static char message[512];

enum { NUMBER_WIDTH = 8 }; // of :set number

void set_message(const char *format, ...) {
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
}

void view_resize(void) {
    screen_size(&text_rows, &screen_columns);
    if (text_rows > 1) text_rows--;
}

static int margin(void) {
    return options.number && screen_columns > 2 * NUMBER_WIDTH ? NUMBER_WIDTH : 0;
}

static int text_columns(void) {
    return screen_columns - margin();
}

int column_of(struct place place) {
    const struct line *line = line_at(place.row);
    const char *at = line->bytes, *end = line->bytes + line->length, *stop = line->bytes + place.column;
    int column = 0, point;
    char text[16];
    while (at < stop) {
        size_t length = utf8_next(at, end, &point);
        column += shown_as(at, length, point, column, text);
        at += length;
    }
    return column;
}

size_t byte_at_column(size_t row, int column) {
    const struct line *line = line_at(row);
    const char *at = line->bytes, *end = line->bytes + line->length;
    int reached = 0, point;
    char text[16];
    while (at < end) {
        size_t length = utf8_next(at, end, &point);
        reached += shown_as(at, length, point, reached, text);
        if (reached > column) break;
        at += length;
    }
    return (size_t)(at - line->bytes);
}

int height_of(size_t row) {
    int width = column_of((struct place){row, line_at(row)->length});
    return width == 0 ? 1 : (width + text_columns() - 1) / text_columns();
}

static void draw_line(size_t row, int at_row) {
    const struct line *line = line_at(row);
    const char *at = line->bytes, *end = line->bytes + line->length;
    int column = 0, point, here = at_row;
    char text[16], number[NUMBER_WIDTH + 16];
    screen_move(at_row, 0);
    if (margin() > 0) screen_put(number, (size_t)snprintf(number, sizeof number, "%*zu ", NUMBER_WIDTH - 1, row + 1));
    while (at < end) {
        size_t length = utf8_next(at, end, &point);
        int width = shown_as(at, length, point, column, text), wanted = at_row + column / text_columns();
        if (wanted >= text_rows) return;
        if (wanted > here) {
            here = wanted;
            screen_move(here, margin());
        }
        screen_text(text);
        column += width;
        at += length;
    }
    if (column % text_columns() != 0 || column == 0) screen_clear_to_line_end();
}

/** Makes the cursor's line visible: in the middle, if it is far away. */
static void scroll(void) {
    if (cursor.row < top) top = top - cursor.row > (size_t)text_rows / 2 && cursor.row > (size_t)text_rows / 2 ? cursor.row - (size_t)text_rows / 2 : cursor.row;
    size_t rows = 0;
    for (size_t row = cursor.row + 1; row-- > top;) {
        rows += (size_t)height_of(row);
        if (rows > (size_t)text_rows) {
            bool far = cursor.row - top > (size_t)text_rows + (size_t)text_rows / 2;
            top = row + 1 <= cursor.row ? row + 1 : cursor.row;
            if (far) top = cursor.row - top > (size_t)text_rows / 2 ? cursor.row - (size_t)text_rows / 2 : top;
            return;
        }
    }
}

static void draw_message(void) {
    screen_move(text_rows, 0);
    screen_clear_to_line_end();
    int column = 0, point;
    char text[16], ruler[32];
    int ruler_at = screen_columns - 18;
    for (const char *at = message, *end = message + strlen(message); at < end && column < screen_columns - 1;) {
        size_t length = utf8_next(at, end, &point);
        column += shown_as(at, length, point, column, text);
        screen_text(text);
        at += length;
    }
    if (column >= ruler_at || ruler_at < 0) return;
    snprintf(ruler, sizeof ruler, "%zu,%d", cursor.row + 1, column_of(cursor) + 1);
    screen_move(text_rows, ruler_at);
    screen_text(ruler);
}

void draw(bool inserting) {
    scroll();
    int row = 0, cursor_row = 0, width = text_columns();
    for (size_t at = top; row < text_rows; at++) {
        if (at >= line_count) {
            screen_move(row++, 0);
            screen_text("~");
            screen_clear_to_line_end();
            continue;
        }
        if (at == cursor.row) cursor_row = row;
        int height = height_of(at);
        if (row + height > text_rows && at != cursor.row) { // what does not fit as a whole is not shown
            while (row < text_rows) {
                screen_move(row++, 0);
                screen_text("@");
                screen_clear_to_line_end();
            }
            break;
        }
        draw_line(at, row);
        row += height;
    }
    draw_message();
    int column = column_of(cursor);
    const struct line *line = line_at(cursor.row);
    if (!inserting && cursor.column < line->length && line->bytes[cursor.column] == '\t') column = (column | 7); // on a tab's end
    int below = column / width;
    if (cursor_row + below >= text_rows) below = text_rows - 1 - cursor_row;
    screen_move(cursor_row + below, margin() + column % width);
    screen_flush();
}

char *read_bottom_line(const char *prompt) {
    return screen_line(text_rows, prompt, next_key);
}

void wait_for_enter(void) {
    screen_text("\r\nPress ENTER to continue");
    int key;
    do key = next_key();
    while (key != '\r' && key != '\n' && key != ' ' && key != ':' && key != KEY_NONE);
    screen_clear();
}
