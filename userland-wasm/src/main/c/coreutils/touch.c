// SPDX-License-Identifier: Apache-2.0
// touch: change file times. POSIX: utilities/touch.html; --time, -h and the free forms of -d are GNU's.

#include <fcntl.h>
#include <time.h>
#include "commands.h"
#include "date.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: touch [OPTION]... FILE...\n"
    "Update the access and modification times of each FILE to the current time.\n"
    "A FILE argument that does not exist is created empty, unless -c or -h is supplied.\n\n"
    "  -a                    change only the access time\n"
    "  -c, --no-create       do not create any files\n"
    "  -d, --date=STRING     parse STRING and use it instead of current time\n"
    "  -f                    (ignored)\n"
    "  -h, --no-dereference  affect each symbolic link instead of any referenced file\n"
    "  -m                    change only the modification time\n"
    "  -r, --reference=FILE  use this file's times instead of current time\n"
    "  -t STAMP              use [[CC]YY]MMDDhhmm[.ss] instead of current time\n"
    "      --time=WORD       change the specified time: access, atime, use (as -a), modify, mtime (as -m)\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";

enum { TIME = 256 };
static const struct option_spec table[] = {
    {'a', NULL, NO_ARGUMENT}, {'c', "no-create", NO_ARGUMENT}, {'d', "date", ARGUMENT}, {'f', NULL, NO_ARGUMENT},
    {'h', "no-dereference", NO_ARGUMENT}, {'m', NULL, NO_ARGUMENT}, {'r', "reference", ARGUMENT}, {'t', NULL, ARGUMENT},
    {TIME, "time", ARGUMENT}, {0, NULL, 0}};

static struct timespec times[2]; // access, modification
static bool now_only = true, no_create, no_dereference;

/** [[CC]YY]MMDDhhmm[.ss] */
static bool number(const char **at, int digits, int *value) {
    *value = 0;
    for (; digits > 0; digits--, ++*at) {
        if (**at < '0' || **at > '9') return false;
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

/** [[CC]YY]MMDDhhmm[.ss] */
static bool parse_stamp(const char *text, struct timespec now, struct timespec *time) {
    size_t digits = strspn(text, "0123456789");
    int century, year, month, day, hour, minute, second = 0;
    if (digits != 8 && digits != 10 && digits != 12) return false;
    if (digits == 8) {
        struct civil today;
        seconds_to_civil(now.tv_sec, &today);
        year = (int)today.year;
    } else if (digits == 10) {
        number(&text, 2, &year);
        year += year < 69 ? 2000 : 1900;
    } else {
        number(&text, 2, &century);
        number(&text, 2, &year);
        year += century * 100;
    }
    number(&text, 2, &month), number(&text, 2, &day), number(&text, 2, &hour), number(&text, 2, &minute);
    if (*text == '.') {
        text++;
        if (!number(&text, 2, &second)) return false;
    }
    if (*text || second > 60) return false;
    struct civil wanted = {year, month - 1, day, hour, minute, 0}, is;
    *time = (struct timespec){(time_t)civil_to_seconds(&wanted), 0};
    seconds_to_civil(time->tv_sec, &is); // a field out of range has carried over
    time->tv_sec += second;
    return is.year == year && is.month == month - 1 && is.day == day && is.hour == hour && is.minute == minute;
}

static void touch(const char *path) {
    int fd = -1, error = 0;
    if (strcmp(path, "-") == 0) {
        if (futimens(STDOUT_FILENO, times) < 0) warn("setting times of %s:", quote(path));
        return;
    }
    if (!no_create && !no_dereference) {
        fd = open(path, O_WRONLY | O_CREAT | O_NONBLOCK | O_NOCTTY, 0666);
        if (fd < 0 && errno != EISDIR && errno != EACCES && errno != EPERM) error = errno;
    }
    int done = fd >= 0 ? futimens(fd, times) : utimensat(AT_FDCWD, path, now_only ? NULL : times, no_dereference ? AT_SYMLINK_NOFOLLOW : 0);
    int why = errno;
    if (fd >= 0) close(fd);
    if (done == 0) return;
    errno = error ? error : why;
    if (no_create && errno == ENOENT) return;
    if (error || (fd < 0 && errno == ENOENT && !no_dereference)) warn("cannot touch %s:", quote(path));
    else warn("setting times of %s:", quote(path));
}

static int touch_main(int argc, char **argv) {
    static const char *const words[] = {"atime", "access", "use", "mtime", "modify", NULL};
    bool access_time = false, modification = false;
    const char *date = NULL, *reference = NULL, *stamp = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': access_time = true; break;
        case 'c': no_create = true; break;
        case 'd': date = options.argument; break;
        case 'h': no_dereference = true; break;
        case 'm': modification = true; break;
        case 'r': reference = options.argument; break;
        case 't': stamp = options.argument; break;
        case TIME:
            if (choose("--time", options.argument, words) < 3) access_time = true;
            else modification = true;
            break;
        }
    }
    if (stamp && (date || reference)) usage_error("cannot specify times from more than one source");
    static const struct zone utc = {0, "UTC"};
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    times[0] = times[1] = now;
    if (reference) {
        struct stat st;
        if ((no_dereference ? lstat : stat)(reference, &st) < 0) fatal("failed to get attributes of %s:", quote(reference));
        times[0] = st.st_atim, times[1] = st.st_mtim;
    }
    if (date) {
        for (int i = 0; i < 2; i++)
            if (!parse_date(date, &times[i], &utc, &times[i])) fatal("invalid date format %s", quote(date));
    }
    if (stamp) {
        if (!parse_stamp(stamp, now, &times[0])) fatal("invalid date format %s", quote(stamp));
        times[1] = times[0];
    }
    if (!reference && !date && !stamp) times[0].tv_nsec = times[1].tv_nsec = UTIME_NOW;
    else now_only = false;
    if (access_time && !modification) times[1].tv_nsec = UTIME_OMIT, now_only = false;
    if (modification && !access_time) times[0].tv_nsec = UTIME_OMIT, now_only = false;
    if (options.operand_count == 0) usage_error("missing file operand");
    for (char **path = options.operands; *path; path++) touch(*path);
    return status;
}

const struct command cmd_touch = {"touch", usage, touch_main, 0};
