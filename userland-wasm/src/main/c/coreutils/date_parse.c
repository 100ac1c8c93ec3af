// SPDX-License-Identifier: Apache-2.0
// Reading a date as people write it: a list of words, each a date, a time, a zone, a day of the week, or a step from there
// ("yesterday", "+2 weeks", "3 days ago"). GNU's language for the most part, English only.

#include <ctype.h>
#include "date.h"

struct reading {
    const char *at;
    struct civil civil;
    long nanoseconds;
    bool has_date, has_time, has_zone, has_weekday;
    int offset;                  // of the zone
    int weekday, weekday_number; // weekday_number: 0 this or the next such day, 1 the one after, -1 the last
    int64_t years, months, days, hours, minutes, seconds; // steps
    long step_nanoseconds;
};

static const char *const month_names[] = {"january", "february", "march", "april", "may", "june", "july", "august", "september",
                                          "october", "november", "december"};
static const char *const day_names[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

/** A name in full or its first three letters (also sept, tues, wednes, thur, thurs); -1 if it is none. */
static int find_name(const char *const *names, int count, const char *word) {
    size_t length = strlen(word);
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], word) == 0) return i;
        if (strncmp(names[i], word, length) != 0) continue;
        if (length == 3) return i;
        if (length >= 4 && (strcmp(word, "sept") == 0 || strcmp(word, "tues") == 0 || strcmp(word, "wednes") == 0
                            || strcmp(word, "thur") == 0 || strcmp(word, "thurs") == 0)) return i;
    }
    return -1;
}

static void skip_blanks(struct reading *r) {
    for (;;) {
        while (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r') || *r->at == ',') r->at++;
        if (*r->at != '(') return; // a comment
        int depth = 0;
        do {
            if (*r->at == '(') depth++;
            if (*r->at == ')') depth--;
            if (*r->at == '\0') return;
            r->at++;
        } while (depth > 0);
    }
}

static int number(const char **at, int64_t *value) {
    int digits = 0;
    for (*value = 0; isdigit((unsigned char)**at) && digits < 18; ++*at, digits++) *value = *value * 10 + (**at - '0');
    return digits;
}

static long fraction(const char **at) {
    long value = 0, unit = 100000000;
    for (; isdigit((unsigned char)**at); ++*at, unit /= 10) value += (**at - '0') * unit;
    return value;
}

static void word(struct reading *r, char text[32]) {
    int n = 0;
    for (; isalpha((unsigned char)*r->at) || (*r->at == '.' && n > 0 && n < 4); r->at++)
        if (*r->at != '.' && n < 31) text[n++] = (char)tolower((unsigned char)*r->at);
    text[n] = '\0';
}

/** +hh, +hhmm, +hh:mm behind a time. */
static bool zone_offset(struct reading *r) {
    const char *at = r->at;
    int sign = *at++ == '-' ? -1 : 1;
    int64_t h, m = 0;
    int digits = number(&at, &h);
    if (digits < 1 || digits > 4) return false;
    if (digits > 2) {
        m = h % 100;
        h /= 100;
    } else if (*at == ':') {
        at++;
        if (number(&at, &m) != 2) return false;
    }
    if (h > 24 || m > 59) return false;
    r->offset = sign * (int)(h * 3600 + m * 60);
    r->has_zone = true;
    r->at = at;
    return true;
}

static bool meridian(struct reading *r, int *hour) {
    char text[32];
    const char *before = r->at;
    skip_blanks(r);
    word(r, text);
    bool am = strcmp(text, "am") == 0, pm = strcmp(text, "pm") == 0;
    if (!am && !pm) {
        r->at = before;
        return true;
    }
    if (*hour < 1 || *hour > 12) return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

/** hh:mm[:ss[.n]] [am|pm] [zone], the hour read already. */
static bool time_of_day(struct reading *r, int64_t hour) {
    int64_t minute, second = 0;
    if (r->has_time) return false;
    r->at++;
    if (number(&r->at, &minute) < 1) return false;
    if (*r->at == ':') {
        r->at++;
        if (number(&r->at, &second) < 1) return false;
        if (*r->at == '.' || *r->at == ',') {
            if (isdigit((unsigned char)r->at[1])) {
                r->at++;
                r->nanoseconds = fraction(&r->at);
            }
        }
    }
    if (hour > 23 || minute > 59 || second > 60) return false;
    r->civil.hour = (int)hour;
    r->civil.minute = (int)minute;
    r->civil.second = (int)second;
    r->has_time = true;
    if (!meridian(r, &r->civil.hour)) return false;
    const char *before = r->at;
    while (*r->at == ' ') r->at++;
    if ((*r->at == '+' || *r->at == '-') && isdigit((unsigned char)r->at[1])) {
        if (!zone_offset(r)) return false; // a zone also in "10:00 +1 day", as for GNU
    } else {
        r->at = before;
    }
    return true;
}

static const int month_lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/** Known only at the end: the year may come last. */
static bool valid_day(const struct civil *c) {
    bool leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;
    return c->day <= month_lengths[c->month] + (c->month == 1 && leap);
}

static bool set_date(struct reading *r, int64_t year, int64_t month, int64_t day) {
    if (r->has_date || month < 1 || month > 12 || day < 1) return false;
    r->has_date = true;
    r->civil.year = year;
    r->civil.month = (int)month - 1;
    r->civil.day = (int)day;
    return true;
}

static int64_t full_year(int64_t year, int digits) {
    return digits > 2 ? year : year < 69 ? year + 2000 : year + 1900;
}

static bool step(struct reading *r, const char *unit, int64_t count, bool *known) {
    static const struct {
        const char *name;
        int months, days, seconds;
    } units[] = {{"year", 12, 0, 0}, {"month", 1, 0, 0}, {"fortnight", 0, 14, 0}, {"week", 0, 7, 0}, {"day", 0, 1, 0},
                 {"hour", 0, 0, 3600}, {"minute", 0, 0, 60}, {"min", 0, 0, 60}, {"second", 0, 0, 1}, {"sec", 0, 0, 1}};
    size_t length = strlen(unit);
    if (length > 3 && unit[length - 1] == 's') length--;
    *known = true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].name) != length || memcmp(units[i].name, unit, length) != 0) continue;
        char text[32];
        const char *before = r->at;
        skip_blanks(r);
        word(r, text);
        if (strcmp(text, "ago") == 0) count = -count, r->step_nanoseconds = -r->step_nanoseconds;
        else r->at = before;
        r->months += units[i].months * count;
        r->days += units[i].days * count;
        r->seconds += units[i].seconds * count;
        return true;
    }
    *known = false;
    return false;
}

/** What begins with a digit, or with a sign and a digit. */
static bool number_word(struct reading *r) {
    const char *start = r->at;
    int sign = *start == '-' ? -1 : 1;
    bool has_sign = *start == '-' || *start == '+';
    int64_t first, second, third;
    if (has_sign) {
        r->at++;
        while (*r->at == ' ') r->at++;
    }
    int digits = number(&r->at, &first);
    if (digits == 0) return false;
    if (!has_sign && *r->at == ':') return time_of_day(r, first);
    if (!has_sign && *r->at == '-' && isdigit((unsigned char)r->at[1])) { // 2024-02-29
        r->at++;
        number(&r->at, &second);
        if (*r->at++ != '-' || number(&r->at, &third) == 0) return false;
        if (!set_date(r, full_year(first, digits), second, third)) return false;
        if ((*r->at == 'T' || *r->at == 't') && isdigit((unsigned char)r->at[1])) r->at++;
        return true;
    }
    if (!has_sign && *r->at == '/') { // 2/29/2024, or 2024/2/29
        r->at++;
        if (number(&r->at, &second) == 0) return false;
        if (digits >= 4) return *r->at++ == '/' && number(&r->at, &third) > 0 && set_date(r, first, second, third);
        if (*r->at != '/') return set_date(r, r->civil.year, first, second);
        r->at++;
        int year_digits = number(&r->at, &third);
        return year_digits > 0 && set_date(r, full_year(third, year_digits), first, second);
    }
    long part = 0;
    const char *behind = r->at;
    if (*r->at == '.' && isdigit((unsigned char)r->at[1])) {
        r->at++;
        part = fraction(&r->at);
    }
    bool dashed = *r->at == '-' && isalpha((unsigned char)r->at[1]);
    if (dashed) r->at++;
    char text[32];
    skip_blanks(r);
    word(r, text);
    if (*text) {
        int month = find_name(month_names, 12, text);
        bool known;
        if (month >= 0 && !has_sign) { // 29 Feb [2024], 29-Feb-2024
            const char *before = r->at;
            if (dashed && *r->at == '-') r->at++;
            else skip_blanks(r);
            const char *year_start = r->at;
            int year_digits = number(&r->at, &third);
            if (year_digits == 0 || *r->at == ':' || (year_digits < 4 && *r->at != '\0' && !dashed && *r->at != ' ')) {
                r->at = year_digits == 0 ? before : year_start;
                return set_date(r, r->civil.year, month + 1, first);
            }
            return set_date(r, full_year(third, year_digits), month + 1, first);
        }
        if (!has_sign && (strcmp(text, "am") == 0 || strcmp(text, "pm") == 0)) {
            if (r->has_time || first < 1 || first > 12) return false;
            r->has_time = true;
            r->civil.hour = (int)(first % 12) + (*text == 'p' ? 12 : 0);
            r->civil.minute = r->civil.second = 0;
            return true;
        }
        if (part) r->step_nanoseconds += sign * part;
        if (step(r, text, sign * first, &known)) return true;
        if (has_sign || part) return false;
    }
    r->at = behind;
    if (has_sign) return false;
    if (digits == 8) return set_date(r, first / 10000, first / 100 % 100, first % 100);
    if (r->has_date && digits == 4 && r->has_time) {
        r->civil.year = first;
        return true;
    }
    if (digits == 4 || digits <= 2) { // 1230: a time
        if (r->has_time) return false;
        r->has_time = true;
        r->civil.hour = (int)(digits == 4 ? first / 100 : first);
        r->civil.minute = (int)(digits == 4 ? first % 100 : 0);
        r->civil.second = 0;
        return r->civil.hour <= 24 && r->civil.minute <= 59;
    }
    return false;
}

static bool set_weekday(struct reading *r, int day, int which) {
    if (r->has_weekday) return false;
    r->has_weekday = true;
    r->weekday = day;
    r->weekday_number = which;
    return true;
}

static bool name_word(struct reading *r) {
    static const char *const ordinals[] = {"third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"};
    char text[32];
    bool known;
    word(r, text);
    if (strcmp(text, "now") == 0) return true;
    if (strcmp(text, "today") == 0) return true;
    if (strcmp(text, "yesterday") == 0) return r->days--, true;
    if (strcmp(text, "tomorrow") == 0) return r->days++, true;
    if (strcmp(text, "midnight") == 0 || strcmp(text, "noon") == 0) {
        if (r->has_time) return false;
        r->has_time = true;
        r->civil.hour = *text == 'n' ? 12 : 0;
        r->civil.minute = r->civil.second = 0;
        return true;
    }
    if (strcmp(text, "utc") == 0 || strcmp(text, "gmt") == 0 || strcmp(text, "z") == 0 || strcmp(text, "ut") == 0) {
        if (r->has_zone) return false;
        r->has_zone = true;
        r->offset = 0;
        if ((*r->at == '+' || *r->at == '-') && isdigit((unsigned char)r->at[1])) return zone_offset(r);
        return true;
    }
    if (strcmp(text, "t") == 0 && isdigit((unsigned char)*r->at)) return true; // of an ISO date
    int month = find_name(month_names, 12, text);
    if (month >= 0) { // Feb 29[, 2024]
        int64_t day, year;
        skip_blanks(r);
        if (number(&r->at, &day) == 0) return false;
        const char *before = r->at;
        skip_blanks(r);
        int digits = number(&r->at, &year);
        if (digits == 0 || *r->at == ':' || digits < 4) {
            r->at = before;
            return set_date(r, r->civil.year, month + 1, day);
        }
        return set_date(r, year, month + 1, day);
    }
    int weekday = find_name(day_names, 7, text);
    if (weekday >= 0) return set_weekday(r, weekday, 0);
    int64_t count = 0;
    bool counted = true;
    if (strcmp(text, "next") == 0) count = 1;
    else if (strcmp(text, "last") == 0) count = -1;
    else if (strcmp(text, "this") == 0) count = 0;
    else {
        counted = false;
        for (int i = 0; i < 10; i++)
            if (strcmp(text, ordinals[i]) == 0) count = i + 3, counted = true;
    }
    if (!counted) return step(r, text, 1, &known);
    skip_blanks(r);
    word(r, text);
    weekday = find_name(day_names, 7, text);
    if (weekday >= 0) return set_weekday(r, weekday, (int)count);
    return step(r, text, count, &known);
}

static bool since_epoch(const char *text, struct timespec *time) {
    bool negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    int64_t seconds;
    long nanoseconds = 0;
    if (number(&text, &seconds) == 0) return false;
    if (*text == '.' || *text == ',') {
        text++;
        nanoseconds = fraction(&text);
    }
    while (*text == ' ') text++;
    if (*text) return false;
    time->tv_sec = negative ? -seconds - (nanoseconds > 0) : seconds;
    time->tv_nsec = negative && nanoseconds ? 1000000000 - nanoseconds : nanoseconds;
    return true;
}

static void to_weekday(struct reading *r) {
    int64_t days = civil_to_seconds(&(struct civil){r->civil.year, r->civil.month, r->civil.day, 0, 0, 0}) / 86400;
    int today = (int)(((days + 4) % 7 + 7) % 7);
    int ahead = (r->weekday - today + 7) % 7;
    int weeks = r->weekday_number - (r->weekday_number > 0 && ahead != 0);
    r->civil.day += ahead + 7 * weeks;
}

bool parse_date(const char *text, const struct timespec *now, const struct zone *zone, struct timespec *time) {
    struct reading r = {.at = text, .nanoseconds = now->tv_nsec};
    seconds_to_civil(now->tv_sec + zone->offset, &r.civil);
    skip_blanks(&r);
    if (*r.at == '@') return since_epoch(r.at + 1, time);
    bool empty = *r.at == '\0';
    while (*r.at) {
        bool digit = isdigit((unsigned char)*r.at) || *r.at == '+' || *r.at == '-';
        if (!(digit ? number_word(&r) : isalpha((unsigned char)*r.at) && name_word(&r))) return false;
        skip_blanks(&r);
    }
    if (!valid_day(&r.civil)) return false;
    if (r.has_time || r.has_date || r.has_weekday || empty) {
        if (!r.has_time) r.civil.hour = r.civil.minute = r.civil.second = 0;
        if (!r.has_time || r.nanoseconds == now->tv_nsec) r.nanoseconds = 0;
    }
    if (r.has_weekday && !r.has_date) to_weekday(&r);
    r.civil.month += (int)r.months;
    // A day that the month lacks carries over: 31 January and a month is 3 March.
    int64_t seconds = civil_to_seconds(&r.civil) - (r.has_zone ? r.offset : zone->offset);
    seconds += r.days * 86400 + r.seconds;
    long nanoseconds = r.nanoseconds + r.step_nanoseconds;
    if (nanoseconds < 0) nanoseconds += 1000000000, seconds--;
    if (nanoseconds >= 1000000000) nanoseconds -= 1000000000, seconds++;
    time->tv_sec = seconds;
    time->tv_nsec = nanoseconds;
    return true;
}
