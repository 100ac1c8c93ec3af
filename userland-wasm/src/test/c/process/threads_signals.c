// SPDX-License-Identifier: Apache-2.0
// Signals and threads: each has a mask and signals of its own; those for the process go to one that does not block them; stop, continue and kill are for all.

#include "threads.h"

static struct gate gate = GATE;
static pthread_t main_thread, handled_by;
static volatile sig_atomic_t count;

static void notes(int sig) {
    (void)sig;
    handled_by = pthread_self();
    count++;
}

static const char *who(pthread_t other) {
    return pthread_equal(handled_by, main_thread) ? "main" : pthread_equal(handled_by, other) ? "the other" : "nobody";
}

static int is_blocked(int sig) {
    sigset_t set;
    pthread_sigmask(SIG_SETMASK, NULL, &set);
    return sigismember(&set, sig);
}

static int is_pending(int sig) {
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, sig);
}

static void block(int how, int sig) {
    sigset_t set = set_of(sig);
    pthread_sigmask(how, &set, NULL);
}

// A thread with a mask of its own.

static void *masks(void *argument) {
    (void)argument;
    say("inherited: USR1 %d, USR2 %d", is_blocked(SIGUSR1), is_blocked(SIGUSR2));
    block(SIG_BLOCK, SIGUSR2);
    block(SIG_UNBLOCK, SIGUSR1);
    say("its own: USR1 %d, USR2 %d", is_blocked(SIGUSR1), is_blocked(SIGUSR2));
    return NULL;
}

// A thread that waits until it is told to end, with some signals blocked.
static void *waits(void *argument) {
    if (argument) block(SIG_BLOCK, (int)(long)argument);
    reach(&gate, gate.at + 1);
    pthread_mutex_lock(&gate.mutex);
    while (gate.at < 100) pthread_cond_wait(&gate.changed, &gate.mutex);
    pthread_mutex_unlock(&gate.mutex);
    long seen = argument ? is_pending((int)(long)argument) : 0;
    if (argument) block(SIG_UNBLOCK, (int)(long)argument);
    return (void *)seen;
}

static pthread_t begin(void *(*function)(void *), int blocked) {
    gate.at = 0;
    count = 0;
    handled_by = 0;
    pthread_t thread = start(function, (void *)(long)blocked);
    await(&gate, 1);
    return thread;
}

static void await_count(int wanted) {
    while (count < wanted) nap();
}

static void directed(void) {
    pthread_t other = begin(waits, 0);
    say("kill a thread: %s", error_text(pthread_kill(other, SIGUSR1)));
    await_count(1);
    say("handled by %s", who(other));
    say("only asking: %s, no such signal: %s", error_text(pthread_kill(other, 0)), error_text(pthread_kill(other, 1000)));
    raise(SIGUSR1);
    say("raised by main, handled by %s, %d in all", who(other), (int)count);
    kill(getpid(), SIGUSR1);
    await_count(3);
    say("for the process, main takes it: %s", who(other));
    block(SIG_BLOCK, SIGUSR1);
    kill(getpid(), SIGUSR1);
    await_count(4);
    say("main blocks it: %s", who(other));
    say("not pending any more: %d", is_pending(SIGUSR1));
    pthread_kill(main_thread, SIGUSR1);
    say("for main alone: pending %d, count %d", is_pending(SIGUSR1), (int)count);
    block(SIG_UNBLOCK, SIGUSR1);
    say("unblocked: count %d, by %s", (int)count, who(other));
    reach(&gate, 100);
    joined(other);
}

static void pending(void) {
    block(SIG_BLOCK, SIGUSR1);
    pthread_t other = begin(waits, SIGUSR1);
    pthread_kill(other, SIGUSR1);
    say("pending for the other: main sees %d", is_pending(SIGUSR1));
    reach(&gate, 100);
    say("the other saw %ld", joined(other));
    say("handled by %s, %d", who(other), (int)count);
    other = begin(waits, SIGUSR1);
    kill(getpid(), SIGUSR1);
    say("all block it: pending %d, count %d", is_pending(SIGUSR1), (int)count);
    reach(&gate, 100);
    say("the other saw %ld", joined(other)); // and unblocked it
    say("count %d, by %s, pending %d", (int)count, who(other), is_pending(SIGUSR1));
    block(SIG_UNBLOCK, SIGUSR1);
}

// sigwait in a thread of its own, as servers do it.
static void *takes(void *argument) {
    sigset_t set = set_of(SIGUSR2);
    sigaddset(&set, SIGTERM);
    long taken = 0;
    int sig;
    (void)argument;
    reach(&gate, 1);
    do {
        sigwait(&set, &sig);
        taken = taken * 100 + sig;
    } while (sig != SIGTERM);
    return (void *)taken;
}

static void waiting(void) {
    block(SIG_BLOCK, SIGUSR2);
    block(SIG_BLOCK, SIGTERM);
    pthread_t other = begin(takes, 0);
    kill(getpid(), SIGUSR2);
    while (is_pending(SIGUSR2)) nap();
    pthread_kill(other, SIGUSR2);
    nap();
    kill(getpid(), SIGTERM);
    say("taken by sigwait: %ld", joined(other));
    block(SIG_UNBLOCK, SIGUSR2);
    block(SIG_UNBLOCK, SIGTERM);
}

// What blocks in a thread is interrupted by that thread's signals only.
static int ends[2], finished;

static void *reads(void *argument) {
    char byte;
    (void)argument;
    block(SIG_BLOCK, SIGUSR2);
    reach(&gate, 1);
    ssize_t n = read(ends[0], &byte, 1);
    long got = n < 0 ? -errno : n;
    __atomic_store_n(&finished, 1, __ATOMIC_SEQ_CST);
    return (void *)got;
}

static void interrupted(void) {
    set_action(SIGUSR1, notes, 0);
    set_action(SIGUSR2, notes, 0);
    pipe(ends);
    pthread_t other = begin(reads, 0);
    kill(getpid(), SIGUSR2);
    await_count(1);
    say("for the process, main took it: %s", who(other));
    while (!__atomic_load_n(&finished, __ATOMIC_SEQ_CST)) { // it may not have reached its read
        pthread_kill(other, SIGUSR1);
        nap();
    }
    long n = joined(other);
    say("read: %s", n == -EINTR ? "interrupted" : "no");
    set_action(SIGUSR1, notes, SA_RESTART);
    other = begin(reads, 0);
    pthread_kill(other, SIGUSR1);
    await_count(1);
    write(ends[1], "x", 1);
    say("with SA_RESTART: %ld", joined(other));
    close(ends[0]);
    close(ends[1]);
}

// Roles: processes with threads, to be stopped and killed from outside.

static void *spins(void *argument) {
    volatile long *turns = argument;
    while (1) (*turns)++;
    return NULL;
}

static volatile long turns[3];

static int spinners(char **arguments) {
    (void)arguments;
    for (int i = 0; i < 3; i++) start(spins, (void *)&turns[i]);
    spins((void *)&turns[0]);
    return 0;
}

static void *sleeps(void *argument) {
    (void)argument;
    while (1) pause();
    return NULL;
}

static int sleepers(char **arguments) {
    (void)arguments;
    for (int i = 0; i < 3; i++) start(sleeps, NULL);
    sleeps(NULL);
    return 0;
}

static void *stays_in_futex(void *mutex) {
    pthread_mutex_lock(mutex);
    return NULL;
}

static int locked(char **arguments) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    (void)arguments;
    pthread_mutex_lock(&mutex);
    for (int i = 0; i < 3; i++) start(stays_in_futex, &mutex);
    stays_in_futex(&mutex);
    return 0;
}

/** Its other thread takes the signal, while main blocks it, and ends all by it. */
static int blocked_in_main(char **arguments) {
    (void)arguments;
    start(sleeps, NULL);
    block(SIG_BLOCK, SIGTERM);
    sleeps(NULL);
    return 0;
}

static void outside(const char *role, int sig) {
    int status;
    pid_t child = spawn(role, NULL);
    nap();
    kill(child, SIGSTOP);
    waitpid(child, &status, WUNTRACED);
    say("%s: %s", role, status_text(status));
    await_state(child, 'T');
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    say("%s: %s", role, status_text(status));
    kill(child, sig);
    say("%s: %s", role, ending(child));
}

static void *stops_all(void *argument) {
    (void)argument;
    raise(SIGSTOP);
    return NULL;
}

static pid_t number;

static void *numbered(void *argument) {
    number = gettid();
    reach(argument, 1);
    while (1) pause();
    return NULL;
}

/** A thread's number as kill's pid: the signal is for the process. */
static void by_number(void) {
    static struct gate gate = GATE;
    start(numbered, &gate);
    await(&gate, 1);
    block(SIG_BLOCK, SIGUSR2);
    set_action(SIGUSR2, SIG_DFL, 0);
    pid_t pid = fork();
    if (pid == 0) _exit(kill(number, 0) == 0 && kill(number, SIGWINCH) == 0 ? 7 : 8);
    say("a thread has a number: %d, kill finds it: %s", number != getpid(), ending(pid));
}

static int killed_by_number(char **arguments) {
    static struct gate gate = GATE;
    (void)arguments;
    start(numbered, &gate);
    await(&gate, 1);
    kill(number, SIGTERM);
    while (1) pause();
    return 0;
}

static int stopper(char **arguments) {
    (void)arguments;
    joined(start(stops_all, NULL));
    return 5;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"spinners", spinners}, {"sleepers", sleepers}, {"locked", locked}, {"blocked", blocked_in_main}, {"stopper", stopper}, {"number", killed_by_number}, {NULL, NULL}};
    int status;
    play(argc, argv, roles);
    main_thread = pthread_self();
    set_action(SIGUSR1, notes, SA_RESTART);
    block(SIG_BLOCK, SIGUSR1);
    joined(start(masks, NULL));
    say("main's: USR1 %d, USR2 %d", is_blocked(SIGUSR1), is_blocked(SIGUSR2));
    block(SIG_UNBLOCK, SIGUSR1);
    directed();
    pending();
    waiting();
    interrupted();
    outside("spinners", SIGKILL);
    outside("spinners", SIGTERM);
    outside("sleepers", SIGTERM);
    outside("sleepers", SIGKILL);
    outside("locked", SIGKILL);
    outside("locked", SIGHUP);
    outside("blocked", SIGTERM);
    by_number();
    say("kill of a thread's number: %s", ending(spawn("number", NULL)));
    pid_t child = spawn("stopper", NULL);
    waitpid(child, &status, WUNTRACED);
    say("a thread stops its process: %s", status_text(status));
    kill(child, SIGCONT);
    say("and then: %s", ending(child));
    return 0;
}
