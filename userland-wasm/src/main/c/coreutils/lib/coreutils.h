// SPDX-License-Identifier: Apache-2.0
// What the commands share. A command is one file: its usage text, its functions, and a `struct command` at the end.
#ifndef COREUTILS_H
#define COREUTILS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct command {
    const char *name;
    const char *usage;                  // what --help prints
    int (*run)(int argc, char **argv);  // returns the exit status
    int failure;                        // exit status after a fatal error, where it is not 1
};

// main.c
extern const struct command *current;   // the command that runs
extern int status;                      // its exit status so far; warn() sets it
extern int write_failure;               // its exit status after a write error, if it wants a special one

/** Flushes and closes stdout, complains if that fails, and exits. */
_Noreturn void finish(int code);
/** Complains that stdout cannot be written, and exits. */
_Noreturn void write_failed(void);

// message.c: the command's name first; `: ` and strerror(errno) added when the format ends in a colon.
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));            // status = failure, and go on
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));        // status untouched
_Noreturn void fatal(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2))); // + Try 'x --help'
extern const char *usage_synopsis; // shown before the hint to --help; NULL for most
void usage_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *quote(const char *name);          // 'name', as a shell would read it; good until four quotes later
const char *quote_if_needed(const char *name);
const char *quote_bytes(const char *text);    // 'text', with C's escapes
_Noreturn void missing_operand(void);
_Noreturn void missing_operand_after(const char *last);
_Noreturn void extra_operand(const char *operand);

// options.c
enum { NO_ARGUMENT, ARGUMENT, OPTIONAL_ARGUMENT };
struct option_spec {
    int key;          // the letter, or above 255 if there is only a long name
    const char *name; // the long name, or NULL
    int takes;
};
struct options {
    int argc;
    char **argv;
    const struct option_spec *table;
    bool in_order;  // stop at the first operand, as env and xargs do
    char *argument; // of the option last returned
    char **operands; // after next_option() returned -1: NULL-terminated
    int operand_count;
    int index;      // of the next word
    char *cluster;  // rest of a word of several letters
};
/** The key of the next option, or -1 at the end. Prints --help, --version and complaints itself. */
int next_option(struct options *options);
/** The one of `words` that `word` names or abbreviates; otherwise a usage error listing them. */
int choose(const char *option, const char *word, const char *const words[]);

// memory.c: never NULL
void *allocate(size_t size);
void *allocate_zeroed(size_t count, size_t size);
void *reallocate(void *old, size_t size);
char *copy_string(const char *string);
char *copy_bytes(const char *bytes, size_t length);
/** Makes room for one more element of an array that doubles; `array` is a pointer variable. */
#define GROW(array, count, capacity) \
    ((count) < (capacity) ? (void)0  \
     : (void)((capacity) = (capacity) ? (capacity) * 2 : 16, (array) = reallocate((array), (capacity) * sizeof *(array))))

// output.c: buffered stdout
void out_bytes(const void *bytes, size_t length);
void out_string(const char *string);
void out_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void out_flush(void);
/** Called before a read that may block: shows what is there when a person is looking. */
void out_flush_if_terminal(void);
extern char *out_next, *out_end;
void out_char_slow(char c);
static inline void out_char(char c) {
    if (out_next < out_end) *out_next++ = c;
    else out_char_slow(c);
}
bool write_fully(int fd, const void *bytes, size_t length);

// input.c: buffered reading by blocks or lines
enum { BLOCK = 65536 };
struct input {
    int fd;
    const char *name;    // for messages
    char *buffer;
    size_t start, end;   // what is read but not consumed
    size_t size;
    bool ended, failed;
    bool silent;         // the caller tells of errors: errno is still that of the read
};
/** Opens a file, or stdin for "-"; warns and returns false if it cannot. The buffer of an earlier use is kept. */
bool input_open(struct input *input, const char *name);
void input_close(struct input *input);
/** Reads more behind what is there, making room if need be; false at the end, or after an error it warned about. */
bool input_fill(struct input *input);
/** The next line with its delimiter, if it has one, valid until the next call; NULL at the end. */
char *input_line(struct input *input, char delimiter, size_t *length);
/** read() that starts again when a signal interrupts it. */
ssize_t read_some(int fd, void *buffer, size_t size);
int open_or_stdin(const char *name);

// number.c
/** A decimal with an optional multiplier (b kB K KB MB M … of `suffixes`); false if it is not one. Too large: UINTMAX_MAX. */
bool parse_size(const char *text, const char *suffixes, uintmax_t *value);
bool parse_unsigned(const char *text, uintmax_t *value);
char *human_size(uintmax_t bytes, char buffer[32]);
/** Seconds with a fraction and a suffix s, m, h, d. */
bool parse_duration(const char *text, double *seconds);
void sleep_seconds(double seconds);

// escape.c: backslash escapes of echo, printf, tr
/** Reads what follows a backslash at *at, moves *at behind it; -1: not an escape, -2: \c. */
int escape(const char **at, int octal_digits_after_zero);

// class.c: [:alpha:] and the like
typedef int byte_class(int);
/** Tells whether a byte below 128 belongs to the class; NULL if none is called so. */
byte_class *byte_class_named(const char *name, size_t length);

// version.c: the order of version numbers in text
int compare_versions(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
