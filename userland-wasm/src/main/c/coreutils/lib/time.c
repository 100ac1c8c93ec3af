// SPDX-License-Identifier: Apache-2.0
// Points in time, as people write them. There are no time zones: a time without an offset is UTC.

#include <ctype.h>
#include <strings.h>
#include <time.h>
#include "files.h"

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
static long long days(long long year, int month, int day) {
    year -= month <= 2;
    long long era = (year >= 0 ? year : year - 399) / 400;
    int in_era = (int)(year - era * 400), of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + of_year - 719468;
}

static bool valid_date(int year, int month, int day) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

static bool number(const char **at, int digits, int *value) {
    *value = 0;
    for (; digits > 0; digits--, ++*at) {
        if (!isdigit((unsigned char)**at)) return false;
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

static long fraction(const char **at) {
    long ns = 0, unit = 100000000;
    for (; isdigit((unsigned char)**at); ++*at, unit /= 10) ns += (**at - '0') * unit;
    return ns;
}

bool parse_stamp(const char *text, struct timespec now, struct timespec *time) {
    size_t digits = strspn(text, "0123456789");
    int century, year, month, day, hour, minute, second = 0;
    if (digits != 8 && digits != 10 && digits != 12) return false;
    if (digits == 8) {
        time_t seconds = now.tv_sec;
        year = gmtime(&seconds)->tm_year + 1900;
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
    if (*text || !valid_date(year, month, day) || hour > 23 || minute > 59 || second > 60) return false;
    *time = (struct timespec){(time_t)(days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second), 0};
    return true;
}

static void skip_blanks(const char **at) {
    while (**at == ' ' || **at == '\t') ++*at;
}

/** hh:mm[:ss[.frac]] [am|pm] */
static bool clock_time(const char **at, long long *seconds, long *ns) {
    int hour = 0, minute, second = 0;
    const char *start = *at;
    while (isdigit((unsigned char)**at) && *at - start < 2) hour = hour * 10 + (*(*at)++ - '0');
    if (*at == start || **at != ':' || (++*at, !number(at, 2, &minute))) return false;
    if (**at == ':') {
        ++*at;
        if (!number(at, 2, &second)) return false;
        if (**at == '.' || **at == ',') {
            ++*at;
            *ns = fraction(at);
        }
    }
    skip_blanks(at);
    if (strncasecmp(*at, "am", 2) == 0 || strncasecmp(*at, "pm", 2) == 0) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + (tolower((unsigned char)**at) == 'p' ? 12 : 0);
        *at += 2;
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return hour <= 24 && minute < 60 && second <= 60;
}

/** Z, UTC, GMT or +hh[[:]mm]; the seconds to take off. */
static bool zone(const char **at, long long *offset) {
    if (strncasecmp(*at, "utc", 3) == 0 || strncasecmp(*at, "gmt", 3) == 0) return *at += 3, true;
    if ((**at == 'Z' || **at == 'z') && !isalpha((unsigned char)(*at)[1])) return ++*at, true;
    if ((**at != '+' && **at != '-') || !isdigit((unsigned char)(*at)[1]) || !isdigit((unsigned char)(*at)[2])) return false;
    int sign = **at == '-' ? -1 : 1, hours, minutes = 0;
    const char *digits = *at + 1;
    number(&digits, 2, &hours);
    if (*digits == ':') digits++;
    if (isdigit((unsigned char)*digits) && !number(&digits, 2, &minutes)) return false;
    *at = digits;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

static int word_in(const char **at, const char *const words[], int shortest) {
    size_t length = 0;
    while (isalpha((unsigned char)(*at)[length])) length++;
    for (int i = 0; words[i]; i++)
        if (length >= (size_t)shortest && length <= strlen(words[i]) && strncasecmp(*at, words[i], length) == 0) return *at += length, i;
    return -1;
}

static const char *const months[] = {"january", "february", "march", "april", "may", "june", "july", "august", "september",
                                     "october", "november", "december", NULL};
static const char *const weekdays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", NULL};

/** -?N unit [ago], "next unit", "last unit"; months and years move the date, the rest the seconds. */
static bool relative(const char **at, struct tm *date, long long *seconds) {
    static const char *const units[] = {"seconds", "sec", "minutes", "min", "hours", "days", "weeks", "fortnights", "months", "years", NULL};
    static const int size[] = {1, 1, 60, 60, 3600, 86400, 7 * 86400, 14 * 86400};
    long long amount = 1;
    const char *next = *at;
    if (strncasecmp(next, "next ", 5) == 0) next += 5;
    else if (strncasecmp(next, "last ", 5) == 0) next += 5, amount = -1;
    else {
        char *end;
        bool sign = *next == '+' || *next == '-';
        const char *digits = next + sign;
        skip_blanks(&digits);
        if (isdigit((unsigned char)*digits)) {
            amount = strtoll(digits, &end, 10);
            if (*next == '-') amount = -amount;
            next = end;
        } else if (sign) return false;
    }
    skip_blanks(&next);
    int unit = word_in(&next, units, 3);
    if (unit < 0) return false;
    skip_blanks(&next);
    if (strncasecmp(next, "ago", 3) == 0 && !isalpha((unsigned char)next[3])) next += 3, amount = -amount;
    *at = next;
    if (unit == 8) date->tm_mon += (int)amount;
    else if (unit == 9) date->tm_year += (int)amount;
    else *seconds += amount * size[unit];
    return true;
}

/** YYYY-MM-DD, YYYY/MM/DD, YYYYMMDD, "2 Jan 2006", "Jan 2 2006", "Jan 2, 2006". */
static bool calendar_date(const char **at, struct tm *date) {
    const char *next = *at;
    int year = date->tm_year + 1900, month, day;
    size_t digits = strspn(next, "0123456789");
    if (digits == 4 && (next[4] == '-' || next[4] == '/')) {
        char *end;
        number(&next, 4, &year);
        month = (int)strtol(next + 1, &end, 10);
        if (*end != '-' && *end != '/') return false;
        day = (int)strtol(end + 1, &end, 10);
        next = end;
    } else if (digits == 8) {
        number(&next, 4, &year), number(&next, 2, &month), number(&next, 2, &day);
    } else {
        char *end;
        bool day_first = digits == 1 || digits == 2;
        day = 0;
        if (day_first) {
            day = (int)strtol(next, &end, 10);
            next = end;
            skip_blanks(&next);
        }
        month = word_in(&next, months, 3) + 1;
        if (month == 0) return false;
        skip_blanks(&next);
        if (!day_first) {
            digits = strspn(next, "0123456789");
            if (digits != 1 && digits != 2) return false;
            day = (int)strtol(next, &end, 10);
            next = end + (*end == ',');
            skip_blanks(&next);
        }
        if (strspn(next, "0123456789") == 4 && next[4] != ':') number(&next, 4, &year);
    }
    if (!valid_date(year, month, day)) return false;
    date->tm_year = year - 1900, date->tm_mon = month - 1, date->tm_mday = day;
    *at = next;
    return true;
}

bool parse_date(const char *text, struct timespec now, struct timespec *time) {
    skip_blanks(&text);
    if (*text == '@') {
        char *end;
        long long seconds = strtoll(text + 1, &end, 10);
        long ns = 0;
        if (end == text + 1) return false;
        if (*end == '.' || *end == ',') {
            const char *digits = end + 1;
            ns = fraction(&digits);
            end = (char *)digits;
            if (text[1] == '-' && ns) seconds--, ns = 1000000000 - ns;
        }
        *time = (struct timespec){(time_t)seconds, ns};
        return *end == '\0';
    }
    time_t seconds_now = now.tv_sec;
    struct tm date = *gmtime(&seconds_now);
    long long of_day = date.tm_hour * 3600 + date.tm_min * 60 + date.tm_sec, shift = 0, offset = 0;
    long ns = now.tv_nsec;
    bool has_date = false, has_time = false;
    for (skip_blanks(&text); *text; skip_blanks(&text)) {
        static const char *const days_of_speech[] = {"today", "now", "yesterday", "tomorrow", "midnight", NULL};
        int word;
        const char *start = text;
        size_t digits = strspn(text, "0123456789");
        if (digits > 0 && text[digits] == ':') {
            ns = 0;
            has_time = true;
            if (!clock_time(&text, &of_day, &ns)) return false;
            skip_blanks(&text);
            if (*text) zone(&text, &offset);
        } else if (calendar_date(&text, &date)) {
            has_date = true;
            if ((*text == 'T' || *text == 't') && isdigit((unsigned char)text[1])) text++;
        } else if (relative(&text, &date, &shift)) {
            continue;
        } else if ((word = word_in(&text, days_of_speech, 3)) >= 0) {
            if (word == 2) shift -= 86400;
            if (word == 3) shift += 86400;
            if (word == 4) has_time = true, of_day = 0, ns = 0;
        } else if ((word = word_in(&text, weekdays, 3)) >= 0) {
            if (*text == ',') text++;
            if (!has_date && !strpbrk(text, "0123456789")) {
                shift += ((word - date.tm_wday + 7) % 7) * 86400;
                has_date = true;
            }
        } else if (!zone(&text, &offset)) return false;
        if (text == start) return false;
    }
    if (has_date && !has_time) of_day = 0, ns = 0;
    long long month = date.tm_year * 12LL + date.tm_mon, year = month >= 0 ? month / 12 : (month - 11) / 12;
    *time = (struct timespec){
        (time_t)((days(year + 1900, (int)(month - year * 12) + 1, 1) + date.tm_mday - 1) * 86400 + of_day - offset + shift), ns};
    return true;
}
