// SPDX-License-Identifier: Apache-2.0
// What sets errno deep in wasi-libc, whose objects have one for all threads: called through these (wcc links with --wrap), which carry it over to the thread's own.

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include "thread.h"

extern int shared_errno __asm__("errno");
static int lock;

#define QUICK(type, name, parameters, arguments) \
    type __real_##name parameters; \
    type __wrap_##name parameters { \
        lock_word(&lock); \
        shared_errno = 0; \
        type result = __real_##name arguments; \
        int error = shared_errno; \
        unlock_word(&lock); \
        if (error) errno = error; \
        return result; \
    }
QUICK(long, strtol, (const char *text, char **end, int base), (text, end, base))
QUICK(unsigned long, strtoul, (const char *text, char **end, int base), (text, end, base))
QUICK(long long, strtoll, (const char *text, char **end, int base), (text, end, base))
QUICK(unsigned long long, strtoull, (const char *text, char **end, int base), (text, end, base))
QUICK(float, strtof, (const char *text, char **end), (text, end))
QUICK(double, strtod, (const char *text, char **end), (text, end))
QUICK(long double, strtold, (const char *text, char **end), (text, end))
QUICK(int, setenv, (const char *name, const char *value, int replace), (name, value, replace))
QUICK(int, unsetenv, (const char *name), (name))
QUICK(int, putenv, (char *text), (text))
QUICK(int, atexit, (void (*function)(void)), (function))

// These may wait, so not with a lock: two that fail at the same moment may see each other's error.
#define SLOW(type, name, failed, parameters, arguments) \
    type __real_##name parameters; \
    type __wrap_##name parameters { \
        shared_errno = 0; \
        type result = __real_##name arguments; \
        if (result == (failed) && shared_errno) errno = shared_errno; \
        return result; \
    }
SLOW(int, poll, -1, (struct pollfd *files, nfds_t count, int timeout), (files, count, timeout))
SLOW(int, select, -1, (int count, fd_set *r, fd_set *w, fd_set *e, struct timeval *timeout), (count, r, w, e, timeout))
SLOW(FILE *, fopen, NULL, (const char *path, const char *mode), (path, mode))
SLOW(FILE *, fdopen, NULL, (int fd, const char *mode), (fd, mode))
