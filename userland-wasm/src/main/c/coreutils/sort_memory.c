// SPDX-License-Identifier: Apache-2.0
// Sorting in memory. One block holds the text, growing up, and the records, growing down from its end, with room for
// the merge's scratch kept between them. When the block is full and cannot grow, what it holds is sorted and written
// to a temporary file, and all such files are merged at the end.

#include <fcntl.h>
#include <sys/stat.h>
#include "sort.h"

static char *block;
static size_t size;       // of block, a multiple of the record's size
static size_t used;       // bytes of text
static size_t line_start; // of the line being read
static size_t count;      // records

static struct record *records(void) {
    return (struct record *)(block + size) - count;
}

static bool room_for(size_t bytes) {
    return used + bytes + (count + count / 2 + 2) * sizeof(struct record) <= size;
}

static bool grow(size_t wanted) {
    wanted = (wanted + 63) / 64 * 64;
    if (wanted > sorting.memory || wanted <= size) return false;
    char *larger = realloc(block, wanted);
    if (larger == NULL) return false;
    memmove(larger + wanted - count * sizeof(struct record), larger + size - count * sizeof(struct record), count * sizeof(struct record));
    block = larger;
    size = wanted;
    return true;
}

// A comparison is mostly the prefixes' only.
static inline bool after(const struct record *a, const struct record *b) {
    if (a->prefix != b->prefix) return a->prefix > b->prefix;
    return compare_lines(block + a->offset, a->length, block + b->offset, b->length) > 0;
}

static void insertion_sort(struct record *r, size_t n) {
    for (size_t i = 1; i < n; i++) {
        struct record moved = r[i];
        size_t j = i;
        for (; j > 0 && after(&r[j - 1], &moved); j--) r[j] = r[j - 1];
        r[j] = moved;
    }
}

/** Stable. `scratch` has room for n / 2 records. */
static void merge_sort(struct record *r, size_t n, struct record *scratch) {
    if (n <= 12) {
        insertion_sort(r, n);
        return;
    }
    size_t half = n / 2;
    merge_sort(r, half, scratch);
    merge_sort(r + half, n - half, scratch);
    if (!after(&r[half - 1], &r[half])) return;
    memcpy(scratch, r, half * sizeof *r);
    struct record *to = r, *left = scratch, *left_end = scratch + half, *right = r + half, *right_end = r + n;
    while (left < left_end && right < right_end) *to++ = after(left, right) ? *right++ : *left++;
    memcpy(to, left, (left_end - left) * sizeof *r);
}

static void sort_block(void) {
    struct record *r = records();
    for (size_t i = 0, j = count; i + 1 < j; i++) { // they were added downwards
        struct record swapped = r[i];
        r[i] = r[--j];
        r[j] = swapped;
    }
    for (size_t i = 0; i < count; i++) r[i].prefix = prefix_of(block + r[i].offset, r[i].length);
    merge_sort(r, count, r - count / 2);
}

static void write_block(void (*write_line)(const char *, size_t)) {
    struct record *r = records(), *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (sorting.unique && last && last->prefix == r[i].prefix
            && compare_lines(block + last->offset, last->length, block + r[i].offset, r[i].length) == 0) continue;
        last = &r[i];
        write_line(block + r[i].offset, r[i].length);
    }
}

// Temporary files: unlinked as soon as they are open, so nothing is left behind.

static int *temporary;
static size_t temporary_count, temporary_capacity;
static struct { char bytes[16384]; size_t used; int fd; } *spill;

static void spill_flush(void) {
    if (!write_fully(spill->fd, spill->bytes, spill->used)) fatal("write failed: %s:", sorting.temporary);
    spill->used = 0;
}

static void spill_line(const char *line, size_t length) {
    if (spill->used + length + 1 > sizeof spill->bytes) spill_flush();
    if (length + 1 > sizeof spill->bytes) {
        if (!write_fully(spill->fd, line, length)) fatal("write failed: %s:", sorting.temporary);
    } else {
        memcpy(spill->bytes + spill->used, line, length);
        spill->used += length;
    }
    spill->bytes[spill->used++] = sorting.delimiter;
}

static int temporary_file(void) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/sortXXXXXX", sorting.temporary);
    int fd = mkstemp(name);
    if (fd < 0) fatal("cannot create temporary file in %s:", quote(sorting.temporary));
    unlink(name);
    return fd;
}

static void spill_block(void) {
    if (spill == NULL) {
        // Taken from the block itself if the heap is at its end: it is the reason we are here.
        if ((spill = malloc(sizeof *spill)) == NULL) fatal("memory exhausted");
        spill->used = 0;
    }
    spill->fd = temporary_file();
    sort_block();
    write_block(spill_line);
    spill_flush();
    GROW(temporary, temporary_count, temporary_capacity);
    temporary[temporary_count++] = spill->fd;
    // The unfinished line moves to the front.
    memmove(block, block + line_start, used - line_start);
    used -= line_start;
    line_start = 0;
    count = 0;
}

static void add_record(size_t end) {
    struct record *r = records() - 1;
    count++;
    r->offset = (uint32_t)line_start;
    r->length = (uint32_t)(end - line_start);
    line_start = end + 1;
}

static void make_room(size_t bytes) {
    while (!room_for(bytes)) {
        if (grow(size * 2) || grow(size + size / 4)) continue;
        if (count == 0) fatal("memory exhausted");
        spill_block();
    }
}

/** Takes in the lines of what was read from `from` on. */
static void split(size_t from) {
    for (char *found; (found = memchr(block + from, sorting.delimiter, used - from)) != NULL;) {
        from = found - block + 1;
        if (!room_for(1)) { // too many short lines for the room that was left: make more, or sort what is here
            size_t rest = used - from, before = line_start, spilled = temporary_count;
            make_room(rest + 1);
            if (temporary_count != spilled) from -= before;
        }
        add_record(from - 1);
    }
}

static void read_file(const char *name) {
    struct stat st;
    int fd = open_or_stdin(name);
    if (fd < 0) fatal("cannot read: %s:", quote_if_needed(name));
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uintmax_t)st.st_size < sorting.memory / 2)
        grow(size + st.st_size + st.st_size / 2); // a guess: lines of about fifty bytes
    for (;;) {
        make_room(4096);
        size_t room = size - used - (count + count / 2 + 2) * sizeof(struct record);
        // Not all of the room: its lines want records.
        ssize_t n = read_some(fd, block + used, room > 2 * BLOCK ? room / 4 > 1 << 20 ? 1 << 20 : room / 4 : room / 2 + 1);
        if (n < 0) fatal("read failed: %s:", quote_if_needed(name));
        if (n == 0) break;
        size_t from = used;
        used += n;
        split(from);
    }
    if (line_start < used) { // no delimiter at the end: the line ends all the same
        make_room(1);
        block[used++] = sorting.delimiter;
        add_record(used - 1);
    }
    if (fd != STDIN_FILENO) close(fd);
}

void sort_files(char **files, int file_count, void (*write_line)(const char *, size_t)) {
    size = 65536;
    block = allocate(size);
    for (int i = 0; i < file_count; i++) read_file(files[i]);
    if (temporary_count == 0) {
        sort_block();
        write_block(write_line);
        return;
    }
    if (count > 0) spill_block();
    free(block);
    merge_temporary(temporary, (int)temporary_count, write_line);
}
