// SPDX-License-Identifier: Apache-2.0
#include_next <sys/time.h>
#ifndef WSH_SYS_TIME_H
#define WSH_SYS_TIME_H
#ifdef __cplusplus
extern "C" {
#endif
#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2
struct itimerval {
    struct timeval it_interval, it_value;
};
int setitimer(int, const struct itimerval *__restrict, struct itimerval *__restrict);
int getitimer(int, struct itimerval *);
int utimes(const char *, const struct timeval[2]);
#ifdef __cplusplus
}
#endif
#endif
