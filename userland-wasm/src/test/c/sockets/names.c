// SPDX-License-Identifier: Apache-2.0
// Addresses as text, and names.
#include <netdb.h>
#include "say.h"

static void six(const char *text) {
    struct in6_addr address;
    char back[INET6_ADDRSTRLEN];
    int good = inet_pton(AF_INET6, text, &address);
    printf("%s: %s\n", text, good == 1 ? inet_ntop(AF_INET6, &address, back, sizeof back) : "none");
}

static void four(const char *text) {
    struct in_addr address, lax;
    char back[INET_ADDRSTRLEN];
    int good = inet_pton(AF_INET, text, &address);
    printf("%s: %s", text, good == 1 ? inet_ntop(AF_INET, &address, back, sizeof back) : "none");
    printf(" %s\n", inet_aton(text, &lax) ? inet_ntoa(lax) : "none");
}

static void lookup(const char *host, const char *service, int flags, int family, int type) {
    struct addrinfo hints = {.ai_flags = flags, .ai_family = family, .ai_socktype = type}, *all;
    int error = getaddrinfo(host, service, &hints, &all);
    printf("%s %s: %s\n", host ? host : "-", service ? service : "-", error ? gai_strerror(error) : "");
    if (error) return;
    for (struct addrinfo *one = all; one; one = one->ai_next) {
        char name[64], port[16];
        error = getnameinfo(one->ai_addr, one->ai_addrlen, name, sizeof name, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
        printf("  %s %s, %s\n", error ? "?" : name, port, one->ai_socktype == SOCK_STREAM ? "stream" : "datagram");
    }
    freeaddrinfo(all);
}

int main(void) {
    static const char *const sixes[] = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::ffff:1.2.3.4", "fe80::1:0:0:1", "2001:db8:0:0:1:0:0:1",
                                        "1:0:0:2:0:0:0:3", "12345::", "1:2:3", ":1", "1:", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9", "g::", "::1.2.3", "0:0:0:0:0:0:0:0"};
    static const char *const fours[] = {"1.2.3.4", "255.255.255.255", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 x", "", "1..2.3", "0x7f.1", "10"};
    for (size_t i = 0; i < sizeof sixes / sizeof *sixes; i++) six(sixes[i]);
    for (size_t i = 0; i < sizeof fours / sizeof *fours; i++) four(fours[i]);
    char small[4];
    printf("%s\n", inet_ntop(AF_INET, "\1\2\3\4", small, sizeof small) ? small : strerror(errno));
    SAY(inet_pton(99, "x", small));
    lookup("127.0.0.1", "80", 0, AF_UNSPEC, SOCK_STREAM);
    lookup("::1", "81", 0, AF_UNSPEC, SOCK_DGRAM);
    lookup("127.0.0.1", NULL, 0, AF_INET, SOCK_DGRAM);
    lookup(NULL, "80", AI_PASSIVE, AF_INET, SOCK_STREAM);
    lookup(NULL, "80", 0, AF_INET6, SOCK_STREAM);
    lookup("localhost", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM);
    lookup("localhost", "80", 0, AF_INET, SOCK_STREAM);
    lookup("127.0.0.1", "no-such-service", 0, AF_INET, SOCK_STREAM);
    lookup("127.0.0.1", "80", 0, 99, SOCK_STREAM);
    return 0;
}
