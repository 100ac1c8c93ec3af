// SPDX-License-Identifier: Apache-2.0
// Streams. wasi-libc's are for one thread: its functions are called through these (wcc links with --wrap), each with the stream's lock, which a thread may take
// again. A lock is made when a stream is first used, as there is no place for one in FILE; the list of open streams has wasi-libc's own lock, which did nothing.

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "thread.h"

enum { BUCKETS = 64 };

struct stream {
    FILE *file;
    int word;
    int depth;
    struct __pthread *owner;
    struct stream *next;
};
static struct stream standard[3], crowd; // crowd: those for which there was no memory
static struct stream *buckets[BUCKETS];
static int table, list;

static struct stream **place(FILE *file) {
    struct stream **at = &buckets[((uintptr_t)file >> 4) % BUCKETS];
    while (*at && (*at)->file != file) at = &(*at)->next;
    return at;
}

static struct stream *stream_of(FILE *file) {
    FILE *const known[] = {stdin, stdout, stderr};
    for (int i = 0; i < 3; i++)
        if (file == known[i]) return &standard[i];
    lock_word(&table);
    struct stream **at = place(file);
    if (*at == NULL && (*at = calloc(1, sizeof **at)) != NULL) (*at)->file = file;
    struct stream *found = *at ? *at : &crowd;
    unlock_word(&table);
    return found;
}

static void enter(struct stream *stream) {
    struct __pthread *self = pthread_self();
    if (__atomic_load_n(&stream->owner, __ATOMIC_RELAXED) != self) {
        lock_word(&stream->word);
        __atomic_store_n(&stream->owner, self, __ATOMIC_RELAXED);
    }
    stream->depth++;
}

static void leave(struct stream *stream) {
    if (--stream->depth > 0) return;
    __atomic_store_n(&stream->owner, NULL, __ATOMIC_RELAXED);
    unlock_word(&stream->word);
}

void flockfile(FILE *file) {
    enter(stream_of(file));
}

void funlockfile(FILE *file) {
    leave(stream_of(file));
}

#define LOCKED(type, name, file, parameters, arguments) \
    type __real_##name parameters; \
    type __wrap_##name parameters { \
        struct stream *stream = stream_of(file); \
        enter(stream); \
        type result = __real_##name arguments; \
        leave(stream); \
        return result; \
    }
#define LOCKED_VOID(name, file, parameters, arguments) \
    void __real_##name parameters; \
    void __wrap_##name parameters { \
        struct stream *stream = stream_of(file); \
        enter(stream); \
        __real_##name arguments; \
        leave(stream); \
    }
LOCKED(int, fgetc, file, (FILE *file), (file))
LOCKED(int, getc, file, (FILE *file), (file))
LOCKED(int, getchar, stdin, (void), ())
LOCKED(int, fputc, file, (int c, FILE *file), (c, file))
LOCKED(int, putc, file, (int c, FILE *file), (c, file))
LOCKED(int, putchar, stdout, (int c), (c))
LOCKED(int, ungetc, file, (int c, FILE *file), (c, file))
LOCKED(char *, fgets, file, (char *into, int size, FILE *file), (into, size, file))
LOCKED(int, fputs, file, (const char *from, FILE *file), (from, file))
LOCKED(int, puts, stdout, (const char *from), (from))
LOCKED(size_t, fread, file, (void *into, size_t size, size_t count, FILE *file), (into, size, count, file))
LOCKED(size_t, fwrite, file, (const void *from, size_t size, size_t count, FILE *file), (from, size, count, file))
LOCKED(ssize_t, getdelim, file, (char **line, size_t *size, int end, FILE *file), (line, size, end, file))
LOCKED(ssize_t, getline, file, (char **line, size_t *size, FILE *file), (line, size, file))
LOCKED(int, vfprintf, file, (FILE *file, const char *format, va_list list), (file, format, list))
LOCKED(int, vfscanf, file, (FILE *file, const char *format, va_list list), (file, format, list))
LOCKED(int, fseek, file, (FILE *file, long offset, int whence), (file, offset, whence))
LOCKED(int, fseeko, file, (FILE *file, off_t offset, int whence), (file, offset, whence))
LOCKED(long, ftell, file, (FILE *file), (file))
LOCKED(off_t, ftello, file, (FILE *file), (file))
LOCKED(int, fgetpos, file, (FILE *file, fpos_t *at), (file, at))
LOCKED(int, fsetpos, file, (FILE *file, const fpos_t *at), (file, at))
LOCKED_VOID(rewind, file, (FILE *file), (file))
LOCKED(int, feof, file, (FILE *file), (file))
LOCKED(int, ferror, file, (FILE *file), (file))
LOCKED_VOID(clearerr, file, (FILE *file), (file))
LOCKED(int, setvbuf, file, (FILE *file, char *buffer, int mode, size_t size), (file, buffer, mode, size))
LOCKED(FILE *, freopen, file, (const char *path, const char *mode, FILE *file), (path, mode, file))

static int taken(struct stream *stream) {
    int free = 0;
    if (__atomic_load_n(&stream->owner, __ATOMIC_RELAXED) != pthread_self()) {
        if (!__atomic_compare_exchange_n(&stream->word, &free, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return 0;
        __atomic_store_n(&stream->owner, pthread_self(), __ATOMIC_RELAXED);
    }
    stream->depth++;
    return 1;
}

int ftrylockfile(FILE *file) {
    return taken(stream_of(file)) ? 0 : -1;
}

int __real_fflush(FILE *file);

static int flush(struct stream *stream, FILE *file) {
    int result = __real_fflush(file);
    leave(stream);
    return result;
}

/** NULL is all streams, but those that another thread is at: who holds a stream may wait for the table. */
int __wrap_fflush(FILE *file) {
    if (file) {
        enter(stream_of(file));
        return flush(stream_of(file), file);
    }
    FILE *const known[] = {stdout, stderr};
    int result = 0;
    for (int i = 0; i < 2; i++) result |= __wrap_fflush(known[i]);
    lock_word(&table);
    for (int i = 0; i < BUCKETS; i++)
        for (struct stream *each = buckets[i]; each; each = each->next)
            if (taken(each)) result |= flush(each, each->file);
    unlock_word(&table);
    return result;
}

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file) {
    struct stream *stream = stream_of(file);
    enter(stream);
    int result = __real_fclose(file);
    leave(stream);
    lock_word(&table);
    struct stream **at = place(file);
    if (*at) {
        stream = *at;
        *at = stream->next;
        free(stream);
    }
    unlock_word(&table);
    return result;
}

FILE **__real___ofl_lock(void);
FILE **__wrap___ofl_lock(void) {
    lock_word(&list);
    return __real___ofl_lock();
}

void __wrap___ofl_unlock(void) {
    unlock_word(&list);
}

/** As POSIX has it; wasi-libc's tells of the errno that all threads share. */
void perror(const char *message) {
    const char *what = strerror(errno);
    flockfile(stderr);
    if (message && *message) fprintf(stderr, "%s: ", message);
    fprintf(stderr, "%s\n", what);
    funlockfile(stderr);
}

void lock_streams(void) {
    lock_word(&table);
    lock_word(&list);
}

static void forget(struct stream *stream) {
    if (stream->owner == pthread_self()) {
        stream->word = 1;
    } else {
        stream->word = stream->depth = 0;
        stream->owner = NULL;
    }
}

/** In a fork's child nobody is left to unlock what other threads had locked. */
void unlock_streams(int in_child) {
    if (in_child) {
        for (int i = 0; i < 3; i++) forget(&standard[i]);
        forget(&crowd);
        for (int i = 0; i < BUCKETS; i++)
            for (struct stream *each = buckets[i]; each; each = each->next) forget(each);
    }
    unlock_word(&list);
    unlock_word(&table);
}
