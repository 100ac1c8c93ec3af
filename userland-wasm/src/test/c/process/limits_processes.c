// SPDX-License-Identifier: Apache-2.0
// RLIMIT_NPROC: how many processes a user may have. Only root can become a user who has none, so natively only root can run it.
#include <sys/resource.h>
#include "suite.h"

static int set(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit limit = {soft, hard};
    return setrlimit(resource, &limit);
}

static int processes(char **arguments) {
    (void)arguments;
    setuid(4243); // who has no other processes
    set(RLIMIT_NPROC, 4, 4);
    pid_t pids[8];
    int count = 0;
    while (count < 8 && (pids[count] = spawn("stay", NULL)) > 0) count++;
    int error = errno;
    say("besides me %d, then %s", count, strerror(error));
    kill(pids[0], SIGKILL);
    ending(pids[0]);
    pids[0] = spawn("stay", NULL);
    say("one less, one more: %d, and no other: %s", pids[0] > 0, result(spawn("stay", NULL)));
    for (int i = 0; i < count; i++) {
        kill(pids[i], SIGKILL);
        ending(pids[i]);
    }
    return 0;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"stay", stay}, {"processes", processes}, {NULL, NULL}};
    play(argc, argv, roles);
    say("processes: %s", ending(spawn("processes", NULL)));
    set(RLIMIT_NPROC, 0, 0);
    pid_t child = spawn("stay", NULL);
    say("root may: %d", child > 0);
    kill(child, SIGKILL);
    ending(child);
    return 0;
}
