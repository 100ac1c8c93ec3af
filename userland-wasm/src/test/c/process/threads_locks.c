// SPDX-License-Identifier: Apache-2.0
// Mutexes of each kind, condition variables, read-write locks, barriers, semaphores, spin locks.

#include "threads.h"

static struct gate gate = GATE;

static pthread_mutex_t mutex_of(int type) {
    pthread_mutexattr_t attr;
    pthread_mutex_t mutex;
    int got;
    pthread_mutexattr_init(&attr);
    pthread_mutexattr_settype(&attr, type);
    pthread_mutexattr_gettype(&attr, &got);
    if (got != type) say("type is %d", got);
    pthread_mutex_init(&mutex, &attr);
    pthread_mutexattr_destroy(&attr);
    return mutex;
}

static void *tries(void *mutex) {
    int error = pthread_mutex_trylock(mutex);
    if (error == 0) pthread_mutex_unlock(mutex);
    return (void *)(long)error;
}

static const char *tried_by_another(void *mutex) {
    return error_text((int)joined(start(tries, mutex)));
}

static void *unlocks(void *mutex) {
    return (void *)(long)pthread_mutex_unlock(mutex);
}

static void mutexes(void) {
    pthread_mutexattr_t attr;
    pthread_mutexattr_init(&attr);
    say("no such type: %s", strerror(pthread_mutexattr_settype(&attr, 99)));
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    say("free: %s", tried_by_another(&mutex));
    say("lock: %s", error_text(pthread_mutex_lock(&mutex)));
    say("taken: %s, by oneself too: %s", tried_by_another(&mutex), error_text(pthread_mutex_trylock(&mutex)));
    struct timespec soon = in(CLOCK_REALTIME, 5), bad = {0, 1000000000};
    say("with a deadline: %s", error_text(pthread_mutex_timedlock(&mutex, &soon)));
    say("bad deadline: %s", error_text(pthread_mutex_timedlock(&mutex, &bad)));
    say("destroy: %s", error_text(pthread_mutex_destroy(&mutex)));
    say("unlock: %s", error_text(pthread_mutex_unlock(&mutex)));
    say("destroy: %s", error_text(pthread_mutex_destroy(&mutex)));

    mutex = mutex_of(PTHREAD_MUTEX_RECURSIVE);
    for (int i = 0; i < 3; i++) say("recursive: %s", error_text(pthread_mutex_lock(&mutex)));
    say("another: %s, unlocks: %s", tried_by_another(&mutex), error_text((int)joined(start(unlocks, &mutex))));
    for (int i = 0; i < 4; i++) {
        say("unlock: %s", error_text(pthread_mutex_unlock(&mutex)));
        say("another: %s", tried_by_another(&mutex));
    }

    mutex = mutex_of(PTHREAD_MUTEX_ERRORCHECK);
    say("unlock a free one: %s", error_text(pthread_mutex_unlock(&mutex)));
    pthread_mutex_lock(&mutex);
    say("lock again: %s, try: %s", error_text(pthread_mutex_lock(&mutex)), error_text(pthread_mutex_trylock(&mutex)));
    say("another unlocks: %s", error_text((int)joined(start(unlocks, &mutex))));
    say("unlock: %s", error_text(pthread_mutex_unlock(&mutex)));
}

// A queue between threads.
enum { ITEMS = 2000, ROOM = 4, WORKERS = 3 };
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t filled, emptied;
    int items[ROOM], count, ended;
} queue = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER, {0}, 0, 0};

static void *produces(void *argument) {
    (void)argument;
    for (int i = 1; i <= ITEMS; i++) {
        pthread_mutex_lock(&queue.mutex);
        while (queue.count == ROOM) pthread_cond_wait(&queue.emptied, &queue.mutex);
        queue.items[queue.count++] = i;
        pthread_cond_signal(&queue.filled);
        pthread_mutex_unlock(&queue.mutex);
    }
    return NULL;
}

static void *consumes(void *argument) {
    (void)argument;
    long sum = 0;
    pthread_mutex_lock(&queue.mutex);
    while (1) {
        while (queue.count == 0 && !queue.ended) pthread_cond_wait(&queue.filled, &queue.mutex);
        if (queue.count == 0) break;
        sum += queue.items[--queue.count];
        pthread_cond_signal(&queue.emptied);
    }
    pthread_mutex_unlock(&queue.mutex);
    return (void *)sum;
}

static void conditions(void) {
    pthread_t workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) workers[i] = start(consumes, NULL);
    joined(start(produces, NULL));
    pthread_mutex_lock(&queue.mutex);
    queue.ended = 1;
    pthread_cond_broadcast(&queue.filled);
    pthread_mutex_unlock(&queue.mutex);
    long sum = 0;
    for (int i = 0; i < WORKERS; i++) sum += joined(workers[i]);
    say("through the queue: %ld", sum);

    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
    pthread_mutex_lock(&mutex);
    struct timespec soon = in(CLOCK_REALTIME, 5), past = {1, 0}, bad = {0, -1};
    say("nobody signals: %s", error_text(pthread_cond_timedwait(&cond, &mutex, &soon)));
    say("a time that is past: %s", error_text(pthread_cond_timedwait(&cond, &mutex, &past)));
    say("bad time: %s", error_text(pthread_cond_timedwait(&cond, &mutex, &bad)));
    say("the mutex is held: %s", tried_by_another(&mutex));
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    say("clock: %s, bad one: %s", error_text(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC)), error_text(pthread_condattr_setclock(&attr, CLOCK_PROCESS_CPUTIME_ID)));
    pthread_cond_t monotonic;
    pthread_cond_init(&monotonic, &attr);
    soon = in(CLOCK_MONOTONIC, 5);
    say("by the other clock: %s", error_text(pthread_cond_timedwait(&monotonic, &mutex, &soon)));
    say("destroy: %s %s", error_text(pthread_cond_destroy(&monotonic)), error_text(pthread_cond_destroy(&cond)));
    pthread_mutex_unlock(&mutex);
}

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

static void *reads(void *argument) {
    (void)argument;
    int error = pthread_rwlock_tryrdlock(&rwlock);
    if (error == 0) pthread_rwlock_unlock(&rwlock);
    return (void *)(long)error;
}

static void *writes(void *argument) {
    (void)argument;
    int error = pthread_rwlock_trywrlock(&rwlock);
    if (error == 0) pthread_rwlock_unlock(&rwlock);
    return (void *)(long)error;
}

static long written;

static void *waits_to_write(void *argument) {
    for (int i = 0; i < 200; i++) {
        pthread_rwlock_wrlock(&rwlock);
        written += (long)argument;
        pthread_rwlock_unlock(&rwlock);
        pthread_rwlock_rdlock(&rwlock);
        pthread_rwlock_unlock(&rwlock);
    }
    return NULL;
}

static void rwlocks(void) {
    say("read: %s", error_text(pthread_rwlock_rdlock(&rwlock)));
    say("others read %s, write %s", error_text((int)joined(start(reads, NULL))), error_text((int)joined(start(writes, NULL))));
    say("read again: %s", error_text(pthread_rwlock_rdlock(&rwlock)));
    pthread_rwlock_unlock(&rwlock);
    say("still read: write %s", error_text((int)joined(start(writes, NULL))));
    pthread_rwlock_unlock(&rwlock);
    say("free: write %s", error_text((int)joined(start(writes, NULL))));
    say("write: %s", error_text(pthread_rwlock_wrlock(&rwlock)));
    say("others read %s, write %s", error_text((int)joined(start(reads, NULL))), error_text((int)joined(start(writes, NULL))));
    say("write again: %s, read: %s", error_text(pthread_rwlock_wrlock(&rwlock)), error_text(pthread_rwlock_rdlock(&rwlock)));
    pthread_rwlock_unlock(&rwlock);
    pthread_t threads[4];
    for (long i = 0; i < 4; i++) threads[i] = start(waits_to_write, (void *)(i + 1));
    for (int i = 0; i < 4; i++) joined(threads[i]);
    say("written %ld, destroy: %s", written, error_text(pthread_rwlock_destroy(&rwlock)));
}

enum { PARTIES = 4, ROUNDS = 25 };
static pthread_barrier_t barrier;
static int arrived, wrong, serial;

static void *meets(void *argument) {
    (void)argument;
    for (int round = 1; round <= ROUNDS; round++) {
        __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) __atomic_fetch_add(&serial, 1, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < round * PARTIES) __atomic_fetch_add(&wrong, 1, __ATOMIC_SEQ_CST);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

static void barriers(void) {
    say("of nobody: %s", error_text(pthread_barrier_init(&barrier, NULL, 0)));
    say("of %d: %s", PARTIES, error_text(pthread_barrier_init(&barrier, NULL, PARTIES)));
    pthread_t threads[PARTIES];
    for (int i = 0; i < PARTIES; i++) threads[i] = start(meets, NULL);
    for (int i = 0; i < PARTIES; i++) joined(threads[i]);
    say("arrived %d, too early %d, serial %d, destroy: %s", arrived, wrong, serial, error_text(pthread_barrier_destroy(&barrier)));
}

static sem_t semaphore, answer;

static void *posts(void *argument) {
    for (int i = 0; i < (long)argument; i++) {
        sem_wait(&answer);
        sem_post(&semaphore);
    }
    return NULL;
}

static void semaphores(void) {
    int value;
    say("init: %s, too much: %s", result(sem_init(&semaphore, 0, 2)), result(sem_init(&answer, 0, UINT_MAX)));
    say("take: %s %s", result(sem_wait(&semaphore)), result(sem_trywait(&semaphore)));
    say("none left: %s", result(sem_trywait(&semaphore)));
    struct timespec soon = in(CLOCK_REALTIME, 5), bad = {0, 1000000000};
    say("with a deadline: %s, bad: %s", result(sem_timedwait(&semaphore, &soon)), result(sem_timedwait(&semaphore, &bad)));
    sem_init(&answer, 0, 0);
    pthread_t thread = start(posts, (void *)500);
    for (int i = 0; i < 500; i++) {
        sem_post(&answer);
        sem_wait(&semaphore);
    }
    joined(thread);
    sem_post(&semaphore);
    sem_getvalue(&semaphore, &value);
    say("there and back; now %d, destroy: %s", value, result(sem_destroy(&semaphore)));
}

static pthread_spinlock_t spin;
static long spun;

static void *spins(void *argument) {
    (void)argument;
    for (int i = 0; i < 500; i++) {
        pthread_spin_lock(&spin);
        spun++;
        pthread_spin_unlock(&spin);
    }
    return NULL;
}

static void spinlocks(void) {
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    for (int i = 0; i < 2; i++) say("spin: %s", error_text(pthread_spin_trylock(&spin)));
    pthread_spin_unlock(&spin);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) threads[i] = start(spins, NULL);
    for (int i = 0; i < 4; i++) joined(threads[i]);
    say("spun %ld, destroy: %s", spun, error_text(pthread_spin_destroy(&spin)));
}

static void *passes(void *argument) {
    await(&gate, (int)(long)argument);
    reach(&gate, (int)(long)argument + 1);
    return NULL;
}

int main(void) {
    mutexes();
    conditions();
    rwlocks();
    barriers();
    semaphores();
    spinlocks();
    pthread_t threads[10];
    for (long i = 10; i > 0; i--) threads[i - 1] = start(passes, (void *)i);
    reach(&gate, 1);
    for (int i = 0; i < 10; i++) joined(threads[i]);
    say("passed on to %d", gate.at);
    return 0;
}
