// SPDX-License-Identifier: Apache-2.0
// Messages: to stderr, in one write, after what stdout still holds.

#include "coreutils.h"

const char *usage_synopsis;

static void message(const char *format, va_list arguments, const char *after) {
    int error = errno;
    char text[4096 + PATH_MAX];
    out_flush();
    int n = snprintf(text, sizeof text, "%s: ", current->name);
    int added = vsnprintf(text + n, sizeof text - n, format, arguments);
    n = added > (int)sizeof text - n - 256 ? (int)sizeof text - 256 : n + added;
    if (format[strlen(format) - 1] == ':') n += snprintf(text + n, sizeof text - n, " %s", strerror(error));
    n += snprintf(text + n, sizeof text - n, "\n%s", after);
    write_fully(STDERR_FILENO, text, n);
    errno = error;
}

#define WITH_ARGUMENTS(call)     \
    do {                         \
        va_list arguments;       \
        va_start(arguments, format); \
        call;                    \
        va_end(arguments);       \
    } while (0)

void complain(const char *format, ...) {
    WITH_ARGUMENTS(message(format, arguments, ""));
}

void warn(const char *format, ...) {
    WITH_ARGUMENTS(message(format, arguments, ""));
    status = current->failure ? current->failure : 1;
}

void fatal(const char *format, ...) {
    WITH_ARGUMENTS(message(format, arguments, ""));
    finish(current->failure ? current->failure : 1);
}

void usage_warning(const char *format, ...) {
    char hint[192];
    snprintf(hint, sizeof hint, "%sTry '%s --help' for more information.\n", usage_synopsis ? usage_synopsis : "", current->name);
    WITH_ARGUMENTS(message(format, arguments, hint));
}

void usage_error(const char *format, ...) {
    char hint[192];
    snprintf(hint, sizeof hint, "%sTry '%s --help' for more information.\n", usage_synopsis ? usage_synopsis : "", current->name);
    WITH_ARGUMENTS(message(format, arguments, hint));
    finish(current->failure ? current->failure : 1);
}

void missing_operand(void) {
    usage_error("missing operand");
}

void missing_operand_after(const char *last) {
    usage_error("missing operand after %s", quote(last));
}

void extra_operand(const char *operand) {
    usage_error("extra operand %s", quote(operand));
}

static bool harmless(const char *name) {
    if (*name == '\0' || *name == '#' || *name == '~') return false;
    for (; *name; name++)
        if (strchr(" !\"$&'()*;<=>?[\\^`|", *name) || (unsigned char)*name < ' ' || (unsigned char)*name >= 127) return false;
    return true;
}

/** In single quotes; in double ones if that saves an escape; bytes that don't print as $'\n'. GNU's "shell-escape". */
const char *quote(const char *name) {
    static char *kept[4];
    static int turn;
    turn = (turn + 1) % 4;
    free(kept[turn]);
    char *to = kept[turn] = allocate(strlen(name) * 8 + 8);
    bool apostrophe = strchr(name, '\'') != NULL, other = strpbrk(name, "\"$`\\!") != NULL, plain = true;
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < ' ' || (unsigned char)*at >= 127) plain = false;
    if (apostrophe && !other && plain) {
        sprintf(to, "\"%s\"", name);
        return to;
    }
    *to++ = '\'';
    bool dollar = false; // inside $'…'
    for (; *name; name++) {
        unsigned char c = *name;
        bool special = c < ' ' || c >= 127;
        if (special && !dollar) to += sprintf(to, "'$'");
        if (!special && dollar) to += sprintf(to, "''");
        dollar = special;
        if (c >= 7 && c <= 13) to += sprintf(to, "\\%c", "abtnvfr"[c - 7]);
        else if (special) to += sprintf(to, "\\%03o", c);
        else if (c == '\'') to += sprintf(to, "'\\''");
        else *to++ = c;
    }
    *to++ = '\'';
    *to = '\0';
    return kept[turn];
}

/** In single quotes, with C's escapes: GNU's "locale" style, for text that is no file name. */
const char *quote_bytes(const char *text) {
    static char *kept[4];
    static int turn;
    turn = (turn + 1) % 4;
    free(kept[turn]);
    char *to = kept[turn] = allocate(strlen(text) * 4 + 3);
    *to++ = '\'';
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 7 && c <= 13) to += sprintf(to, "\\%c", "abtnvfr"[c - 7]);
        else if (c < ' ' || c >= 127) to += sprintf(to, "\\%03o", c);
        else to += sprintf(to, c == '\'' || c == '\\' ? "\\%c" : "%c", c);
    }
    strcpy(to, "'");
    return kept[turn];
}

const char *quote_if_needed(const char *name) {
    return harmless(name) ? name : quote(name);
}
