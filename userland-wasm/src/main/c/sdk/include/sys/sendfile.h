// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_SYS_SENDFILE_H
#define WSH_SYS_SENDFILE_H
#include <sys/types.h>
#ifdef __cplusplus
extern "C"
#endif
ssize_t sendfile(int, int, off_t *, size_t);
#endif
