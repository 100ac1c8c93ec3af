// SPDX-License-Identifier: Apache-2.0
// stat: show a file's status. GNU's, without -f (filesystems).

#include <grp.h>
#include <pwd.h>
#include <sys/sysmacros.h>
#include <time.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: stat [OPTION]... FILE...\n"
    "Display file status.\n\n"
    "  -L, --dereference     follow links\n"
    "  -c, --format=FORMAT   use the specified FORMAT instead of the default, with a newline after each use\n"
    "      --printf=FORMAT   like --format, but interpret backslash escapes, and do not output a newline\n"
    "  -t, --terse           print the information in terse form\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n\n"
    "FORMAT: %a permissions in octal  %A in words  %b blocks  %B size of a block  %d device  %D in hex  %f mode in hex\n"
    "%F file type  %g %G group's id, name  %h links  %i inode  %n name  %N quoted name  %o I/O size  %s size\n"
    "%t %T device type, major and minor in hex  %u %U owner's id, name  %w %W birth  %x %X access  %y %Y modification\n"
    "%z %Z change: as text, in seconds\n";

enum { PRINTF = 256 };
static const struct option_spec table[] = {
    {'L', "dereference", NO_ARGUMENT}, {'c', "format", ARGUMENT}, {PRINTF, "printf", ARGUMENT}, {'t', "terse", NO_ARGUMENT}, {0, NULL, 0}};

static const char long_format[] =
    "  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n";
static const char rest_format[] =
    "Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n"
    "Access: %x\nModify: %y\nChange: %z\n Birth: %w\n";

static const char terse_format[] = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n";

static void time_text(const struct timespec *t, char *text, size_t size) {
    size_t n = strftime(text, size, "%Y-%m-%d %H:%M:%S", localtime(&t->tv_sec));
    n += (size_t)snprintf(text + n, size - n, ".%09ld ", (long)t->tv_nsec);
    strftime(text + n, size - n, "%z", localtime(&t->tv_sec));
}

static void mode_text(mode_t mode, char text[11]) {
    text[0] = S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISCHR(mode) ? 'c' : S_ISBLK(mode) ? 'b' : S_ISFIFO(mode) ? 'p' : S_ISSOCK(mode) ? 's' : '-';
    permission_text(mode, text + 1);
}

/** A directive's value as text; `number` and its conversion where it is one. */
static const char *value_of(char directive, const char *path, const struct stat *st, uintmax_t *number, char *conversion, const struct timespec **moment) {
    static char text[2 * PATH_MAX];
    struct passwd *user;
    struct group *group;
    *conversion = 'u';
    *moment = NULL;
    switch (directive) {
    case 'a': *number = st->st_mode & 07777; *conversion = 'o'; return NULL;
    case 'b': *number = (uintmax_t)st->st_blocks; return NULL;
    case 'B': *number = 512; return NULL;
    case 'd': *number = st->st_dev; return NULL;
    case 'D': *number = st->st_dev; *conversion = 'x'; return NULL;
    case 'f': *number = st->st_mode; *conversion = 'x'; return NULL;
    case 'g': *number = st->st_gid; return NULL;
    case 'h': *number = st->st_nlink; return NULL;
    case 'i': *number = st->st_ino; return NULL;
    case 'o': *number = (uintmax_t)st->st_blksize; return NULL;
    case 'r': *number = st->st_rdev; return NULL;
    case 'R': *number = st->st_rdev; *conversion = 'x'; return NULL;
    case 's': *number = (uintmax_t)st->st_size; return NULL;
    case 't': *number = major(st->st_rdev); *conversion = 'x'; return NULL;
    case 'T': *number = minor(st->st_rdev); *conversion = 'x'; return NULL;
    case 'u': *number = st->st_uid; return NULL;
    case 'W': *number = 0; return NULL;
    case 'X': *moment = &st->st_atim; return NULL;
    case 'Y': *moment = &st->st_mtim; return NULL;
    case 'Z': *moment = &st->st_ctim; return NULL;
    case 'A': mode_text(st->st_mode, text); return text;
    case 'F': return file_type(st);
    case 'G': group = getgrgid(st->st_gid); return group ? group->gr_name : "UNKNOWN";
    case 'U': user = getpwuid(st->st_uid); return user ? user->pw_name : "UNKNOWN";
    case 'm': return "?";
    case 'C': return "?";
    case 'n': return path;
    case 'w': return "-";
    case 'x': time_text(&st->st_atim, text, sizeof text); return text;
    case 'y': time_text(&st->st_mtim, text, sizeof text); return text;
    case 'z': time_text(&st->st_ctim, text, sizeof text); return text;
    case 'N':
        if (S_ISLNK(st->st_mode)) {
            char target[PATH_MAX];
            ssize_t n = readlink(path, target, sizeof target - 1);
            target[n < 0 ? 0 : n] = '\0';
            snprintf(text, sizeof text, "%s -> %s", quote(path), quote(target));
            return text;
        }
        return quote(path);
    default: return "?";
    }
}

static void print_directive(const char *flags, size_t flags_length, char directive, const char *path, const struct stat *st) {
    char format[64], conversion, text[128];
    uintmax_t number = 0;
    const struct timespec *moment;
    const char *value = value_of(directive, path, st, &number, &conversion, &moment);
    if (flags_length > 32) flags_length = 32;
    if (moment) { // %.3X has a fraction, %X none
        const char *dot = memchr(flags, '.', flags_length);
        int digits = dot ? dot + 1 < flags + flags_length ? atoi(dot + 1) : 9 : 0;
        if (dot) flags_length = (size_t)(dot - flags);
        int n = snprintf(text, sizeof text, "%lld", (long long)moment->tv_sec);
        if (digits > 0) {
            char fraction[16];
            snprintf(fraction, sizeof fraction, "%09ld", (long)moment->tv_nsec);
            snprintf(text + n, sizeof text - (size_t)n, ".%.*s", digits > 9 ? 9 : digits, fraction);
        }
        value = text;
    }
    if (value) {
        snprintf(format, sizeof format, "%%%.*ss", (int)flags_length, flags);
        out_format(format, value);
    } else {
        snprintf(format, sizeof format, "%%%.*sj%c", (int)flags_length, flags, conversion);
        out_format(format, number);
    }
}

static void print(const char *format, const char *path, const struct stat *st, bool escapes) {
    for (const char *at = format; *at; at++) {
        if (*at == '\\' && escapes) {
            at++;
            int c = *at == '"' ? (at++, '"') : escape(&at, 3);
            if (c < 0) {
                if (*at == '\0') complain("warning: backslash at end of format");
                else complain("warning: unrecognized escape '\\%c'", *at);
                out_char(*at ? *at++ : '\\');
            } else out_char((char)c);
            at--;
            continue;
        }
        if (*at != '%') {
            out_char(*at);
            continue;
        }
        const char *flags = ++at;
        at += strspn(at, "#-+0 '.123456789");
        size_t length = (size_t)(at - flags);
        if ((*at == 'H' || *at == 'L') && at[1] == 'd') { // major and minor of the device
            out_format("%u", *at == 'H' ? (unsigned)major(st->st_dev) : (unsigned)minor(st->st_dev));
            at++;
        } else if ((*at == 'H' || *at == 'L') && at[1] == 'r') {
            out_format("%u", *at == 'H' ? (unsigned)major(st->st_rdev) : (unsigned)minor(st->st_rdev));
            at++;
        } else if (*at == '%') out_char('%');
        else if (*at == '\0') {
            out_char('%');
            break;
        } else print_directive(flags, length, *at, path, st);
    }
}

static int stat_main(int argc, char **argv) {
    const char *format = NULL;
    bool follow = false, escapes = false, terse = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'L': follow = true; break;
        case 'c': format = options.argument; escapes = false; break;
        case PRINTF: format = options.argument; escapes = true; break;
        case 't': terse = true; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    for (char **path = options.operands; *path; path++) {
        struct stat st;
        int failed = strcmp(*path, "-") == 0 ? fstat(STDIN_FILENO, &st) : (follow ? stat : lstat)(*path, &st);
        if (failed < 0) {
            if (strcmp(*path, "-") == 0) warn("cannot stat standard input:");
            else warn("cannot statx %s:", quote(*path));
        } else if (format) {
            print(format, *path, &st, escapes);
            if (!escapes) out_char('\n');
        } else if (terse) {
            print(terse_format, *path, &st, false);
        } else {
            bool device = S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode);
            out_format("  File: %s", quote_if_needed(*path));
            if (S_ISLNK(st.st_mode)) {
                char target[PATH_MAX];
                ssize_t n = readlink(*path, target, sizeof target - 1);
                target[n < 0 ? 0 : n] = '\0';
                out_format(" -> %s", quote_if_needed(target));
            }
            out_char('\n');
            print(long_format, *path, &st, false);
            print(device ? "Device: %Hd,%Ld\tInode: %-10i  Links: %-5h Device type: %Hr,%Lr\n" : "Device: %Hd,%Ld\tInode: %-10i  Links: %h\n", *path, &st, false);
            print(rest_format, *path, &st, false);
        }
    }
    return status;
}

const struct command cmd_stat = {"stat", usage, stat_main, 0};
