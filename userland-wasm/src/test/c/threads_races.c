// SPDX-License-Identifier: Apache-2.0
// wasm only. A race of everything that can: forks, pipes, threads, signals, timers, random numbers. What it prints depends on who ran when,
// so a deterministic machine prints the same each time, and another does not.
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNNERS = 4, LAPS = 12, THREADS = 3 };

static volatile int alarms, users, children;
static volatile unsigned work; // how far this process is

static void counts(int sig) {
    if (sig == SIGUSR1) users++;
    if (sig == SIGCHLD) children++;
    if (sig == SIGALRM || sig == SIGVTALRM) alarms++;
}

static void handle(int sig) {
    struct sigaction action = {.sa_handler = counts, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(sig, &action, NULL);
}

/** A line at once, so that lines of several processes mix but never tear. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
    char line[160];
    va_list list;
    va_start(list, format);
    int length = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    write(1, line, (size_t)length);
}

static unsigned dice(unsigned sides) {
    unsigned value;
    getentropy(&value, sizeof value);
    return value % sides;
}

static void compute(unsigned turns) {
    for (unsigned i = 0; i < turns; i++) work = work * 1664525 + 1013904223;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// Runners: processes in a ring of pipes, each with a baton.

static void run(int number, int from, int to, pid_t rival) {
    struct itimerval often = {.it_interval = {.tv_usec = 1000}, .it_value = {.tv_usec = 1000}};
    setitimer(number & 1 ? ITIMER_REAL : ITIMER_VIRTUAL, &often, NULL);
    unsigned char baton = (unsigned char)(number * 16);
    for (int lap = 0; lap < LAPS; lap++) {
        compute(dice(120000));
        write(to, &baton, 1);
        if (rival && dice(3) == 0) kill(rival, SIGUSR1);
        while (read(from, &baton, 1) < 0 && errno == EINTR) {}
        if (lap % 4 == 3) say("runner %d: lap %d baton %d, %d alarms %d signals\n", number, lap, baton, alarms, users);
        baton++;
    }
}

static void ring(void) {
    int pipes[RUNNERS][2];
    pid_t before = 0;
    for (int i = 0; i < RUNNERS; i++) pipe(pipes[i]);
    for (int i = 0; i < RUNNERS; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            run(i, pipes[i][0], pipes[(i + 1) % RUNNERS][1], before);
            _exit(alarms + users);
        }
        before = pid;
    }
    for (int i = 0; i < RUNNERS; i++) {
        int status;
        pid_t pid = wait(&status);
        say("%d of pid %+d\n", status >> 8, (int)(pid - before));
    }
    for (int i = 0; i < RUNNERS; i++) close(pipes[i][0]), close(pipes[i][1]);
}

// Threads: a lock, a condition, forks beside them, and lost updates.

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int queue, lost;

static void *takes(void *name) {
    for (int i = 0; i < 20; i++) {
        pthread_mutex_lock(&mutex);
        while (queue == 0) pthread_cond_wait(&changed, &mutex);
        queue--;
        pthread_mutex_unlock(&mutex);
        int seen = lost;
        compute(dice(100000));
        lost = seen + 1;
        if (i % 7 == 6) say("thread %s: %d, queue %d\n", (const char *)name, lost, queue);
        if (i % 10 == 9) {
            pid_t pid = fork();
            if (pid == 0) _exit(lost);
            int status;
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
            say("child of thread %s saw %d\n", (const char *)name, status >> 8);
        }
    }
    return NULL;
}

static void threads(void) {
    pthread_t made[THREADS];
    const char *names[] = {"a", "b", "c"};
    struct itimerval often = {.it_interval = {.tv_usec = 1500}, .it_value = {.tv_usec = 700}};
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = 0; i < THREADS; i++) pthread_create(&made[i], NULL, takes, (void *)names[i]);
    for (int i = 0; i < 20 * THREADS; i++) {
        pthread_mutex_lock(&mutex);
        queue++;
        pthread_cond_signal(&changed);
        pthread_mutex_unlock(&mutex);
        if (i % 8 == 0) pthread_kill(made[dice(THREADS)], SIGUSR1);
        if (i % 16 == 0) usleep(dice(2000));
    }
    for (int i = 0; i < THREADS; i++) pthread_join(made[i], NULL);
    memset(&often, 0, sizeof often);
    setitimer(ITIMER_REAL, &often, NULL);
    say("lost %d of %d, %d alarms, %d signals\n", 20 * THREADS - lost, 20 * THREADS, alarms, users);
}

// poll with a deadline against children that write when they like.

static void polls(void) {
    int ends[2], byte = 0, late = 0, read_ones = 0;
    pipe(ends);
    pid_t pid = fork();
    if (pid == 0) {
        for (int i = 0; i < 10; i++) {
            usleep(dice(3000));
            write(ends[1], "x", 1);
        }
        _exit(0);
    }
    close(ends[1]);
    long long start = now();
    struct pollfd one = {.fd = ends[0], .events = POLLIN};
    while (1) {
        int ready = poll(&one, 1, 1);
        if (ready == 0) late++;
        else if (ready > 0) {
            if (read(ends[0], &byte, 1) <= 0) break;
            read_ones++;
        }
    }
    waitpid(pid, NULL, 0);
    close(ends[0]);
    say("poll: %d late, %d read, %lld ns\n", late, read_ones, now() - start);
}

int main(void) {
    handle(SIGALRM);
    handle(SIGVTALRM);
    handle(SIGUSR1);
    handle(SIGCHLD);
    say("seeded %08x\n", dice(-1u));
    ring();
    threads();
    polls();
    say("%d children, work %u\n", children, work);
    return 0;
}
