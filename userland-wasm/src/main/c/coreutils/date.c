// SPDX-License-Identifier: Apache-2.0
// date: print the time, or set it. POSIX: utilities/date.html; -d -r -I -R -s --rfc-3339 are GNU's. There are no time zone
// files: local time is UTC, or what TZ says as POSIX's "NAME[+-]hh[:mm]", without daylight saving.

#include <sys/stat.h>
#include "commands.h"
#include "date.h"

static const char usage[] =
    "Usage: date [OPTION]... [+FORMAT]\n"
    "  or:  date [-u|--utc|--universal] [MMDDhhmm[[CC]YY][.ss]]\n"
    "Display date and time in the given FORMAT, or set the system date.\n\n"
    "  -d, --date=STRING          display time described by STRING, not 'now'\n"
    "  -f, --file=DATEFILE        like --date; once for each line of DATEFILE\n"
    "  -I[FMT], --iso-8601[=FMT]  output date/time in ISO 8601 format; FMT='date' (default),\n"
    "                               'hours', 'minutes', 'seconds', or 'ns'\n"
    "  -R, --rfc-email            output date and time in RFC 5322 format\n"
    "      --rfc-3339=FMT         output date/time in RFC 3339 format; FMT='date', 'seconds', or 'ns'\n"
    "  -r, --reference=FILE       display the last modification time of FILE\n"
    "  -s, --set=STRING           set time described by STRING\n"
    "  -u, --utc, --universal     print or set Coordinated Universal Time (UTC)\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n\n"
    "FORMAT controls the output, as in strftime: %a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M\n"
    "%n %N %p %P %q %r %R %s %S %t %T %u %U %V %w %W %x %X %y %Y %z %:z %::z %:::z %Z %%;\n"
    "flags between % and letter: - (no padding) _ (spaces) 0 (zeros) + ^ (upper case) # (opposite case), then a width.\n";

enum { RFC_3339 = 256 };
static const struct option_spec table[] = {
    {'d', "date", ARGUMENT}, {'f', "file", ARGUMENT}, {'I', "iso-8601", OPTIONAL_ARGUMENT}, {'R', "rfc-email", NO_ARGUMENT},
    {'R', "rfc-822", NO_ARGUMENT}, {'R', "rfc-2822", NO_ARGUMENT}, {RFC_3339, "rfc-3339", ARGUMENT}, {'r', "reference", ARGUMENT},
    {'s', "set", ARGUMENT}, {'u', "utc", NO_ARGUMENT}, {'u', "universal", NO_ARGUMENT}, {'u', "uct", NO_ARGUMENT}, {0, NULL, 0}};

static struct zone zone = {0, "UTC"};
static const char *format;

/** EST5, <+05>-5:30: hours west of Greenwich. */
static void read_zone(void) {
    const char *text = getenv("TZ");
    if (text == NULL) return;
    if (*text == ':') text++;
    const char *name = *text == '<' ? text + 1 : text;
    size_t n = *text == '<' ? strcspn(name, ">") : strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    const char *at = name + n + (*text == '<' && name[n] == '>');
    int h = 0, m = 0;
    char sign = '+';
    if (n < 3 || n >= sizeof zone.name) return;
    if (*at == '+' || *at == '-') sign = *at++;
    if (sscanf(at, "%2d:%2d", &h, &m) < 1) return; // the name of a zone file: none here
    memcpy(zone.name, name, n);
    zone.name[n] = '\0';
    zone.offset = (h * 3600 + m * 60) * (sign == '-' ? 1 : -1);
}

static void print(const struct timespec *time) {
    out_date(format, time, &zone);
    out_char('\n');
}

static void print_each(const char *name) {
    struct input input = {0};
    struct timespec now, time;
    size_t length;
    if (!input_open(&input, name)) return;
    clock_gettime(CLOCK_REALTIME, &now);
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        char *text = copy_bytes(line, length - (line[length - 1] == '\n'));
        if (parse_date(text, &now, &zone, &time)) print(&time);
        else warn("invalid date %s", quote(text));
        free(text);
    }
    input_close(&input);
}

/** MMDDhhmm[[CC]YY][.ss] */
static bool parse_old(const char *text, const struct timespec *now, struct timespec *time) {
    struct civil c;
    size_t n = strspn(text, "0123456789");
    int v[6] = {0};
    seconds_to_civil(now->tv_sec + zone.offset, &c);
    if ((n != 8 && n != 10 && n != 12) || (text[n] != '\0' && (text[n] != '.' || strspn(text + n + 1, "0123456789") != 2 || text[n + 3]))) return false;
    for (size_t i = 0; i < n / 2; i++) v[i] = (text[2 * i] - '0') * 10 + text[2 * i + 1] - '0';
    if (n == 10) c.year = v[4] < 69 ? 2000 + v[4] : 1900 + v[4];
    if (n == 12) c.year = v[4] * 100 + v[5];
    c.month = v[0] - 1;
    c.day = v[1];
    c.hour = v[2];
    c.minute = v[3];
    c.second = text[n] ? atoi(text + n + 1) : 0;
    if (v[0] < 1 || v[0] > 12 || c.day < 1 || c.day > 31 || c.hour > 23 || c.minute > 59 || c.second > 60) return false;
    time->tv_sec = civil_to_seconds(&c) - zone.offset;
    time->tv_nsec = 0;
    return true;
}

static void set_format(const char *text) {
    if (format) fatal("multiple output formats specified");
    format = text;
}

static int date_main(int argc, char **argv) {
    static const char *const precisions[] = {"hours", "minutes", "date", "seconds", "ns", NULL};
    static const char *const iso[] = {"%Y-%m-%dT%H%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M:%S,%N%:z"};
    static const char *const rfc_precisions[] = {"date", "seconds", "ns", NULL};
    static const char *const rfc[] = {"%Y-%m-%d", "%Y-%m-%d %H:%M:%S%:z", "%Y-%m-%d %H:%M:%S.%N%:z"};
    const char *described = NULL, *file = NULL, *reference = NULL, *set = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    read_zone();
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'd': described = options.argument; break;
        case 'f': file = options.argument; break;
        case 'I': set_format(options.argument ? iso[choose("--iso-8601", options.argument, precisions)] : iso[2]); break;
        case 'R': set_format("%a, %d %b %Y %H:%M:%S %z"); break;
        case RFC_3339: set_format(rfc[choose("--rfc-3339", options.argument, rfc_precisions)]); break;
        case 'r': reference = options.argument; break;
        case 's': set = options.argument; break;
        case 'u': zone = (struct zone){0, "UTC"}; break;
        }
    }
    if ((described != NULL) + (file != NULL) + (reference != NULL) > 1) usage_error("the options to specify dates for printing are mutually exclusive");
    if (set && (described || file || reference)) usage_error("the options to print and set the time may not be used together");
    const char *operand = options.operand_count ? options.operands[0] : NULL;
    if (options.operand_count > 1) extra_operand(options.operands[1]);
    if (operand && *operand == '+') {
        set_format(operand + 1);
        operand = NULL;
    } else if (operand && (described || file || reference || set)) {
        usage_error("the argument %s lacks a leading '+';\n"
                    "when using an option to specify date(s), any non-option\n"
                    "argument must be a format string beginning with '+'", quote(operand));
    }
    if (format == NULL) format = "%a %b %e %H:%M:%S %Z %Y";
    if (file) {
        print_each(file);
        return status;
    }
    struct timespec now, time;
    clock_gettime(CLOCK_REALTIME, &now);
    time = now;
    if (reference) {
        struct stat st;
        if (stat(reference, &st) < 0) fatal("%s:", quote_if_needed(reference));
        time = st.st_mtim;
    }
    if (operand && !parse_old(operand, &now, &time)) fatal("invalid date %s", quote(operand));
    const char *text = set ? set : described;
    if (text && !parse_date(text, &now, &zone, &time)) fatal("invalid date %s", quote(text));
    if ((set || operand) && clock_settime(CLOCK_REALTIME, &time) < 0) warn("cannot set date:");
    print(&time);
    return status;
}

const struct command cmd_date = {"date", usage, date_main, 0};
