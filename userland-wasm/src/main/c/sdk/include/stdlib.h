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
int posix_openpt(int);
int getpt(void);
int grantpt(int);
int unlockpt(int);
char *ptsname(int);
int ptsname_r(int, char *, size_t);
#ifdef __cplusplus
}
#endif
#endif
