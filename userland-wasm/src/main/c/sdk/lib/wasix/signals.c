// SPDX-License-Identifier: Apache-2.0
// Signals with one callback for all: WASIX calls the export __wasm_signal, and knows no handlers, masks or flags. They are kept here. The callback is registered when the
// program first asks for something other than the defaults; until then the kernel's defaults hold.

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "plain.h"

#define DEFAULT 0u
#define IGNORED 0xffffffffu
#define BIT(sig) (1ULL << ((sig) - 1))
enum { LAST = 64, HIGH = 900, NODEFER = 0x40000000, RESETHAND = (int)0x80000000 };
static const u64 never_blocked = BIT(SIGKILL) | BIT(SIGSTOP);

static struct wsh_sigaction actions[LAST + 1];
static int registered, loaded;
static _Thread_local u64 mask, pending;
static _Thread_local unsigned handled; // how many handlers have run
static _Thread_local int wake_fd = -1, wake_owner;

/** What was ignored when the program began. */
static void load(void) {
    struct wasix_disposition given[LAST + 1];
    u32 count;
    if (loaded) return;
    loaded = 1;
    if (wasix_proc_signals_sizes_get(&count) != 0 || count > LAST || wasix_proc_signals_get(given) != 0) return;
    for (u32 i = 0; i < count; i++)
        if (given[i].ignored && given[i].signal >= 1 && given[i].signal <= LAST) actions[given[i].signal].handler = IGNORED;
}

static void need_callback(void) {
    load();
    if (registered) return;
    registered = 1;
    wasix_callback_signal("__wasm_signal", strlen("__wasm_signal"));
}

static void act_by_default(int sig) {
    switch (sig) {
    case SIGCHLD: case SIGCONT: case SIGURG: case SIGWINCH: return;
    case SIGTSTP: case SIGTTIN: case SIGTTOU: kill(getpid(), SIGSTOP); return;
    default: wasix_proc_exit2(128 + sig); // nobody can say that it was the signal
    }
}

static void run(int sig) {
    struct wsh_sigaction action = actions[sig];
    if (action.handler == IGNORED) return;
    if (action.handler == DEFAULT) {
        act_by_default(sig);
        return;
    }
    if (action.flags & RESETHAND) actions[sig].handler = DEFAULT;
    u64 before = mask;
    mask |= action.mask | (action.flags & NODEFER ? 0 : BIT(sig));
    mask &= ~never_blocked;
    ((void (*)(int))(uintptr_t)action.handler)(sig);
    mask = before;
    handled++;
}

static void run_pending(void) {
    while (pending & ~mask) {
        int sig = __builtin_ctzll(pending & ~mask) + 1;
        pending &= ~BIT(sig);
        run(sig);
    }
}

__attribute__((noinline)) static void arrived(int sig) {
    int saved = errno;
    if (mask & BIT(sig)) pending |= BIT(sig);
    else run(sig), run_pending();
    u64 one = 1;
    if (wake_fd >= 0) (void)!write(wake_fd, &one, sizeof one);
    errno = saved;
}

/** As in lib/signal.c, the gap steps over what a leaf function of libc keeps below its stack pointer. */
__attribute__((export_name("__wasm_signal"))) void __wasm_signal(int sig) {
    volatile char gap[144];
    gap[0] = 0;
    if (sig >= 1 && sig <= LAST) arrived(sig);
}

int wsh_sig_action(int sig, const struct wsh_sigaction *action, struct wsh_sigaction *old) {
    if (sig < 1 || sig > LAST || (action && (sig == SIGKILL || sig == SIGSTOP))) return EINVAL;
    load();
    if (old) *old = actions[sig];
    if (!action) return 0;
    if (action->handler != DEFAULT) need_callback();
    actions[sig] = *action;
    if (action->handler == IGNORED) pending &= ~BIT(sig);
    return 0;
}

int wsh_sig_mask(int how, const u64 *set, u64 *old) {
    u64 before = mask;
    if (set) {
        switch (how) {
        case SIG_BLOCK: mask |= *set; break;
        case SIG_UNBLOCK: mask &= ~*set; break;
        case SIG_SETMASK: mask = *set; break;
        default: return EINVAL;
        }
        mask &= ~never_blocked;
        if (mask) need_callback();
        run_pending();
    }
    if (old) *old = before;
    return 0;
}

int wsh_sig_pending(u64 *set) {
    *set = pending;
    return 0;
}

/** A fork's child begins with the parent's actions and mask, nothing pending, no timer. */
void begin_child(void) {
    pending = 0;
    forget_timer();
}

// Waiting. What arrives between the last look and the sleep writes to an event counter, which the sleep watches.

int await_signals(void) {
    int pid = getpid(), fd;
    if (wake_fd >= 0 && wake_owner != pid) { // a fork's child: it was the parent's
        close(wake_fd);
        wake_fd = -1;
    }
    if (wake_fd < 0 && wasix_fd_event(0, 4, &fd) == 0) { // 4: not blocking
        if (wasix_fd_dup2(fd, HIGH, 1, &wake_fd) != 0) wake_fd = -1;
        close(fd);
        wake_owner = pid;
    }
    u64 count;
    if (wake_fd >= 0) (void)!read(wake_fd, &count, sizeof count);
    return wake_fd;
}

int signals_caught(void) {
    return registered;
}

unsigned signals_handled(void) {
    return handled;
}

/** Sleeps until a signal has arrived. @return 0, or ETIMEDOUT after `ns` (negative: never) */
static int sleep_for_signal(int64_t ns) {
    __wasi_subscription_t wanted[2] = {
        {.u = {.tag = __WASI_EVENTTYPE_FD_READ, .u.fd_read.file_descriptor = wake_fd}},
        {.userdata = 1, .u = {.tag = __WASI_EVENTTYPE_CLOCK, .u.clock = {.id = __WASI_CLOCKID_MONOTONIC, .timeout = ns > 0 ? (u64)ns : 1}}},
    };
    __wasi_event_t events[2];
    __wasi_size_t count = 0;
    int error = __wasi_poll_oneoff(wanted, events, ns < 0 ? 1 : 2, &count);
    return error == 0 && count == 1 && events[0].userdata == 1 ? ETIMEDOUT : 0;
}

int wsh_sig_suspend(const u64 *during) {
    need_callback();
    u64 before = mask;
    unsigned seen = handled;
    await_signals();
    mask = *during & ~never_blocked;
    run_pending();
    while (handled == seen) {
        sleep_for_signal(-1);
        await_signals();
    }
    mask = before;
    run_pending();
    return EINTR;
}

int wsh_sig_wait(const u64 *set, int64_t timeout, struct wsh_siginfo *info) {
    need_callback();
    unsigned seen = handled;
    for (int late = 0;;) {
        await_signals();
        u64 found = pending & *set;
        if (found) {
            int sig = __builtin_ctzll(found) + 1;
            pending &= ~BIT(sig);
            *info = (struct wsh_siginfo){.signo = sig};
            return 0;
        }
        if (handled != seen) return EINTR;
        if (late) return EAGAIN;
        late = sleep_for_signal(timeout) == ETIMEDOUT;
    }
}

/** What came with a signal: nobody says. */
int wsh_sig_info(struct wsh_siginfo *info) {
    (void)info;
    return ENOSYS;
}

int wsh_sig_queue(int pid, int sig, u64 value) {
    (void)pid, (void)sig, (void)value;
    return ENOSYS;
}

/** What a new program is to ignore, and what by `defaults` not: dispositions of spawn. */
size_t spawn_dispositions(u64 defaults, struct wasix_disposition *dispositions) {
    size_t count = 0;
    load();
    for (int sig = 1; sig <= LAST; sig++) {
        if (defaults & BIT(sig)) dispositions[count++] = (struct wasix_disposition){sig, 0};
        else if (actions[sig].handler == IGNORED) dispositions[count++] = (struct wasix_disposition){sig, 1};
    }
    return count;
}
