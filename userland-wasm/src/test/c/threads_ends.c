// SPDX-License-Identifier: Apache-2.0
// wasm only. Threads that come to bad ends, that are too many, that race: its argument says which.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void *stays(void *argument) {
    while (1) pause();
    return argument;
}

static void *spins(void *argument) {
    for (volatile int i = 0;; i++) {}
    return argument;
}

static pthread_t start(void *(*function)(void *), void *argument) {
    pthread_t thread;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 16384);
    return pthread_create(&thread, &small, function, argument) == 0 ? thread : NULL;
}

__attribute__((noinline)) static void falls(int depth) {
    if (depth == 0) __builtin_trap();
    falls(depth - 1);
    puts("survived");
}

static void *traps(void *argument) {
    falls(3);
    return argument;
}


static volatile int level;
__attribute__((noinline)) static int without_stack(int n) {
    level = n;
    return n < 0 ? 0 : without_stack(n + 1) + level;
}

static void *recurses(void *argument) {
    return (void *)(long)without_stack(argument != NULL);
}

/** As many as there can be. */
static int many(void) {
    int count = 0;
    while (count < 100000 && start(stays, NULL)) count++;
    printf("%d\n", count);
    return 0;
}

static void *makes_more(void *argument) {
    while (start(makes_more, NULL)) {}
    return argument;
}

/** Each makes as many as it can. */
static int bomb(void) {
    makes_more(NULL);
    return stays(NULL) != NULL;
}

// A race: what is printed depends on who runs when.

static int shared;
static volatile int signals;

static void counts(int sig) {
    (void)sig;
    signals++;
}

static void *races(void *argument) {
    char letter = (char)(long)argument;
    for (int i = 0; i < 30; i++) {
        int seen = shared;
        for (volatile int j = 0; j < 20000 * (letter - 'a' + 1); j++) {}
        shared = seen + 1;
        write(1, &letter, 1);
        if (i % 10 == 5) kill(getpid(), SIGUSR1);
        if (i % 10 == 9) usleep(letter);
    }
    return NULL;
}

static void *forks(void *argument) {
    for (int i = 0; i < 3; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            char text[40];
            write(1, text, (size_t)snprintf(text, sizeof text, "<%d>", shared));
            _exit(0);
        }
        waitpid(pid, NULL, 0);
    }
    return argument;
}

static int race(void) {
    pthread_t threads[5];
    signal(SIGUSR1, counts);
    for (long i = 0; i < 4; i++) threads[i] = start(races, (void *)('a' + i));
    threads[4] = start(forks, NULL);
    for (int i = 0; i < 5; i++) pthread_join(threads[i], NULL);
    printf("\nshared %d, signals %d\n", shared, signals);
    return 0;
}

int main(int argc, char **argv) {
    const char *how = argc > 1 ? argv[1] : "";
    if (strcmp(how, "many") == 0) return many();
    if (strcmp(how, "bomb") == 0) return bomb();
    if (strcmp(how, "race") == 0) return race();
    start(stays, NULL);
    start(spins, NULL);
    puts(how);
    fflush(stdout);
    if (strcmp(how, "trap") == 0) start(traps, NULL);
    if (strcmp(how, "recursion") == 0) start(recurses, NULL);
    if (strcmp(how, "main") == 0) traps(NULL);
    return stays(NULL) != NULL;
}
