// SPDX-License-Identifier: Apache-2.0
// Signals. The kernel calls a handler by its index in the function table, that is by the C function pointer.

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "imports.h"

// The kernel knows `deliver` only; the program's handlers are here, for sigaction to report and for siginfo.
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
        siginfo_t info = {.si_signo = sig, .si_code = SI_USER};
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
    return posix_result(wsh_sig_suspend(mask));
}

int pause(void) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigsuspend(&mask);
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
    if (sig < 0 || sig >= _NSIG) return posix_result(EINVAL);
    return posix_result(wasix_proc_signal(pid, sig));
}

int killpg(pid_t pgid, int sig) {
    return pgid < 0 ? posix_result(EINVAL) : kill(-pgid, sig);
}

int raise(int sig) {
    return kill(getpid(), sig);
}

_Noreturn void abort(void) {
    sigset_t only = 1ULL << (SIGABRT - 1);
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
