// SPDX-License-Identifier: Apache-2.0
// pthread_cancel: at which calls a thread ends, what runs then, and how it is held off.

#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include "threads.h"

static int empty_pipe[2], full_pipe[2], ready_pipe[2];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static sem_t sem, begun;
static pthread_t stays;
static volatile pid_t waiter;
static char order[64];

static void note(void *letter) {
    strcat(order, letter);
}

/** How a thread ended: its value, and what has run on the way. */
static void report(const char *what, pthread_t thread) {
    void *value = NULL;
    int error = pthread_join(thread, &value);
    if (error) say("%s: join: %s", what, strerror(error));
    else if (value == PTHREAD_CANCELED) say("%s: cancelled, %s", what, order);
    else say("%s: returned %ld, %s", what, (long)value, order);
    order[0] = '\0';
}

// Calls that wait.

static void in_pause(void) { pause(); }
static void in_read(void) {
    char byte;
    (void)!read(empty_pipe[0], &byte, 1);
}
static void in_write(void) {
    static char block[70000];
    while (write(full_pipe[1], block, sizeof block) > 0) {}
}
static void in_sleep(void) { sleep(1000); }
static void in_usleep(void) { usleep(999999999); }
static void in_nanosleep(void) {
    struct timespec time = {1000, 0};
    nanosleep(&time, NULL);
}
static void in_poll(void) {
    struct pollfd fd = {empty_pipe[0], POLLIN, 0};
    poll(&fd, 1, -1);
}
static void in_select(void) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(empty_pipe[0], &set);
    select(empty_pipe[0] + 1, &set, NULL, NULL, NULL);
}
static void in_recv(void) {
    int ends[2];
    char byte;
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    (void)!recv(ends[0], &byte, 1, 0);
}
static void in_sigwait(void) {
    int sig;
    sigset_t set = set_of(SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    sigwait(&set, &sig);
}
static void in_sigsuspend(void) {
    sigset_t set = set_of(SIGUSR1);
    sigsuspend(&set);
}
static void in_waitpid(void) {
    int status;
    waitpid(-1, &status, 0);
}
static void in_sem_wait(void) { sem_wait(&sem); }
static void in_join(void) { pthread_join(stays, NULL); }
static void unlock(void *mutex) {
    strcat(order, pthread_mutex_trylock(mutex) == EBUSY ? "held " : "free ");
    pthread_mutex_unlock(mutex);
}
static void in_cond_wait(void) {
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, &mutex);
    pthread_cond_wait(&changed, &mutex);
    pthread_cleanup_pop(1);
}
static void in_cond_timedwait(void) {
    struct timespec late = in(CLOCK_REALTIME, 1000000);
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, &mutex);
    pthread_cond_timedwait(&changed, &mutex, &late);
    pthread_cleanup_pop(1);
}

static const struct place {
    const char *name;
    void (*wait)(void);
} places[] = {{"pause", in_pause}, {"read", in_read}, {"write", in_write}, {"sleep", in_sleep}, {"usleep", in_usleep}, {"nanosleep", in_nanosleep}, {"poll", in_poll},
              {"select", in_select}, {"recv", in_recv}, {"sigwait", in_sigwait}, {"sigsuspend", in_sigsuspend}, {"waitpid", in_waitpid}, {"sem_wait", in_sem_wait},
              {"pthread_join", in_join}, {"pthread_cond_wait", in_cond_wait}, {"pthread_cond_timedwait", in_cond_timedwait}};

static void *waits(void *place) {
    pthread_cleanup_push(note, "first");
    pthread_cleanup_push(note, "last ");
    waiter = gettid();
    ((const struct place *)place)->wait();
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return (void *)1;
}

/** Asked before it waits: so it does not begin to. */
static void *waits_later(void *place) {
    sem_post(&begun);
    for (struct timespec moment = {0, 1000}; order[0] == '\0';) {
        int old;
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
        nanosleep(&moment, NULL);
        pthread_setcancelstate(old, NULL);
    }
    return waits(place);
}

static void *sleeps_for_ever(void *argument) {
    while (1) pause();
    return argument;
}

static void asleep_in_each(void) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        waiter = 0;
        pthread_t thread = start(waits, (void *)&places[i]);
        await_asleep(&waiter);
        int error = pthread_cancel(thread);
        if (error) say("pthread_cancel: %s", strerror(error));
        report(places[i].name, thread);
    }
}

static void before_each(void) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        pthread_t thread = start(waits_later, (void *)&places[i]);
        while (sem_wait(&begun) < 0) {}
        pthread_cancel(thread);
        strcat(order, "asked before: ");
        report(places[i].name, thread);
    }
}

// Calls that need not wait.

static void *reads_what_is_there(void *argument) {
    char byte;
    sem_post(&begun);
    while (read(ready_pipe[0], &byte, 1) == 1) (void)!write(ready_pipe[1], &byte, 1);
    return argument;
}

static void *tests(void *argument) {
    sem_post(&begun);
    while (1) pthread_testcancel();
    return argument;
}

static void *prints(void *argument) {
    sem_post(&begun);
    for (int i = 0; i < 1000; i++) fprintf(stderr, "%s", "");
    while (1) usleep(1);
    return argument;
}

static void busy(void) {
    void *(*const all[])(void *) = {reads_what_is_there, tests, prints};
    const char *const names[] = {"busy reading", "testing", "printing and sleeping"};
    for (int i = 0; i < 3; i++) {
        pthread_t thread = start(all[i], NULL);
        while (sem_wait(&begun) < 0) {}
        pthread_cancel(thread);
        report(names[i], thread);
    }
}

// Held off.

static void *holds_it_off(void *argument) {
    int old = -1, error = pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old);
    say("disable: %s, was %s", error_text(error), old == PTHREAD_CANCEL_ENABLE ? "enabled" : "something else");
    waiter = gettid();
    char byte = 0;
    ssize_t n = read(empty_pipe[0], &byte, 1);
    say("read, held off: %s, %c", result(n), byte);
    pthread_testcancel();
    note("still there ");
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
    note(old == PTHREAD_CANCEL_DISABLE ? "and here, was disabled" : "and here");
    pthread_testcancel();
    note(" and later");
    return argument;
}

static void held_off(void) {
    waiter = 0;
    pthread_t thread = start(holds_it_off, NULL);
    await_asleep(&waiter);
    pthread_cancel(thread);
    (void)!write(empty_pipe[1], "x", 1);
    report("held off", thread);
}

static void *locks(void *argument) {
    waiter = gettid();
    pthread_mutex_lock(&mutex);
    note("locked ");
    pthread_mutex_unlock(&mutex);
    pthread_testcancel();
    return argument;
}

static void no_point(void) {
    waiter = 0;
    pthread_mutex_lock(&mutex);
    pthread_t thread = start(locks, NULL);
    await_asleep(&waiter);
    pthread_cancel(thread);
    nap();
    note("unlocking ");
    pthread_mutex_unlock(&mutex);
    report("a mutex", thread);
}

static pthread_key_t key;

static void *with_a_key(void *argument) {
    pthread_setspecific(key, "key");
    pthread_cleanup_push(note, "cleanup ");
    pthread_cancel(pthread_self());
    note("asked ");
    pthread_testcancel();
    pthread_cleanup_pop(0);
    return argument;
}

static void sleep_a_moment(void *argument) {
    (void)argument;
    nap();
    note("slept");
}

static void *sleeps_in_cleanup(void *argument) {
    pthread_cleanup_push(sleep_a_moment, NULL);
    pthread_cleanup_push(note, "cleanup ");
    pthread_cancel(pthread_self());
    pause();
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return argument;
}

static void itself(void) {
    pthread_key_create(&key, note);
    report("itself", start(with_a_key, NULL));
    report("cleanup", start(sleeps_in_cleanup, NULL));
}

static void *returns(void *argument) {
    return argument;
}

static void wrong(void) {
    int old;
    say("a state that is none: %s", error_text(pthread_setcancelstate(77, &old)));
    say("a type that is none: %s", error_text(pthread_setcanceltype(77, &old)));
    say("type: %s", error_text(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old)));
    say("which is %s", old == PTHREAD_CANCEL_DEFERRED ? "deferred" : "something else");
    pthread_t thread = start(returns, (void *)5);
    pthread_join(thread, NULL);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) _exit(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0 && old == PTHREAD_CANCEL_ENABLE ? 0 : 1);
    say("in a child: %s", ending(child));
}

int main(void) {
    (void)!pipe(empty_pipe);
    (void)!pipe(full_pipe);
    (void)!pipe(ready_pipe);
    (void)!write(ready_pipe[1], "x", 1);
    sem_init(&sem, 0, 0);
    sem_init(&begun, 0, 0);
    stays = start(sleeps_for_ever, NULL);
    fflush(stdout);
    pid_t child = fork(); // for waitpid
    if (child == 0) return stay(NULL);
    asleep_in_each();
    before_each();
    kill(child, SIGKILL);
    say("the child is still there to be waited for: %s", ending(child));
    busy();
    held_off();
    no_point();
    itself();
    wrong();
    return 0;
}
