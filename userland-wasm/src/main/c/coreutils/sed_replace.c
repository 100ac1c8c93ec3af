// SPDX-License-Identifier: Apache-2.0
// sed's s command: its replacement is read, and matches are replaced, with \L \U \l \u \E as GNU has them.

#include <ctype.h>
#include "sed_script.h"

static struct replacement_part *add_part(struct command_line *command, int kind) {
    command->parts = reallocate(command->parts, (command->part_count + 1) * sizeof *command->parts);
    struct replacement_part *part = &command->parts[command->part_count++];
    *part = (struct replacement_part){.kind = kind};
    return part;
}

static void add_replacement_byte(struct command_line *command, char c) {
    struct replacement_part *part = command->part_count ? &command->parts[command->part_count - 1] : NULL;
    if (part == NULL || part->kind != TEXT) part = add_part(command, TEXT);
    if ((part->length & (part->length - 1)) == 0) part->bytes = reallocate(part->bytes, 2 * part->length + 2);
    part->bytes[part->length++] = c;
}

void sed_parse_replacement(struct command_line *command, const struct text *text, int groups) {
    const char *p = text->bytes, *end = p + text->length;
    while (p < end) {
        char c = *p++;
        if (c == '&') {
            add_part(command, GROUP)->group = 0;
        } else if (c != '\\' || p == end) {
            add_replacement_byte(command, c);
        } else if (*p >= '0' && *p <= '9') {
            int group = *p++ - '0';
            if (groups >= 0 && group > groups) {
                char message[64];
                snprintf(message, sizeof message, "invalid reference \\%d on `s' command's RHS", group);
                script_bad(message);
            }
            add_part(command, GROUP)->group = group;
        } else if (strchr("ULEul", *p)) {
            static const int kinds[] = {UPPER, LOWER, NO_CASE, UPPER_ONE, LOWER_ONE};
            add_part(command, kinds[strchr("ULEul", *p++) - "ULEul"]);
        } else {
            int value = sed_escaped_byte(&p, end);
            add_replacement_byte(command, value >= 0 ? (char)value : *p++);
        }
    }
}

/** What \U and the like ask of the bytes that come. */
struct casing {
    int all;  // UPPER, LOWER or NO_CASE
    int next; // of one byte: UPPER_ONE, LOWER_ONE or NO_CASE
};

static void add_cased(struct text *to, const char *bytes, size_t length, struct casing *casing) {
    for (; length > 0; bytes++, length--) {
        unsigned char c = (unsigned char)*bytes;
        if (casing->next != NO_CASE) c = (unsigned char)(casing->next == UPPER_ONE ? toupper(c) : tolower(c));
        else if (casing->all != NO_CASE) c = (unsigned char)(casing->all == UPPER ? toupper(c) : tolower(c));
        casing->next = NO_CASE;
        text_add_char(to, (char)c);
    }
}

static void add_replacement(struct text *to, const struct command_line *command, const struct span *groups) {
    struct casing casing = {NO_CASE, NO_CASE};
    for (size_t i = 0; i < command->part_count; i++) {
        const struct replacement_part *part = &command->parts[i];
        const char *bytes = part->bytes;
        size_t length = part->length;
        switch (part->kind) {
        case GROUP:
            bytes = groups[part->group].start;
            length = bytes ? (size_t)(groups[part->group].end - bytes) : 0;
            break;
        case TEXT: break;
        case UPPER: case LOWER: case NO_CASE:
            casing.all = part->kind;
            casing.next = NO_CASE;
            continue;
        case UPPER_ONE: case LOWER_ONE: casing.next = part->kind; continue;
        }
        if (casing.all == NO_CASE && casing.next == NO_CASE) text_add(to, bytes, length);
        else add_cased(to, bytes, length, &casing);
    }
}

bool sed_substitute(const struct command_line *command, struct text *space) {
    static struct text result;
    struct span groups[10];
    const char *at = space->bytes, *end = at + space->length, *from = at;
    uintmax_t count = 0;
    bool replaced = false;
    int wanted_groups = 1;
    for (size_t i = 0; i < command->part_count; i++)
        if (command->parts[i].kind == GROUP && command->parts[i].group >= wanted_groups) wanted_groups = command->parts[i].group + 1;
    if (command->regex) last_regex = command->regex;
    if (last_regex == NULL) fatal("-e expression #1, char 0: no previous regular expression");
    result.length = 0;
    regex_set_line(last_regex, at, end);
    const char *last_end = NULL; // an empty match must not touch the one before
    while (from <= end && regex_search(last_regex, from, groups, wanted_groups)) {
        const char *start = groups[0].start, *stop = groups[0].end;
        if (start == stop && start == last_end) {
            if (start == end) break;
            from = start + 1;
            continue;
        }
        last_end = stop;
        if (++count >= command->which) {
            text_add(&result, at, start - at);
            add_replacement(&result, command, groups);
            at = stop;
            replaced = true;
            if (!command->global) break;
        }
        from = stop > start ? stop : stop + 1;
    }
    if (!replaced) return false;
    text_add(&result, at, end - at);
    struct text swapped = *space;
    *space = result;
    result = swapped;
    return true;
}
