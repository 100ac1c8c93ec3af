// SPDX-License-Identifier: Apache-2.0
// C's socket addresses and WASIX's: other families' numbers, ports in the other order, a Unix path up to a NUL.

#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>
#include "socket_address.h"

enum { PATH = 108, PATH_OFFSET = 2 };

int wasix_family(int family) {
    switch (family) {
    case AF_UNSPEC: return WASIX_UNSPEC;
    case AF_INET: return WASIX_INET;
    case AF_INET6: return WASIX_INET6;
    case AF_UNIX: return WASIX_UNIX;
    default: return -1;
    }
}

static int to_unix(struct wasix_address *to, const struct sockaddr_un *from, socklen_t length) {
    size_t size = length - PATH_OFFSET;
    if (length < PATH_OFFSET || size > PATH) return EINVAL;
    char *path = (char *)to + PATH_OFFSET;
    memset(path, 0, PATH);
    memcpy(path, from->sun_path, size);
    // An abstract name is all of it: one with a NUL inside cannot be said to WASIX.
    if (size > 1 && path[0] == '\0' && memchr(path + 1, '\0', size - 1)) return EINVAL;
    return 0;
}

int to_wasix_address(struct wasix_address *to, const struct sockaddr *from, socklen_t length) {
    if (!from) return EFAULT;
    if (length < sizeof from->sa_family) return EINVAL;
    int family = wasix_family(from->sa_family);
    if (family < 0) return EAFNOSUPPORT;
    memset(to, 0, 8);
    to->family = (uint8_t)family;
    switch (from->sa_family) {
    case AF_INET: {
        const struct sockaddr_in *in = (const void *)from;
        if (length < sizeof *in) return EINVAL;
        to->port = ntohs(in->sin_port);
        memcpy(to->bytes, &in->sin_addr, 4);
        return 0;
    }
    case AF_INET6: {
        const struct sockaddr_in6 *in6 = (const void *)from;
        if (length < 24) return EINVAL; // Linux: without scope id, as RFC 2133 had it
        to->port = ntohs(in6->sin6_port);
        memcpy(to->bytes, &in6->sin6_addr, 16);
        memset(to->bytes + 16, 0, 8);
        return 0;
    }
    case AF_UNIX: return to_unix(to, (const void *)from, length);
    default: return 0;
    }
}

static size_t unix_length(const struct wasix_address *from, struct sockaddr_un *un) {
    const char *path = (const char *)from + PATH_OFFSET;
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path, PATH);
    if (path[0] == '\0') return PATH_OFFSET + (path[1] ? 1 + strnlen(path + 1, PATH - 1) : 0);
    size_t length = strnlen(path, PATH);
    return PATH_OFFSET + length + (length < PATH);
}

void from_wasix_address(struct sockaddr *to, socklen_t *length, const struct wasix_address *from) {
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
    } address;
    size_t size = sizeof address.any.sa_family;
    memset(&address, 0, sizeof address);
    switch (from->family) {
    case WASIX_INET:
        address.in.sin_family = AF_INET;
        address.in.sin_port = htons(from->port);
        memcpy(&address.in.sin_addr, from->bytes, 4);
        size = sizeof address.in;
        break;
    case WASIX_INET6:
        address.in6.sin6_family = AF_INET6;
        address.in6.sin6_port = htons(from->port);
        memcpy(&address.in6.sin6_addr, from->bytes, 16);
        size = sizeof address.in6;
        break;
    case WASIX_UNIX:
        size = unix_length(from, &address.un);
        break;
    }
    memcpy(to, &address, size < *length ? size : *length);
    *length = (socklen_t)size;
}
