// SPDX-License-Identifier: Apache-2.0
// What the programs about threads share, beside suite.h.
#ifndef THREADS_H
#define THREADS_H
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include "suite.h"

__attribute__((unused)) static pthread_t start(void *(*function)(void *), void *argument) {
    pthread_t thread;
    int error = pthread_create(&thread, NULL, function, argument);
    if (error) say("pthread_create: %s", strerror(error));
    return thread;
}

/** What a joined thread returned. */
__attribute__((unused)) static long joined(pthread_t thread) {
    void *value = NULL;
    int error = pthread_join(thread, &value);
    return error ? -error : (long)value;
}

/** A place where threads tell each other how far they are. */
struct gate {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int at;
};
#define GATE {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0}

__attribute__((unused)) static void reach(struct gate *gate, int at) {
    pthread_mutex_lock(&gate->mutex);
    gate->at = at;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->mutex);
}

__attribute__((unused)) static void await(struct gate *gate, int at) {
    pthread_mutex_lock(&gate->mutex);
    while (gate->at < at) pthread_cond_wait(&gate->changed, &gate->mutex);
    pthread_mutex_unlock(&gate->mutex);
}

/** Until the thread sleeps whose number is there, or will be once it runs (0 meanwhile). */
__attribute__((unused)) static void await_asleep(volatile pid_t *thread) {
    char path[64], line[256];
    for (char state = 0; state != 'S'; nap()) {
        snprintf(path, sizeof path, "/proc/self/task/%d/stat", (int)*thread);
        int fd = *thread ? open(path, O_RDONLY) : -1;
        if (fd < 0) continue;
        ssize_t n = read(fd, line, sizeof line - 1);
        close(fd);
        line[n > 0 ? n : 0] = '\0';
        char *name_end = strrchr(line, ')');
        if (name_end) state = name_end[2];
    }
}

/** A time in so many ms. */
__attribute__((unused)) static struct timespec in(clockid_t clock, long ms) {
    struct timespec time;
    clock_gettime(clock, &time);
    long long ns = time.tv_nsec + ms * 1000000LL;
    time.tv_sec += ns / 1000000000;
    time.tv_nsec = ns % 1000000000;
    return time;
}
#endif
