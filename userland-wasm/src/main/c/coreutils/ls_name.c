// SPDX-License-Identifier: Apache-2.0
// How ls prints a name: quoted, colored, with what -F puts behind it.

#include <dirent.h>
#include "ls.h"

char *ls_shown_name(const char *name) {
    if (ls.quoting == SHELL) return copy_string(quote_if_needed(name));
    char *shown = allocate(strlen(name) * 4 + 3), *to = shown;
    if (ls.quoting == DOUBLE_QUOTES) *to++ = '"';
    for (; *name; name++) {
        unsigned char c = *name;
        bool special = c < ' ' || c >= 127;
        if (ls.quoting != LITERAL && (c == '\\' || c == (ls.quoting == DOUBLE_QUOTES ? '"' : ' '))) *to++ = '\\', *to++ = (char)c;
        else if (ls.quoting != LITERAL && c >= 7 && c <= 13) to += sprintf(to, "\\%c", "abtnvfr"[c - 7]);
        else if (ls.quoting != LITERAL && special) to += sprintf(to, "\\%03o", c);
        else *to++ = special && ls.question_marks ? '?' : (char)c;
    }
    if (ls.quoting == DOUBLE_QUOTES) *to++ = '"';
    *to = '\0';
    return shown;
}

char ls_indicator(mode_t mode) {
    if (S_ISDIR(mode)) return ls.slash || ls.classify ? '/' : '\0';
    if (!ls.classify) return '\0';
    return S_ISLNK(mode) ? '@' : S_ISFIFO(mode) ? '|' : S_ISSOCK(mode) ? '=' : S_ISREG(mode) && mode & 0111 ? '*' : '\0';
}

mode_t ls_mode_of(const struct entry *e) {
    return e->has_stat ? e->st.st_mode : (mode_t)DTTOIF(e->type);
}

static const char *color_of(mode_t mode, bool orphan) {
    if (S_ISDIR(mode)) return "01;34";
    if (S_ISLNK(mode)) return orphan ? "40;31;01" : "01;36";
    if (S_ISFIFO(mode)) return "40;33";
    if (S_ISSOCK(mode)) return "01;35";
    if (S_ISBLK(mode) || S_ISCHR(mode)) return "40;33;01";
    return S_ISREG(mode) && mode & 0111 ? "01;32" : NULL;
}

void ls_print_name(const struct entry *e) {
    const char *shade = ls.color ? color_of(ls_mode_of(e), S_ISLNK(ls_mode_of(e)) && e->has_stat && e->target_mode == 0) : NULL;
    static bool reset;
    if (shade && !reset) {
        out_string("\033[0m");
        reset = true;
    }
    if (shade) out_format("\033[%sm", shade);
    out_string(e->shown);
    if (shade) out_string("\033[0m");
    if (ls.format == LONG && e->target) {
        char *shown = ls_shown_name(e->target);
        out_format(" -> %s", shown);
        free(shown);
        char mark = e->target_mode ? ls_indicator(e->target_mode) : '\0';
        if (mark) out_char(mark);
    } else {
        char mark = ls_indicator(ls_mode_of(e));
        if (mark) out_char(mark);
    }
}
