// SPDX-License-Identifier: Apache-2.0
// date's parts: formatting a time (date_format.c), reading one from text (date_parse.c). Local time is UTC here unless TZ
// is POSIX's "NAME[+-]hh[:mm]" without daylight saving.
#ifndef DATE_H
#define DATE_H
#include <time.h>
#include "lib/coreutils.h"

/** A day and time, without a zone. month is 0 to 11, year the real one. */
struct civil {
    int64_t year;
    int month, day, hour, minute, second;
};
int64_t civil_to_seconds(const struct civil *civil); // fields out of range carry over
void seconds_to_civil(int64_t seconds, struct civil *civil);

struct zone {
    int offset; // seconds east of UTC
    char name[16];
};

// date_format.c
void out_date(const char *format, const struct timespec *time, const struct zone *zone);

// date_parse.c
/** Reads text like `2024-02-29 12:30`, `yesterday`, `@0`, `+1 day`; false if it is none. */
bool parse_date(const char *text, const struct timespec *now, const struct zone *zone, struct timespec *time);
#endif
