// SPDX-License-Identifier: Apache-2.0
// sed's input, one line ahead of the script so that $ can be known, and its outputs. With -i a file's output goes to
// a temporary file that takes its place at the end.

#include <fcntl.h>
#include <sys/stat.h>
#include "sed.h"

uintmax_t sed_line_number;
bool sed_lacks_newline;
static struct input input;
static char **files;
static bool is_open;
static char *waiting; // the line ahead
static size_t waiting_length;
static const char *shown_name = "-";
static struct output standard = {.name = "/dev/stdout", .fd = STDOUT_FILENO};
static struct output *outputs;

// -i
static char *temporary, *replaced;
static struct output in_place;

void text_add(struct text *text, const char *bytes, size_t length) {
    if (text->length + length >= text->capacity) // never NULL, even of nothing
        text->bytes = reallocate(text->bytes, text->capacity = 2 * (text->length + length) + 64);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

struct output *sed_standard_output(void) {
    return temporary ? &in_place : &standard;
}

static void finish_in_place(void) {
    if (temporary == NULL) return;
    sed_flush(&in_place);
    if (close(in_place.fd) < 0) fatal("couldn't close %s:", temporary);
    if (sed.suffix && *sed.suffix) {
        char *backup = allocate(strlen(replaced) + strlen(sed.suffix) + 1);
        sprintf(backup, "%s%s", replaced, sed.suffix);
        if (rename(replaced, backup) < 0) fatal("cannot rename %s:", replaced);
        free(backup);
    }
    if (rename(temporary, replaced) < 0) fatal("cannot rename %s:", temporary);
    free(temporary);
    free(replaced);
    temporary = replaced = NULL;
}

static void start_in_place(const char *name, const struct stat *st) {
    const char *slash = strrchr(name, '/');
    size_t directory = slash ? (size_t)(slash - name) + 1 : 0;
    temporary = allocate(directory + 16);
    sprintf(temporary, "%.*ssedXXXXXX", (int)directory, name);
    replaced = copy_string(name);
    in_place = (struct output){.name = temporary, .fd = mkstemp(temporary)};
    if (in_place.fd < 0) fatal("couldn't open temporary file %s:", temporary);
    if (fchmod(in_place.fd, st->st_mode & 07777) < 0) errno = 0;
}

/** Opens the next file that can be read. */
static bool open_next(void) {
    while (*files) {
        struct stat st;
        const char *name = *files++;
        input = (struct input){.name = name, .buffer = input.buffer, .size = input.size, .silent = true};
        bool is_stdin = strcmp(name, "-") == 0 && !sed.in_place;
        input.fd = is_stdin ? STDIN_FILENO : open(name, O_RDONLY);
        if (input.fd < 0) {
            complain("can't read %s:", name);
            status = 2;
            continue;
        }
        if (fstat(input.fd, &st) == 0 && sed.in_place && !S_ISREG(st.st_mode)) {
            complain("couldn't edit %s: not a regular file", name);
            status = 4;
            close(input.fd);
            continue;
        }
        if (sed.in_place) start_in_place(name, &st);
        if (sed.in_place || sed.separate) sed_line_number = 0;
        return is_open = true;
    }
    return false;
}

/** Fills `waiting`, unless it is filled; does not go on to the next file if `stays`. */
static bool look_ahead(bool stays) {
    while (waiting == NULL) {
        if (!is_open) {
            if (stays || !open_next()) return false;
        }
        waiting = input_line(&input, sed.line_end, &waiting_length);
        if (waiting) break;
        if (input.failed) {
            complain("read error on %s:", input.name);
            finish(4);
        }
        if (stays && (sed.separate || sed.in_place)) return false;
        input_close(&input);
        is_open = false;
        if (!(sed.separate || sed.in_place) || !stays) finish_in_place();
    }
    return true;
}

bool sed_is_last(void) {
    return !look_ahead(sed.separate || sed.in_place);
}

bool sed_read_line(struct text *line) {
    if (!look_ahead(false)) return false;
    shown_name = input.name;
    line->length = 0;
    sed_lacks_newline = waiting[waiting_length - 1] != sed.line_end;
    text_add(line, waiting, waiting_length - !sed_lacks_newline);
    waiting = NULL;
    sed_line_number++;
    return true;
}

const char *sed_file_name(void) {
    return shown_name;
}

void sed_open_files(char **names) {
    files = names;
}

// Outputs

struct output *sed_output(const char *name) {
    if (strcmp(name, "/dev/stdout") == 0) return &standard;
    for (struct output *output = outputs; output; output = output->next)
        if (strcmp(output->name, name) == 0) return output;
    struct output *output = allocate_zeroed(1, sizeof *output);
    output->name = name;
    output->fd = strcmp(name, "/dev/stderr") == 0 ? STDERR_FILENO : open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (output->fd < 0) {
        complain("couldn't open file %s:", name);
        finish(4);
    }
    output->next = outputs;
    return outputs = output;
}

void sed_flush(struct output *output) {
    if (output->fd == STDOUT_FILENO) {
        out_flush();
        return;
    }
    if (!write_fully(output->fd, output->waiting.bytes, output->waiting.length)) {
        complain("couldn't write to %s:", output->name);
        finish(4);
    }
    output->waiting.length = 0;
}

static void put(struct output *output, const char *bytes, size_t length) {
    if (output->fd == STDOUT_FILENO) {
        out_bytes(bytes, length);
        return;
    }
    text_add(&output->waiting, bytes, length);
    if (output->waiting.length >= BLOCK || output->fd == STDERR_FILENO) sed_flush(output);
}

/** A line; whether its end is written depends on `whole_line`. An end that lacked before comes first. */
void sed_write(struct output *output, const char *bytes, size_t length, bool whole_line) {
    if (output->lacks_newline) put(output, &sed.line_end, 1);
    put(output, bytes, length);
    if (whole_line) put(output, &sed.line_end, 1);
    output->lacks_newline = !whole_line;
    if (sed.unbuffered || output->fd != STDOUT_FILENO) sed_flush(output);
}

/** The r command: what cannot be read is nothing. */
void sed_copy_file(const char *name) {
    char block[8192];
    struct output *output = sed_standard_output();
    int fd = strcmp(name, "/dev/stdin") == 0 ? STDIN_FILENO : open(name, O_RDONLY);
    ssize_t n;
    if (fd < 0) return;
    while ((n = read_some(fd, block, sizeof block)) > 0) {
        if (output->lacks_newline) put(output, &sed.line_end, 1);
        output->lacks_newline = false;
        put(output, block, n);
    }
    if (fd != STDIN_FILENO) close(fd);
}

/** The R command: the next line of a file that stays open. */
bool sed_read_from(const char *name, struct text *line) {
    static struct source {
        struct input input;
        struct source *next;
    } *sources;
    struct source *source = sources;
    while (source && strcmp(source->input.name, name) != 0) source = source->next;
    if (source == NULL) {
        source = allocate_zeroed(1, sizeof *source);
        source->input = (struct input){.name = name, .fd = open(name, O_RDONLY), .silent = true};
        source->input.ended = source->input.fd < 0;
        source->next = sources;
        sources = source;
    }
    size_t length;
    char *bytes = source->input.buffer || !source->input.ended ? input_line(&source->input, sed.line_end, &length) : NULL;
    if (bytes == NULL) return false;
    line->length = 0;
    text_add(line, bytes, length - (bytes[length - 1] == sed.line_end));
    return true;
}

/** At the end, also after q: with -i what is left of the file is kept. */
void sed_finish_files(void) {
    if (sed.in_place && temporary) {
        if (waiting) {
            if (in_place.lacks_newline) put(&in_place, &sed.line_end, 1);
            put(&in_place, waiting, waiting_length);
            waiting = NULL;
        }
        while (is_open && input_fill(&input)) {
            put(&in_place, input.buffer + input.start, input.end - input.start);
            input.start = input.end;
        }
        finish_in_place();
    }
    for (struct output *output = outputs; output; output = output->next) {
        sed_flush(output);
        if (output->fd > STDERR_FILENO && close(output->fd) < 0) fatal("couldn't close %s:", output->name);
    }
}
