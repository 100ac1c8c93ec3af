// SPDX-License-Identifier: Apache-2.0
// Addresses as text. wasi-libc's inet_pton and inet_ntop are compiled with other numbers of the families.

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "imports.h"

static int parse_v4(const char *text, uint8_t bytes[4]) {
    for (int i = 0; i < 4; i++) {
        int value = 0, digits = 0;
        while (isdigit((unsigned char)*text)) {
            value = value * 10 + (*text++ - '0');
            if (++digits > 3 || value > 255 || (digits > 1 && value < 10)) return 0;
        }
        if (!digits || *text++ != (i < 3 ? '.' : '\0')) return 0;
        bytes[i] = (uint8_t)value;
    }
    return 1;
}

static int parse_v6(const char *text, uint8_t bytes[16]) {
    uint8_t groups[16] = {0};
    int count = 0, gap = -1; // in bytes
    if (text[0] == ':' && text[1] != ':') return 0;
    if (text[0] == ':') text++;
    while (*text) {
        if (*text == ':') {
            if (gap >= 0) return 0;
            gap = count;
            text++;
            continue;
        }
        if (count == 16) return 0;
        char *end;
        size_t length = strcspn(text, ":");
        if (memchr(text, '.', length)) {
            if (text[length] || count > 12 || !parse_v4(text, groups + count)) return 0;
            count += 4;
            break;
        }
        if (length > 4 || !isxdigit((unsigned char)*text)) return 0;
        unsigned long value = strtoul(text, &end, 16);
        if (end != text + length) return 0;
        groups[count++] = (uint8_t)(value >> 8);
        groups[count++] = (uint8_t)value;
        text = end;
        if (*text == ':' && *++text == '\0') return 0;
    }
    if (gap < 0 ? count != 16 : count > 14) return 0;
    if (gap >= 0) {
        memmove(groups + 16 - (count - gap), groups + gap, (size_t)(count - gap));
        memset(groups + gap, 0, (size_t)(16 - count));
    }
    memcpy(bytes, groups, 16);
    return 1;
}

int inet_pton(int family, const char *restrict text, void *restrict address) {
    if (family == AF_INET) return parse_v4(text, address);
    if (family == AF_INET6) return parse_v6(text, address);
    return posix_result(EAFNOSUPPORT);
}

/** The longest run of zero groups, of two at least, is written as two colons. */
static void format_v6(const uint8_t *bytes, char *text, size_t size) {
    int best = -1, best_length = 1;
    for (int i = 0; i < 8; i++) {
        int length = 0;
        while (i + length < 8 && !bytes[2 * (i + length)] && !bytes[2 * (i + length) + 1]) length++;
        if (length > best_length) best = i, best_length = length;
    }
    size_t at = 0;
    int mapped = best == 0 && (best_length == 6 || (best_length == 5 && bytes[10] == 0xff && bytes[11] == 0xff));
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            at += (size_t)snprintf(text + at, size - at, "::");
            i += best_length - 1;
        } else if (mapped && i == 6) {
            snprintf(text + at, size - at, "%d.%d.%d.%d", bytes[12], bytes[13], bytes[14], bytes[15]);
            return;
        } else {
            at += (size_t)snprintf(text + at, size - at, "%x%s", bytes[2 * i] << 8 | bytes[2 * i + 1], i < 7 && i + 1 != best ? ":" : "");
        }
    }
}

const char *inet_ntop(int family, const void *restrict address, char *restrict text, socklen_t size) {
    char whole[INET6_ADDRSTRLEN + 1];
    const uint8_t *bytes = address;
    if (family == AF_INET) snprintf(whole, sizeof whole, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
    else if (family == AF_INET6) format_v6(bytes, whole, sizeof whole);
    else return errno = EAFNOSUPPORT, NULL;
    if (strlen(whole) >= size) return errno = ENOSPC, NULL;
    return strcpy(text, whole);
}

/** Of one to four numbers, the last filling what is left; each decimal, octal or hexadecimal. */
int inet_aton(const char *text, struct in_addr *address) {
    unsigned long parts[4];
    int count = 0;
    while (1) {
        char *end;
        if (!isdigit((unsigned char)*text) || count == 4) return 0;
        parts[count++] = strtoul(text, &end, 0);
        text = end + 1;
        if (*end == '\0' || isspace((unsigned char)*end)) break; // what follows a space is nobody's business, as in BSD
        if (*end != '.') return 0;
    }
    uint32_t bits = 0;
    for (int i = 0; i < count - 1; i++) {
        if (parts[i] > 255) return 0;
        bits |= (uint32_t)parts[i] << (24 - 8 * i);
    }
    if (count > 1 && parts[count - 1] >> (32 - 8 * (count - 1))) return 0;
    address->s_addr = htonl(bits | (uint32_t)parts[count - 1]);
    return 1;
}

in_addr_t inet_addr(const char *text) {
    struct in_addr address;
    return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}

char *inet_ntoa(struct in_addr address) {
    static char text[INET_ADDRSTRLEN];
    return (char *)inet_ntop(AF_INET, &address, text, sizeof text);
}
