// SPDX-License-Identifier: Apache-2.0
// Modes: octal, and symbolic as POSIX's chmod page has them: [ugoa]*([-+=]([rwxXst]*|[ugo]|octal))+, ...

#include "files.h"

struct change {
    mode_t who;       // which bits of the mode the clause is about
    bool anyone;      // no one was named: the umask has a say
    char operator;
    mode_t bits;      // those spelled out
    char copy;        // u, g, o: as this class has it
    bool conditional_x;
    bool octal;       // sets a directory's special bits too
};
struct mode_change {
    size_t count, capacity;
    struct change *changes;
};

static mode_t class_bits(char who) {
    switch (who) {
    case 'u': return S_ISUID | 0700;
    case 'g': return S_ISGID | 0070;
    case 'o': return S_ISVTX | 0007;
    default: return 07777;
    }
}

static bool parse_octal(const char **at, mode_t *mode) {
    *mode = 0;
    for (; **at >= '0' && **at <= '7'; ++*at)
        if ((*mode = *mode * 8 + (**at - '0')) > 07777) return false;
    return true;
}

static bool parse_action(const char **at, struct change *change) {
    change->operator = *(*at)++;
    if (strchr("ugo", **at) && **at) {
        change->copy = *(*at)++;
        return true;
    }
    if (**at >= '0' && **at <= '7') {
        change->octal = true;
        return change->anyone && parse_octal(at, &change->bits) && (change->who = 07777);
    }
    for (; **at && strchr("rwxXst", **at); ++*at) {
        switch (**at) {
        case 'r': change->bits |= 0444; break;
        case 'w': change->bits |= 0222; break;
        case 'x': change->bits |= 0111; break;
        case 'X': change->conditional_x = true; break;
        case 's': change->bits |= S_ISUID | S_ISGID; break;
        case 't': change->bits |= S_ISVTX; break;
        }
    }
    return true;
}

static struct change *add(struct mode_change *mode) {
    GROW(mode->changes, mode->count, mode->capacity);
    struct change *change = &mode->changes[mode->count++];
    *change = (struct change){0};
    return change;
}

struct mode_change *parse_mode(const char *text) {
    struct mode_change *mode = allocate_zeroed(1, sizeof *mode);
    if (*text >= '0' && *text <= '7') {
        const char *start = text;
        struct change *change = add(mode);
        change->operator = '=';
        bool good = parse_octal(&text, &change->bits) && *text == '\0';
        // As GNU: of a directory, setuid and setgid stay unless five digits or more are given.
        change->octal = text - start > 4;
        change->who = 07777;
        return good ? mode : NULL;
    }
    for (;; text++) {
        mode_t who = 0;
        for (; *text && strchr("ugoa", *text); text++) who |= class_bits(*text);
        if (*text == '\0' || !strchr("+-=", *text)) return NULL;
        while (*text && strchr("+-=", *text)) {
            struct change *change = add(mode);
            change->anyone = who == 0;
            change->who = who ? who : 07777;
            if (!parse_action(&text, change)) return NULL;
        }
        if (*text == '\0') return mode;
        if (*text != ',') return NULL;
    }
}

mode_t apply_mode(const struct mode_change *mode, mode_t old, bool directory, mode_t mask) {
    mode_t result = old & 07777;
    for (size_t i = 0; i < mode->count; i++) {
        const struct change *change = &mode->changes[i];
        mode_t bits = change->bits;
        // The special bits of a directory go only if they are named.
        mode_t keep = directory && !change->octal ? (S_ISUID | S_ISGID) & ~bits : 0;
        if (change->copy) {
            mode_t rwx = change->copy == 'u' ? result >> 6 : change->copy == 'g' ? result >> 3 : result;
            bits = (rwx & 7) * 0111;
        }
        if (change->conditional_x && (directory || result & 0111)) bits |= 0111;
        mode_t affected = change->who;
        if (change->anyone && !change->octal) bits &= ~mask;
        bits &= affected;
        switch (change->operator) {
        case '+': result |= bits; break;
        case '-': result &= ~bits; break;
        case '=': result = (result & (~affected | keep)) | bits; break;
        }
    }
    return result;
}

void permission_text(mode_t mode, char text[10]) {
    for (int i = 0; i < 9; i++) text[i] = mode & 0400u >> i ? "rwxrwxrwx"[i] : '-';
    if (mode & S_ISUID) text[2] = mode & 0100 ? 's' : 'S';
    if (mode & S_ISGID) text[5] = mode & 0010 ? 's' : 'S';
    if (mode & S_ISVTX) text[8] = mode & 0001 ? 't' : 'T';
    text[9] = '\0';
}
