// SPDX-License-Identifier: Apache-2.0
// What nc, wget and httpd share.
#ifndef NET_H
#define NET_H
#include <netdb.h>
#include <sys/socket.h>
#include "coreutils.h"

/** Tries each address of `host` in turn. Returns a connected socket, or -1; then errno says why the last failed, and *why, if not NULL, why the name cannot be resolved. */
int net_connect(const char *host, const char *service, int type, int timeout_ms, const char **why);
/** A socket bound to `service` at `host` (NULL: any address), listening if it is a stream's. Fatal if it cannot be. */
int net_listen(const char *host, const char *service, int type);
/** "ADDRESS port PORT", good until the next call. */
const char *net_name(const struct sockaddr *address, socklen_t length);
/** connect() that gives up after so long (-1: never) with ETIMEDOUT. */
bool net_connect_within(int fd, const struct sockaddr *to, socklen_t length, int timeout_ms);
#endif
