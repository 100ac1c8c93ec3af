// SPDX-License-Identifier: Apache-2.0
// vi's text: lines, and what undoes their changes. All changes go through replace_lines().

#include "vi.h"
#include <fcntl.h>
#include <sys/stat.h>

static struct line *lines;
static size_t lines_room;
size_t line_count;
bool modified;

/** `removed` lines were at `row`, and `added` are there now. */
struct change {
    size_t row, added, removed;
    struct line *old;
    size_t group;
};
struct history {
    struct change *changes;
    size_t count, room;
};
static struct history undone, done;
static size_t group;
static bool group_used;

const struct line *line_at(size_t row) {
    return &lines[row];
}

void mark_line(size_t row, bool marked) {
    lines[row].marked = marked;
}

static void free_lines(struct line *old, size_t count) {
    for (size_t i = 0; i < count; i++) free(old[i].bytes);
    free(old);
}

static void forget(struct history *history) {
    for (size_t i = 0; i < history->count; i++) free_lines(history->changes[i].old, history->changes[i].removed);
    history->count = 0;
}

/** Puts lines, which become ours, in the place of others, which become the caller's. */
static struct line *exchange(size_t row, size_t removed, const struct line *added, size_t count) {
    struct line *old = allocate((removed + 1) * sizeof *old);
    memcpy(old, lines + row, removed * sizeof *old);
    size_t total = line_count - removed + count;
    if (total + 1 > lines_room) {
        lines_room = (total + 1) * 2;
        lines = reallocate(lines, lines_room * sizeof *lines);
    }
    memmove(lines + row + count, lines + row + removed, (line_count - row - removed) * sizeof *lines);
    memcpy(lines + row, added, count * sizeof *lines);
    line_count = total;
    return old;
}

static void record(struct history *history, size_t row, size_t added, size_t removed, struct line *old, size_t of) {
    struct change *last = history->count ? &history->changes[history->count - 1] : NULL;
    if (last && last->group == of && last->row == row && last->added == 1 && last->removed == 1 && added == 1 && removed == 1) {
        free_lines(old, removed); // typing in one line: its oldest state is enough
        return;
    }
    GROW(history->changes, history->count, history->room);
    history->changes[history->count++] = (struct change){row, added, removed, old, of};
}

void begin_change(void) {
    if (group_used) group++;
    group_used = false;
}

void replace_lines(size_t row, size_t removed, const struct line *added, size_t count) {
    struct line *own = allocate((count + 1) * sizeof *own);
    for (size_t i = 0; i < count; i++) own[i] = (struct line){copy_bytes(added[i].bytes, added[i].length), added[i].length, added[i].marked};
    if (count == 0 && removed == line_count) own[count++] = (struct line){copy_string(""), 0, false};
    struct line *old = exchange(row, removed, own, count);
    free(own);
    record(&done, row, count, removed, old, group);
    group_used = true;
    forget(&undone);
    modified = true;
}

static bool go_back(struct history *from, struct history *to, struct place *at) {
    if (from->count == 0) return false;
    size_t of = from->changes[from->count - 1].group;
    while (from->count > 0 && from->changes[from->count - 1].group == of) {
        struct change change = from->changes[--from->count];
        struct line *now = exchange(change.row, change.added, change.old, change.removed);
        free(change.old);
        GROW(to->changes, to->count, to->room);
        to->changes[to->count++] = (struct change){change.row, change.removed, change.added, now, of};
        *at = (struct place){change.row < line_count ? change.row : line_count - 1, 0};
    }
    modified = true;
    return true;
}

bool undo(struct place *at) {
    begin_change();
    return go_back(&done, &undone, at);
}

bool redo(struct place *at) {
    return go_back(&undone, &done, at);
}

void forget_changes(void) {
    forget(&done);
    forget(&undone);
    modified = false;
}

void forget_text(void) {
    forget_changes();
    for (size_t i = 0; i < line_count; i++) free(lines[i].bytes);
    line_count = 0;
    struct line empty = {copy_string(""), 0, false};
    free(exchange(0, 0, &empty, 1));
}

void replace_in_line(size_t row, size_t from, size_t to, const char *bytes, size_t length) {
    const struct line *old = line_at(row);
    struct line made = {allocate(old->length - (to - from) + length + 1), old->length - (to - from) + length, old->marked};
    memcpy(made.bytes, old->bytes, from);
    memcpy(made.bytes + from, bytes, length);
    memcpy(made.bytes + from + length, old->bytes + to, old->length - to);
    replace_lines(row, 1, &made, 1);
    free(made.bytes);
}

struct place insert_text(struct place at, const char *bytes, size_t length) {
    const char *end = bytes + length, *newline = memchr(bytes, '\n', length);
    if (newline == NULL) {
        replace_in_line(at.row, at.column, at.column, bytes, length);
        return (struct place){at.row, at.column + length};
    }
    const struct line *old = line_at(at.row);
    size_t count = 0, room = 0;
    struct line *made = NULL;
    char *first = allocate(at.column + (size_t)(newline - bytes) + 1);
    memcpy(first, old->bytes, at.column);
    memcpy(first + at.column, bytes, (size_t)(newline - bytes));
    GROW(made, count, room);
    made[count++] = (struct line){first, at.column + (size_t)(newline - bytes), old->marked};
    const char *start = newline + 1;
    while ((newline = memchr(start, '\n', (size_t)(end - start))) != NULL) {
        GROW(made, count, room);
        made[count++] = (struct line){copy_bytes(start, (size_t)(newline - start)), (size_t)(newline - start), false};
        start = newline + 1;
    }
    size_t left = (size_t)(end - start), rest = old->length - at.column;
    char *last = allocate(left + rest + 1);
    memcpy(last, start, left);
    memcpy(last + left, old->bytes + at.column, rest);
    GROW(made, count, room);
    made[count++] = (struct line){last, left + rest, false};
    replace_lines(at.row, 1, made, count);
    free_lines(made, count);
    return (struct place){at.row + count - 1, left};
}

void remove_text(struct place from, struct place to) {
    if (from.row == to.row) {
        replace_in_line(from.row, from.column, to.column, "", 0);
        return;
    }
    const struct line *first = line_at(from.row), *last = line_at(to.row);
    size_t rest = last->length - to.column;
    struct line made = {allocate(from.column + rest + 1), from.column + rest, first->marked};
    memcpy(made.bytes, first->bytes, from.column);
    memcpy(made.bytes + from.column, last->bytes + to.column, rest);
    replace_lines(from.row, to.row - from.row + 1, &made, 1);
    free(made.bytes);
}

bool read_lines(const char *name, size_t row, size_t *count, size_t *bytes) {
    struct stat st;
    struct input input = {.silent = true};
    int fd = open(name, O_RDONLY);
    if (fd < 0) return false;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        errno = EISDIR;
        return false;
    }
    input.fd = fd;
    input.name = name;
    struct line *made = NULL;
    size_t room = 0, length;
    char *line;
    *count = *bytes = 0;
    while ((line = input_line(&input, '\n', &length)) != NULL) {
        GROW(made, *count, room);
        *bytes += length;
        if (length > 0 && line[length - 1] == '\n') length--;
        made[(*count)++] = (struct line){copy_bytes(line, length), length, false};
    }
    bool read = !input.failed;
    int error = errno;
    close(fd);
    free(input.buffer);
    if (read && *count > 0) replace_lines(row, 0, made, *count);
    free_lines(made, *count);
    errno = error;
    return read;
}

bool write_lines(const char *name, size_t from, size_t to, bool append, size_t *bytes) {
    int fd = open(name, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC), 0666);
    if (fd < 0) return false;
    FILE *file = fdopen(fd, "w");
    *bytes = 0;
    for (size_t row = from; row < to; row++) {
        fwrite(lines[row].bytes, 1, lines[row].length, file);
        putc('\n', file);
        *bytes += lines[row].length + 1;
    }
    bool written = fflush(file) == 0;
    int error = errno;
    written &= fclose(file) == 0;
    if (error) errno = error;
    return written;
}
