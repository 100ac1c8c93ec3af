// SPDX-License-Identifier: Apache-2.0
// Reading a sed script. The pieces of -e and -f are one text; where each began is kept for messages.

#include <ctype.h>
#include "sed.h"

struct piece {
    size_t start;
    const char *file; // NULL: -e
};
static struct piece *pieces;
static size_t piece_count, piece_capacity;
static struct text script;
static size_t at; // next byte of the script

void sed_add_script(const char *bytes, size_t length, const char *file) {
    GROW(pieces, piece_count, piece_capacity);
    pieces[piece_count++] = (struct piece){script.length, file};
    text_add(&script, bytes, length);
    if (length == 0 || bytes[length - 1] != '\n' || file == NULL) text_add_char(&script, '\n');
}

static _Noreturn void bad(const char *message) {
    size_t i = piece_count - 1, expression = 0, place = at > script.length ? script.length : at;
    while (i > 0 && pieces[i].start >= (place ? place : 1)) i--;
    for (size_t j = 0; j <= i; j++) expression += pieces[j].file == NULL;
    size_t end = (i + 1 < piece_count ? pieces[i + 1].start : script.length) - 1; // without the newline added
    if (place > end) place = end;
    if (pieces[i].file == NULL) fatal("-e expression #%zu, char %zu: %s", expression, place - pieces[i].start, message);
    size_t line = 1;
    for (size_t j = pieces[i].start; j < place; j++) line += script.bytes[j] == '\n';
    if (place > pieces[i].start && script.bytes[place - 1] == '\n' && line > 1) line--;
    fatal("file %s line %zu: %s", pieces[i].file, line, message);
}

static int next_byte(void) {
    return at < script.length ? (unsigned char)script.bytes[at++] : (at++, -1);
}

static int peek(void) {
    return at < script.length ? (unsigned char)script.bytes[at] : -1;
}

static void skip_blanks(void) {
    while (peek() == ' ' || peek() == '\t') at++;
}

static void skip_space(void) {
    while (peek() >= 0 && isspace(peek())) at++;
}

static uintmax_t number(void) {
    uintmax_t value = 0;
    while (peek() >= '0' && peek() <= '9') value = value * 10 + (uintmax_t)(next_byte() - '0');
    return value;
}

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

/** The byte of \a \f \n \r \t \v and the numbered ones, or -1. `*text` is on the letter, and moves behind. */
static int produced(const char **text, const char *end) {
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

/** Text up to an unescaped `mark`. The mark's own escape goes; other escapes stay. False at the end of the script. */
static bool delimited(struct text *text, int mark, bool is_regex) {
    text->length = 0;
    for (;;) {
        int c = next_byte();
        if (c < 0) return false;
        if (c == '\n' && is_regex && mark != '\n') return false;
        if (c == mark) return true; // also in a bracket: as GNU
        if (c == '\\') {
            c = next_byte();
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

/** GNU's escapes that stand for a byte. */
static void resolve_escapes(struct text *pattern) {
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
        int value = produced(&text, end);
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

/** NULL for an empty one: the regex used last. */
static struct regex *compile(struct text *pattern, bool ignore_case) {
    const char *error;
    if (pattern->length == 0) return NULL;
    resolve_escapes(pattern);
    struct regex *regex = regex_compile(pattern->bytes, pattern->length,
        (sed.extended ? REGEX_EXTENDED : 0) | (ignore_case ? REGEX_IGNORE_CASE : 0), '\n', &error);
    if (regex == NULL) bad(error);
    return regex;
}

static bool parse_address(struct address *address) {
    int c = peek();
    if (c >= '0' && c <= '9') {
        address->kind = LINE;
        address->number = number();
        skip_blanks();
        if (peek() == '~') {
            at++;
            skip_blanks();
            address->kind = STEP;
            address->step = number();
        }
        return true;
    }
    if (c == '$') {
        at++;
        address->kind = LAST;
        return true;
    }
    if (c == '+' || c == '~') {
        at++;
        address->kind = c == '+' ? COUNT_AFTER : MULTIPLE_OF;
        if (!(peek() >= '0' && peek() <= '9')) bad("expected number"); // never reached by a valid script
        address->number = number();
        return true;
    }
    if (c != '/' && c != '\\') return false;
    at++;
    if (c == '\\') c = next_byte();
    struct text pattern = {0};
    if (c < 0 || c == '\n' || c == '\\' || !delimited(&pattern, c, true)) bad("unterminated address regex");
    bool ignore_case = false;
    for (; peek() == 'I' || peek() == 'M'; at++) ignore_case |= peek() == 'I';
    address->kind = PATTERN;
    address->regex = compile(&pattern, ignore_case);
    free(pattern.bytes);
    return true;
}

// Arguments of commands

static void end_command(void) {
    skip_blanks();
    int c = peek();
    if (c == '}' || c == '#') return;
    at++;
    if (c >= 0 && c != '\n' && c != ';') bad("extra characters after command");
}

/** The rest of the line. */
static char *file_name(void) {
    skip_blanks();
    size_t start = at;
    while (peek() >= 0 && peek() != '\n') at++;
    if (at == start) bad("missing filename in r/R/w/W commands");
    return copy_bytes(script.bytes + start, at - start);
}

static char *label(void) {
    skip_blanks();
    size_t start = at;
    while (peek() >= 0 && !isspace(peek()) && peek() != ';' && peek() != '}') at++;
    return copy_bytes(script.bytes + start, at - start);
}

/** Of a, i, c: behind a backslash and a newline, or on the same line. Each line but the last ends in a backslash. */
static void read_text(struct command_line *command) {
    struct text text = {0};
    skip_blanks();
    if (peek() < 0 || (peek() == '\n' && at + 1 >= script.length)) bad("expected \\ after `a', `c' or `i'");
    if (peek() == '\n') bad("expected \\ after `a', `c' or `i'");
    if (peek() == '\\') {
        at++;
        size_t before = at;
        skip_blanks();
        if (peek() == '\n') at++;
        else at = before;
        if (peek() < 0) bad("expected \\ after `a', `c' or `i'");
    }
    for (int c; (c = next_byte()) >= 0;) {
        if (c == '\\') {
            c = next_byte();
            if (c < 0) break;
            if (c != '\n') { // GNU: \t and the like are bytes
                const char *letter = script.bytes + at - 1, *end = script.bytes + script.length;
                int value = *letter == 'n' ? -1 : produced(&letter, end);
                if (value >= 0) {
                    at = letter - script.bytes;
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

static void parse_replacement(struct command_line *command, const struct text *text, int groups) {
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
                bad(message);
            }
            add_part(command, GROUP)->group = group;
        } else if (strchr("ULEul", *p)) {
            static const int kinds[] = {UPPER, LOWER, NO_CASE, UPPER_ONE, LOWER_ONE};
            add_part(command, kinds[strchr("ULEul", *p++) - "ULEul"]);
        } else {
            int value = produced(&p, end);
            add_replacement_byte(command, value >= 0 ? (char)value : *p++);
        }
    }
}

static void parse_substitute(struct command_line *command) {
    struct text pattern = {0}, replacement = {0};
    int mark = next_byte();
    bool ignore_case = false, numbered = false;
    if (mark < 0 || mark == '\n' || mark == '\\' || !delimited(&pattern, mark, true) || !delimited(&replacement, mark, false))
        bad("unterminated `s' command");
    command->which = 1;
    for (bool more = true; more;) {
        int c = next_byte();
        switch (c) {
        case 'g':
            if (command->global) bad("multiple `g' options to `s' command");
            command->global = true;
            break;
        case 'p':
            if (command->print) bad("multiple `p' options to `s' command");
            command->print = true;
            break;
        case 'i': case 'I': ignore_case = true; break;
        case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
            if (numbered) bad("multiple number options to `s' command");
            numbered = true;
            at--;
            command->which = number();
            if (command->which == 0) bad("number option to `s' command may not be zero");
            break;
        case 'w':
            command->output = sed_output(file_name());
            more = false;
            break;
        case '}': case '#':
            at--;
            more = false;
            break;
        case '\n': case ';': case -1: more = false; break;
        case ' ': case '\t': case '\r': break;
        default: bad("unknown option to `s'");
        }
    }
    command->regex = compile(&pattern, ignore_case);
    parse_replacement(command, &replacement, command->regex ? regex_group_count(command->regex) : -1);
    free(pattern.bytes);
    free(replacement.bytes);
}

/** One of y's strings, its escapes read. */
static size_t parse_bytes(const struct text *text, unsigned char *bytes) {
    size_t n = 0;
    for (const char *p = text->bytes, *end = p + text->length; p < end;) {
        int value = (unsigned char)*p++;
        if (value == '\\' && p < end) {
            int special = *p == '\\' ? (p++, '\\') : produced(&p, end);
            if (special >= 0) value = special;
        }
        bytes[n++] = (unsigned char)value;
    }
    return n;
}

static void parse_transform(struct command_line *command) {
    struct text from = {0}, to = {0};
    int mark = next_byte();
    if (mark < 0 || mark == '\n' || mark == '\\' || !delimited(&from, mark, false) || !delimited(&to, mark, false)) bad("unterminated `y' command");
    unsigned char *a = allocate(from.length + 1), *b = allocate(to.length + 1);
    size_t n = parse_bytes(&from, a);
    if (n != parse_bytes(&to, b)) bad("strings for `y' command are different lengths");
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
    skip_blanks();
    command->number = without;
    if (peek() >= '0' && peek() <= '9') command->number = (intmax_t)number();
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
        if (block_count == 0) bad("unexpected `}'");
        if (command->first.kind != NO_ADDRESS) bad("} doesn't want any addresses");
        sed.script[blocks[--block_count]].target = sed.count - 1;
        end_command();
        break;
    case 'a': case 'i': case 'c': read_text(command); break;
    case ':':
        if (command->first.kind != NO_ADDRESS) bad(": doesn't want any addresses");
        command->text = label();
        if (*command->text == '\0') bad("\":\" lacks a label");
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
        if (command->second.kind != NO_ADDRESS) bad("command only uses one address");
        optional_number(command, 0);
        break;
    case 'l': optional_number(command, -1); break;
    case '=': case 'd': case 'D': case 'F': case 'g': case 'G': case 'h': case 'H': case 'n': case 'N': case 'p': case 'P': case 'x': case 'z':
        end_command();
        break;
    default: {
        char message[32];
        snprintf(message, sizeof message, "unknown command: `%c'", command->name);
        bad(message);
    }
    }
}

static void parse_command(void) {
    struct command_line command = {0};
    if (parse_address(&command.first)) {
        if (command.first.kind == COUNT_AFTER || command.first.kind == MULTIPLE_OF) bad("unexpected `,'");
        skip_space();
        if (peek() == ',') {
            at++;
            skip_space();
            if (!parse_address(&command.second)) {
                at++;
                bad("unexpected `,'");
            }
            skip_space();
        }
    }
    if (command.first.kind == LINE && command.first.number == 0) {
        if (command.second.kind != PATTERN) {
            skip_blanks();
            at++;
            bad("invalid usage of line address 0");
        }
        command.first.kind = ZERO;
    }
    if (command.second.kind == STEP) command.second.kind = LINE;
    skip_blanks();
    while (peek() == '!') {
        at++;
        if (command.negated) bad("multiple `!'s");
        command.negated = true;
        skip_blanks();
    }
    int c = next_byte();
    if (c < 0 || c == '\n') {
        at -= c == '\n';
        bad("missing command");
    }
    if (c == '#' && command.first.kind != NO_ADDRESS) bad("comments don't accept any addresses");
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
    if (script.length >= 3 && memcmp(script.bytes, "#n\n", 3) == 0) sed.quiet = true;
    for (;;) {
        while (peek() >= 0 && (isspace(peek()) || peek() == ';')) at++;
        if (peek() < 0) break;
        if (peek() == '#') {
            while (peek() >= 0 && peek() != '\n') at++;
            continue;
        }
        parse_command();
    }
    if (block_count > 0) {
        fatal("-e expression #1, char 0: unmatched `{'");
    }
    find_labels();
}
