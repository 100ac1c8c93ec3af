// SPDX-License-Identifier: Apache-2.0
// Lines as grep prints them: name, number, offset, the line or the matches in it, colors.

#include "grep.h"

// GREP_COLORS' defaults.
static const char match_color[] = "\33[01;31m\33[K", name_color[] = "\33[35m\33[K", number_color[] = "\33[32m\33[K",
                  separator_color[] = "\33[36m\33[K", no_color[] = "\33[m\33[K";
static const char *name;

void set_printed_name(const char *new_name) {
    name = new_name;
}

static void out_colored(const char *color, const char *text) {
    if (grep.color) out_string(color);
    out_string(text);
    if (grep.color) out_string(no_color);
}

static void out_mark(char mark) {
    const char text[] = {mark, '\0'};
    out_colored(separator_color, text);
}

void print_name(const char *file, char after) {
    out_colored(name_color, file);
    if (after == '\0' || after == '\n') out_char(after);
    else out_mark(after);
}

static void print_head(char mark, uintmax_t number, uintmax_t offset) {
    char text[24];
    if (grep.with_names) {
        out_colored(name_color, name);
        if (grep.null_after_name) out_char('\0');
        else out_mark(mark);
    }
    if (grep.line_numbers) {
        snprintf(text, sizeof text, "%*ju", grep.number_width, number);
        out_colored(number_color, text);
        out_mark(mark);
    }
    if (grep.byte_offsets) {
        snprintf(text, sizeof text, "%*ju", grep.number_width, offset);
        out_colored(number_color, text);
        out_mark(mark);
    }
    if (grep.initial_tab && (grep.with_names || grep.line_numbers || grep.byte_offsets)) out_char('\t');
}

/** Each match that is not empty: alone on a line with -o, colored otherwise. Returns what is behind the last. */
static const char *print_matches(const char *line, const char *end, char mark, uintmax_t number, uintmax_t offset) {
    struct span match;
    const char *at = line;
    regex_set_line(grep.regex, line, end);
    for (const char *from = line; from <= end && regex_search(grep.regex, from, &match, 1);) {
        if (match.end == match.start) {
            from = match.start + 1;
            continue;
        }
        if (grep.only_matching) print_head(mark, number, offset + (uintmax_t)(match.start - line));
        else out_bytes(at, match.start - at);
        if (grep.color) out_string(match_color);
        out_bytes(match.start, match.end - match.start);
        if (grep.color) out_string(no_color);
        if (grep.only_matching) out_char(grep.line_end);
        from = at = match.end;
    }
    return at;
}

void print_line(const char *line, const char *end, bool selected, uintmax_t number, uintmax_t offset) {
    char mark = selected ? ':' : '-';
    bool matches = selected != grep.invert; // what the line does, whatever is wanted
    if (grep.only_matching) {
        if (matches && grep.regex) print_matches(line, end, mark, number, offset);
    } else {
        print_head(mark, number, offset);
        if (grep.color && matches && grep.regex) line = print_matches(line, end, mark, number, offset);
        out_bytes(line, end - line);
        out_char(grep.line_end);
    }
    if (grep.line_buffered) out_flush();
}

void print_separator(void) {
    if (grep.separator == NULL) return;
    out_colored(separator_color, grep.separator);
    out_char('\n');
}
