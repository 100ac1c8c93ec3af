// SPDX-License-Identifier: Apache-2.0
// wasm only. What a guest can do for ever, or for very long: its first argument says which, the second how many MiB of memory some of it takes. It says "busy" first.
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wasi/api.h>
#ifdef _REENTRANT
#include <pthread.h>
#endif

static size_t size = 64 << 20;
static char *memory;
static volatile long counted;

static void begin(void) {
    if (write(1, "busy\n", 5) != 5) exit(3);
}

static void take_memory(void) {
    memory = malloc(size);
    if (memory == NULL) exit(2);
    memset(memory, 1, size);
}

// Computing.

static void spin(void) {
    begin();
    for (;;) counted++;
}

__attribute__((noinline)) static long fibonacci(int n) {
    counted++;
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static void calls(void) {
    begin();
    for (;;) fibonacci(60);
}

__attribute__((noinline)) static int down(int levels) {
    volatile int here = levels;
    return levels == 0 ? 0 : down(levels - 1) + here;
}

static void recursion(void) {
    begin();
    for (;;) counted += down(400);
}

static void fill(void) {
    take_memory();
    begin();
    for (;;) memset(memory, (int)counted++, size);
}

static void copy(void) {
    take_memory();
    begin();
    for (;;) {
        memmove(memory + 1, memory, size - 1);
        memmove(memory, memory + 1, size - 1);
    }
}

static void small_copies(void) {
    take_memory();
    begin();
    for (;;) {
        for (size_t at = 0; at + 8192 < size; at += 4096) memcpy(memory + at, memory + at + 4096, 4000);
    }
}

static void grow(void) {
    begin();
    for (;;) {
        void *more = malloc(1 << 20);
        if (more != NULL) memset(more, 1, 1 << 20);
    }
}

// Calls that move much: one buffer a thousand times.

static void read_much(void) {
    take_memory();
    struct iovec pieces[1024];
    for (int i = 0; i < 1024; i++) pieces[i] = (struct iovec){memory, size};
    int zeros = open("/dev/zero", O_RDONLY);
    begin();
    for (;;) counted += readv(zeros, pieces, 1024);
}

static void write_much(void) {
    take_memory();
    int file = open("much", O_RDWR | O_CREAT, 0600);
    begin();
    for (;;) {
        counted += pwrite(file, memory, size, 0);
        counted += pread(file, memory, size, 0);
    }
}

static void randomness(void) {
    take_memory();
    begin();
    for (;;) counted += __wasi_random_get((uint8_t *)memory, size);
}

static void getpid_for_ever(void) {
    begin();
    for (;;) counted += getpid() + getppid();
}

static void files(void) {
    begin();
    for (;;) {
        close(open("little", O_RDWR | O_CREAT, 0600));
        unlink("little");
    }
}

// Waiting.

static void read_pipe(void) {
    int ends[2];
    char byte;
    pipe(ends);
    begin();
    read(ends[0], &byte, 1);
}

static void write_pipe(void) {
    int ends[2];
    static char bytes[200000];
    pipe(ends);
    begin();
    write(ends[1], bytes, sizeof bytes);
}

static int listener(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1) != 0) exit(2);
    return fd;
}

static void poll_pipe(void) {
    int ends[2];
    pipe(ends);
    struct pollfd one = {.fd = ends[0], .events = POLLIN};
    begin();
    poll(&one, 1, -1);
}

static void poll_clock_and_pipe(void) {
    int ends[2];
    pipe(ends);
    __wasi_event_t events[2];
    size_t count;
    __wasi_subscription_t far = {.u.tag = __WASI_EVENTTYPE_CLOCK, .u.u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = 1000000000000000}};
    __wasi_subscription_t readable = {.u.tag = __WASI_EVENTTYPE_FD_READ, .u.u.fd_read = {.file_descriptor = ends[0]}};
    begin();
    (void)__wasi_poll_oneoff((__wasi_subscription_t[]){far, readable}, events, 2, &count);
}

static void poll_sockets(void) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) exit(2);
    struct pollfd both[2] = {{.fd = listener(), .events = POLLIN}, {.fd = pair[0], .events = POLLIN}};
    begin();
    poll(both, 2, 1000000000);
}

static void select_pipe(void) {
    int ends[2];
    fd_set set;
    pipe(ends);
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    begin();
    select(ends[0] + 1, &set, NULL, NULL, NULL);
}

static void epoll(void) {
    int ends[2];
    pipe(ends);
    int watch = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = ends[0]};
    epoll_ctl(watch, EPOLL_CTL_ADD, ends[0], &event);
    begin();
    epoll_wait(watch, &event, 1, -1);
}

static void fifo(void) {
    mkfifo("nobody", 0600);
    begin();
    open("nobody", O_RDONLY);
}

static void far_clock(void) {
    struct timespec far = {.tv_sec = 1000000};
    begin();
    nanosleep(&far, NULL);
}

static void child(void) {
    pid_t pid = fork();
    if (pid == 0) {
        pause();
        _exit(0);
    }
    begin();
    waitpid(pid, NULL, 0);
}

static void pause_for_ever(void) {
    begin();
    pause();
}

static void wait_for_signal(void) {
    sigset_t set;
    int signal;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    begin();
    sigwait(&set, &signal);
}

static void accept_nobody(void) {
    int fd = listener();
    begin();
    accept(fd, NULL, NULL);
}

static void receive(void) {
    int pair[2];
    char byte;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) exit(2);
    begin();
    recv(pair[0], &byte, 1, 0);
}

static void send_much(void) {
    int pair[2];
    static char bytes[1 << 20];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) exit(2);
    begin();
    send(pair[0], bytes, sizeof bytes, 0);
}

static void datagram(void) {
    char byte;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) exit(2);
    begin();
    recvfrom(fd, &byte, 1, 0, NULL, NULL);
}

// Signals that it would rather not have.

static void ignore(int signal) {
    counted += signal;
}

static void deaf(void) {
    for (int signal = 1; signal < 32; signal++) sigaction(signal, &(struct sigaction){.sa_handler = ignore, .sa_flags = SA_RESTART}, NULL);
    spin();
}

static void many_signals(void) {
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = ignore}, NULL);
    struct itimerval often = {{0, 100}, {0, 100}};
    setitimer(ITIMER_REAL, &often, NULL);
    begin();
    for (;;) pause();
}

#ifdef _REENTRANT
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;

static void *waits(void *argument) {
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&never, &lock);
    return argument;
}

static void *spins(void *argument) {
    for (;;) counted++;
    return argument;
}

static pthread_t start(void *(*function)(void *)) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, function, NULL) != 0) exit(2);
    return thread;
}

static void condition(void) {
    begin();
    waits(NULL);
}

static void mutex(void) {
    pthread_mutex_lock(&lock);
    begin();
    pthread_mutex_lock(&lock);
}

static void join(void) {
    pthread_t other = start(waits);
    begin();
    pthread_join(other, NULL);
}

static void threads(void) {
    for (int i = 0; i < 8; i++) start(i % 2 ? spins : waits);
    spin();
}

static void compare_for_ever(void) {
    static _Atomic int word;
    begin();
    for (;;) {
        int zero = 1;
        while (!__atomic_compare_exchange_n((int *)&word, &zero, 2, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) zero = 1;
    }
}
#endif

static const struct {
    const char *name;
    void (*run)(void);
} ways[] = {
    {"spin", spin}, {"calls", calls}, {"recursion", recursion}, {"fill", fill}, {"copy", copy}, {"small-copies", small_copies}, {"grow", grow},
    {"read-much", read_much}, {"write-much", write_much}, {"random", randomness}, {"getpid", getpid_for_ever}, {"files", files},
    {"read", read_pipe}, {"write", write_pipe}, {"poll", poll_pipe}, {"poll-clock", poll_clock_and_pipe}, {"poll-sockets", poll_sockets},
    {"select", select_pipe}, {"epoll", epoll}, {"fifo", fifo}, {"sleep", far_clock},
    {"wait", child}, {"pause", pause_for_ever}, {"sigwait", wait_for_signal}, {"accept", accept_nobody}, {"receive", receive}, {"send", send_much},
    {"datagram", datagram}, {"deaf", deaf}, {"signals", many_signals},
#ifdef _REENTRANT
    {"condition", condition}, {"mutex", mutex}, {"join", join}, {"threads", threads}, {"compare", compare_for_ever},
#endif
};

// Without arguments: the names.
int main(int argc, char **argv) {
    if (argc > 2) size = (size_t)atoi(argv[2]) << 20;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (argc < 2) puts(ways[i].name);
        else if (strcmp(argv[1], ways[i].name) == 0) ways[i].run();
    }
    return argc < 2 ? 0 : 1;
}
