// SPDX-License-Identifier: Apache-2.0
// opendir, readdir … over preview1's fd_readdir. Ours and not wasi-libc's because that one opens through its
// preopened directories and numbers the types as WASI does.

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "imports.h"

enum { BUFFER_SIZE = 4096 };

struct _DIR {
    int fd;
    u64 cookie;          // of the entry last returned
    u64 refill;          // where the next fd_readdir starts
    size_t used, offset; // of buffer; offset: the next record
    size_t capacity;
    char *buffer;
    size_t entry_size;
    struct dirent *entry; // what readdir returned last
};

static unsigned char linux_type(unsigned char wasi) {
    switch (wasi) {
    case __WASI_FILETYPE_BLOCK_DEVICE: return DT_BLK;
    case __WASI_FILETYPE_CHARACTER_DEVICE: return DT_CHR;
    case __WASI_FILETYPE_DIRECTORY: return DT_DIR;
    case __WASI_FILETYPE_REGULAR_FILE: return DT_REG;
    case __WASI_FILETYPE_SOCKET_DGRAM:
    case __WASI_FILETYPE_SOCKET_STREAM: return DT_SOCK;
    case __WASI_FILETYPE_SYMBOLIC_LINK: return DT_LNK;
    default: return DT_UNKNOWN;
    }
}

DIR *fdopendir(int fd) {
    DIR *dir = calloc(1, sizeof *dir);
    if (dir == NULL) return NULL;
    dir->fd = fd;
    dir->capacity = BUFFER_SIZE;
    dir->buffer = malloc(dir->capacity);
    if (dir->buffer == NULL) {
        free(dir);
        return NULL;
    }
    __wasi_size_t used; // tells a file from a directory now, as POSIX wants
    int error = __wasi_fd_readdir(fd, (uint8_t *)dir->buffer, dir->capacity, 0, &used);
    if (error) {
        free(dir->buffer);
        free(dir);
        errno = error;
        return NULL;
    }
    dir->used = used;
    return dir;
}

DIR *opendir(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return NULL;
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        int error = errno;
        close(fd);
        errno = error;
    }
    return dir;
}

/** Fills the buffer again from `refill`; false at the end of the directory or on an error. */
static int fill(DIR *dir) {
    if (dir->used < dir->capacity) return 0; // the last answer was short: it was the end
    if (dir->offset == 0) {                  // not even one record fitted
        char *larger = realloc(dir->buffer, dir->capacity * 2);
        if (larger == NULL) return 0;
        dir->buffer = larger;
        dir->capacity *= 2;
    }
    __wasi_size_t used;
    int error = __wasi_fd_readdir(dir->fd, (uint8_t *)dir->buffer, dir->capacity, dir->refill, &used);
    if (error) return posix_result(error), 0;
    dir->used = used;
    dir->offset = 0;
    return used > 0;
}

struct dirent *readdir(DIR *dir) {
    for (;;) {
        __wasi_dirent_t header;
        size_t left = dir->used - dir->offset;
        if (left < sizeof header || (memcpy(&header, dir->buffer + dir->offset, sizeof header),
                                     left < sizeof header + header.d_namlen)) {
            if (!fill(dir)) return NULL;
            continue;
        }
        size_t needed = offsetof(struct dirent, d_name) + header.d_namlen + 1;
        if (needed > dir->entry_size) {
            struct dirent *larger = realloc(dir->entry, needed + 32);
            if (larger == NULL) return NULL;
            dir->entry = larger;
            dir->entry_size = needed + 32;
        }
        dir->entry->d_ino = header.d_ino;
        dir->entry->d_type = linux_type(header.d_type);
        memcpy(dir->entry->d_name, dir->buffer + dir->offset + sizeof header, header.d_namlen);
        dir->entry->d_name[header.d_namlen] = '\0';
        dir->offset += sizeof header + header.d_namlen;
        dir->cookie = dir->refill = header.d_next;
        return dir->entry;
    }
}

int closedir(DIR *dir) {
    int result = close(dir->fd);
    free(dir->buffer);
    free(dir->entry);
    free(dir);
    return result;
}

void seekdir(DIR *dir, long position) {
    dir->cookie = dir->refill = (u64)(unsigned long)position;
    dir->used = dir->offset = dir->capacity; // makes the next readdir fill
}

void rewinddir(DIR *dir) {
    seekdir(dir, 0);
}

long telldir(DIR *dir) {
    return (long)dir->cookie;
}

int dirfd(DIR *dir) {
    return dir->fd;
}

int scandir(const char *path, struct dirent ***list, int (*wanted)(const struct dirent *),
            int (*order)(const struct dirent **, const struct dirent **)) {
    DIR *dir = opendir(path);
    if (dir == NULL) return -1;
    struct dirent **entries = NULL, *entry;
    size_t count = 0, capacity = 0;
    while ((entry = readdir(dir)) != NULL) {
        if (wanted && !wanted(entry)) continue;
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 32;
            struct dirent **larger = realloc(entries, capacity * sizeof *entries);
            if (larger == NULL) goto failed;
            entries = larger;
        }
        size_t size = offsetof(struct dirent, d_name) + strlen(entry->d_name) + 1;
        if ((entries[count] = malloc(size)) == NULL) goto failed;
        memcpy(entries[count++], entry, size);
    }
    closedir(dir);
    if (order) qsort(entries, count, sizeof *entries, (int (*)(const void *, const void *))order);
    *list = entries;
    return (int)count;
failed:
    while (count > 0) free(entries[--count]);
    free(entries);
    closedir(dir);
    errno = ENOMEM;
    return -1;
}
