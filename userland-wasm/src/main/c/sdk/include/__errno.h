// SPDX-License-Identifier: Apache-2.0
// wasi-libc declares errno thread-local. Its objects were built without bulk memory, where clang makes that a plain
// variable; ours are built with it, so we say plainly that it is one. There are no threads yet.
#ifndef WSH_ERRNO_H
#define WSH_ERRNO_H
#ifdef __cplusplus
extern "C" {
#endif
extern int errno;
#define errno errno
#ifdef __cplusplus
}
#endif
#endif
