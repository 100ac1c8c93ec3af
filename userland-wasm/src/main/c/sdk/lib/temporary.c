// SPDX-License-Identifier: Apache-2.0
// mkstemp and its family, tmpfile.

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Replaces the six X before the suffix by random letters; NULL if they are not there. */
static char *fill_in(char *template, int suffix) {
    static const char letters[64] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab";
    size_t length = strlen(template);
    if (suffix < 0 || length < (size_t)suffix + 6) return NULL;
    char *x = template + length - suffix - 6;
    unsigned char random[6];
    if (getentropy(random, sizeof random) < 0) return NULL;
    for (int i = 0; i < 6; i++) x[i] = letters[random[i] & 63];
    return x;
}

static int has_xs(const char *template, int suffix) {
    size_t length = strlen(template);
    if (suffix >= 0 && length >= (size_t)suffix + 6 && memcmp(template + length - suffix - 6, "XXXXXX", 6) == 0) return 1;
    errno = EINVAL;
    return 0;
}

static int make(char *template, int suffix, int flags) {
    if (!has_xs(template, suffix)) return -1;
    for (int tries = 0; tries < 100; tries++) {
        if (!fill_in(template, suffix)) return -1;
        int fd = open(template, O_RDWR | O_CREAT | O_EXCL | flags, 0600);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

int mkstemp(char *template) {
    return make(template, 0, 0);
}

int mkstemps(char *template, int suffix) {
    return make(template, suffix, 0);
}

int mkostemp(char *template, int flags) {
    return make(template, 0, flags);
}

char *mkdtemp(char *template) {
    if (!has_xs(template, 0)) return NULL;
    for (int tries = 0; tries < 100; tries++) {
        if (!fill_in(template, 0)) return NULL;
        if (mkdir(template, 0700) == 0) return template;
        if (errno != EEXIST) return NULL;
    }
    return NULL;
}

char *mktemp(char *template) {
    struct stat st;
    if (!has_xs(template, 0)) return *template = '\0', template;
    do fill_in(template, 0);
    while (lstat(template, &st) == 0);
    return template;
}

FILE *tmpfile(void) {
    char name[] = "/tmp/tmpfileXXXXXX";
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0) return NULL;
    unlink(name);
    return fdopen(fd, "w+");
}
