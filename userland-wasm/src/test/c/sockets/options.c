// SPDX-License-Identifier: Apache-2.0
// getsockopt and setsockopt.
#include <netinet/tcp.h>
#include <sys/time.h>
#include "say.h"

static int get(int fd, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(fd, level, name, &value, &size) < 0 ? -1 : value;
}

static int set(int fd, int level, int name, int value) {
    return setsockopt(fd, level, name, &value, sizeof value);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    int port, door = listener(&port), tcp = socket(AF_INET, SOCK_STREAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0);
    int un = socket(AF_UNIX, SOCK_STREAM, 0), six = socket(AF_INET6, SOCK_STREAM, 0);
    SAY(get(tcp, SOL_SOCKET, SO_TYPE));
    SAY(get(udp, SOL_SOCKET, SO_TYPE));
    SAY(get(tcp, SOL_SOCKET, SO_PROTOCOL));
    SAY(get(udp, SOL_SOCKET, SO_PROTOCOL));
    SAY(get(un, SOL_SOCKET, SO_PROTOCOL));
    SAY(get(un, SOL_SOCKET, SO_DOMAIN) == AF_UNIX);
    SAY(get(door, SOL_SOCKET, SO_ACCEPTCONN));
    SAY(get(tcp, SOL_SOCKET, SO_ACCEPTCONN));
    SAY(get(tcp, SOL_SOCKET, SO_ERROR));
    SAY(get(tcp, SOL_SOCKET, SO_REUSEADDR));
    SAY(set(tcp, SOL_SOCKET, SO_REUSEADDR, 1));
    SAY(get(tcp, SOL_SOCKET, SO_REUSEADDR));
    SAY(get(tcp, SOL_SOCKET, SO_KEEPALIVE));
    SAY(set(tcp, SOL_SOCKET, SO_KEEPALIVE, 1));
    SAY(get(tcp, SOL_SOCKET, SO_KEEPALIVE));
    SAY(get(tcp, IPPROTO_TCP, TCP_NODELAY));
    SAY(set(tcp, IPPROTO_TCP, TCP_NODELAY, 7));
    SAY(get(tcp, IPPROTO_TCP, TCP_NODELAY));
    SAY(set(udp, IPPROTO_TCP, TCP_NODELAY, 1) < 0);
    SAY(get(six, IPPROTO_IPV6, IPV6_V6ONLY));
    SAY(set(six, IPPROTO_IPV6, IPV6_V6ONLY, 1));
    SAY(get(six, IPPROTO_IPV6, IPV6_V6ONLY));
    SAY(get(udp, SOL_SOCKET, SO_BROADCAST));
    SAY(set(udp, SOL_SOCKET, SO_BROADCAST, 1));
    SAY(get(udp, SOL_SOCKET, SO_BROADCAST));
    SAY(set(tcp, SOL_SOCKET, SO_RCVBUF, 10000));
    SAY(get(tcp, SOL_SOCKET, SO_RCVBUF));
    SAY(set(tcp, SOL_SOCKET, SO_SNDBUF, 1));
    SAY(get(tcp, SOL_SOCKET, SO_SNDBUF));
    SAY(get(tcp, SOL_SOCKET, SO_RCVLOWAT));
    SAY(get(tcp, IPPROTO_IP, IP_TTL));
    SAY(set(tcp, IPPROTO_IP, IP_TTL, 9));
    SAY(get(tcp, IPPROTO_IP, IP_TTL));
    SAY(set(tcp, IPPROTO_IP, IP_TTL, 0));
    SAY(get(udp, IPPROTO_IP, IP_MULTICAST_LOOP));
    SAY(get(tcp, SOL_SOCKET, 9999));
    SAY(set(tcp, SOL_SOCKET, 9999, 1));
    SAY(setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &port, 2));
    SAY(get(0, SOL_SOCKET, SO_TYPE));
    SAY(get(99, SOL_SOCKET, SO_TYPE));
    struct linger linger = {1, 5};
    socklen_t size = sizeof linger;
    SAY(setsockopt(tcp, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    SAY(getsockopt(tcp, SOL_SOCKET, SO_LINGER, &linger, &size));
    printf("%d %d %d\n", linger.l_onoff, linger.l_linger, (int)size);
    linger = (struct linger){0, 5};
    SAY(setsockopt(tcp, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    SAY(getsockopt(tcp, SOL_SOCKET, SO_LINGER, &linger, &size));
    printf("%d\n", linger.l_onoff);
    struct timeval time = {2, 500000};
    size = sizeof time;
    SAY(setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
    SAY(getsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, &time, &size));
    printf("%d.%06d\n", (int)time.tv_sec, (int)time.tv_usec);
    SAY(getsockopt(tcp, SOL_SOCKET, SO_SNDTIMEO, &time, &size));
    printf("%d.%06d\n", (int)time.tv_sec, (int)time.tv_usec);
    time.tv_usec = 1000000;
    SAY(setsockopt(tcp, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
    time = (struct timeval){0, 20000};
    int ends[2];
    char byte;
    connection(ends);
    SAY(setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
    SAY(read(ends[0], &byte, 1));
    SAY(setsockopt(door, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
    SAY(accept(door, NULL, NULL));
    return 0;
}
