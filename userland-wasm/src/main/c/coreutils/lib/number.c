// SPDX-License-Identifier: Apache-2.0
// Numbers in arguments, sizes for people, durations.

#include <time.h>
#include "coreutils.h"

bool parse_unsigned(const char *text, uintmax_t *value) {
    *value = 0;
    if (*text == '\0') return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        unsigned digit = *text - '0';
        *value = *value > (UINTMAX_MAX - digit) / 10 ? UINTMAX_MAX : *value * 10 + digit;
    }
    return *text == '\0';
}

bool parse_size(const char *text, const char *suffixes, uintmax_t *value) {
    char digits[64];
    size_t n = strspn(text, "0123456789");
    const char *suffix = text + n;
    if (n == 0 && (*suffix == '\0' || !strchr(suffixes, *suffix))) return false;
    if (n >= sizeof digits) {
        *value = UINTMAX_MAX;
        return true;
    }
    memcpy(digits, n ? text : "1", n ? n : 1);
    digits[n ? n : 1] = '\0';
    parse_unsigned(digits, value);
    if (*suffix == '\0') return true;
    if (!strchr(suffixes, *suffix)) return false;
    uintmax_t base = 1024;
    if (suffix[1] == 'B' && suffix[2] == '\0') base = 1000;
    else if (suffix[1] != '\0' && strcmp(suffix + 1, "iB") != 0) return false;
    int power = 0;
    uintmax_t factor = 1;
    switch (*suffix) {
    case 'c': case 'w': case 'b':
        if (suffix[1] != '\0') return false;
        factor = *suffix == 'b' ? 512 : *suffix == 'w' ? 2 : 1;
        break;
    case 'k': case 'K': power = 1; break;
    case 'm': case 'M': power = 2; break;
    case 'G': power = 3; break;
    case 'T': power = 4; break;
    case 'P': power = 5; break;
    case 'E': power = 6; break;
    default: *value = UINTMAX_MAX; return strchr("ZY", *suffix) != NULL;
    }
    while (power-- > 0) factor *= base;
    *value = *value > UINTMAX_MAX / factor ? UINTMAX_MAX : *value * factor;
    return true;
}

/** As ls -h: up to three digits, rounded up, one place after the point below ten. */
char *human_size(uintmax_t bytes, char buffer[32]) {
    if (bytes < 1024) {
        sprintf(buffer, "%ju", bytes);
        return buffer;
    }
    uintmax_t unit = 1024;
    int power = 0;
    while (power < 5 && bytes / 1024 >= unit) {
        unit *= 1024;
        power++;
    }
    uintmax_t whole = bytes / unit, rest = bytes % unit;
    uintmax_t tenths = whole * 10 + (rest / 16 * 10 + unit / 16 - 1 + (rest % 16 ? 1 : 0)) / (unit / 16);
    if (rest == 0) tenths = whole * 10;
    if (tenths < 100) sprintf(buffer, "%ju.%ju%c", tenths / 10, tenths % 10, "KMGTPE"[power]);
    else {
        uintmax_t up = whole + (rest > 0);
        if (up == 1024 && power < 5) sprintf(buffer, "1.0%c", "KMGTPE"[power + 1]);
        else sprintf(buffer, "%ju%c", up, "KMGTPE"[power]);
    }
    return buffer;
}

bool parse_duration(const char *text, double *seconds) {
    char *end;
    if (*text != '.' && !(*text >= '0' && *text <= '9') && strncmp(text, "inf", 3) != 0) return false;
    *seconds = strtod(text, &end);
    if (end == text || *seconds < 0) return false;
    switch (*end) {
    case 's': end++; break;
    case 'm': *seconds *= 60; end++; break;
    case 'h': *seconds *= 3600; end++; break;
    case 'd': *seconds *= 86400; end++; break;
    }
    return *end == '\0';
}

void sleep_seconds(double seconds) {
    double most = 100.0 * 365 * 86400;
    if (seconds > most) seconds = most;
    struct timespec wait = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&wait, &wait) < 0 && errno == EINTR) continue;
}
