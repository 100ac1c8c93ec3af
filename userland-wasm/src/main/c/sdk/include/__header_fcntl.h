// SPDX-License-Identifier: Apache-2.0
// wasi-libc's numbers, because its own objects are compiled with them, plus what WASI lacks: O_CLOEXEC, F_DUPFD.
#ifndef WSH_HEADER_FCNTL
#define WSH_HEADER_FCNTL

#include <__mode_t.h>
#include <__seek.h>

#define O_APPEND 0x1
#define O_DSYNC 0x2
#define O_NONBLOCK 0x4
#define O_NDELAY O_NONBLOCK
#define O_RSYNC 0x8
#define O_SYNC 0x10
#define O_CREAT 0x1000
#define O_DIRECTORY 0x2000
#define O_EXCL 0x4000
#define O_TRUNC 0x8000
#define O_NOFOLLOW 0x01000000
#define O_EXEC 0x02000000
#define O_RDONLY 0x04000000
#define O_SEARCH 0x08000000
#define O_WRONLY 0x10000000
#define O_RDWR (O_RDONLY | O_WRONLY)
#define O_ACCMODE (O_EXEC | O_RDWR | O_SEARCH)
#define O_CLOEXEC 0x40000000
#define O_TTY_INIT 0
#define O_NOCTTY 0x20000000
#define O_LARGEFILE 0

#define F_DUPFD 0
#define F_GETFD 1
#define F_SETFD 2
#define F_GETFL 3
#define F_SETFL 4
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#define F_DUPFD_CLOEXEC 1030
#define FD_CLOEXEC 1

#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

#define AT_FDCWD (-2)
#define AT_SYMLINK_NOFOLLOW 0x1
#define AT_SYMLINK_FOLLOW 0x2
#define AT_REMOVEDIR 0x4
#define AT_EACCESS 0x10

#define POSIX_FADV_NORMAL 0
#define POSIX_FADV_SEQUENTIAL 1
#define POSIX_FADV_RANDOM 2
#define POSIX_FADV_WILLNEED 3
#define POSIX_FADV_DONTNEED 4
#define POSIX_FADV_NOREUSE 5
#endif
