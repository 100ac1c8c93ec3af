// SPDX-License-Identifier: Apache-2.0
// What sets errno deep in wasi-libc, whose objects have one for all threads: called through these (wcc links with --wrap), which carry it over to the thread's own.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

// These may wait, so not with a lock. What fails in them is ours (open, malloc, fcntl) and sets the thread's errno, but for a mode that is none.
#define WITH_MODE(name, parameters, arguments) \
    FILE *__real_##name parameters; \
    FILE *__wrap_##name parameters { \
        if (*mode && strchr("rwa", *mode)) return __real_##name arguments; \
        errno = EINVAL; \
        return NULL; \
    }
WITH_MODE(fopen, (const char *path, const char *mode), (path, mode))
WITH_MODE(fdopen, (int fd, const char *mode), (fd, mode))
