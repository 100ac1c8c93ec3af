// SPDX-License-Identifier: Apache-2.0
// The same small jobs natively and in wsh, to compare. Prints "name ns_per_op" lines.
// Usage: bench [-s SCALE] [-d DIRECTORY] [-t TRUE] [NAME...]
//   SCALE multiplies the number of turns (default 1, may be 0.1); DIRECTORY is where files are made (default /tmp);
//   TRUE is the program that spawn runs (default: this one, which then does nothing); NAMEs choose jobs (default: all).
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char *self, *true_program;
static const char *directory = "/tmp";
static char path[4096];
static char block[65536];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/** Starts ourselves as `what`, with these as stdin and stdout. */
static pid_t start(char *what, int in, int out, int close_one, int close_two) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    if (close_one >= 0) posix_spawn_file_actions_addclose(&actions, close_one);
    if (close_two >= 0) posix_spawn_file_actions_addclose(&actions, close_two);
    char *argv[] = {self, what, NULL};
    pid_t pid;
    if (posix_spawn(&pid, self, &actions, NULL, argv, environ) != 0) die("spawn");
    posix_spawn_file_actions_destroy(&actions);
    return pid;
}

static void echo(void) { // the child of pipe_round_trip
    char byte;
    while (read(0, &byte, 1) == 1)
        if (write(1, &byte, 1) != 1) break;
}

static void sink(void) { // the child of pipe_bandwidth
    while (read(0, block, sizeof block) > 0) continue;
}

// The jobs: each does its thing n times.

static void bench_getppid(long n) {
    for (; n > 0; n--) getppid();
}

static void bench_compute(long n) { // 1000 turns of a multiply-xor hash: no system call
    unsigned long long hash = 14695981039346656037ull;
    for (; n > 0; n--)
        for (int i = 0; i < 1000; i++) hash = (hash ^ (hash >> 29 ^ (unsigned)i)) * 1099511628211ull;
    if (hash == 0) puts(""); // it is used
}

static void bench_pipe_round_trip(long n) {
    int to[2], from[2];
    char byte = 'x';
    if (pipe(to) < 0 || pipe(from) < 0) die("pipe");
    fcntl(to[1], F_SETFD, FD_CLOEXEC), fcntl(from[0], F_SETFD, FD_CLOEXEC);
    pid_t pid = start("--echo", to[0], from[1], -1, -1);
    close(to[0]), close(from[1]);
    for (; n > 0; n--)
        if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1) die("round trip");
    close(to[1]), close(from[0]);
    waitpid(pid, NULL, 0);
}

static void bench_pipe_64k(long n) {
    int to[2];
    if (pipe(to) < 0) die("pipe");
    fcntl(to[1], F_SETFD, FD_CLOEXEC);
    pid_t pid = start("--sink", to[0], 2, -1, -1);
    close(to[0]);
    for (; n > 0; n--)
        for (size_t done = 0; done < sizeof block;) {
            ssize_t written = write(to[1], block + done, sizeof block - done);
            if (written < 0) die("write");
            done += (size_t)written;
        }
    close(to[1]);
    waitpid(pid, NULL, 0);
}

/** Both ends of a TCP connection over loopback. */
static void connection(int ends[2]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int door = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(door, (struct sockaddr *)&address, size) < 0 || listen(door, 1) < 0 || getsockname(door, (struct sockaddr *)&address, &size) < 0
        || connect(ends[0], (struct sockaddr *)&address, size) < 0)
        die("connection");
    ends[1] = accept(door, NULL, NULL);
    close(door);
    setsockopt(ends[0], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(ends[1], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
}

static void bench_tcp_round_trip(long n) {
    int ends[2];
    char byte = 'x';
    connection(ends);
    pid_t pid = start("--echo", ends[1], ends[1], ends[1], -1);
    close(ends[1]);
    for (; n > 0; n--)
        if (write(ends[0], &byte, 1) != 1 || read(ends[0], &byte, 1) != 1) die("round trip");
    close(ends[0]);
    waitpid(pid, NULL, 0);
}

static void bench_tcp_64k(long n) {
    int ends[2];
    connection(ends);
    pid_t pid = start("--sink", ends[1], 2, ends[1], -1);
    close(ends[1]);
    for (; n > 0; n--)
        for (size_t done = 0; done < sizeof block;) {
            ssize_t written = write(ends[0], block + done, sizeof block - done);
            if (written < 0) die("write");
            done += (size_t)written;
        }
    close(ends[0]);
    waitpid(pid, NULL, 0);
}

static void bench_poll_1000(long n) { // a thousand descriptors, all of which become readable
    enum { WATCHED = 1000 };
    static struct pollfd fds[WATCHED];
    int ends[2];
    char byte = 'x';
    struct rlimit many = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &many);
    if (pipe(ends) < 0) die("pipe");
    for (int i = 0; i < WATCHED; i++) {
        fds[i] = (struct pollfd){i < WATCHED - 1 ? dup(ends[0]) : ends[0], POLLIN, 0};
        if (fds[i].fd < 0) die("dup");
    }
    for (; n > 0; n--)
        if (write(ends[1], &byte, 1) != 1 || poll(fds, WATCHED, -1) != WATCHED || read(ends[0], &byte, 1) != 1) die("poll");
    for (int i = 0; i < WATCHED; i++) close(fds[i].fd);
    close(ends[1]);
}

static void bench_spawn_wait(long n) {
    char *argv[] = {true_program, true_program == self ? "--true" : NULL, NULL};
    for (; n > 0; n--) {
        pid_t pid;
        int status;
        if (posix_spawn(&pid, true_program, NULL, NULL, argv, environ) != 0) die("spawn");
        if (waitpid(pid, &status, 0) != pid || status != 0) die("wait");
    }
}

static void bench_file_cycle(long n) { // create, write 1 KiB, close, stat, unlink
    struct stat st;
    for (; n > 0; n--) {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd < 0 || write(fd, block, 1024) != 1024 || close(fd) < 0 || stat(path, &st) < 0 || unlink(path) < 0) die(path);
    }
}

static void bench_create_unlink(long n) {
    for (; n > 0; n--) {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd < 0 || close(fd) < 0 || unlink(path) < 0) die(path);
    }
}

static void bench_readdir_10000(long n) { // a whole directory
    enum { ENTRIES = 10000 };
    char name[sizeof path + 16];
    if (mkdir(path, 0700) < 0) die(path);
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(name, sizeof name, "%s/entry%d", path, i);
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (fd < 0 || close(fd) < 0) die(name);
    }
    for (; n > 0; n--) {
        int seen = 0;
        DIR *dir = opendir(path);
        if (dir == NULL) die(path);
        while (readdir(dir) != NULL) seen++;
        if (seen != ENTRIES + 2) die("readdir");
        closedir(dir);
    }
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(name, sizeof name, "%s/entry%d", path, i);
        unlink(name);
    }
    rmdir(path);
}

static void make_file(void) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, block, sizeof block) != sizeof block || close(fd) < 0) die(path);
}

static void bench_open_close(long n) {
    make_file();
    for (; n > 0; n--) {
        int fd = open(path, O_RDONLY);
        if (fd < 0 || close(fd) < 0) die(path);
    }
    unlink(path);
}

static void bench_stat(long n) {
    struct stat st;
    make_file();
    for (; n > 0; n--)
        if (stat(path, &st) < 0) die(path);
    unlink(path);
}

static void bench_read_1(long n) {
    char byte;
    make_file();
    int fd = open(path, O_RDONLY);
    for (; n > 0; n--)
        if (read(fd, &byte, 1) != 1) lseek(fd, 0, SEEK_SET);
    close(fd);
    unlink(path);
}

static void bench_read_64k(long n) {
    make_file();
    int fd = open(path, O_RDONLY);
    for (; n > 0; n--)
        if (pread(fd, block, sizeof block, 0) != sizeof block) die(path);
    close(fd);
    unlink(path);
}

static void bench_write_64k(long n) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (; n > 0; n--)
        if (pwrite(fd, block, sizeof block, 0) != sizeof block) die(path);
    close(fd);
    unlink(path);
}

static void bench_malloc(long n) {
    for (; n > 0; n--) {
        volatile char *memory = malloc((size_t)(n & 1023) + 1);
        if (memory == NULL) die("malloc");
        *memory = 1;
        free((void *)memory);
    }
}

static volatile sig_atomic_t caught;

static void count(int sig) {
    caught += sig != 0;
}

static void bench_signal(long n) { // raise and handle
    signal(SIGUSR1, count);
    for (; n > 0; n--) raise(SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
}

static const struct {
    const char *name;
    void (*run)(long n);
    long turns;
} jobs[] = {
    {"getppid", bench_getppid, 1000000}, {"compute_1000", bench_compute, 20000}, {"pipe_round_trip", bench_pipe_round_trip, 20000},
    {"pipe_64k", bench_pipe_64k, 10000}, {"tcp_round_trip", bench_tcp_round_trip, 20000}, {"tcp_64k", bench_tcp_64k, 10000}, {"poll_1000", bench_poll_1000, 10000}, {"spawn_wait", bench_spawn_wait, 500}, {"file_cycle", bench_file_cycle, 20000},
    {"create_unlink", bench_create_unlink, 50000}, {"readdir_10000", bench_readdir_10000, 200},
    {"open_close", bench_open_close, 100000}, {"stat", bench_stat, 200000}, {"read_1", bench_read_1, 500000},
    {"read_64k", bench_read_64k, 20000}, {"write_64k", bench_write_64k, 20000}, {"malloc_free", bench_malloc, 2000000},
    {"signal", bench_signal, 100000}};
enum { JOBS = sizeof jobs / sizeof *jobs };

static int wanted(const char *name, char **names) {
    if (*names == NULL) return 1;
    for (; *names; names++)
        if (strcmp(*names, name) == 0) return 1;
    return 0;
}

int main(int argc, char **argv) {
    double scale = 1;
    self = true_program = argv[0];
    if (argc > 1 && strcmp(argv[1], "--echo") == 0) return echo(), 0;
    if (argc > 1 && strcmp(argv[1], "--sink") == 0) return sink(), 0;
    if (argc > 1 && strcmp(argv[1], "--true") == 0) return 0;
    for (int option; (option = getopt(argc, argv, "s:d:t:")) != -1;) {
        switch (option) {
        case 's': scale = atof(optarg); break;
        case 'd': directory = optarg; break;
        case 't': true_program = optarg; break;
        default: fprintf(stderr, "Usage: bench [-s SCALE] [-d DIRECTORY] [-t TRUE] [NAME...]\n"); return 2;
        }
    }
    snprintf(path, sizeof path, "%s/bench.%d", directory, (int)getpid());
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < JOBS; i++) {
        if (!wanted(jobs[i].name, argv + optind)) continue;
        long turns = (long)((double)jobs[i].turns * scale);
        if (turns < 1) turns = 1;
        jobs[i].run(turns / 10 + 1); // warm up
        double before = now();
        jobs[i].run(turns);
        printf("%s %.1f\n", jobs[i].name, (now() - before) / (double)turns);
        fflush(stdout);
    }
    return 0;
}
