// SPDX-License-Identifier: Apache-2.0
// wasi-libc declares errno thread-local. Its objects were built without bulk memory, where clang makes that a plain
// variable; ours are built with it, so we say plainly that it is one. With -pthread each thread has its own, which is ours:
// lib/threads/errno.c.
#ifndef WSH_ERRNO_H
#define WSH_ERRNO_H
#ifdef __cplusplus
extern "C" {
#endif
#ifdef _REENTRANT
int *__errno_location(void);
#define errno (*__errno_location())
#else
extern int errno;
#define errno errno
#endif
#ifdef __cplusplus
}
#endif
#endif
