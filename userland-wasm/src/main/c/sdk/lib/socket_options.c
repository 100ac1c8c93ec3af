// SPDX-License-Identifier: Apache-2.0
// getsockopt, setsockopt: WASIX has a call for each kind of value.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include "imports.h"

enum kind { NONE, FLAG, SIZE, TIME, LINGER };
struct option {
    int level, name, number;
    enum kind kind;
};

static const struct option options[] = {
    {SOL_SOCKET, SO_REUSEPORT, 1, FLAG},  {SOL_SOCKET, SO_REUSEADDR, 2, FLAG},  {IPPROTO_TCP, TCP_NODELAY, 3, FLAG},
    {SOL_SOCKET, SO_DONTROUTE, 4, FLAG},  {IPPROTO_IPV6, IPV6_V6ONLY, 5, FLAG}, {SOL_SOCKET, SO_BROADCAST, 6, FLAG},
    {IPPROTO_IP, IP_MULTICAST_LOOP, 7, FLAG}, {IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 8, FLAG}, {SOL_SOCKET, SO_ACCEPTCONN, 10, FLAG},
    {SOL_SOCKET, SO_ERROR, 11, SIZE},     {SOL_SOCKET, SO_KEEPALIVE, 12, FLAG}, {SOL_SOCKET, SO_LINGER, 13, LINGER},
    {SOL_SOCKET, SO_OOBINLINE, 14, FLAG}, {SOL_SOCKET, SO_RCVBUF, 15, SIZE},    {SOL_SOCKET, SO_SNDBUF, 16, SIZE},
    {SOL_SOCKET, SO_RCVLOWAT, 17, SIZE},  {SOL_SOCKET, SO_SNDLOWAT, 18, SIZE},  {SOL_SOCKET, SO_RCVTIMEO, 19, TIME},
    {SOL_SOCKET, SO_SNDTIMEO, 20, TIME},  {IPPROTO_IP, IP_TTL, 23, SIZE},       {IPPROTO_IPV6, IPV6_UNICAST_HOPS, 23, SIZE},
    {IPPROTO_IP, IP_MULTICAST_TTL, 24, SIZE}, {SOL_SOCKET, SO_TYPE, 25, SIZE},  {SOL_SOCKET, SO_PROTOCOL, 26, SIZE},
};

static const struct option *find(int level, int name) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (options[i].level == level && options[i].name == name) return &options[i];
    }
    return NULL;
}

static void give(void *value, socklen_t *length, const void *from, size_t size) {
    if (*length > size) *length = (socklen_t)size;
    memcpy(value, from, *length);
}

static int get_number(int fd, const struct option *option, void *value, socklen_t *length) {
    uint8_t on = 0;
    u64 size = 0;
    int error = option->kind == FLAG ? wasix_sock_get_opt_flag(fd, option->number, &on) : wasix_sock_get_opt_size(fd, option->number, &size);
    if (error) return posix_result(error);
    int number = option->kind == FLAG ? on : (int)size;
    give(value, length, &number, sizeof number);
    return 0;
}

static int get_time(int fd, const struct option *option, void *value, socklen_t *length) {
    struct wasix_option_time time;
    int error = wasix_sock_get_opt_time(fd, option->number, &time);
    if (error) return posix_result(error);
    u64 ns = time.some ? time.ns : 0;
    if (option->kind == LINGER) {
        struct linger linger = {time.some, (int)(ns / 1000000000)};
        give(value, length, &linger, sizeof linger);
    } else {
        struct timeval timeval = {(time_t)(ns / 1000000000), (suseconds_t)(ns % 1000000000 / 1000)};
        give(value, length, &timeval, sizeof timeval);
    }
    return 0;
}

int getsockopt(int fd, int level, int name, void *restrict value, socklen_t *restrict length) {
    if (level == SOL_SOCKET && name == SO_DOMAIN) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        if (getsockname(fd, (struct sockaddr *)&address, &size) < 0) return -1;
        int family = address.ss_family;
        give(value, length, &family, sizeof family);
        return 0;
    }
    const struct option *option = find(level, name);
    if (!option) return posix_result(ENOPROTOOPT);
    return option->kind == FLAG || option->kind == SIZE ? get_number(fd, option, value, length) : get_time(fd, option, value, length);
}

static int set_time(int fd, const struct option *option, const void *value, socklen_t length) {
    struct wasix_option_time time = {0, 0};
    if (option->kind == LINGER) {
        const struct linger *linger = value;
        if (length < sizeof *linger) return posix_result(EINVAL);
        time = (struct wasix_option_time){linger->l_onoff != 0, (u64)linger->l_linger * 1000000000};
    } else {
        const struct timeval *timeval = value;
        if (length < sizeof *timeval) return posix_result(EINVAL);
        if (timeval->tv_usec < 0 || timeval->tv_usec > 999999) return posix_result(EDOM);
        time.ns = (u64)timeval->tv_sec * 1000000000 + (u64)timeval->tv_usec * 1000;
        time.some = time.ns != 0;
    }
    return posix_result(wasix_sock_set_opt_time(fd, option->number, &time));
}

static int set_membership(int fd, int level, int name, const void *value, socklen_t length) {
    if (level == IPPROTO_IP) {
        const struct ip_mreq *wanted = value;
        if (length < sizeof *wanted) return posix_result(EINVAL);
        return posix_result((name == IP_ADD_MEMBERSHIP ? wasix_sock_join_multicast_v4 : wasix_sock_leave_multicast_v4)(
            fd, &wanted->imr_multiaddr, &wanted->imr_interface));
    }
    const struct ipv6_mreq *wanted = value;
    if (length < sizeof *wanted) return posix_result(EINVAL);
    return posix_result((name == IPV6_JOIN_GROUP ? wasix_sock_join_multicast_v6 : wasix_sock_leave_multicast_v6)(
        fd, &wanted->ipv6mr_multiaddr, wanted->ipv6mr_interface));
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length) {
    if ((level == IPPROTO_IP && (name == IP_ADD_MEMBERSHIP || name == IP_DROP_MEMBERSHIP))
        || (level == IPPROTO_IPV6 && (name == IPV6_JOIN_GROUP || name == IPV6_LEAVE_GROUP)))
        return set_membership(fd, level, name, value, length);
    const struct option *option = find(level, name);
    if (!option) return posix_result(ENOPROTOOPT);
    if (option->kind == TIME || option->kind == LINGER) return set_time(fd, option, value, length);
    if (length < sizeof(int)) return posix_result(EINVAL);
    int number;
    memcpy(&number, value, sizeof number);
    return posix_result(option->kind == FLAG ? wasix_sock_set_opt_flag(fd, option->number, number != 0)
                                             : wasix_sock_set_opt_size(fd, option->number, (u64)(int64_t)number));
}
