// SPDX-License-Identifier: Apache-2.0
// Resource limits: what can be set, what is inherited, and what happens beyond them.
#include <sys/resource.h>
#include <sys/stat.h>
#include "suite.h"

static volatile sig_atomic_t xfsz, xcpu;

static void handler(int sig) {
    if (sig == SIGXFSZ) xfsz++;
    else xcpu++;
}

static int set(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit limit = {soft, hard};
    return setrlimit(resource, &limit);
}

static const char *get(int resource) {
    static char texts[4][64];
    static int next;
    char *text = texts[next++ % 4];
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0) return result(-1);
    snprintf(text, sizeof texts[0], "%lld %lld", limit.rlim_cur == RLIM_INFINITY ? -1LL : (long long)limit.rlim_cur,
             limit.rlim_max == RLIM_INFINITY ? -1LL : (long long)limit.rlim_max);
    return text;
}

static int shows(char **arguments) {
    (void)arguments;
    say("inherited: FSIZE %s, NOFILE %s, CORE %s", get(RLIMIT_FSIZE), get(RLIMIT_NOFILE), get(RLIMIT_CORE));
    return 0;
}

/** As an ordinary user. */
static int settings(char **arguments) {
    (void)arguments;
    int done;
    if (geteuid() == 0) setuid(4242);
    done = set(RLIMIT_FSIZE, 1000, 2000);
    say("lower both: %s, %s", result(done), get(RLIMIT_FSIZE));
    done = set(RLIMIT_FSIZE, 2000, 2000);
    say("soft up to hard: %s, %s", result(done), get(RLIMIT_FSIZE));
    done = set(RLIMIT_FSIZE, 1000, 1500);
    say("hard down: %s, %s", result(done), get(RLIMIT_FSIZE));
    say("hard up: %s", result(set(RLIMIT_FSIZE, 1000, 1501)));
    say("to infinity: %s", result(set(RLIMIT_FSIZE, 1000, RLIM_INFINITY)));
    say("soft above hard: %s", result(set(RLIMIT_FSIZE, 1600, 1500)));
    say("no such: %s %s", result(set(77, 1, 1)), result(set(-1, 1, 1)));
    say("unchanged: %s", get(RLIMIT_FSIZE));
    done = set(RLIMIT_CORE, 0, 0);
    say("CORE 0: %s, %s", result(done), get(RLIMIT_CORE));
    struct rlimit old;
    struct rlimit wanted = {500, 1200};
    done = prlimit(0, RLIMIT_FSIZE, &wanted, &old);
    say("prlimit: %s, before %d %d, %s", result(done), (int)old.rlim_cur, (int)old.rlim_max, get(RLIMIT_FSIZE));
    say("of init: %s, nobody's %s", result(prlimit(1, RLIMIT_FSIZE, NULL, &old)), result(prlimit(2000000000, RLIMIT_FSIZE, NULL, &old)));
    set(RLIMIT_NOFILE, 30, 40);
    ending(spawn("shows", NULL));
    return 0;
}

static int files(char **arguments) {
    (void)arguments;
    for (int fd = 3; fd < 40; fd++) close(fd);
    set(RLIMIT_NOFILE, 10, 20);
    int ends[2], fd, last = -1;
    while ((fd = open("/dev/null", O_RDONLY)) >= 0) last = fd;
    say("open up to %d, then %s", last, result(fd));
    say("dup: %s, dup2 %s, dup2 beyond %s", result(dup(0)), result(dup2(0, 9)), result(dup2(0, 10)));
    say("F_DUPFD from 9: %s, from 10: %s", result(fcntl(0, F_DUPFD, 9)), result(fcntl(0, F_DUPFD, 10)));
    close(9);
    say("pipe with one place: %s, and it stays free: %s", result(pipe(ends)), result(dup(0)));
    set(RLIMIT_NOFILE, 15, 20);
    say("more: %s", result(dup(0)));
    dup2(0, 14);
    set(RLIMIT_NOFILE, 5, 20);
    say("those above stay: %s, but no new one: %s", result(fcntl(14, F_GETFD)), result(dup(0)));
    return 0;
}

static int sizes(char **arguments) {
    char text[] = "0123456789abcdef";
    int fd = open(arguments[0], O_RDWR | O_CREAT | O_TRUNC, 0600);
    signal(SIGXFSZ, handler);
    set(RLIMIT_FSIZE, 10, 20);
    long n = write(fd, text, 8);
    say("below: %s", result(n));
    n = write(fd, text, 8);
    say("across: %s, signalled %d", result(n), xfsz);
    n = write(fd, text, 1);
    say("beyond: %s, signalled %d", result(n), xfsz);
    n = write(fd, text, 0);
    say("nothing: %s, signalled %d", result(n), xfsz);
    n = pwrite(fd, text, 8, 6);
    say("pwrite across: %s", result(n));
    n = pwrite(fd, text, 8, 10);
    say("pwrite beyond: %s, signalled %d", result(n), xfsz);
    n = ftruncate(fd, 10);
    say("ftruncate to it: %s", result(n));
    n = ftruncate(fd, 11);
    say("ftruncate beyond: %s, signalled %d", result(n), xfsz);
    lseek(fd, 2, SEEK_SET);
    n = write(fd, text, 4);
    say("again below: %s", result(n));
    int appending = open(arguments[0], O_WRONLY | O_APPEND);
    n = write(appending, text, 1);
    say("appending: %s, signalled %d", result(n), xfsz);
    int ends[2];
    pipe(ends);
    n = write(ends[1], text, 16);
    say("a pipe has no size: %s", result(n));
    struct stat status;
    fstat(fd, &status);
    say("size %d", (int)status.st_size);
    signal(SIGXFSZ, SIG_IGN);
    n = write(appending, text, 1);
    say("ignored: %s", result(n));
    signal(SIGXFSZ, SIG_DFL);
    write(appending, text, 1);
    return 9;
}

static int processor(char **arguments) {
    (void)arguments;
    signal(SIGXCPU, handler);
    set(RLIMIT_CPU, 1, 2);
    volatile unsigned long work = 0;
    while (xcpu == 0) work++;
    say("XCPU came");
    for (;;) work++;
    return 0;
}

static int processor_default(char **arguments) {
    (void)arguments;
    set(RLIMIT_CPU, 1, RLIM_INFINITY);
    for (volatile unsigned long work = 0;; work++) continue;
    return 0;
}

static int memory(char **arguments) {
    (void)arguments;
    enum { MEGABYTE = 1 << 20 };
    set(RLIMIT_AS, 64 * MEGABYTE, 64 * MEGABYTE);
    void *volatile large = malloc(100 * MEGABYTE);
    int error = errno;
    say("100 MB: %d %s", large == NULL, strerror(error));
    char *volatile small = malloc(MEGABYTE);
    say("1 MB: %d", small != NULL);
    if (small) memset(small, 1, MEGABYTE);
    int blocks = 0;
    while (blocks < 1000 && (small = malloc(MEGABYTE)) != NULL) {
        memset(small, 1, MEGABYTE);
        blocks++;
    }
    say("then some, but no more than allowed: %d", blocks > 10 && blocks < 64);
    return 0;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"shows", shows}, {"settings", settings}, {"files", files}, {"sizes", sizes}, {"processor", processor},
        {"processor_default", processor_default}, {"memory", memory}, {NULL, NULL}};
    play(argc, argv, roles);
    signal(SIGXFSZ, SIG_DFL);
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    say("settings: %s", ending(spawn("settings", NULL)));
    say("descriptors: %s", ending(spawn("files", NULL)));
    char path[] = "/tmp/limitsXXXXXX";
    close(mkstemp(path));
    say("file size: %s", ending(spawn("sizes", path)));
    unlink(path);
    say("CPU time: %s", ending(spawn("processor", NULL)));
    say("by default: %s", ending(spawn("processor_default", NULL)));
    say("memory: %s", ending(spawn("memory", NULL)));
    return 0;
}
