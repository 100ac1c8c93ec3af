// SPDX-License-Identifier: Apache-2.0
// wasi-libc marks what it lacks as deprecated; the declarations get names nobody uses.
#define tmpfile __wasilibc_lacks_tmpfile
#include_next <stdio.h>
#undef tmpfile
#ifndef WSH_STDIO_H
#define WSH_STDIO_H
#ifdef __cplusplus
extern "C" {
#endif
#define P_tmpdir "/tmp"
FILE *popen(const char *, const char *);
int pclose(FILE *);
FILE *tmpfile(void);
int rename(const char *, const char *);
int remove(const char *);
#ifdef __cplusplus
}
#endif
#endif
