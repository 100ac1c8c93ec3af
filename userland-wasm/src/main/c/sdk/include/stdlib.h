// SPDX-License-Identifier: Apache-2.0
#include_next <stdlib.h>
#ifndef WSH_STDLIB_H
#define WSH_STDLIB_H
#ifdef __cplusplus
extern "C" {
#endif
int system(const char *);
char *realpath(const char *__restrict, char *__restrict);
int mkstemp(char *);
int mkstemps(char *, int);
int mkostemp(char *, int);
char *mkdtemp(char *);
char *mktemp(char *);
#ifdef __cplusplus
}
#endif
#endif
