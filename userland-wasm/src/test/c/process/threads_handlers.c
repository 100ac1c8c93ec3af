// SPDX-License-Identifier: Apache-2.0
// A handler that interrupts a thread which waits for another may fork, as anywhere: the parent's wait goes on, and the child is where its thread was.

#include "threads.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t sem, forked;
static int go;
static pid_t parent, child;
static volatile pid_t waiter;

static void forks(int sig) {
    (void)sig;
    child = fork();
    if (child == 0) _exit(7);
    sem_post(&forked);
}

/** The child goes on with what its parent's thread waits for. */
static void forks_and_goes_on(int sig) {
    (void)sig;
    child = fork();
    sem_post(child == 0 ? &sem : &forked);
}

static void in_child(int status) {
    if (getpid() != parent) _exit(status);
}

static void begins(void) {
    waiter = gettid();
}

static void *waits_for_a_condition(void *argument) {
    begins();
    pthread_mutex_lock(&mutex);
    while (!go) pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    return argument;
}

static void *waits_for_a_semaphore(void *argument) {
    begins();
    while (sem_wait(&sem) < 0) {}
    in_child(9);
    return argument;
}

static void *waits_for_a_mutex(void *argument) {
    begins();
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return argument;
}

static void *waits_at_a_barrier(void *argument) {
    begins();
    pthread_barrier_wait(&barrier);
    return argument;
}

static void *joins(void *argument) {
    begins();
    return (void *)joined(*(pthread_t *)argument);
}

/** Interrupts a thread that waits in `function`, whose handler forks. */
static pthread_t interrupt(const char *where, void *(*function)(void *), void *argument, int times) {
    waiter = 0;
    go = 0;
    pthread_t thread = start(function, argument);
    await_asleep(&waiter);
    for (int i = 0; i < times; i++) {
        pthread_kill(thread, SIGUSR1);
        while (sem_wait(&forked) < 0) {}
        await_asleep(&waiter);
        say("%s, the child: %s", where, ending(child));
    }
    return thread;
}

static void let_go(void) {
    pthread_mutex_lock(&mutex);
    go = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static void the_child_ends(void) {
    set_action(SIGUSR1, forks, SA_RESTART);
    pthread_t thread = interrupt("condition", waits_for_a_condition, (void *)1, 2);
    let_go();
    say("its parent goes on: %ld", joined(thread));
    thread = interrupt("semaphore", waits_for_a_semaphore, (void *)2, 2);
    sem_post(&sem);
    say("its parent goes on: %ld", joined(thread));
    pthread_mutex_lock(&mutex);
    thread = interrupt("mutex", waits_for_a_mutex, (void *)3, 2);
    pthread_mutex_unlock(&mutex);
    say("its parent goes on: %ld", joined(thread));
    pthread_barrier_init(&barrier, NULL, 2);
    thread = interrupt("barrier", waits_at_a_barrier, (void *)4, 2);
    pthread_barrier_wait(&barrier);
    say("its parent goes on: %ld", joined(thread));
    pthread_t long_one = start(waits_for_a_semaphore, (void *)5);
    thread = interrupt("join", joins, &long_one, 2);
    sem_post(&sem);
    say("its parent goes on: %ld", joined(thread));
}

static void the_child_goes_on(void) {
    set_action(SIGUSR1, forks_and_goes_on, SA_RESTART);
    pthread_t thread = interrupt("semaphore, going on", waits_for_a_semaphore, (void *)2, 1);
    sem_post(&sem);
    say("its parent goes on: %ld", joined(thread));
}

int main(void) {
    parent = getpid();
    sem_init(&sem, 0, 0);
    sem_init(&forked, 0, 0);
    the_child_ends();
    the_child_goes_on();
    return 0;
}
