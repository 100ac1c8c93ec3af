// SPDX-License-Identifier: Apache-2.0
// A loop without any call: only a poll within compiled code can stop it. Prints a line first. With an argument, it catches TERM
// and must go on looping; KILL must end it.
#include <signal.h>
#include <stdio.h>

static volatile unsigned long turns;
static volatile sig_atomic_t caught;

static void handler(int sig) {
    caught += sig;
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) signal(SIGTERM, handler);
    printf("looping\n");
    fflush(stdout);
    for (;;) turns++;
}
