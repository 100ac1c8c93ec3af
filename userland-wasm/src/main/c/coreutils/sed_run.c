// SPDX-License-Identifier: Apache-2.0
// Running the script: once for each line, on the pattern space.

#include "sed.h"

struct regex *last_regex;
static struct text space, hold;
static bool replaced;   // for t: since the last line was read
static bool space_lacks_newline;

// What a, r and R leave for the end of the cycle.
struct later {
    char kind;
    const char *text;
    size_t length;
};
static struct later *later;
static size_t later_count, later_capacity;

static void add_later(char kind, const char *text, size_t length) {
    GROW(later, later_count, later_capacity);
    later[later_count++] = (struct later){kind, text, length};
}

static void write_later(void) {
    static struct text line;
    for (size_t i = 0; i < later_count; i++) {
        if (later[i].kind == 'r') sed_copy_file(later[i].text);
        else if (later[i].kind == 'R') {
            if (sed_read_from(later[i].text, &line)) sed_write(sed_standard_output(), line.bytes, line.length, true);
        } else {
            sed_write(sed_standard_output(), later[i].text, later[i].length - 1, true); // its newline is written anew
        }
    }
    later_count = 0;
}

static void print_space(void) {
    sed_write(sed_standard_output(), space.bytes, space.length, !space_lacks_newline);
}

static void end_cycle(void) {
    if (!sed.quiet) print_space();
    write_later();
    if (sed.unbuffered) sed_flush(sed_standard_output());
}

static _Noreturn void leave(int code) {
    sed_finish_files();
    finish(code ? code : status);
}

static bool matches(struct regex *regex) {
    struct span match;
    if (regex) last_regex = regex;
    if (last_regex == NULL) fatal("-e expression #1, char 0: no previous regular expression");
    if (space.bytes == NULL) text_add(&space, "", 0);
    regex_set_line(last_regex, space.bytes, space.bytes + space.length);
    return regex_search(last_regex, space.bytes, &match, 1);
}

static bool address_matches(const struct address *address) {
    switch (address->kind) {
    case LINE: return sed_line_number == address->number;
    case STEP:
        return address->step == 0 ? sed_line_number == address->number
                                  : sed_line_number >= address->number && (sed_line_number - address->number) % address->step == 0;
    case LAST: return sed_is_last();
    case PATTERN: return matches(address->regex);
    default: return false;
    }
}

static void begin_range(struct command_line *command) {
    const struct address *end = &command->second;
    command->in_range = true;
    command->range_end = 0;
    switch (end->kind) {
    case LINE: command->range_end = end->number; break;
    case COUNT_AFTER: command->range_end = sed_line_number + end->number; break;
    case MULTIPLE_OF:
        command->range_end = end->number == 0 ? sed_line_number : (sed_line_number + end->number - 1) / end->number * end->number;
        break;
    default: return; // looked for on the lines that follow
    }
    if (command->range_end <= sed_line_number) command->in_range = false;
}

static bool range_selects(struct command_line *command) {
    if (command->first.kind == ZERO && sed_line_number == 1 && !command->in_range) { // the end may be on line 1
        command->first.kind = NO_ADDRESS;
        command->in_range = !matches(command->second.regex);
        return true;
    }
    if (!command->in_range) {
        if (command->first.kind == NO_ADDRESS || !address_matches(&command->first)) return false;
        begin_range(command);
        return true;
    }
    if (command->range_end > 0) {
        if (sed_line_number >= command->range_end) command->in_range = false;
        return sed_line_number <= command->range_end || (command->first.kind != NO_ADDRESS && address_matches(&command->first));
    }
    if (address_matches(&command->second)) command->in_range = false;
    return true;
}

static bool selects(struct command_line *command) {
    bool selected = true;
    if (command->second.kind != NO_ADDRESS) selected = range_selects(command);
    else if (command->first.kind != NO_ADDRESS) selected = address_matches(&command->first);
    return selected != command->negated;
}

/** The l command. */
static void list(intmax_t wrap) {
    struct text line = {0};
    size_t column = 0, width = wrap > 1 ? (size_t)wrap - 1 : 0;
    for (size_t i = 0; i < space.length; i++) {
        char shown[8];
        unsigned char c = (unsigned char)space.bytes[i];
        if (c == '\\') strcpy(shown, "\\\\");
        else if (c >= 7 && c <= 13) sprintf(shown, "\\%c", "abtnvfr"[c - 7]);
        else sprintf(shown, c >= ' ' && c < 127 ? "%c" : "\\%03o", c);
        if (width && column + strlen(shown) > width) {
            text_add(&line, "\\\n", 2);
            column = 0;
        }
        text_add(&line, shown, strlen(shown));
        column += strlen(shown);
    }
    text_add_char(&line, '$');
    sed_write(sed_standard_output(), line.bytes, line.length, true);
    free(line.bytes);
}

static void write_line(struct output *output, const char *bytes, size_t length) {
    sed_write(output, bytes, length, true);
}

static bool next_line(struct text *into) {
    if (!sed_read_line(into)) return false;
    space_lacks_newline = sed_lacks_newline;
    replaced = false;
    return true;
}

enum next { GO_ON, NEW_CYCLE, SAME_LINE };

/** Runs one command; `*at` is where the script goes on. */
static enum next run(struct command_line *command, size_t *at) {
    const char *newline;
    char number[24];
    switch (command->name) {
    case '{': if (!selects(command)) *at = command->target; return GO_ON;
    case '}': case ':': case '#': return GO_ON;
    }
    if (!selects(command)) return GO_ON;
    switch (command->name) {
    case '=':
        snprintf(number, sizeof number, "%ju", sed_line_number);
        sed_write(sed_standard_output(), number, strlen(number), true);
        break;
    case 'a': add_later('a', command->text, command->text_length); break;
    case 'i': sed_write(sed_standard_output(), command->text, command->text_length - 1, true); break;
    case 'c':
        if (command->second.kind == NO_ADDRESS || command->negated || !command->in_range)
            sed_write(sed_standard_output(), command->text, command->text_length - 1, true);
        space.length = 0;
        write_later();
        return NEW_CYCLE;
    case 'd':
        write_later();
        return NEW_CYCLE;
    case 'D':
        newline = memchr(space.bytes, sed.line_end, space.length);
        write_later();
        if (newline == NULL) return NEW_CYCLE;
        space.length -= newline + 1 - space.bytes;
        memmove(space.bytes, newline + 1, space.length);
        return SAME_LINE;
    case 'e': fatal("e command not supported");
    case 'F': sed_write(sed_standard_output(), sed_file_name(), strlen(sed_file_name()), true); break;
    case 'g':
        space.length = 0;
        text_add(&space, hold.bytes ? hold.bytes : "", hold.length);
        break;
    case 'G':
        text_add_char(&space, sed.line_end);
        text_add(&space, hold.bytes ? hold.bytes : "", hold.length);
        break;
    case 'h':
        hold.length = 0;
        text_add(&hold, space.bytes, space.length);
        break;
    case 'H':
        text_add_char(&hold, sed.line_end);
        text_add(&hold, space.bytes, space.length);
        break;
    case 'l': list(command->number >= 0 ? command->number : sed.wrap); break;
    case 'n':
        if (sed_is_last() && sed.posix) leave(0);
        if (!sed.quiet) print_space();
        write_later();
        if (!next_line(&space)) leave(0);
        break;
    case 'N': {
        static struct text line;
        write_later();
        if (!next_line(&line)) {
            if (!sed.quiet && !sed.posix) print_space();
            leave(0);
        }
        text_add_char(&space, sed.line_end);
        text_add(&space, line.bytes, line.length);
        break;
    }
    case 'p': print_space(); break;
    case 'P':
        newline = memchr(space.bytes, sed.line_end, space.length);
        sed_write(sed_standard_output(), space.bytes, newline ? (size_t)(newline - space.bytes) : space.length, newline || !space_lacks_newline);
        break;
    case 'q':
        end_cycle();
        leave((int)command->number);
    case 'Q': leave((int)command->number);
    case 'r': case 'R': add_later(command->name, command->text, 0); break;
    case 's':
        if (!sed_substitute(command, &space)) break;
        replaced = true;
        if (command->print) print_space();
        if (command->output) write_line(command->output, space.bytes, space.length);
        break;
    case 't':
        if (!replaced) break;
        replaced = false;
        *at = command->target;
        break;
    case 'T':
        if (!replaced) *at = command->target;
        replaced = false;
        break;
    case 'b': *at = command->target; break;
    case 'w': write_line(command->output, space.bytes, space.length); break;
    case 'W':
        newline = memchr(space.bytes, sed.line_end, space.length);
        write_line(command->output, space.bytes, newline ? (size_t)(newline - space.bytes) : space.length);
        break;
    case 'x': {
        struct text swapped = space;
        space = hold;
        hold = swapped;
        if (space.bytes == NULL) text_add(&space, "", 0);
        break;
    }
    case 'y':
        for (size_t i = 0; i < space.length; i++) space.bytes[i] = (char)command->map[(unsigned char)space.bytes[i]];
        break;
    case 'z': space.length = 0; break;
    }
    return GO_ON;
}

void sed_run(char **files) {
    sed_open_files(files);
    enum next next = NEW_CYCLE;
    for (;;) {
        if (next != SAME_LINE) {
            if (!next_line(&space)) break;
        }
        next = GO_ON;
        for (size_t at = 0; at < sed.count && next == GO_ON;) {
            struct command_line *command = &sed.script[at++];
            next = run(command, &at);
        }
        if (next == GO_ON) end_cycle();
        out_flush_if_terminal();
    }
    sed_finish_files();
}
