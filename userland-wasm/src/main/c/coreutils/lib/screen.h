// SPDX-License-Identifier: Apache-2.0
// The terminal of a program that uses the whole screen: raw while it runs, and as it was found afterwards, whichever way it ends (but by KILL).
#ifndef SCREEN_H
#define SCREEN_H
#include "coreutils.h"

/** What screen_key() returns beside code points. */
enum {
    KEY_UP = 0x110000, KEY_DOWN, KEY_RIGHT, KEY_LEFT, KEY_HOME, KEY_END, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_INSERT, KEY_DELETE,
    KEY_RESIZED, // the window has another size, or the screen may show something else: draw anew
    KEY_BAD,     // a byte that is no UTF-8
    KEY_NONE = -1, // the terminal has gone
};
#define CONTROL(letter) ((letter) & 0x1f)
enum { ESCAPE = 27, BACKSPACE = 127 };

/** Takes the terminal that `fd` is open on. False, and errno, if it is none. */
bool screen_begin(int fd);
/** Gives it back. */
void screen_end(void);
/** Gives it back, stops as Ctrl-Z does, and takes it again. */
void screen_suspend(void);
/** Waits for a key. */
int screen_key(void);
void screen_size(int *rows, int *columns);

// Output is kept until screen_flush(). Rows and columns count from 0.
void screen_put(const char *bytes, size_t length);
void screen_text(const char *text);
void screen_move(int row, int column);
void screen_clear(void);
void screen_clear_to_line_end(void);
void screen_invert(bool on);
void screen_bell(void);
void screen_flush(void);
/** Reads a line in that row, after `prompt`, of the keys that `next` gives; NULL if it was given up. Good until the next call. */
char *screen_line(int row, const char *prompt, int (*next)(void));

/** The length of the character at `at`, which is before `end`; `*point` is -1 for a byte that is no UTF-8. */
size_t utf8_next(const char *at, const char *end, int *point);
/** Its bytes: returns how many. */
size_t utf8_bytes(int point, char bytes[4]);
/** The columns that the character takes at `column`, and what is shown: control characters as ^X, bad bytes as \xx. A tab is spaces. */
int shown_as(const char *at, size_t length, int point, int column, char text[16]);
#endif
