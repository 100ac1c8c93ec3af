// SPDX-License-Identifier: Apache-2.0
// vi's command mode: [count] ["register] command [count] [motion].

#include "vi.h"

static int reg;

static int number_from(int *key) {
    int count = 0;
    while (*key >= (count ? '0' : '1') && *key <= '9') {
        count = count > 100000000 ? count : count * 10 + *key - '0';
        *key = next_key();
    }
    return count;
}

static void fail(void) {
    screen_bell();
}

/** d, c, y, > or <, and what follows. */
static void operator_command(int operator, int count) {
    int key = next_key(), more = number_from(&key);
    int both = count && more ? count * more : count ? count : more;
    struct motion motion = {cursor, true, false};
    struct place from = cursor;
    if (key == operator) {
        size_t last = cursor.row + (size_t)(both ? both : 1) - 1;
        if (last >= line_count) {
            fail();
            return;
        }
        motion.to.row = last;
    } else {
        if (operator == 'c' && (key == 'w' || key == 'W')) { // as far as the word's end
            const struct line *line = line_at(cursor.row);
            char here = cursor.column < line->length ? line->bytes[cursor.column] : ' ';
            if (here != ' ' && here != '\t') {
                bool single = next_character(cursor.row, cursor.column) >= line->length || strchr(" \t", line->bytes[next_character(cursor.row, cursor.column)]);
                if (single && both <= 1) key = 'l';
                else key = key == 'w' ? 'e' : 'E';
            }
        }
        if (!is_motion(key) || !find_motion(key, both, true, &motion)) {
            fail();
            return;
        }
    }
    begin_change();
    operate(operator, reg, from, &motion);
    set_wanted_column();
}

static void move_by(int key, int count) {
    struct motion motion;
    if (!find_motion(key, count, false, &motion)) {
        fail();
        return;
    }
    bool vertical = key == 'j' || key == 'k' || key == KEY_UP || key == KEY_DOWN || key == CONTROL('n') || key == CONTROL('p');
    cursor = motion.to;
    if (key == '$' || key == KEY_END) wanted_column = -1;
    else if (!vertical) set_wanted_column();
}

/** An operator with the motion that a single key stands for: x is dl. */
static void shorthand(int operator, int motion_key, int count) {
    struct motion motion;
    struct place from = cursor;
    if (!find_motion(motion_key, count, true, &motion)) {
        fail();
        return;
    }
    begin_change();
    operate(operator, reg, from, &motion);
    set_wanted_column();
}

static void replace_characters(int count) {
    int key = next_key();
    size_t end = cursor.column;
    char bytes[4];
    if (key == ESCAPE || key <= 0 || key >= KEY_UP) return;
    for (int i = 0; i < count; i++) {
        if (end >= line_at(cursor.row)->length) {
            fail();
            return;
        }
        end = next_character(cursor.row, end);
    }
    begin_change();
    if (key == '\r') {
        remove_text(cursor, (struct place){cursor.row, end});
        cursor = insert_text(cursor, "\n", 1);
        return;
    }
    size_t length = utf8_bytes(key, bytes);
    char *all = allocate(length * (size_t)count + 1);
    for (int i = 0; i < count; i++) memcpy(all + length * (size_t)i, bytes, length);
    replace_in_line(cursor.row, cursor.column, end, all, length * (size_t)count);
    cursor.column += length * (size_t)(count - 1);
    free(all);
}

static void change_case(int count) {
    begin_change();
    for (int i = 0; i < count && cursor.column < line_at(cursor.row)->length; i++) {
        char c = line_at(cursor.row)->bytes[cursor.column];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            c ^= 0x20;
            replace_in_line(cursor.row, cursor.column, cursor.column + 1, &c, 1);
        }
        cursor.column = next_character(cursor.row, cursor.column);
    }
}

/** Insert mode, beginning somewhere. */
static void insert_command(int key, int count) {
    begin_change();
    switch (key) {
    case 'I': cursor.column = first_nonblank(cursor.row); break;
    case 'a': cursor.column = next_character(cursor.row, cursor.column); break;
    case 'A': cursor.column = line_at(cursor.row)->length; break;
    case 'o': open_line(true); break;
    case 'O': open_line(false); break;
    }
    insert_mode(key == 'o' || key == 'O' ? 1 : count);
    set_wanted_column();
}

static void scroll_command(int key, int count) {
    int page = text_rows > 2 ? text_rows - 2 : 1, half = text_rows > 1 ? text_rows / 2 : 1;
    bool down = key == CONTROL('f') || key == CONTROL('d') || key == CONTROL('e') || key == KEY_PAGE_DOWN;
    size_t lines = (size_t)(key == CONTROL('f') || key == CONTROL('b') || key >= KEY_UP ? page * (count ? count : 1)
                            : key == CONTROL('e') || key == CONTROL('y') ? (count ? count : 1) : count ? count : half);
    if (down ? cursor.row + 1 >= line_count && key != CONTROL('e') : cursor.row == 0 && key != CONTROL('y')) {
        fail();
        return;
    }
    bool single = key == CONTROL('e') || key == CONTROL('y');
    if (down) {
        top = top + lines < line_count ? top + lines : line_count - 1;
        if (!single) cursor.row = cursor.row + lines < line_count ? cursor.row + lines : line_count - 1;
        if (cursor.row < top) cursor.row = top;
    } else {
        top = top > lines ? top - lines : 0;
        if (!single) cursor.row = cursor.row > lines ? cursor.row - lines : 0;
        while (cursor.row > top + (size_t)text_rows - 1) cursor.row--;
    }
    cursor.column = single ? byte_at_column(cursor.row, wanted_column < 0 ? 0 : wanted_column) : first_nonblank(cursor.row);
}

static void place_line(void) {
    int key = next_key();
    size_t above = key == '.' || key == 'z' ? (size_t)text_rows / 2 : key == '-' || key == 'b' ? (size_t)text_rows - 1 : 0;
    top = cursor.row > above ? cursor.row - above : 0;
}

static void tell_position(void) {
    set_message("\"%s\"%s line %zu of %zu --%zu%%--", file_name ? file_name : "No file", modified ? " [Modified]" : "", cursor.row + 1,
                line_count, (cursor.row + 1) * 100 / line_count);
}

// ---- Repeating: the keys of the last command that changed something.

static int *last_change;
static size_t last_change_length;
static int recorded[512];
static size_t recorded_length;
static bool recording, repeating;

int record_key(int key) {
    if (recording && !repeating && recorded_length < sizeof recorded / sizeof *recorded) recorded[recorded_length] = key;
    if (recording && !repeating) recorded_length++;
    return key;
}

static void keep_change(void) {
    if (repeating || recorded_length > sizeof recorded / sizeof *recorded) return;
    last_change = reallocate(last_change, (recorded_length + 1) * sizeof *last_change);
    memcpy(last_change, recorded, recorded_length * sizeof *last_change);
    last_change_length = recorded_length;
}

static void repeat_change(void) {
    if (last_change_length == 0) {
        fail();
        return;
    }
    repeating = true;
    feed_keys(last_change, last_change_length);
    command();
    repeating = false;
}

static bool changes(int key) {
    return key > 0 && key < 128 && strchr("iIaAoOxXdDcCsSrR~JpP<>", key) != NULL;
}

static void run(int key, int given) {
    int count = given ? given : 1;
    switch (key) {
    case 'd': case 'c': case 'y': case '<': case '>': operator_command(key, given); break;
    case 'x': case KEY_DELETE: shorthand('d', 'l', given); break;
    case 'X': shorthand('d', 'h', given); break;
    case 'D': shorthand('d', '$', given); break;
    case 'C': shorthand('c', '$', given); break;
    case 's':
        if (line_at(cursor.row)->length == 0) insert_command('i', 1);
        else shorthand('c', 'l', given);
        break;
    case 'S': shorthand('c', '_', given); break;
    case 'Y': shorthand('y', '_', given); break;
    case 'i': case 'I': case 'a': case 'A': case 'o': case 'O': insert_command(key, count); break;
    case KEY_INSERT: insert_command('i', count); break;
    case 'R': begin_change(); replace_mode(); break;
    case 'r': replace_characters(count); break;
    case '~': change_case(count); break;
    case 'J': begin_change(); join_lines(cursor.row, given > 2 ? (size_t)given : 2, true); break;
    case 'p': case 'P': begin_change(); put(reg, key == 'p', count); break;
    case 'u':
        while (count-- > 0)
            if (!undo(&cursor)) set_message("Already at oldest change");
        break;
    case CONTROL('r'):
        while (count-- > 0)
            if (!redo(&cursor)) set_message("Already at newest change");
        break;
    case '.': repeat_change(); break;
    case 'm': {
        int name = next_key();
        if (name < 'a' || name > 'z') {
            fail();
            break;
        }
        marks[name - 'a'] = cursor;
        mark_set[name - 'a'] = true;
        break;
    }
    case ':': {
        char *text = read_bottom_line(":");
        set_message("%s", "");
        if (text) ex_command(text);
        break;
    }
    case 'Z': {
        int second = next_key();
        if (second == 'Q') leaving = true;
        else if (second == 'Z') ex_command((char[]){"x"});
        else fail();
        break;
    }
    case 'z': place_line(); break;
    case CONTROL('f'): case CONTROL('b'): case CONTROL('d'): case CONTROL('u'): case CONTROL('e'): case CONTROL('y'):
    case KEY_PAGE_UP: case KEY_PAGE_DOWN: scroll_command(key, given); break;
    case CONTROL('g'): tell_position(); break;
    case CONTROL('l'): screen_clear(); break;
    case CONTROL('z'): screen_suspend(); break;
    case KEY_RESIZED: view_resize(); screen_clear(); break;
    case KEY_NONE: leaving = true; break;
    case ESCAPE: case CONTROL('c'): break;
    default:
        if (is_motion(key)) move_by(key, given);
        else fail();
    }
}

void command(void) {
    recording = true;
    if (!repeating) recorded_length = 0;
    reg = 0;
    int key = next_key(), count = number_from(&key);
    while (key == '"') {
        reg = next_key();
        key = next_key();
        int more = number_from(&key);
        if (more) count = count ? count * more : more;
    }
    run(key, count);
    recording = false;
    if (changes(key)) keep_change();
    if (cursor.row >= line_count) cursor.row = line_count - 1;
    size_t length = line_at(cursor.row)->length;
    if (cursor.column >= length && length > 0) cursor.column = previous_character(cursor.row, length);
    if (length == 0) cursor.column = 0;
}
