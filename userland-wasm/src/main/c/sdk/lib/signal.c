// SPDX-License-Identifier: Apache-2.0
// Signals. The kernel calls a handler by its index in the function table, that is by the C function pointer.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "imports.h"

// The kernel knows `deliver` only; the program's handlers are here, for sigaction to report and for siginfo.
_Static_assert(sizeof(siginfo_t) == sizeof(struct wsh_siginfo) && offsetof(siginfo_t, si_value) == offsetof(struct wsh_siginfo, value), "one layout");

static struct {
    void *function;
    int with_info;
} handlers[_NSIG];

/**
 * Runs the program's handler. It may interrupt a leaf function of libc, which keeps up to 128 bytes below its stack
 * pointer without saying so (a "red zone"): the gap steps over them. errno is the interrupted code's.
 */
__attribute__((noinline)) static void deliver(int sig) {
    volatile char gap[144];
    gap[0] = 0;
    int saved = errno;
    if (handlers[sig].with_info) {
        siginfo_t info;
        if (wsh_sig_info((struct wsh_siginfo *)&info) != 0) info = (siginfo_t){.si_signo = sig};
        ((void (*)(int, siginfo_t *, void *))handlers[sig].function)(sig, &info, NULL);
    } else {
        ((void (*)(int))handlers[sig].function)(sig);
    }
    errno = saved;
}

// wsh_sigaction.handler, where it is no index of the function table.
#define DEFAULT 0u
#define IGNORED 0xffffffffu

static u32 to_kernel(void (*handler)(int)) {
    return handler == SIG_DFL ? DEFAULT : handler == SIG_IGN ? IGNORED : (u32)(uintptr_t)deliver;
}

int sigaction(int sig, const struct sigaction *restrict new, struct sigaction *restrict old) {
    if (sig < 1 || sig >= _NSIG) return posix_result(EINVAL);
    struct wsh_sigaction ours, before;
    void *previous = handlers[sig].function;
    int previous_with_info = handlers[sig].with_info;
    if (new) {
        ours = (struct wsh_sigaction){
            .handler = to_kernel(new->sa_handler),
            .flags = (u32)new->sa_flags & ~(u32)(SA_SIGINFO | SA_ONSTACK), .mask = new->sa_mask};
        if (ours.handler != DEFAULT && ours.handler != IGNORED) { // before the kernel may call it
            handlers[sig].function = (void *)new->sa_handler;
            handlers[sig].with_info = (new->sa_flags & SA_SIGINFO) != 0;
        }
    }
    int error = wsh_sig_action(sig, new ? &ours : NULL, &before);
    if (error) {
        handlers[sig].function = previous;
        handlers[sig].with_info = previous_with_info;
        return posix_result(error);
    }
    if (old) {
        int caught = before.handler != DEFAULT && before.handler != IGNORED;
        old->sa_handler = caught ? (void (*)(int))previous : before.handler == IGNORED ? SIG_IGN : SIG_DFL;
        old->sa_flags = (int)before.flags | (caught && previous_with_info ? SA_SIGINFO : 0);
        old->sa_mask = before.mask;
    }
    return 0;
}

void (*signal(int sig, void (*handler)(int)))(int) {
    struct sigaction new = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
    return sigaction(sig, &new, &old) < 0 ? SIG_ERR : old.sa_handler;
}

int siginterrupt(int sig, int interrupts) {
    struct sigaction action;
    if (sigaction(sig, NULL, &action) < 0) return -1;
    if (interrupts) action.sa_flags &= ~SA_RESTART;
    else action.sa_flags |= SA_RESTART;
    return sigaction(sig, &action, NULL);
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
    return wsh_sig_mask(how, set, old);
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
    return posix_result(wsh_sig_mask(how, set, old));
}

int sigpending(sigset_t *set) {
    return posix_result(wsh_sig_pending(set));
}

int sigsuspend(const sigset_t *mask) {
    cancellation_point();
    return posix_result(wsh_sig_suspend(mask));
}

int pause(void) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigsuspend(&mask);
}

/** POSIX: NULL waits for ever. */
int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info, const struct timespec *restrict timeout) {
    struct wsh_siginfo taken;
    if (timeout && (timeout->tv_nsec < 0 || timeout->tv_nsec > 999999999 || timeout->tv_sec < 0)) return posix_result(EINVAL);
    cancellation_point();
    int error = wsh_sig_wait(set, timeout ? timeout->tv_sec * 1000000000LL + timeout->tv_nsec : -1, &taken);
    if (error) return posix_result(error);
    if (info) memcpy(info, &taken, sizeof taken);
    return taken.signo;
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info) {
    return sigtimedwait(set, info, NULL);
}

/** Not ended by other signals' handlers, as POSIX lists no EINTR. */
int sigwait(const sigset_t *restrict set, int *restrict sig) {
    struct wsh_siginfo taken;
    int error;
    do {
        cancellation_point();
        error = wsh_sig_wait(set, -1, &taken);
    } while (error == EINTR);
    if (error == 0) *sig = taken.signo;
    return error;
}

int sigqueue(pid_t pid, int sig, const union sigval value) {
    return posix_result(wsh_sig_queue(pid, sig, (u64)(uintptr_t)value.sival_ptr));
}

/** There is one C stack; a handler that asks for another runs on it. */
int sigaltstack(const stack_t *restrict new, stack_t *restrict old) {
    static stack_t stack = {.ss_flags = SS_DISABLE};
    if (new && (new->ss_flags & ~SS_DISABLE)) return posix_result(EINVAL);
    if (new && !(new->ss_flags & SS_DISABLE) && new->ss_size < MINSIGSTKSZ) return posix_result(ENOMEM);
    if (old) *old = stack;
    if (new) stack = *new;
    return 0;
}

static int valid(int sig) {
    return (sig >= 1 && sig < _NSIG) || posix_result(EINVAL) == 0;
}

int sigemptyset(sigset_t *set) {
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set) {
    *set = ~0ULL;
    return 0;
}

int sigaddset(sigset_t *set, int sig) {
    if (!valid(sig)) return -1;
    *set |= 1ULL << (sig - 1);
    return 0;
}

int sigdelset(sigset_t *set, int sig) {
    if (!valid(sig)) return -1;
    *set &= ~(1ULL << (sig - 1));
    return 0;
}

int sigismember(const sigset_t *set, int sig) {
    return valid(sig) ? *set >> (sig - 1) & 1 : -1;
}

int kill(pid_t pid, int sig) {
    enum { NO_SIGNAL = 255 }; // the import takes a byte; who is nobody is found out first
    return posix_result(wasix_proc_signal(pid, sig < 0 || sig >= _NSIG ? NO_SIGNAL : sig));
}

int killpg(pid_t pgid, int sig) {
    return pgid < 0 ? posix_result(EINVAL) : kill(-pgid, sig);
}

int raise(int sig) {
#ifdef _REENTRANT // it is for this thread
    int tid;
    wasix_thread_id(&tid);
    return sig < 0 || sig >= _NSIG ? posix_result(EINVAL) : posix_result(wasix_thread_signal(tid, sig));
#else
    return kill(getpid(), sig);
#endif
}

_Noreturn void abort(void) {
    sigset_t only = 1ULL << (SIGABRT - 1);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(SIGABRT); // a handler may run, and longjmp away
    signal(SIGABRT, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(SIGABRT);
    __builtin_trap();
}

static const char *const names[] = {
    "Unknown signal 0", "Hangup", "Interrupt", "Quit", "Illegal instruction", "Trace/breakpoint trap", "Aborted",
    "Bus error", "Floating point exception", "Killed", "User defined signal 1", "Segmentation fault",
    "User defined signal 2", "Broken pipe", "Alarm clock", "Terminated", "Stack fault", "Child exited", "Continued",
    "Stopped (signal)", "Stopped", "Stopped (tty input)", "Stopped (tty output)", "Urgent I/O condition",
    "CPU time limit exceeded", "File size limit exceeded", "Virtual timer expired", "Profiling timer expired",
    "Window changed", "I/O possible", "Power failure", "Bad system call"};

char *strsignal(int sig) {
    static char unknown[32];
    if (sig > 0 && (size_t)sig < sizeof names / sizeof *names) return (char *)names[sig];
    snprintf(unknown, sizeof unknown, sig > 31 && sig < 65 ? "Real-time signal %d" : "Unknown signal %d",
             sig > 31 && sig < 65 ? sig - SIGRTMIN : sig);
    return unknown;
}

void psignal(int sig, const char *message) {
    if (message && *message) fprintf(stderr, "%s: ", message);
    fprintf(stderr, "%s\n", strsignal(sig));
}
