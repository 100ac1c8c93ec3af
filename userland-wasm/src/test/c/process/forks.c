// SPDX-License-Identifier: Apache-2.0
// fork and vfork: from anywhere in a program, what is copied, what is shared, and what is not handed down.
#include <poll.h>
#include <sys/stat.h>
#include <sys/time.h>
#include "suite.h"

/** In the child: ends it with what `value` is. In the parent: what the child ended with. */
static int told(pid_t pid, int value) {
    if (pid == 0) _exit(value);
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/** What a child ends with that looks at something itself. */
#define CHILD(value) ({ pid_t pid_ = fork(); told(pid_, pid_ == 0 ? (value) : 0); })

static int from_constructor;

__attribute__((constructor)) static void before_main(void) {
    from_constructor = told(fork(), 21);
}

// Where it is called from.

static pid_t at_depth(int depth, long long a, double b, float c, int *sum) {
    int local[4] = {depth, depth * 2, depth * 3, (int)a};
    pid_t pid = depth == 0 ? fork() : at_depth(depth - 1, a + depth, b * 1.5, c + 0.25f, sum);
    *sum += local[0] + local[1] - local[2] + (local[3] == (int)a) + (b > 0) + (c >= 0);
    return pid;
}

static pid_t forking(int unused) {
    (void)unused;
    return fork();
}

static pid_t spawning(int unused) {
    (void)unused;
    return fork();
}

static volatile pid_t forked_by_handler;

static void forks(int sig) {
    (void)sig;
    forked_by_handler = fork();
}

static int forks_while_sorting;

static int compare(const void *a, const void *b) {
    if (forks_while_sorting < 3) {
        pid_t pid = fork();
        if (pid == 0) forks_while_sorting = 100; // the child sorts to the end, too
        else {
            int status;
            waitpid(pid, &status, 0);
            forks_while_sorting += WEXITSTATUS(status) == 42;
        }
    }
    return *(const int *)a - *(const int *)b;
}

static void places(void) {
    say("constructor: %d", from_constructor);
    for (int depth = 1; depth <= 1000; depth *= 10) {
        int sum = 0;
        pid_t pid = at_depth(depth, 1LL << 40, 1.25, 0.5f, &sum);
        int childs = told(pid, sum % 251);
        say("depth %d: %d %d", depth, sum, childs == sum % 251);
    }
    int total = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) switch (i * 3 + j) {
            case 4: total += told(fork(), 4 + total); break;
            case 7: if (told(fork(), 1)) total += 100; // falls
            default: total += told(i & 1 ? fork() : forking(0), j);
        }
    say("loops and switches: %d", total);
    pid_t (*volatile pointers[])(int) = {forking, spawning};
    say("function pointers: %d", told(pointers[0](0), 5) * 10 + told(pointers[1](0), 6));
    say("operands: %d", 1000 + told(fork(), 7) * 100 + told(fork(), 8) * 10 + (told(fork(), 9) ? told(fork(), 3) : 0));
    int numbers[] = {5, 3, 9, 1, 7};
    qsort(numbers, 5, sizeof *numbers, compare);
    int sorted = numbers[0] == 1 && numbers[1] == 3 && numbers[2] == 5 && numbers[3] == 7 && numbers[4] == 9;
    if (forks_while_sorting >= 100) _exit(sorted ? 42 : 1);
    say("qsort's callback: %d children, sorted: %d", forks_while_sorting, sorted);
}

static void handlers(void) {
    set_action(SIGUSR1, forks, 0);
    raise(SIGUSR1);
    say("handler, in raise: %d", told(forked_by_handler, 11));
    kill(getpid(), SIGUSR1);
    say("handler, in kill: %d", told(forked_by_handler, 12));
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    say("mask afterwards: %d", sigismember(&mask, SIGUSR1));
    set_action(SIGALRM, forks, 0);
    forked_by_handler = -1;
    struct itimerval soon = {.it_value = {.tv_usec = 2000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    volatile unsigned spins = 0;
    while (forked_by_handler == -1) spins++;
    say("handler, while computing: %d", told(forked_by_handler, 13));
    signal(SIGALRM, SIG_DFL);
    signal(SIGUSR1, SIG_DFL);
}

// A handler that forks while a call is blocked: the child finds the call ended, or begun anew, as the parent does.

/** Signals its parent when that sleeps. To end a call that is begun anew it then sends a byte for both processes, and ends. */
static pid_t disturb(int to, int end) {
    pid_t parent = getpid(), pid = fork();
    if (pid) return pid;
    await_state(parent, 'S');
    kill(parent, SIGUSR1);
    while (!end) pause();
    nap();
    await_state(parent, 'S');
    write(to, "ab", 2);
    _exit(0);
}

/** The forked child ends, with what it saw; the parent says both. */
static void forked(const char *what, int seen, int error) {
    if (forked_by_handler == 0) _exit(seen * 50 + error % 50);
    int childs = told(forked_by_handler, 0);
    say("%s: %d %s, child's %d %d", what, seen, error_text(error), childs / 50, childs % 50 == error % 50);
}

static void blocked(int flags) {
    const char *names[] = {"read", "poll", "nanosleep", "pause", "sigsuspend", "waitpid", "sigwait"};
    int ends[2], status;
    char bytes[2];
    pipe(ends);
    set_action(SIGUSR1, forks, flags);
    for (int i = 0; i < 7; i++) {
        char byte = 0;
        struct pollfd one = {.fd = ends[0], .events = POLLIN};
        struct timespec hour = {3600, 0};
        sigset_t none = set_of(0), usr2 = set_of(SIGUSR2), before;
        forked_by_handler = -1;
        if (i == 4) {
            sigset_t usr1 = set_of(SIGUSR1);
            sigprocmask(SIG_BLOCK, &usr1, NULL);
        }
        if (i == 6) sigprocmask(SIG_BLOCK, &usr2, NULL);
        pid_t helper = disturb(ends[1], flags && (i == 0 || i == 5)), got;
        errno = 0;
        int value = 0;
        switch (i) {
        case 0: value = (int)read(ends[0], &byte, 1); break;
        case 1: value = poll(&one, 1, -1); break;
        case 2: value = nanosleep(&hour, NULL); break;
        case 3: value = pause(); break;
        case 4: value = sigsuspend(&none); break;
        case 5:
            got = waitpid(helper, &status, 0);
            value = got == helper ? 1 : (int)got;
            break;
        case 6: value = sigwaitinfo(&usr2, NULL); break;
        }
        int error = value < 0 ? errno : 0;
        sigprocmask(SIG_BLOCK, NULL, &before);
        if (sigismember(&before, SIGUSR1) != (i == 4)) say("the mask is wrong");
        if (i == 5) { // the child has no children
            if (forked_by_handler == 0) _exit(error == ECHILD ? 3 : error == EINTR ? 4 : 5);
            int childs = told(forked_by_handler, 0);
            say("waitpid: %d %s, child's %d", value, error_text(error), childs);
        } else {
            forked(names[i], value + 2, error);
        }
        if (i != 5 || !flags) {
            kill(helper, SIGKILL);
            waitpid(helper, NULL, 0);
        } else {
            read(ends[0], bytes, 2);
        }
        set_action(SIGUSR1, forks, flags);
        sigset_t both = set_of(SIGUSR1);
        sigaddset(&both, SIGUSR2);
        sigprocmask(SIG_UNBLOCK, &both, NULL);
    }
    close(ends[0]);
    close(ends[1]);
    signal(SIGUSR1, SIG_DFL);
}

// What becomes of what.

static int global = 1;

static void memory(void) {
    int *heap = malloc(sizeof *heap);
    int local = 1;
    *heap = 1;
    pid_t pid = fork();
    if (pid == 0) {
        global += 1, *heap += 2, local += 3;
        _exit(global * 100 + *heap * 10 + local);
    }
    int childs = told(pid, 0);
    say("child's: %d, ours: %d %d %d", childs, global, *heap, local);
    free(heap);
    say("generations: %d", CHILD(1 + CHILD(1 + CHILD(1 + CHILD(1)))));
}

static void descriptors(void) {
    char name[] = "/tmp/forksXXXXXX", byte;
    int fd = mkstemp(name), status;
    unlink(name);
    write(fd, "abcdef", 6);
    lseek(fd, 0, SEEK_SET);
    pid_t pid = fork();
    if (pid == 0) {
        read(fd, &byte, 1);
        read(fd, &byte, 1);
        _exit(byte);
    }
    int childs = told(pid, 0);
    read(fd, &byte, 1);
    say("offset is shared: %c %c", childs, byte);
    pid = fork();
    if (pid == 0) {
        close(fd);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    say("closing is not: %s", result(read(fd, &byte, 1)));
    close(fd);
    int ends[2];
    pipe(ends);
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        dup2(ends[1], 1);
        close(ends[1]);
        execl("/bin/echo", "echo", "through a pipe", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char text[64] = "";
    size_t length = 0;
    ssize_t n;
    while ((n = read(ends[0], text + length, sizeof text - 1 - length)) > 0) length += (size_t)n;
    waitpid(pid, &status, 0);
    say("exec'd child writes: %.*s, %s", (int)length - 1, text, status_text(status));
    close(ends[0]);
}

static void attributes(void) {
    char before[256], after[256];
    getcwd(before, sizeof before);
    umask(027);
    pid_t pid = fork();
    if (pid == 0) {
        int mine = umask(0) == 027;
        _exit(chdir("/") == 0 && mine);
    }
    int childs = told(pid, 0);
    getcwd(after, sizeof after);
    say("umask and folder: %d, ours stay: %d %o", childs, strcmp(before, after) == 0, umask(022));
    pid_t me = getpid(), group = getpgrp(), session = getsid(0);
    say("pid %d, parent %d, group %d, session %d", CHILD(getpid() != me), CHILD(getppid() == me), CHILD(getpgrp() == group), CHILD(getsid(0) == session));
    setenv("FORKS", "parent", 1);
    say("environment: %d", CHILD(strcmp(getenv("FORKS"), "parent") == 0));
}

static volatile sig_atomic_t caught;

static void count(int sig) {
    (void)sig;
    caught++;
}

static void signals(void) {
    sigset_t usr1 = set_of(SIGUSR1), none = set_of(0), pending;
    set_action(SIGUSR2, count, 0);
    signal(SIGHUP, SIG_IGN);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    set_action(SIGUSR1, count, 0);
    raise(SIGUSR1);
    pid_t pid = fork();
    if (pid == 0) {
        struct sigaction hup;
        sigaction(SIGHUP, NULL, &hup);
        sigpending(&pending);
        int inherited_pending = sigismember(&pending, SIGUSR1);
        raise(SIGHUP);
        raise(SIGUSR2);
        raise(SIGUSR1); // still blocked
        int before = caught;
        sigprocmask(SIG_SETMASK, &none, NULL);
        _exit((hup.sa_handler == SIG_IGN) | inherited_pending << 1 | (before == 1) << 2 | (caught == 2) << 3);
    }
    say("ignored 1, pending 2, handler 4, mask 8: %d", told(pid, 0));
    sigpending(&pending);
    say("ours is still pending: %d, caught %d", sigismember(&pending, SIGUSR1), (int)caught);
    sigprocmask(SIG_SETMASK, &none, NULL);
    say("and now caught %d", (int)caught);
    alarm(1000);
    int childs = CHILD(alarm(0) == 0);
    say("timers stay with the parent: %d, ours %d", childs, alarm(0) > 0);
    signal(SIGUSR1, SIG_DFL);
    signal(SIGUSR2, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
}

static int ends[2];

static void at_exit(void) {
    write(ends[1], "x", 1);
}

static void exits(void) {
    char text[8];
    pipe(ends);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    pid_t pid = fork();
    if (pid == 0) {
        atexit(at_exit);
        exit(3);
    }
    int status = told(pid, 0);
    say("exit runs the handlers: %d %s", status, result(read(ends[0], text, sizeof text)));
    pid = fork();
    if (pid == 0) {
        atexit(at_exit);
        _exit(4);
    }
    status = told(pid, 0);
    say("_exit does not: %d %s", status, result(read(ends[0], text, sizeof text)));
    printf("printed twice; "); // in the buffer when it forks
    pid = fork();
    if (pid == 0) exit(0);
    status = told(pid, 0);
    say("ours");
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0) _exit(0);
        _exit(waitpid(grandchild, &status, 0) == grandchild);
    }
    say("a grandchild is its parent's: %d", told(child, 0));
    errno = 0;
    int left = (int)waitpid(-1, &status, WNOHANG);
    say("nobody is left: %s", result(left));
    close(ends[0]);
    close(ends[1]);
}

static volatile int shared;

static void vforks(void) {
    int status;
    for (int i = 0; i < 3; i++) {
        volatile int local = i;
        pid_t pid = vfork();
        if (pid == 0) {
            shared += 10 + local;
            if (i == 1) execl("/bin/sh", "sh", "-c", "exit 5", (char *)NULL);
            _exit(i);
        }
        int seen = shared; // the child is past its exec, or gone
        waitpid(pid, &status, 0);
        say("vfork %d: memory is one: %d, %s", local, seen, status_text(status));
    }
    pid_t pid = vfork();
    if (pid == 0) {
        execl("/nowhere", "nowhere", (char *)NULL);
        shared = errno;
        _exit(127);
    }
    waitpid(pid, &status, 0);
    say("exec's error is told: %s, %s", strerror(shared), status_text(status));
}

int main(void) {
    places();
    handlers();
    blocked(0);
    blocked(SA_RESTART);
    memory();
    descriptors();
    attributes();
    signals();
    exits();
    vforks();
    return 0;
}
