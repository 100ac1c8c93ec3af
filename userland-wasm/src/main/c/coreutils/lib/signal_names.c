// SPDX-License-Identifier: Apache-2.0
// Names of signals; the numbers are Linux's, here as in wsh.

#include <strings.h>
#include "files.h"

static const char *const names[] = {
    "EXIT", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
    "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS"};
static const struct {
    const char *name;
    int number;
} others[] = {{"IOT", 6}, {"CLD", 17}, {"IO", 29}, {"RTMIN", 34}, {"RTMAX", 64}};
enum { COUNT = sizeof names / sizeof *names };

int signal_number(const char *text) {
    uintmax_t value;
    if (parse_unsigned(text, &value)) return value <= 64 ? (int)value : -1;
    if (strncasecmp(text, "SIG", 3) == 0) text += 3;
    for (int sig = 0; sig < COUNT; sig++)
        if (strcasecmp(names[sig], text) == 0) return sig;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcasecmp(others[i].name, text) == 0) return others[i].number;
    return -1;
}

const char *signal_name(int sig) {
    if (sig == 34) return "RTMIN";
    if (sig == 64) return "RTMAX";
    return sig >= 0 && sig < COUNT ? names[sig] : NULL;
}
