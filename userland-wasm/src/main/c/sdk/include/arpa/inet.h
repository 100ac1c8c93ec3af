// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_ARPA_INET_H
#define WSH_ARPA_INET_H
#ifdef __cplusplus
extern "C" {
#endif
#include <netinet/in.h>
in_addr_t inet_addr(const char *);
int inet_aton(const char *, struct in_addr *);
char *inet_ntoa(struct in_addr);
int inet_pton(int, const char *__restrict, void *__restrict);
const char *inet_ntop(int, const void *__restrict, char *__restrict, socklen_t);
#ifdef __cplusplus
}
#endif
#endif
