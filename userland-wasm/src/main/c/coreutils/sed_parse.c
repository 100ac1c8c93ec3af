// SPDX-License-Identifier: Apache-2.0
// The commands of a sed script, their addresses and arguments.

#include <ctype.h>
#include "sed_script.h"

/** NULL for an empty one: the regex used last. */
static struct regex *compile(struct text *pattern, bool ignore_case) {
    const char *error;
    if (pattern->length == 0) return NULL;
    sed_resolve_escapes(pattern);
    struct regex *regex = regex_compile(pattern->bytes, pattern->length,
        (sed.extended ? REGEX_EXTENDED : 0) | (ignore_case ? REGEX_IGNORE_CASE : 0), '\n', &error);
    if (regex == NULL) script_bad(error);
    return regex;
}

static bool parse_address(struct address *address) {
    int c = script_peek();
    if (c >= '0' && c <= '9') {
        address->kind = LINE;
        address->number = script_number();
        script_skip_blanks();
        if (script_peek() == '~') {
            script.at++;
            script_skip_blanks();
            address->kind = STEP;
            address->step = script_number();
        }
        return true;
    }
    if (c == '$') {
        script.at++;
        address->kind = LAST;
        return true;
    }
    if (c == '+' || c == '~') {
        script.at++;
        address->kind = c == '+' ? COUNT_AFTER : MULTIPLE_OF;
        if (!(script_peek() >= '0' && script_peek() <= '9')) script_bad("expected number"); // never reached by a valid script
        address->number = script_number();
        return true;
    }
    if (c != '/' && c != '\\') return false;
    script.at++;
    if (c == '\\') c = script_next();
    struct text pattern = {0};
    if (c < 0 || c == '\n' || c == '\\' || !script_delimited(&pattern, c, true)) script_bad("unterminated address regex");
    bool ignore_case = false;
    for (; script_peek() == 'I' || script_peek() == 'M'; script.at++) ignore_case |= script_peek() == 'I';
    address->kind = PATTERN;
    address->regex = compile(&pattern, ignore_case);
    free(pattern.bytes);
    return true;
}

// Arguments of commands

static void end_command(void) {
    script_skip_blanks();
    int c = script_peek();
    if (c == '}' || c == '#') return;
    script.at++;
    if (c >= 0 && c != '\n' && c != ';') script_bad("extra characters after command");
}

/** The rest of the line. */
static char *file_name(void) {
    script_skip_blanks();
    size_t start = script.at;
    while (script_peek() >= 0 && script_peek() != '\n') script.at++;
    if (script.at == start) script_bad("missing filename in r/R/w/W commands");
    return copy_bytes(script.text.bytes + start, script.at - start);
}

static char *label(void) {
    script_skip_blanks();
    size_t start = script.at;
    while (script_peek() >= 0 && !isspace(script_peek()) && script_peek() != ';' && script_peek() != '}') script.at++;
    return copy_bytes(script.text.bytes + start, script.at - start);
}

/** Of a, i, c: behind a backslash and a newline, or on the same line. Each line but the last ends in a backslash. */
static void read_text(struct command_line *command) {
    struct text text = {0};
    script_skip_blanks();
    if (script_peek() < 0 || (script_peek() == '\n' && script.at + 1 >= script.text.length)) script_bad("expected \\ after `a', `c' or `i'");
    if (script_peek() == '\n') script_bad("expected \\ after `a', `c' or `i'");
    if (script_peek() == '\\') {
        script.at++;
        size_t before = script.at;
        script_skip_blanks();
        if (script_peek() == '\n') script.at++;
        else script.at = before;
        if (script_peek() < 0) script_bad("expected \\ after `a', `c' or `i'");
    }
    for (int c; (c = script_next()) >= 0;) {
        if (c == '\\') {
            c = script_next();
            if (c < 0) break;
            if (c != '\n') { // GNU: \t and the like are bytes
                const char *letter = script.text.bytes + script.at - 1, *end = script.text.bytes + script.text.length;
                int value = *letter == 'n' ? -1 : sed_escaped_byte(&letter, end);
                if (value >= 0) {
                    script.at = letter - script.text.bytes;
                    c = value;
                }
            }
        } else if (c == '\n') {
            break;
        }
        text_add_char(&text, (char)c);
    }
    text_add_char(&text, '\n');
    command->text = text.bytes;
    command->text_length = text.length;
}

static void parse_substitute(struct command_line *command) {
    struct text pattern = {0}, replacement = {0};
    int mark = script_next();
    bool ignore_case = false, numbered = false;
    if (mark < 0 || mark == '\n' || mark == '\\' || !script_delimited(&pattern, mark, true) || !script_delimited(&replacement, mark, false))
        script_bad("unterminated `s' command");
    command->which = 1;
    for (bool more = true; more;) {
        int c = script_next();
        switch (c) {
        case 'g':
            if (command->global) script_bad("multiple `g' options to `s' command");
            command->global = true;
            break;
        case 'p':
            if (command->print) script_bad("multiple `p' options to `s' command");
            command->print = true;
            break;
        case 'i': case 'I': ignore_case = true; break;
        case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
            if (numbered) script_bad("multiple number options to `s' command");
            numbered = true;
            script.at--;
            command->which = script_number();
            if (command->which == 0) script_bad("number option to `s' command may not be zero");
            break;
        case 'w':
            command->output = sed_output(file_name());
            more = false;
            break;
        case '}': case '#':
            script.at--;
            more = false;
            break;
        case '\n': case ';': case -1: more = false; break;
        case ' ': case '\t': case '\r': break;
        default: script_bad("unknown option to `s'");
        }
    }
    command->regex = compile(&pattern, ignore_case);
    sed_parse_replacement(command, &replacement, command->regex ? regex_group_count(command->regex) : -1);
    free(pattern.bytes);
    free(replacement.bytes);
}

/** One of y's strings, its escapes read. */
static size_t parse_bytes(const struct text *text, unsigned char *bytes) {
    size_t n = 0;
    for (const char *p = text->bytes, *end = p + text->length; p < end;) {
        int value = (unsigned char)*p++;
        if (value == '\\' && p < end) {
            int special = *p == '\\' ? (p++, '\\') : sed_escaped_byte(&p, end);
            if (special >= 0) value = special;
        }
        bytes[n++] = (unsigned char)value;
    }
    return n;
}

static void parse_transform(struct command_line *command) {
    struct text from = {0}, to = {0};
    int mark = script_next();
    if (mark < 0 || mark == '\n' || mark == '\\' || !script_delimited(&from, mark, false) || !script_delimited(&to, mark, false)) script_bad("unterminated `y' command");
    unsigned char *a = allocate(from.length + 1), *b = allocate(to.length + 1);
    size_t n = parse_bytes(&from, a);
    if (n != parse_bytes(&to, b)) script_bad("strings for `y' command are different lengths");
    command->map = allocate(256);
    for (int c = 0; c < 256; c++) command->map[c] = (unsigned char)c;
    for (size_t i = n; i-- > 0;) command->map[a[i]] = b[i];
    free(a);
    free(b);
    free(from.bytes);
    free(to.bytes);
    end_command();
}

static void optional_number(struct command_line *command, intmax_t without) {
    script_skip_blanks();
    command->number = without;
    if (script_peek() >= '0' && script_peek() <= '9') command->number = (intmax_t)script_number();
    end_command();
}

static size_t *blocks; // open braces, by index of their command
static size_t block_count, block_capacity;

static void parse_arguments(struct command_line *command) {
    switch (command->name) {
    case '{':
        GROW(blocks, block_count, block_capacity);
        blocks[block_count++] = sed.count - 1;
        break;
    case '}':
        if (block_count == 0) script_bad("unexpected `}'");
        if (command->first.kind != NO_ADDRESS) script_bad("} doesn't want any addresses");
        sed.script[blocks[--block_count]].target = sed.count - 1;
        end_command();
        break;
    case 'a': case 'i': case 'c': read_text(command); break;
    case ':':
        if (command->first.kind != NO_ADDRESS) script_bad(": doesn't want any addresses");
        command->text = label();
        if (*command->text == '\0') script_bad("\":\" lacks a label");
        break;
    case 'b': case 't': case 'T':
        command->text = label();
        end_command();
        break;
    case 'r': case 'R': command->text = file_name(); break;
    case 'w': case 'W': command->output = sed_output(file_name()); break;
    case 's': parse_substitute(command); break;
    case 'y': parse_transform(command); break;
    case 'q': case 'Q':
        if (command->second.kind != NO_ADDRESS) script_bad("command only uses one address");
        optional_number(command, 0);
        break;
    case 'l': optional_number(command, -1); break;
    case '=': case 'd': case 'D': case 'F': case 'g': case 'G': case 'h': case 'H': case 'n': case 'N': case 'p': case 'P': case 'x': case 'z':
        end_command();
        break;
    default: {
        char message[32];
        snprintf(message, sizeof message, "unknown command: `%c'", command->name);
        script_bad(message);
    }
    }
}

static void parse_command(void) {
    struct command_line command = {0};
    if (parse_address(&command.first)) {
        if (command.first.kind == COUNT_AFTER || command.first.kind == MULTIPLE_OF) script_bad("unexpected `,'");
        script_skip_space();
        if (script_peek() == ',') {
            script.at++;
            script_skip_space();
            if (!parse_address(&command.second)) {
                script.at++;
                script_bad("unexpected `,'");
            }
            script_skip_space();
        }
    }
    if (command.first.kind == LINE && command.first.number == 0) {
        if (command.second.kind != PATTERN) {
            script_skip_blanks();
            script.at++;
            script_bad("invalid usage of line address 0");
        }
        command.first.kind = ZERO;
    }
    if (command.second.kind == STEP) command.second.kind = LINE;
    script_skip_blanks();
    while (script_peek() == '!') {
        script.at++;
        if (command.negated) script_bad("multiple `!'s");
        command.negated = true;
        script_skip_blanks();
    }
    int c = script_next();
    if (c < 0 || c == '\n') {
        script.at -= c == '\n';
        script_bad("missing command");
    }
    if (c == '#' && command.first.kind != NO_ADDRESS) script_bad("comments don't accept any addresses");
    command.name = (char)c;
    GROW(sed.script, sed.count, sed.capacity);
    sed.script[sed.count++] = command;
    parse_arguments(&sed.script[sed.count - 1]);
}

static void find_labels(void) {
    for (size_t i = 0; i < sed.count; i++) {
        struct command_line *command = &sed.script[i];
        if (!strchr("btT", command->name)) continue;
        command->target = sed.count;
        if (*command->text == '\0') continue;
        bool found = false;
        for (size_t j = 0; j < sed.count && !found; j++) {
            found = sed.script[j].name == ':' && strcmp(sed.script[j].text, command->text) == 0;
            if (found) command->target = j;
        }
        if (!found) {
            complain("can't find label for jump to `%s'", command->text);
            finish(4);
        }
    }
}

void sed_parse(void) {
    if (script.text.length >= 3 && memcmp(script.text.bytes, "#n\n", 3) == 0) sed.quiet = true;
    for (;;) {
        while (script_peek() >= 0 && (isspace(script_peek()) || script_peek() == ';')) script.at++;
        if (script_peek() < 0) break;
        if (script_peek() == '#') {
            while (script_peek() >= 0 && script_peek() != '\n') script.at++;
            continue;
        }
        parse_command();
    }
    if (block_count > 0) {
        fatal("-e expression #1, char 0: unmatched `{'");
    }
    find_labels();
}
