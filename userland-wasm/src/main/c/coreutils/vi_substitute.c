// SPDX-License-Identifier: Apache-2.0
// vi's searches and :s.

#include "vi.h"
#include "lib/regex.h"

static struct regex *last;
static char *last_replacement;

/** The pattern if there is one, else the last; NULL and a message. */
static struct regex *compiled(const char *pattern) {
    if (pattern == NULL || *pattern == '\0') {
        if (last == NULL) set_message("No previous regular expression");
        return last;
    }
    const char *error = NULL;
    int flags = (options.ignore_case ? REGEX_IGNORE_CASE : 0) | (options.magic ? 0 : REGEX_FIXED) | REGEX_NO_WARNINGS;
    struct regex *made = regex_compile(pattern, strlen(pattern), flags, '\n', &error);
    if (made == NULL) set_message("%s: %s", pattern, error ? error : "malformed");
    else last = made; // the old one is small
    return made;
}

/** The first match at or behind a byte of a line, or the last before `limit`. */
static bool match_in_line(struct regex *regex, size_t row, size_t from, size_t limit, bool want_last, struct span *found) {
    const struct line *line = line_at(row);
    const char *end = line->bytes + line->length, *at = line->bytes + from;
    bool any = false;
    struct span groups[10];
    regex_set_line(regex, line->bytes, end);
    while (at <= end && regex_search(regex, at, groups, 10)) {
        if ((size_t)(groups[0].start - line->bytes) >= limit) break;
        memcpy(found, groups, sizeof groups);
        any = true;
        if (!want_last) break;
        at = groups[0].end > groups[0].start ? groups[0].end : groups[0].end + 1;
    }
    return any;
}

bool search(const char *pattern, bool backward, struct place *at) {
    struct regex *regex = compiled(pattern);
    struct span found[10];
    if (regex == NULL) return false;
    for (size_t i = 0; i <= line_count; i++) {
        size_t row = backward ? (at->row + line_count - i % line_count) % line_count : (at->row + i) % line_count;
        bool wrapped = i > 0 && (backward ? row >= at->row : row <= at->row);
        if (wrapped && !options.wrap_scan) break;
        const struct line *line = line_at(row);
        size_t from = i == 0 && !backward ? next_character(row, at->column) : 0, limit = i == 0 && backward ? at->column : line->length + 1;
        if (i == 0 && !backward && at->column >= line->length) continue;
        if (!match_in_line(regex, row, from, limit, backward, found)) continue;
        at->row = row;
        at->column = (size_t)(found[0].start - line->bytes);
        if (wrapped) set_message("search hit %s", backward ? "TOP, continuing at BOTTOM" : "BOTTOM, continuing at TOP");
        return true;
    }
    set_message("Pattern not found%s%s", pattern ? ": " : "", pattern ? pattern : "");
    return false;
}

bool matches(size_t row, const char *pattern) {
    struct regex *regex = compiled(pattern);
    struct span found[10];
    return regex != NULL && match_in_line(regex, row, 0, line_at(row)->length + 1, false, found);
}

char *pattern_end(char *text, char delimiter) {
    bool class = false;
    for (; *text; text++) {
        if (*text == '\\' && text[1]) text++;
        else if (*text == '[') class = true;
        else if (*text == ']') class = false;
        else if (*text == delimiter && !class) return text;
    }
    return text;
}

struct bytes {
    char *bytes;
    size_t length, room;
};

static void append(struct bytes *to, const char *bytes, size_t length) {
    if (to->length + length > to->room) {
        to->room = (to->length + length) * 2;
        to->bytes = reallocate(to->bytes, to->room);
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

/** & and \0 are the match, \1 to \9 its groups, \n and Ctrl-V Return a new line. */
static void append_replacement(struct bytes *to, const char *replacement, const struct span *groups) {
    for (const char *at = replacement; *at; at++) {
        int group = *at == '&' ? 0 : *at == '\\' && at[1] >= '0' && at[1] <= '9' ? *++at - '0' : -1;
        if (group >= 0) {
            if (groups[group].start) append(to, groups[group].start, (size_t)(groups[group].end - groups[group].start));
        } else if (*at == '\r') {
            append(to, "\n", 1);
        } else if (*at == '\\' && at[1]) {
            at++;
            append(to, *at == 'n' ? "\n" : *at == 't' ? "\t" : at, 1);
        } else {
            append(to, at, 1);
        }
    }
}

/** All of a line with its matches replaced; false if there is none. */
static bool substituted(struct regex *regex, size_t row, const char *replacement, bool all, struct bytes *made, size_t *count) {
    const struct line *line = line_at(row);
    const char *at = line->bytes, *end = line->bytes + line->length;
    struct span groups[10] = {{0}};
    bool any = false;
    made->length = 0;
    regex_set_line(regex, line->bytes, end);
    while (at <= end && regex_search(regex, at, groups, 10)) {
        append(made, at, (size_t)(groups[0].start - at));
        append_replacement(made, replacement, groups);
        any = true;
        ++*count;
        at = groups[0].end;
        if (groups[0].end == groups[0].start) {
            if (at < end) append(made, at, 1);
            at++;
        }
        if (!all) break;
    }
    if (at < end) append(made, at, (size_t)(end - at));
    return any;
}

bool substitute(size_t from, size_t to, char *arguments) {
    struct regex *regex;
    bool all = false;
    if (*arguments && strchr("/#,;:|!@%+", *arguments)) {
        char delimiter = *arguments, *pattern = arguments + 1, *pattern_stop = pattern_end(pattern, delimiter), *replacement = pattern_stop;
        if (*pattern_stop) {
            *pattern_stop = '\0';
            replacement = pattern_stop + 1;
        }
        char *stop = replacement;
        while (*stop && *stop != delimiter) stop += *stop == '\\' && stop[1] ? 2 : 1;
        char *flags = *stop ? stop + 1 : stop;
        *stop = '\0';
        free(last_replacement);
        last_replacement = copy_string(replacement);
        arguments = flags;
        regex = compiled(pattern);
    } else {
        regex = compiled(NULL);
    }
    if (regex == NULL) return false;
    if (last_replacement == NULL) last_replacement = copy_string("");
    all = strchr(arguments, 'g') != NULL;
    struct bytes made = {0};
    size_t lines = 0, count = 0;
    for (size_t row = from; row <= to; row++) {
        if (!substituted(regex, row, last_replacement, all, &made, &count)) continue;
        size_t before = line_count;
        struct place start = {row, 0};
        remove_text(start, (struct place){row, line_at(row)->length});
        insert_text(start, made.bytes, made.length);
        row += line_count - before;
        to += line_count - before;
        cursor = (struct place){row, 0};
        lines++;
    }
    free(made.bytes);
    if (lines == 0) set_message("No match");
    else if (count > 2) set_message("%zu substitutions on %zu lines", count, lines);
    return lines > 0;
}
