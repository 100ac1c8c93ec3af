// SPDX-License-Identifier: Apache-2.0
// Linux's bits: poll() is the kernel's own here (wsh_1.poll).
#ifndef WSH_HEADER_POLL_H
#define WSH_HEADER_POLL_H
#include <__struct_pollfd.h>
#include <__typedef_nfds_t.h>
#define POLLIN 0x001
#define POLLPRI 0x002
#define POLLOUT 0x004
#define POLLERR 0x008
#define POLLHUP 0x010
#define POLLNVAL 0x020
#define POLLRDNORM 0x040
#define POLLRDBAND 0x080
#define POLLWRNORM 0x100
#define POLLWRBAND 0x200
#define POLLRDHUP 0x2000
#endif
