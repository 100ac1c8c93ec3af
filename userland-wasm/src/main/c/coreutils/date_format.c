// SPDX-License-Identifier: Apache-2.0
// strftime with GNU's additions: %N, %:z, flags - _ 0 + ^ #, widths. And the calendar: days since 1970 and back, by the
// proleptic Gregorian calendar.

#include <ctype.h>
#include "date.h"

static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                                     "October", "November", "December"};

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

/** Days from 1970-01-01 to the first of a month; years of 400 repeat, and begin in March so that leap days come last. */
static int64_t days_to_month(int64_t year, int month) {
    year += floor_divide(month, 12);
    month = (int)(month - 12 * floor_divide(month, 12));
    if (month < 2) year--;
    int64_t era = floor_divide(year, 400), year_of_era = year - era * 400;
    int from_march = (month + 10) % 12;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * from_march + 2) / 5 - 719468;
}

int64_t civil_to_seconds(const struct civil *c) {
    return (days_to_month(c->year, c->month) + c->day - 1) * 86400 + (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 + c->second;
}

void seconds_to_civil(int64_t seconds, struct civil *c) {
    int64_t day = floor_divide(seconds, 86400);
    int rest = (int)(seconds - day * 86400);
    c->hour = rest / 3600;
    c->minute = rest / 60 % 60;
    c->second = rest % 60;
    int64_t era = floor_divide(day + 719468, 146097), of_era = day + 719468 - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int from_march = (int)((5 * of_year + 2) / 153);
    c->day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
    c->month = (from_march + 2) % 12;
    c->year = year + era * 400 + (c->month < 2);
}

// What one formatting works on.
struct formatting {
    struct civil civil;
    int64_t seconds; // since 1970
    long nanoseconds;
    int weekday, yearday; // from 0
    const struct zone *zone;
};

// Of one conversion.
struct style {
    char pad; // flag: - _ 0 +, or 0 for the conversion's own
    bool upper, swap_case;
    int width; // -1: none
};

static void out_text(const struct style *style, const char *text) {
    size_t length = strlen(text);
    for (int i = (int)length; i < style->width; i++) out_char(style->pad == '0' || style->pad == '+' ? '0' : ' ');
    for (; *text; text++) out_char(style->upper ? (char)toupper((unsigned char)*text) : *text);
}

static void out_number(const struct style *style, int64_t value, int digits, char pad) {
    char text[32];
    if (style->pad) pad = style->pad;
    int width = style->width >= 0 ? style->width : digits;
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    int n = snprintf(text, sizeof text, "%llu", (unsigned long long)magnitude);
    bool sign = value < 0;
    const char *mark = sign ? "-" : "";
    if (pad == '+' && !sign && (n > digits || (digits == 4 && width > 4))) mark = "+";
    int used = n + (*mark != '\0');
    if (pad == '-' ) width = 0;
    if (pad == '_') for (; used < width; used++) out_char(' ');
    out_string(mark);
    for (; used < width; used++) out_char('0');
    out_string(text);
}

static void out_nanoseconds(const struct style *style, long value) {
    char text[16];
    int n = snprintf(text, sizeof text, "%09ld", value), digits = style->width > 0 ? style->width : 9;
    if (style->pad == '_' && style->width < 0) for (int i = n; i > 1 && text[i - 1] == '0'; i--) text[i - 1] = ' ';
    for (int i = 0; i < digits && (i < n || style->width > 0); i++) out_char(i < n ? text[i] : style->pad == '_' ? ' ' : '0');
}

/** %z +hhmm, %:z +hh:mm, %::z +hh:mm:ss, %:::z as short as possible. */
static void out_zone(const struct style *style, int offset, int colons) {
    char text[32];
    int magnitude = offset < 0 ? -offset : offset;
    int h = magnitude / 3600, m = magnitude / 60 % 60, s = magnitude % 60;
    char sign = offset < 0 ? '-' : '+';
    if (colons == 3) colons = s ? 2 : m ? 1 : 4;
    const char *format = colons == 0 ? "%c%02d%02d" : colons == 1 ? "%c%02d:%02d" : colons == 2 ? "%c%02d:%02d:%02d" : "%c%02d";
    int n = snprintf(text, sizeof text, format, sign, h, m, s);
    out_char(text[0]);
    for (int i = n; i < style->width; i++) out_char('0');
    out_string(text + 1);
}

static bool leap(int64_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/** ISO 8601: weeks begin on Monday, and the first is that of the year's first Thursday. */
static int iso_week(const struct formatting *f, int64_t *year) {
    int monday = (f->weekday + 6) % 7;
    *year = f->civil.year;
    int week = (f->yearday - monday + 10) / 7;
    if (week < 1) {
        --*year;
        int days_before = leap(*year) ? 366 : 365;
        return (f->yearday + days_before - monday + 10) / 7;
    }
    int length = leap(*year) ? 366 : 365;
    if (week == 53 && f->yearday - monday + 3 >= length) {
        ++*year;
        return 1;
    }
    return week;
}

static void format_with(const char *format, const struct formatting *f, const struct style *outer);

/** %c, %D, … are made of others; their width pads the whole. */
static void out_composed(const char *format, const struct formatting *f, const struct style *style, int length) {
    for (int i = length; i < style->width; i++) out_char(style->pad == '0' || style->pad == '+' ? '0' : ' ');
    struct style inner = {.upper = style->upper, .width = -1};
    format_with(format, f, &inner);
}

static void convert(char c, int colons, const struct formatting *f, struct style style, const char *start, const char *end) {
    const struct civil *t = &f->civil;
    int hour12 = t->hour % 12 == 0 ? 12 : t->hour % 12;
    int64_t iso_year;
    char text[32];
    switch (c) {
    case '%': out_text(&style, "%"); break;
    case 'n': out_text(&style, "\n"); break;
    case 't': out_text(&style, "\t"); break;
    case 'a': case 'A': case 'b': case 'B': case 'h': {
        const char *name = c == 'a' || c == 'A' ? days[f->weekday] : months[t->month];
        snprintf(text, sizeof text, c == 'A' || c == 'B' ? "%s" : "%.3s", name);
        style.upper |= style.swap_case;
        out_text(&style, text);
        break;
    }
    case 'c': out_composed("%a %b %e %H:%M:%S %Y", f, &style, 24); break;
    case 'C': out_number(&style, floor_divide(t->year, 100), 2, '0'); break;
    case 'd': out_number(&style, t->day, 2, '0'); break;
    case 'D': case 'x': out_composed("%m/%d/%y", f, &style, 8); break;
    case 'e': out_number(&style, t->day, 2, '_'); break;
    case 'F': {
        struct style year = {.pad = style.pad, .width = style.width > 6 ? style.width - 6 : -1};
        out_number(&year, t->year, 4, '0');
        struct style rest = {.width = -1};
        format_with("-%m-%d", f, &rest);
        break;
    }
    case 'g': iso_week(f, &iso_year); out_number(&style, ((iso_year % 100) + 100) % 100, 2, '0'); break;
    case 'G': iso_week(f, &iso_year); out_number(&style, iso_year, 4, '0'); break;
    case 'H': out_number(&style, t->hour, 2, '0'); break;
    case 'I': out_number(&style, hour12, 2, '0'); break;
    case 'j': out_number(&style, f->yearday + 1, 3, '0'); break;
    case 'k': out_number(&style, t->hour, 2, '_'); break;
    case 'l': out_number(&style, hour12, 2, '_'); break;
    case 'm': out_number(&style, t->month + 1, 2, '0'); break;
    case 'M': out_number(&style, t->minute, 2, '0'); break;
    case 'N': out_nanoseconds(&style, f->nanoseconds); break;
    case 'p': case 'P':
        snprintf(text, sizeof text, "%s", t->hour < 12 ? "AM" : "PM");
        if (c == 'P' || style.swap_case) for (char *at = text; *at; at++) *at = (char)tolower((unsigned char)*at);
        if (c == 'P') style.upper = false;
        out_text(&style, text);
        break;
    case 'q': out_number(&style, t->month / 3 + 1, 1, '0'); break;
    case 'r': out_composed("%I:%M:%S %p", f, &style, 11); break;
    case 'R': out_composed("%H:%M", f, &style, 5); break;
    case 's': out_number(&style, f->seconds, 1, '0'); break;
    case 'S': out_number(&style, t->second, 2, '0'); break;
    case 'T': case 'X': out_composed("%H:%M:%S", f, &style, 8); break;
    case 'u': out_number(&style, f->weekday == 0 ? 7 : f->weekday, 1, '0'); break;
    case 'U': out_number(&style, (f->yearday - f->weekday + 7) / 7, 2, '0'); break;
    case 'V': out_number(&style, iso_week(f, &iso_year), 2, '0'); break;
    case 'w': out_number(&style, f->weekday, 1, '0'); break;
    case 'W': out_number(&style, (f->yearday - (f->weekday + 6) % 7 + 7) / 7, 2, '0'); break;
    case 'y': out_number(&style, ((t->year % 100) + 100) % 100, 2, '0'); break;
    case 'Y': out_number(&style, t->year, 4, '0'); break;
    case 'z': out_zone(&style, f->zone->offset, colons); break;
    case 'Z':
        snprintf(text, sizeof text, "%s", f->zone->name);
        if (style.swap_case) for (char *at = text; *at; at++) *at = (char)tolower((unsigned char)*at);
        out_text(&style, text);
        break;
    default: out_bytes(start, end - start); break; // unknown: as it is
    }
}

static void format_with(const char *format, const struct formatting *f, const struct style *outer) {
    while (*format) {
        if (*format != '%') {
            out_char(*format++);
            continue;
        }
        const char *start = format++;
        struct style style = {.upper = outer->upper, .width = -1};
        int colons = 0;
        for (;; format++) {
            if (*format == '-' || *format == '_' || *format == '0' || *format == '+') style.pad = *format;
            else if (*format == '^') style.upper = true;
            else if (*format == '#') style.swap_case = true;
            else break;
        }
        if (*format >= '0' && *format <= '9')
            for (style.width = 0; *format >= '0' && *format <= '9'; format++) style.width = style.width < 100000 ? style.width * 10 + (*format - '0') : style.width;
        if (*format == 'E' || *format == 'O') format++;
        while (*format == ':' && colons < 4) format++, colons++;
        if (*format == '\0' || (colons && *format != 'z') || colons > 3) {
            out_bytes(start, format - start + (*format != '\0'));
            format += *format != '\0';
            continue;
        }
        convert(*format, colons, f, style, start, format + 1);
        format++;
    }
}

void out_date(const char *format, const struct timespec *time, const struct zone *zone) {
    struct formatting f = {.seconds = time->tv_sec, .nanoseconds = time->tv_nsec, .zone = zone};
    int64_t local = f.seconds + zone->offset;
    seconds_to_civil(local, &f.civil);
    int64_t day = floor_divide(local, 86400);
    f.weekday = (int)(((day + 4) % 7 + 7) % 7);
    f.yearday = (int)(day - days_to_month(f.civil.year, 0));
    struct style plain = {.width = -1};
    format_with(format, &f, &plain);
}
