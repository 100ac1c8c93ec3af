// SPDX-License-Identifier: Apache-2.0
// Escapes in a sed script that stand for a byte: GNU's \a \f \n \r \t \v \dNNN \oNNN \xHH \cX.

#include <ctype.h>
#include "sed.h"

/** \dNNN, \oNNN, \xHH, \cX behind their letter: the byte, or -1. */
static int numbered_escape(const char **text, const char *end, char letter) {
    int base = letter == 'd' ? 10 : letter == 'o' ? 8 : 16, most = letter == 'x' ? 2 : 3, value = 0, n = 0;
    if (letter == 'c') return *text < end ? toupper((unsigned char)*(*text)++) ^ 0x40 : -1;
    for (; n < most && *text < end; n++, ++*text) {
        int c = tolower((unsigned char)**text), digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
        if (digit >= base) break;
        value = value * base + digit;
    }
    return n > 0 ? value & 0xff : -1;
}

int sed_escaped_byte(const char **text, const char *end) {
    static const char letters[] = "afnrtv", bytes[] = "\a\f\n\r\t\v";
    const char *found = **text ? strchr(letters, **text) : NULL;
    if (found) {
        ++*text;
        return bytes[found - letters];
    }
    if (**text && strchr("dox", **text)) {
        const char *before = *text;
        char letter = *(*text)++;
        int value = numbered_escape(text, end, letter);
        if (value < 0) *text = before;
        return value;
    }
    return -1;
}

void sed_resolve_escapes(struct text *pattern) {
    struct text result = {0};
    const char *text = pattern->bytes, *end = text + pattern->length;
    bool bracket = false;
    while (text < end) {
        char c = *text++;
        if (c == '[' && !bracket) {
            bracket = true;
            text_add_char(&result, c);
            if (text < end && *text == '^') text_add_char(&result, *text++);
            if (text < end && *text == ']') text_add_char(&result, *text++);
            continue;
        }
        if (bracket && c == '[' && text < end && strchr(":.=", *text)) { // a class is copied whole
            char kind = *text;
            text_add_char(&result, c);
            text_add_char(&result, *text++);
            while (text < end && !(*text == kind && text + 1 < end && text[1] == ']')) text_add_char(&result, *text++);
            continue;
        }
        if (bracket && c == ']') bracket = false;
        if (c != '\\' || text == end) {
            text_add_char(&result, c);
            continue;
        }
        int value = sed_escaped_byte(&text, end);
        if (value >= 0) {
            text_add_char(&result, (char)value);
        } else {
            text_add_char(&result, '\\');
            if (!bracket) text_add_char(&result, *text++);
        }
    }
    free(pattern->bytes);
    *pattern = result;
}
