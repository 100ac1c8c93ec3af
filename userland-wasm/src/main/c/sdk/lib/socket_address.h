// SPDX-License-Identifier: Apache-2.0
// C's socket addresses and WASIX's.
#ifndef WSH_SOCKET_ADDRESS_H
#define WSH_SOCKET_ADDRESS_H

#include <sys/socket.h>
#include "imports.h"

enum { WASIX_UNSPEC, WASIX_INET, WASIX_INET6, WASIX_UNIX };

/** The number of C's address family in WASIX; -1 if there is none. */
int wasix_family(int family);
/** An errno. */
int to_wasix_address(struct wasix_address *to, const struct sockaddr *from, socklen_t length);
/** Writes at most *length bytes, and how many it has. */
void from_wasix_address(struct sockaddr *to, socklen_t *length, const struct wasix_address *from);
#endif
