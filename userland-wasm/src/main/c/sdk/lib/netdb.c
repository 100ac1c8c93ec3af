// SPDX-License-Identifier: Apache-2.0
// Names of hosts and services. Hosts are the kernel's to know (/etc/hosts, then what it was granted); services are the few below.

#include <netdb.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "imports.h"

enum { MOST = 32 };

int h_errno;

static const struct service {
    const char *name;
    int port;
} services[] = {{"echo", 7}, {"discard", 9}, {"ftp", 21}, {"ssh", 22}, {"telnet", 23}, {"smtp", 25}, {"domain", 53}, {"http", 80}, {"pop3", 110},
                {"ntp", 123}, {"imap", 143}, {"https", 443}, {"http-alt", 8080}};

/** A port in figures or by name; -1 if neither. */
static int port_of(const char *service, int figures_only) {
    char *end;
    unsigned long port = strtoul(service, &end, 10);
    if (*service && !*end) return port < 65536 ? (int)port : -1;
    for (size_t i = 0; !figures_only && i < sizeof services / sizeof *services; i++) {
        if (strcmp(services[i].name, service) == 0) return services[i].port;
    }
    return -1;
}

struct result { // what getaddrinfo gives is one block each
    struct addrinfo info;
    union {
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
    } address;
    char name[];
};

static struct addrinfo *make(const struct wasix_ip *ip, int port, int type, int protocol, const char *canonical) {
    struct result *result = calloc(1, sizeof *result + (canonical ? strlen(canonical) + 1 : 0));
    if (!result) return NULL;
    int v6 = ip->family == 2;
    if (v6) {
        result->address.in6.sin6_family = AF_INET6;
        result->address.in6.sin6_port = htons((uint16_t)port);
        memcpy(&result->address.in6.sin6_addr, ip->bytes, 16);
    } else {
        result->address.in.sin_family = AF_INET;
        result->address.in.sin_port = htons((uint16_t)port);
        memcpy(&result->address.in.sin_addr, ip->bytes, 4);
    }
    result->info = (struct addrinfo){
        .ai_family = v6 ? AF_INET6 : AF_INET, .ai_socktype = type, .ai_protocol = protocol,
        .ai_addrlen = v6 ? sizeof result->address.in6 : sizeof result->address.in,
        .ai_addr = (struct sockaddr *)&result->address, .ai_canonname = canonical ? strcpy(result->name, canonical) : NULL};
    return &result->info;
}

/** Fills `ips`; returns how many, or a negative EAI_. */
static int addresses(const char *host, int flags, int family, struct wasix_ip ips[MOST]) {
    int count = 0;
    if (!host) {
        int passive = flags & AI_PASSIVE;
        if (family != AF_INET6) ips[count++] = (struct wasix_ip){.family = 1, .bytes = {passive ? 0 : 127, 0, 0, passive ? 0 : 1}};
        if (family != AF_INET) ips[count++] = (struct wasix_ip){.family = 2, .bytes = {[15] = passive ? 0 : 1}};
        return count;
    }
    u32 found = 0;
    if (inet_pton(AF_INET, host, ips[0].bytes) == 1) ips[0].family = 1, found = 1;
    else if (inet_pton(AF_INET6, host, ips[0].bytes) == 1) ips[0].family = 2, found = 1;
    else if (flags & AI_NUMERICHOST) return EAI_NONAME;
    else {
        int error = wasix_resolve(host, strlen(host), 0, ips, MOST, &found);
        if (error) return error == ENOENT ? EAI_NONAME : error == EACCES ? EAI_FAIL : (errno = error, EAI_SYSTEM);
    }
    for (u32 i = 0; i < found; i++) {
        if (family == AF_UNSPEC || (family == AF_INET6) == (ips[i].family == 2)) ips[count++] = ips[i];
    }
    return count ? count : EAI_NONAME;
}

int getaddrinfo(const char *restrict host, const char *restrict service, const struct addrinfo *restrict hints, struct addrinfo **restrict results) {
    static const struct { int type, protocol; } kinds[] = {{SOCK_STREAM, IPPROTO_TCP}, {SOCK_DGRAM, IPPROTO_UDP}};
    static const struct addrinfo any;
    const struct addrinfo *wanted = hints ? hints : &any;
    if (!host && !service) return EAI_NONAME;
    if (wanted->ai_family != AF_UNSPEC && wanted->ai_family != AF_INET && wanted->ai_family != AF_INET6) return EAI_FAMILY;
    if (wanted->ai_socktype && wanted->ai_socktype != SOCK_STREAM && wanted->ai_socktype != SOCK_DGRAM) return EAI_SOCKTYPE;
    int port = service ? port_of(service, wanted->ai_flags & AI_NUMERICSERV) : 0;
    if (port < 0) return wanted->ai_flags & AI_NUMERICSERV ? EAI_NONAME : EAI_SERVICE;
    struct wasix_ip ips[MOST];
    int count = addresses(host, wanted->ai_flags, wanted->ai_family, ips);
    if (count < 0) return count;
    struct addrinfo *first = NULL, **last = &first;
    for (int i = 0; i < count; i++) {
        for (size_t kind = 0; kind < 2; kind++) {
            if (wanted->ai_socktype && wanted->ai_socktype != kinds[kind].type) continue;
            if (wanted->ai_protocol && wanted->ai_protocol != kinds[kind].protocol) continue;
            *last = make(&ips[i], port, kinds[kind].type, kinds[kind].protocol, !first && wanted->ai_flags & AI_CANONNAME ? host : NULL);
            if (!*last) return freeaddrinfo(first), EAI_MEMORY;
            last = &(*last)->ai_next;
        }
    }
    *results = first;
    return first ? 0 : EAI_SERVICE;
}

void freeaddrinfo(struct addrinfo *info) {
    while (info) {
        struct addrinfo *next = info->ai_next;
        free(info);
        info = next;
    }
}

int getnameinfo(const struct sockaddr *restrict address, socklen_t length, char *restrict host, socklen_t host_size, char *restrict service,
                socklen_t service_size, int flags) {
    const void *bytes;
    int port;
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
        port = ntohs(((const struct sockaddr_in *)(const void *)address)->sin_port);
    } else if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
        port = ntohs(((const struct sockaddr_in6 *)(const void *)address)->sin6_port);
    } else {
        return EAI_FAMILY;
    }
    if (flags & NI_NAMEREQD) return EAI_NONAME; // addresses have no names here
    if (host && host_size && !inet_ntop(address->sa_family, bytes, host, host_size)) return EAI_OVERFLOW;
    if (service && service_size && snprintf(service, service_size, "%d", port) >= (int)service_size) return EAI_OVERFLOW;
    return 0;
}

const char *gai_strerror(int error) {
    switch (error) {
    case 0: return "Success";
    case EAI_BADFLAGS: return "Bad value for ai_flags";
    case EAI_NONAME: return "Name or service not known";
    case EAI_AGAIN: return "Temporary failure in name resolution";
    case EAI_FAIL: return "Non-recoverable failure in name resolution";
    case EAI_FAMILY: return "ai_family not supported";
    case EAI_SOCKTYPE: return "ai_socktype not supported";
    case EAI_SERVICE: return "Servname not supported for ai_socktype";
    case EAI_MEMORY: return "Memory allocation failure";
    case EAI_SYSTEM: return "System error";
    case EAI_OVERFLOW: return "Argument buffer overflow";
    default: return "Unknown error";
    }
}

struct hostent *gethostbyname(const char *name) {
    static struct wasix_ip ips[MOST];
    static char *list[MOST + 1], *aliases[1], own_name[256];
    static struct hostent entry;
    int count = addresses(name, 0, AF_INET, ips);
    if (count < 0) return h_errno = HOST_NOT_FOUND, NULL;
    for (int i = 0; i < count; i++) list[i] = (char *)ips[i].bytes;
    list[count] = NULL;
    snprintf(own_name, sizeof own_name, "%s", name);
    entry = (struct hostent){own_name, aliases, AF_INET, 4, list};
    return &entry;
}

struct servent *getservbyname(const char *name, const char *protocol) {
    static char *aliases[1], own_name[32], own_protocol[8];
    static struct servent entry;
    int port = port_of(name, 0);
    if (port < 0) return NULL;
    snprintf(own_name, sizeof own_name, "%s", name);
    snprintf(own_protocol, sizeof own_protocol, "%s", protocol ? protocol : "tcp");
    entry = (struct servent){own_name, aliases, htons((uint16_t)port), own_protocol};
    return &entry;
}
