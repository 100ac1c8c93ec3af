// SPDX-License-Identifier: Apache-2.0
// The text of a sed script and how far it has been read. The pieces of -e and -f are one text; where each began is kept
// for messages.

#include <ctype.h>
#include "sed_script.h"

struct piece {
    size_t start;
    const char *file; // NULL: -e
};
static struct piece *pieces;
static size_t piece_count, piece_capacity;
struct script script;

void sed_add_script(const char *bytes, size_t length, const char *file) {
    GROW(pieces, piece_count, piece_capacity);
    pieces[piece_count++] = (struct piece){script.text.length, file};
    text_add(&script.text, bytes, length);
    if (length == 0 || bytes[length - 1] != '\n' || file == NULL) text_add_char(&script.text, '\n');
}

_Noreturn void script_bad(const char *message) {
    size_t i = piece_count - 1, expression = 0, place = script.at > script.text.length ? script.text.length : script.at;
    while (i > 0 && pieces[i].start >= (place ? place : 1)) i--;
    for (size_t j = 0; j <= i; j++) expression += pieces[j].file == NULL;
    size_t end = (i + 1 < piece_count ? pieces[i + 1].start : script.text.length) - 1; // without the newline added
    if (place > end) place = end;
    if (pieces[i].file == NULL) fatal("-e expression #%zu, char %zu: %s", expression, place - pieces[i].start, message);
    size_t line = 1;
    for (size_t j = pieces[i].start; j < place; j++) line += script.text.bytes[j] == '\n';
    if (place > pieces[i].start && script.text.bytes[place - 1] == '\n' && line > 1) line--;
    fatal("file %s line %zu: %s", pieces[i].file, line, message);
}

int script_next(void) {
    return script.at < script.text.length ? (unsigned char)script.text.bytes[script.at++] : (script.at++, -1);
}

int script_peek(void) {
    return script.at < script.text.length ? (unsigned char)script.text.bytes[script.at] : -1;
}

void script_skip_blanks(void) {
    while (script_peek() == ' ' || script_peek() == '\t') script.at++;
}

void script_skip_space(void) {
    while (script_peek() >= 0 && isspace(script_peek())) script.at++;
}

uintmax_t script_number(void) {
    uintmax_t value = 0;
    while (script_peek() >= '0' && script_peek() <= '9') value = value * 10 + (uintmax_t)(script_next() - '0');
    return value;
}

bool script_delimited(struct text *text, int mark, bool is_regex) {
    text->length = 0;
    for (;;) {
        int c = script_next();
        if (c < 0) return false;
        if (c == '\n' && is_regex && mark != '\n') return false;
        if (c == mark) return true; // also in a bracket: as GNU
        if (c == '\\') {
            c = script_next();
            if (c < 0) return false;
            if (c == mark) {
                // Escaped, the mark is itself; but for the replacement & and digits keep their backslash.
                if (!is_regex && (mark == '&' || isdigit(mark))) text_add_char(text, '\\');
            } else if (c == 'n' && is_regex) {
                text_add_char(text, '\n');
                continue;
            } else if (c != '\n' || !is_regex) {
                text_add_char(text, '\\');
            }
        }
        text_add_char(text, (char)c);
    }
}
