// SPDX-License-Identifier: Apache-2.0
// Merging sorted inputs: a heap of their first lines. An earlier input wins between equals, which keeps it stable.

#include "sort.h"

struct source {
    struct input input;
    int rank;
    char *line;
    size_t length;
};

static bool before(const struct source *a, const struct source *b) {
    int result = compare_lines(a->line, a->length, b->line, b->length);
    return result ? result < 0 : a->rank < b->rank;
}

static bool advance(struct source *source) {
    source->line = input_line(&source->input, sorting.delimiter, &source->length);
    if (source->input.failed) finish(2);
    if (source->line == NULL) return false;
    if (source->line[source->length - 1] == sorting.delimiter) source->length--;
    return true;
}

static void sink(struct source **heap, size_t n, size_t at) {
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n) return;
        if (child + 1 < n && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], heap[at])) return;
        struct source *swapped = heap[at];
        heap[at] = heap[child];
        heap[child] = swapped;
        at = child;
    }
}

static void merge(struct source *sources, int count, void (*write_line)(const char *, size_t)) {
    struct source **heap = allocate((count + 1) * sizeof *heap);
    size_t n = 0, capacity = 0, last_length = 0;
    char *last = NULL;
    bool any = false;
    for (int i = 0; i < count; i++) {
        sources[i].rank = i;
        if (advance(&sources[i])) heap[n++] = &sources[i];
    }
    for (size_t i = n / 2 + 1; i-- > 0;) sink(heap, n, i);
    while (n > 0) {
        struct source *first = heap[0];
        if (!sorting.unique) {
            write_line(first->line, first->length);
        } else if (!any || compare_lines(last, last_length, first->line, first->length) != 0) {
            write_line(first->line, first->length);
            if (first->length + 1 > capacity) last = reallocate(last, capacity = first->length * 2 + 64);
            memcpy(last, first->line, last_length = first->length);
            any = true;
        }
        if (!advance(first)) heap[0] = heap[--n];
        sink(heap, n, 0);
    }
    free(last);
    free(heap);
}

void merge_files(char **files, int count, void (*write_line)(const char *, size_t)) {
    struct source *sources = allocate_zeroed(count, sizeof *sources);
    for (int i = 0; i < count; i++) {
        sources[i].input.fd = open_or_stdin(files[i]);
        sources[i].input.name = files[i];
        if (sources[i].input.fd < 0) fatal("cannot read: %s:", quote_if_needed(files[i]));
    }
    merge(sources, count, write_line);
}

void merge_temporary(int *fds, int count, void (*write_line)(const char *, size_t)) {
    struct source *sources = allocate_zeroed(count, sizeof *sources);
    for (int i = 0; i < count; i++) {
        sources[i].input.fd = fds[i];
        sources[i].input.name = sorting.temporary;
        lseek(fds[i], 0, SEEK_SET);
    }
    merge(sources, count, write_line);
}
