// SPDX-License-Identifier: Apache-2.0
// struct dirent is wasi-libc's (so is alphasort, which reads it); the DT_ numbers are Linux's.
#ifndef WSH_HEADER_DIRENT
#define WSH_HEADER_DIRENT

#include <__struct_dirent.h>
#include <__typedef_DIR.h>

#define DT_UNKNOWN 0
#define DT_FIFO 1
#define DT_CHR 2
#define DT_DIR 4
#define DT_BLK 6
#define DT_REG 8
#define DT_LNK 10
#define DT_SOCK 12
#define IFTODT(mode) (((mode) & 0170000) >> 12)
#define DTTOIF(type) ((type) << 12)

#ifdef __cplusplus
extern "C" {
#endif
void seekdir(DIR *, long);
long telldir(DIR *);
#ifdef __cplusplus
}
#endif
#endif
