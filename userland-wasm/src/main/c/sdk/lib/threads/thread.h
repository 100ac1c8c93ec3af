// SPDX-License-Identifier: Apache-2.0
// What the thread library's files share: a thread's record, and the one primitive under all that waits.
#ifndef WSH_THREAD_H
#define WSH_THREAD_H

#include <limits.h>
#include <pthread.h>
#include "../imports.h"

struct value {
    unsigned generation; // of the key that it was set for
    void *value;
};

/** A thread. The kernel's side knows the first two (thread_start.s); they are read once, when it starts. */
struct __pthread {
    void *stack_top;
    void *tls;
    void *(*function)(void *);
    void *argument;
    void *block;   // to be freed when it has ended and nobody will join it; NULL: the main thread
    int tid;       // 0: not asked for yet
    int life;      // futex: what follows
    int ended;     // the kernel's thread touches its stack no more
    void *result;
    int cancel_lock;   // guards the next two
    int cancelled;     // it was asked to end
    int uncancellable; // not now
    int cancel_type;
    struct __cleanup *cleanups;
    struct __pthread *next_dead;
    struct value values[PTHREAD_KEYS_MAX];
};
enum life { JOINABLE, DETACHED, EXITED };

enum { FOREVER = -1 };

/** Sleeps while *word is `value`, at most `ns`. @return 0, or ETIMEDOUT. It may wake early, and does after a signal's handler has run (which may fork, as in any call). */
int futex_wait(int *word, int value, int64_t ns);
/** The same, and a request to be cancelled ends it, too: to be followed by cancellation_point. */
int futex_wait_point(int *word, int value, int64_t ns);

static inline void futex_wake(int *word, unsigned most) {
    __builtin_wasm_memory_atomic_notify(word, most);
}
enum { ALL = INT_MAX };

/** @return EINVAL, ETIMEDOUT, or 0 and in *left the ns from now to that time. */
int time_until(clockid_t clock, const struct timespec *when, int64_t *left);

// A lock without owner, for the library's own state: 0 free, 1 taken, 2 taken and somebody waits.
void lock_word(int *word);
int lock_word_until(int *word, clockid_t clock, const struct timespec *when); // NULL: no end
void unlock_word(int *word);

/** What the kernel calls a thread. */
int number_of(struct __pthread *thread);
/** Whether the next cancellation_point will be the end. */
int cancel_wanted(void);

void run_key_destructors(struct __pthread *self);

// What fork takes, so that the child finds it whole.
void lock_allocator(void), unlock_allocator(void);
void lock_streams(void), unlock_streams(int in_child);
void before_fork(void), after_fork(int in_child);
void threads_after_fork(void);

__attribute__((import_module("wasix_32v1"), import_name("thread_exit"), noreturn)) void wasix_thread_exit(u32 code);
WASIX(futex_wait, int *word, int value, const struct wasix_option_time *timeout, uint8_t *woken);
#endif
