// SPDX-License-Identifier: Apache-2.0
#include_next <time.h>
#ifndef WSH_TIME_H
#define WSH_TIME_H
#ifdef __cplusplus
extern "C" {
#endif
void tzset(void);
extern char *tzname[2];
extern long timezone;
extern int daylight;
int clock_settime(clockid_t, const struct timespec *);
#ifdef __cplusplus
}
#endif
#endif
