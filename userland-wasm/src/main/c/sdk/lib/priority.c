// SPDX-License-Identifier: Apache-2.0
// How much of the processors a process gets while others want them.

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>
#include "imports.h"

int getpriority(int which, unsigned who) {
    int nice = 0;
    int error = wsh_priority_get(which, (int)who, &nice);
    return error ? posix_result(error) : nice;
}

int setpriority(int which, unsigned who, int nice) {
    return posix_result(wsh_priority_set(which, (int)who, nice));
}

/** POSIX: the new value, and EPERM where setpriority says EACCES. */
int nice(int increment) {
    int now = 0;
    int error = wsh_priority_get(PRIO_PROCESS, 0, &now);
    if (error) return posix_result(error);
    long long wanted = (long long)now + increment;
    if (setpriority(PRIO_PROCESS, 0, wanted < -20 ? -20 : wanted > 19 ? 19 : (int)wanted) < 0) {
        if (errno == EACCES) errno = EPERM;
        return -1;
    }
    return wanted < -20 ? -20 : wanted > 19 ? 19 : (int)wanted;
}
