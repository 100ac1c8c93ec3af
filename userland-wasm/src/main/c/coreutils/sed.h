// SPDX-License-Identifier: Apache-2.0
// sed's parts: options (sed.c), the script's text (sed_script.c), its escapes (sed_escape.c), its commands (sed_parse.c),
// running it (sed_run.c), the s command (sed_replace.c), reading and writing lines (sed_file.c).
#ifndef SED_H
#define SED_H
#include "lib/coreutils.h"
#include "lib/regex.h"

/** Text that grows. */
struct text {
    char *bytes;
    size_t length, capacity;
};
void text_add(struct text *text, const char *bytes, size_t length);
static inline void text_add_char(struct text *text, char c) {
    if (text->length < text->capacity) text->bytes[text->length++] = c;
    else text_add(text, &c, 1);
}

/** A file written to by w and s///w. The same name is the same file. */
struct output {
    const char *name;
    int fd;
    struct text waiting;
    bool lacks_newline; // the last line written had none
    struct output *next;
};

struct address {
    enum { NO_ADDRESS, LINE, STEP, LAST, PATTERN, ZERO, COUNT_AFTER, MULTIPLE_OF } kind;
    uintmax_t number, step;
    struct regex *regex; // NULL: the one used last
};

struct replacement_part {
    enum { TEXT, GROUP, UPPER, LOWER, UPPER_ONE, LOWER_ONE, NO_CASE } kind;
    char *bytes;
    size_t length;
    int group;
};

struct command_line {
    struct address first, second;
    bool negated;
    bool in_range;
    uintmax_t range_end; // line where the range ends, if it is a number
    char name;
    char *text;          // a i c, of r R w W the file, of b t T : the label
    size_t text_length;
    size_t target;       // of b t T { : where to go
    intmax_t number;     // of q Q l
    struct output *output;
    // s
    struct regex *regex;
    struct replacement_part *parts;
    size_t part_count;
    bool global, print;
    uintmax_t which;
    // y
    unsigned char *map;
};

struct sed {
    bool quiet, separate, in_place, unbuffered, extended, posix, sandbox;
    const char *suffix; // -i
    char line_end;
    intmax_t wrap;      // -l
    struct command_line *script;
    size_t count, capacity;
};
extern struct sed sed;

// sed_script.c
void sed_add_script(const char *bytes, size_t length, const char *file); // file NULL: -e

// sed_escape.c
/** The byte that the escape stands for, or -1. `*text` is on the letter, and moves behind. */
int sed_escaped_byte(const char **text, const char *end);
/** All of them in a regex. */
void sed_resolve_escapes(struct text *pattern);

// sed_parse.c
void sed_parse(void);

// sed_run.c
void sed_run(char **files);
extern struct regex *last_regex;

// sed_replace.c
/** @param groups of the regex, -1 if unknown */
void sed_parse_replacement(struct command_line *command, const struct text *text, int groups);
/** The s command on `space`; the result is there. */
bool sed_substitute(const struct command_line *command, struct text *space);

// sed_file.c
void sed_open_files(char **files);
/** The next line without its end; false if there is none. */
bool sed_read_line(struct text *line);
bool sed_is_last(void);
extern uintmax_t sed_line_number;
const char *sed_file_name(void);
struct output *sed_output(const char *name);
void sed_write(struct output *output, const char *bytes, size_t length, bool whole_line);
struct output *sed_standard_output(void);
void sed_copy_file(const char *name);
bool sed_read_from(const char *name, struct text *line);
void sed_finish_files(void);
void sed_flush(struct output *output);
extern bool sed_lacks_newline; // the line read last
#endif
