// SPDX-License-Identifier: Apache-2.0
// find's -print, -print0, -ls and -printf.

#include <grp.h>
#include <pwd.h>
#include "date.h"
#include "find.h"
#include "lib/files.h"

static const struct zone utc = {0, "UTC"};

bool print_path(const struct node *node, struct entry *entry) {
    (void)node;
    out_string(entry->path);
    out_char('\n');
    return true;
}

bool print_null(const struct node *node, struct entry *entry) {
    (void)node;
    out_bytes(entry->path, strlen(entry->path) + 1);
    return true;
}

static char type_letter(mode_t mode) {
    return S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISCHR(mode) ? 'c' : S_ISBLK(mode) ? 'b' : S_ISFIFO(mode) ? 'p' : 's';
}

static void mode_text(mode_t mode, char text[11]) {
    text[0] = type_letter(mode) == 'f' ? '-' : type_letter(mode);
    permission_text(mode, text + 1);
}

static const char *user_name(uid_t uid, char buffer[24]) {
    struct passwd *user = getpwuid(uid);
    if (user) return user->pw_name;
    sprintf(buffer, "%u", (unsigned)uid);
    return buffer;
}

static const char *group_name(gid_t gid, char buffer[24]) {
    struct group *group = getgrgid(gid);
    if (group) return group->gr_name;
    sprintf(buffer, "%u", (unsigned)gid);
    return buffer;
}

static const char *link_target(const struct entry *entry, char target[PATH_MAX]) {
    ssize_t n = S_ISLNK(entry->st.st_mode) ? readlink(entry->path, target, PATH_MAX - 1) : 0;
    target[n > 0 ? n : 0] = '\0';
    return target;
}

/** As ls -b shows it. */
static void out_escaped(const char *name) {
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c >= 7 && c <= 13) out_format("\\%c", "abtnvfr"[c - 7]);
        else if (c < ' ' || c >= 127) out_format("\\%03o", c);
        else if (c == '\\' || c == ' ' || c == '"') out_format("\\%c", c);
        else out_char((char)c);
    }
}

bool print_list(const struct node *node, struct entry *entry) {
    char mode[11], user[24], group[24], target[PATH_MAX];
    const struct stat *st = &entry->st;
    (void)node;
    mode_text(st->st_mode, mode);
    out_format("%9ju %6ju %s %3ju %-8s %-8s ", (uintmax_t)st->st_ino, ((uintmax_t)st->st_blocks + 1) / 2, mode, (uintmax_t)st->st_nlink,
               user_name(st->st_uid, user), group_name(st->st_gid, group));
    out_format("%8jd ", (intmax_t)st->st_size);
    int64_t age = find.now.tv_sec - st->st_mtim.tv_sec;
    out_date(age > 365 * 86400 / 2 || age < -3600 ? "%b %e  %Y " : "%b %e %H:%M ", &st->st_mtim, &utc);
    out_escaped(entry->path);
    if (S_ISLNK(st->st_mode)) {
        out_string(" -> ");
        out_escaped(link_target(entry, target));
    }
    out_char('\n');
    return true;
}

static char *directory_part(const char *path) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    while (n > 0 && path[n - 1] != '/') n--;
    if (n == 0) return copy_string(".");
    while (n > 1 && path[n - 1] == '/') n--;
    return n == 1 && *path == '/' ? copy_string("") : copy_bytes(path, n);
}

/** The path below the operand it was found under. */
static const char *below_start(const struct entry *entry) {
    const char *rest = entry->path + (entry->depth > 0 ? strlen(entry->start) : strlen(entry->path));
    while (*rest == '/') rest++;
    return rest;
}

/** %t, %T@, %T+ and %Tk for each k of strftime; also a, c. */
static const char *out_time(const char *at, const struct timespec *time) {
    char format[] = "%?";
    struct timespec seconds = *time;
    switch (*at) {
    case '@': out_format("%jd.%09ld0", (intmax_t)time->tv_sec, (long)time->tv_nsec); break;
    case '+': out_date("%Y-%m-%d+%H:%M:%S.%N0", &seconds, &utc); break;
    case 'S': out_date("%S.%N0", &seconds, &utc); break;
    case 'T': out_date("%H:%M:%S.%N0", &seconds, &utc); break;
    case 'X': out_date("%H:%M:%S.%N0", &seconds, &utc); break;
    default:
        format[1] = *at;
        out_date(format, &seconds, &utc);
    }
    return at + 1;
}

/** One directive; `at` is behind the %, flags and width in `style`. */
static const char *directive(const char *at, const char *style, struct entry *entry) {
    char text[PATH_MAX], *owned = NULL;
    const struct stat *st = &entry->st;
    const char *value = text;
    switch (*at++) {
    case 'p': value = entry->path; break;
    case 'f': value = name_of(entry); break;
    case 'h': value = owned = directory_part(entry->path); break;
    case 'P': value = below_start(entry); break;
    case 'H': value = entry->start; break;
    case 'd': sprintf(text, "%d", entry->depth); break;
    case 's': sprintf(text, "%jd", (intmax_t)st->st_size); break;
    case 'm': sprintf(text, strchr(style, '#') ? "0%o" : "%o", (unsigned)(st->st_mode & 07777)); break;
    case 'M': mode_text(st->st_mode, text); break;
    case 'u': strcpy(text, user_name(st->st_uid, (char[24]){0})); break;
    case 'g': strcpy(text, group_name(st->st_gid, (char[24]){0})); break;
    case 'U': sprintf(text, "%u", (unsigned)st->st_uid); break;
    case 'G': sprintf(text, "%u", (unsigned)st->st_gid); break;
    case 'n': sprintf(text, "%ju", (uintmax_t)st->st_nlink); break;
    case 'i': sprintf(text, "%ju", (uintmax_t)st->st_ino); break;
    case 'k': sprintf(text, "%ju", ((uintmax_t)st->st_blocks + 1) / 2); break;
    case 'b': sprintf(text, "%ju", (uintmax_t)st->st_blocks); break;
    case 'D': sprintf(text, "%ju", (uintmax_t)st->st_dev); break;
    case 'S': sprintf(text, "%g", st->st_size ? 512.0 * (double)st->st_blocks / (double)st->st_size : 1.0); break;
    case 'F': strcpy(text, "unknown"); break;
    case 'l': link_target(entry, text); break;
    case 'y': sprintf(text, "%c", type_letter(st->st_mode)); break;
    case 'Y': {
        struct stat target;
        char letter = stat(entry->path, &target) == 0 ? type_letter(target.st_mode) : errno == ENOENT ? 'N' : errno == ELOOP ? 'L' : '?';
        sprintf(text, "%c", letter);
        break;
    }
    case 'a': out_date("%a %b %e %H:%M:%S.%N0 %Y", &st->st_atim, &utc); return at;
    case 'c': out_date("%a %b %e %H:%M:%S.%N0 %Y", &st->st_ctim, &utc); return at;
    case 't': out_date("%a %b %e %H:%M:%S.%N0 %Y", &st->st_mtim, &utc); return at;
    case 'A': return out_time(at, &st->st_atim);
    case 'C': return out_time(at, &st->st_ctim);
    case 'T': return out_time(at, &st->st_mtim);
    default:
        out_char('%');
        out_string(style);
        out_char(at[-1]);
        return at;
    }
    int width = 0, precision = -1;
    bool left = strchr(style, '-') != NULL;
    const char *digits = style + strspn(style, "-+ #0");
    width = atoi(digits);
    const char *point = strchr(digits, '.');
    if (point) precision = atoi(point + 1);
    size_t length = strlen(value), shown = precision >= 0 && (size_t)precision < length ? (size_t)precision : length;
    bool zeros = !left && *style == '0' && strchr("dsnimUGkbD", at[-1]);
    if (!left) for (size_t i = shown; i < (size_t)width; i++) out_char(zeros ? '0' : ' ');
    out_bytes(value, shown);
    if (left) for (size_t i = shown; i < (size_t)width; i++) out_char(' ');
    free(owned);
    return at;
}

bool print_formatted(const struct node *node, struct entry *entry) {
    for (const char *at = node->text; *at;) {
        if (*at == '\\') {
            at++;
            if (*at >= '0' && *at <= '7') {
                int value = 0;
                for (int i = 0; i < 3 && *at >= '0' && *at <= '7'; i++) value = value * 8 + (*at++ - '0');
                out_char((char)value);
                continue;
            }
            int c = *at ? escape(&at, 0) : -1;
            if (c == -2) {
                out_flush();
                return true;
            }
            if (c >= 0) out_char((char)c);
            else {
                out_char('\\');
                if (*at) out_char(*at++);
            }
        } else if (*at == '%') {
            if (*++at == '%') {
                out_char(*at++);
                continue;
            }
            char style[16];
            size_t n = strspn(at, "-+ #0123456789.");
            if (n >= sizeof style) n = sizeof style - 1;
            memcpy(style, at, n);
            style[n] = '\0';
            at += n;
            if (*at == '\0') {
                out_char('%');
                out_string(style);
                break;
            }
            at = directive(at, style, entry);
        } else {
            out_char(*at++);
        }
    }
    return true;
}
