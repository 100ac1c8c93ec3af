// SPDX-License-Identifier: Apache-2.0
// Threads and their process: how it ends, exec and fork, what is shared, limits.

#include <sys/stat.h>
#include "threads.h"

static struct gate gate = GATE;

static void *stays_for_ever(void *argument) {
    (void)argument;
    reach(&gate, gate.at + 1);
    while (1) pause();
    return NULL;
}

static void *spins(void *argument) {
    (void)argument;
    reach(&gate, gate.at + 1);
    for (volatile int i = 0;; i++) {}
    return NULL;
}

/** Two more threads, one asleep and one busy. */
static void company(void) {
    start(stays_for_ever, NULL);
    await(&gate, 1);
    start(spins, NULL);
    await(&gate, 2);
}

static void bye(void) {
    say("bye");
}

// Roles: each says how it ends.

static int returns(char **arguments) {
    (void)arguments;
    company();
    return 3;
}

static void *exits_with_4(void *argument) {
    (void)argument;
    exit(4);
}

static int exit_in_thread(char **arguments) {
    (void)arguments;
    atexit(bye);
    company();
    start(exits_with_4, NULL);
    return stays_for_ever(NULL) != NULL;
}

static void *aborts(void *argument) {
    (void)argument;
    abort();
}

static int abort_in_thread(char **arguments) {
    (void)arguments;
    company();
    start(aborts, NULL);
    return stays_for_ever(NULL) != NULL;
}

static void *late(void *argument) {
    nap();
    nap();
    say("main has left, I am still there");
    return argument;
}

static int main_leaves(char **arguments) {
    (void)arguments;
    atexit(bye);
    start(late, NULL);
    pthread_exit(NULL);
}

static void *signals_late(void *argument) {
    nap();
    raise(SIGTERM);
    return argument;
}

static int main_leaves_and_killed(char **arguments) {
    (void)arguments;
    start(signals_late, NULL);
    pthread_exit(NULL);
}

static int new_program(char **arguments) {
    say("the new program: pid %s, argument %s", getpid() == getppid() ? "odd" : "fine", arguments[0] ? arguments[0] : "none");
    return 6;
}

static char expected_pid[16];

static void *execs(void *argument) {
    char *argv[] = {self, (char *)"same_pid", expected_pid, NULL};
    (void)argument;
    execv("/no/such/program", argv);
    execv(self, argv);
    return NULL;
}

static int same_pid(char **arguments) {
    say("pid is %s", atoi(arguments[0]) == getpid() ? "the same" : "another");
    raise(SIGUSR1); // blocked by the thread that called exec: so by this one
    sigset_t set;
    sigpending(&set);
    say("mask is the caller's: %d", sigismember(&set, SIGUSR1));
    return 7;
}

static int exec_in_thread(char **arguments) {
    (void)arguments;
    company();
    sigset_t set = set_of(SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    snprintf(expected_pid, sizeof expected_pid, "%d", (int)getpid());
    joined(start(execs, NULL));
    return 1;
}

static int exec_in_main(char **arguments) {
    char *argv[] = {self, (char *)"new", (char *)"one", NULL};
    (void)arguments;
    company();
    execv(self, argv);
    return 1;
}

static void ended(const char *role) {
    say("%s: %s", role, ending(spawn(role, NULL)));
}

// fork.

static int value = 1;
static _Thread_local int own = 1;

static void *forks(void *argument) {
    (void)argument;
    own = value = 2;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        free(malloc(1000)); // nobody holds its locks
        say("child: value %d, own %d", value, own);
        own = value = 3;
        fflush(stdout);
        _exit(own + 10);
    }
    say("child's end: %s; value %d, own %d", ending(pid), value, own);
    return (void *)1;
}

static void *forks_and_returns(void *argument) {
    (void)argument;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) return (void *)2; // the child's only thread: it ends with 0
    return (void *)(long)pid;
}

static void *mallocs(void *argument) {
    int *stop = argument;
    while (!__atomic_load_n(stop, __ATOMIC_SEQ_CST)) free(malloc(100));
    return NULL;
}

static void forking(void) {
    int stop = 0;
    pthread_t busy = start(mallocs, &stop);
    joined(start(forks, NULL));
    for (int i = 0; i < 10; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            free(malloc(100));
            pthread_t only = start(mallocs, &(int){1}); // and it can make threads
            _exit(joined(only) == 0 ? 0 : 1);
        }
        const char *end = ending(pid);
        if (strcmp(end, "exited 0") != 0) say("fork %d: %s", i, end);
    }
    say("forked while another allocates");
    pid_t pid = (pid_t)joined(start(forks_and_returns, NULL));
    say("a thread's start returns in the child: %s", ending(pid));
    __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
    joined(busy);
}

static int phases;
static void prepare(void) { phases = phases * 10 + 1; }
static void in_parent(void) { phases = phases * 10 + 2; }
static void in_child(void) { phases = phases * 10 + 3; }

static void atfork(void) {
    say("atfork: %s", error_text(pthread_atfork(prepare, in_parent, in_child)));
    pid_t pid = fork();
    if (pid == 0) _exit(phases);
    say("child's: %s", ending(pid));
    say("parent's: %d", phases);
}

// Children are the process's: any thread may wait for them.

static void *waits_for(void *argument) {
    say("another thread waits: %s", ending((pid_t)(long)argument));
    return NULL;
}

static int exits_with_8(char **arguments) {
    (void)arguments;
    return 8;
}

// Descriptors and the folder are shared.

static void *opens(void *argument) {
    int *ends = argument;
    pipe(ends);
    chdir("/");
    umask(027);
    return NULL;
}

static void sharing(void) {
    int ends[2];
    char byte = 0, folder[100];
    mode_t before = umask(022);
    char *old = getcwd(NULL, 0);
    joined(start(opens, ends));
    write(ends[1], "y", 1);
    read(ends[0], &byte, 1);
    say("shared: %c, folder %s, umask %o", byte, getcwd(folder, sizeof folder), (unsigned)umask(before));
    chdir(old);
    free(old);
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"returns", returns}, {"exit", exit_in_thread}, {"abort", abort_in_thread}, {"leaves", main_leaves},
        {"killed", main_leaves_and_killed}, {"new", new_program}, {"same_pid", same_pid}, {"exec_in_thread", exec_in_thread}, {"exec_in_main", exec_in_main},
        {"eight", exits_with_8}, {NULL, NULL}};
    play(argc, argv, roles);
    ended("returns");
    ended("exit");
    ended("abort");
    ended("leaves");
    ended("killed");
    ended("exec_in_thread");
    ended("exec_in_main");
    forking();
    atfork();
    joined(start(waits_for, (void *)(long)spawn("eight", NULL)));
    sharing();
    return 0;
}
