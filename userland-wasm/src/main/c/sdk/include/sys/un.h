// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_SYS_UN_H
#define WSH_SYS_UN_H
#include <__typedef_sa_family_t.h>
struct sockaddr_un {
    sa_family_t sun_family;
    char sun_path[108];
};
#define SUN_LEN(address) (2 + __builtin_strlen((address)->sun_path))
#endif
