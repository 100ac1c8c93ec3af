// SPDX-License-Identifier: Apache-2.0
// The parts of vi: vi.c (start, files, keys), vi_text.c (lines, undo), vi_view.c (what is shown), vi_motion.c (where to), vi_change.c (operators,
// registers, insert mode), vi_command.c (command mode), vi_ex.c (commands after a colon), vi_substitute.c (:s and searches).
#ifndef VI_H
#define VI_H
#include "lib/coreutils.h"
#include "lib/screen.h"

struct line {
    char *bytes; // no newline, no NUL at the end
    size_t length;
    bool marked; // by :g
};
struct place {
    size_t row, column; // column in bytes
};

// vi_text.c. There is always a line.
extern size_t line_count;
extern bool modified;
const struct line *line_at(size_t row);
/** Replaces lines by copies of others; undoable. At least one line is left or made. */
void replace_lines(size_t row, size_t removed, const struct line *added, size_t count);
/** Replaces a stretch of one line. */
void replace_in_line(size_t row, size_t from, size_t to, const char *bytes, size_t length);
/** Inserts text that may hold newlines; returns where it ends. */
struct place insert_text(struct place at, const char *bytes, size_t length);
/** Removes from one place up to another, newlines included. */
void remove_text(struct place from, struct place to);
void mark_line(size_t row, bool marked);
/** What follows is one more change to undo. */
void begin_change(void);
/** False if there is nothing to undo; `cursor` goes where it was changed. */
bool undo(struct place *cursor);
bool redo(struct place *cursor);
/** Throws away what could be undone; the text counts as saved. */
void forget_changes(void);
/** Throws away all lines, too. */
void forget_text(void);
/** Appends a file's lines after `row` lines; false and errno if it cannot be read. Counts are added up. */
bool read_lines(const char *name, size_t row, size_t *lines, size_t *bytes);
bool write_lines(const char *name, size_t from, size_t to, bool append, size_t *bytes);

// vi.c
extern struct place cursor;
extern const char *file_name; // NULL: none yet
extern bool leaving;
struct vi_options { // :set
    bool number, ignore_case, auto_indent, wrap_scan, read_only, magic;
    int shift_width;
};
extern struct vi_options options;
/** The next key: typed, or of a change that is repeated. */
int next_key(void);
/** Feeds keys as if they were typed. */
void feed_keys(const int *keys, size_t count);
bool edit_file(const char *name, bool discard);
bool save_file(const char *name, size_t from, size_t to, bool force);

// vi_view.c
extern size_t top;        // the first line that is shown
extern int text_rows, screen_columns;
void set_message(const char *format, ...) __attribute__((format(printf, 1, 2)));
void view_resize(void);
/** Shows everything; the cursor's line is made visible. */
void draw(bool inserting);
/** Reads a line at the bottom, after `prompt`; NULL if it was given up. Good until the next call. */
char *read_bottom_line(const char *prompt);
/** Screen rows that a line takes. */
int height_of(size_t row);
/** The column on the screen, of a place; and the place nearest to one. */
int column_of(struct place place);
size_t byte_at_column(size_t row, int column);
/** Says it on the screen below, and waits for Enter: after a command's output. */
void wait_for_enter(void);

// vi_motion.c
struct motion {
    struct place to;
    bool lines;     // whole lines, for an operator
    bool inclusive; // the character there, too
};
/** Where `key` leads, `count` times (0: none given); reads further keys where it needs them. False if it is no motion, or leads nowhere. */
bool find_motion(int key, int count, bool for_operator, struct motion *motion);
bool is_motion(int key);
size_t next_character(size_t row, size_t column);
size_t previous_character(size_t row, size_t column);
size_t first_nonblank(size_t row);
extern struct place marks[27]; // a to z, and the place before a jump
extern bool mark_set[27];
extern int wanted_column;      // where up and down want to be; -1: at the line's end
void set_wanted_column(void);
void remember_jump(void);

// vi_change.c
struct register_text {
    char *bytes;
    size_t length;
    bool lines;
};
void yank(int reg, struct place from, struct place to, bool lines);
void put(int reg, bool after, int count);
/** d c y > <. */
bool operate(int operator, int reg, struct place from, const struct motion *motion);
/** Insert mode at the cursor, until Escape. */
void insert_mode(int count);
void replace_mode(void);
void open_line(bool below);
void join_lines(size_t row, size_t count, bool spaced);
void shift_lines(size_t row, size_t count, int steps);

// vi_command.c
/** One command of command mode. */
void command(void);
/** A key was typed: it may belong to a change that will be repeated. */
int record_key(int key);

// vi_substitute.c
/** The next match of the last pattern, or of a new one (not NULL); false and a message if there is none. */
bool search(const char *pattern, bool backward, struct place *at);
/** The pattern's end in a line of commands: behind the delimiter. */
char *pattern_end(char *text, char delimiter);
bool matches(size_t row, const char *pattern);
bool substitute(size_t from, size_t to, char *arguments);

// vi_ex.c
void ex_command(char *text);
#endif
