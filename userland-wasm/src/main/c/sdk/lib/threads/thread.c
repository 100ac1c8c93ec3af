// SPDX-License-Identifier: Apache-2.0
// pthread_create and what ends, joins and detaches threads.

#include <stdlib.h>
#include <string.h>
#include "thread.h"

__attribute__((import_module("wasi"), import_name("thread-spawn"))) int wasi_thread_spawn(struct __pthread *start);
void __wasm_init_tls(void *memory); // the linker's

enum { DEFAULT_STACK = 256 << 10, ALIGNMENT = 16, MAIN = 0x3fffffff };

static struct __pthread main_thread = {.life = JOINABLE};
static _Thread_local struct __pthread *current;

static int alive = 1; // threads that have not ended, the main one included
static int dead_lock;
static struct __pthread *dead; // detached ones that have ended, or are about to

pthread_t pthread_self(void) {
    if (current == NULL) current = &main_thread;
    return current;
}

/** What the kernel calls a thread; one that was only just made has to say so itself. */
int number_of(struct __pthread *thread) {
    int tid;
    if (thread == pthread_self() && thread->tid == 0) wasix_thread_id(&thread->tid);
    if (thread == &main_thread && thread != pthread_self()) return MAIN;
    while ((tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE)) == 0) (void)!__wasi_sched_yield();
    return tid;
}

/** The main thread's variables: lld leaves them to us. Nothing that uses one may run before. */
__attribute__((constructor(1))) static void begin(void) {
    size_t align = __builtin_wasm_tls_align(), size = __builtin_wasm_tls_size();
    __wasm_init_tls(aligned_alloc(align, (size + align - 1) & -align));
}

// Attributes: __s[0] stack size, __i[1] detached.

int pthread_attr_init(pthread_attr_t *attr) {
    memset(attr, 0, sizeof *attr);
    attr->__u.__s[0] = DEFAULT_STACK;
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attr) {
    (void)attr;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t size) {
    if (size < PTHREAD_STACK_MIN || size > SIZE_MAX / 4) return EINVAL;
    attr->__u.__s[0] = size;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *restrict attr, size_t *restrict size) {
    *size = attr->__u.__s[0];
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attr, int state) {
    if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED) return EINVAL;
    attr->__u.__i[1] = state;
    return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state) {
    *state = attr->__u.__i[1];
    return 0;
}

// A thread's memory is one block: stack, thread-local variables, record.

static size_t rounded(size_t size) {
    return (size + ALIGNMENT - 1) & -(size_t)ALIGNMENT;
}

static struct __pthread *make(size_t stack) {
    size_t tls = __builtin_wasm_tls_size(), align = __builtin_wasm_tls_align();
    if (align < ALIGNMENT) align = ALIGNMENT;
    char *block = malloc(rounded(stack) + align + rounded(tls) + sizeof(struct __pthread) + ALIGNMENT);
    if (block == NULL) return NULL;
    char *top = (char *)rounded((size_t)block + rounded(stack));
    char *variables = (char *)(((size_t)top + align - 1) & -align);
    struct __pthread *thread = (struct __pthread *)rounded((size_t)variables + tls);
    memset(thread, 0, sizeof *thread);
    thread->stack_top = top;
    thread->tls = variables;
    thread->block = block;
    return thread;
}

/** Frees what detached threads have left that are surely gone. One that is about to be keeps its place. */
static void bury(void) {
    lock_word(&dead_lock);
    struct __pthread **at = &dead;
    while (*at) {
        struct __pthread *thread = *at;
        if (__atomic_load_n(&thread->ended, __ATOMIC_ACQUIRE)) {
            *at = thread->next_dead;
            free(thread->block);
        } else {
            at = &thread->next_dead;
        }
    }
    unlock_word(&dead_lock);
}

int pthread_create(pthread_t *restrict made, const pthread_attr_t *restrict attr, void *(*function)(void *), void *restrict argument) {
    bury();
    struct __pthread *thread = make(attr ? attr->__u.__s[0] : DEFAULT_STACK);
    if (thread == NULL) return EAGAIN;
    thread->function = function;
    thread->argument = argument;
    thread->life = attr && attr->__u.__i[1] == PTHREAD_CREATE_DETACHED ? DETACHED : JOINABLE;
    *made = thread;
    __atomic_fetch_add(&alive, 1, __ATOMIC_SEQ_CST);
    int tid = wasi_thread_spawn(thread);
    if (tid < 0) {
        __atomic_fetch_sub(&alive, 1, __ATOMIC_SEQ_CST);
        free(thread->block);
        return EAGAIN;
    }
    return 0; // it may have ended already, and a detached one's record may be gone
}

/** The thread's record passes to whoever joins it, or is left for bury. Nothing of its stack is used after the last line. */
static void end(struct __pthread *self, void *result) {
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    while (self->cleanups) __cleanup_pop(self->cleanups, 1);
    run_key_destructors(self);
    if (__atomic_sub_fetch(&alive, 1, __ATOMIC_SEQ_CST) == 0) exit(0);
    sigset_t all = ~0ULL;
    wsh_sig_mask(SIG_SETMASK, &all, NULL); // a handler would run on the stack
    self->result = result;
    int before = __atomic_exchange_n(&self->life, EXITED, __ATOMIC_SEQ_CST);
    if (before == DETACHED) {
        lock_word(&dead_lock);
        self->next_dead = dead;
        dead = self;
        unlock_word(&dead_lock);
    }
    __atomic_store_n(&self->ended, 1, __ATOMIC_SEQ_CST);
    futex_wake(&self->ended, ALL);
}

void __wsh_thread_main(int tid, struct __pthread *self) {
    current = self;
    __atomic_store_n(&self->tid, tid, __ATOMIC_RELEASE);
    end(self, self->function(self->argument));
}

void pthread_exit(void *result) {
    end(pthread_self(), result);
    wasix_thread_exit(0);
}

int pthread_join(pthread_t thread, void **result) {
    if (thread == pthread_self()) return EDEADLK;
    if (__atomic_load_n(&thread->life, __ATOMIC_ACQUIRE) == DETACHED) return EINVAL;
    cancellation_point();
    while (!__atomic_load_n(&thread->ended, __ATOMIC_ACQUIRE)) {
        futex_wait_point(&thread->ended, 0, FOREVER);
        if (!__atomic_load_n(&thread->ended, __ATOMIC_ACQUIRE)) cancellation_point();
    }
    if (result) *result = thread->result;
    free(thread->block);
    return 0;
}

int pthread_detach(pthread_t thread) {
    int life = JOINABLE;
    if (__atomic_compare_exchange_n(&thread->life, &life, DETACHED, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return 0;
    return life == DETACHED ? EINVAL : pthread_join(thread, NULL); // it has ended: joining does not wait
}

int pthread_kill(pthread_t thread, int sig) {
    if (sig < 0 || sig >= _NSIG) return EINVAL;
    if (__atomic_load_n(&thread->life, __ATOMIC_ACQUIRE) == EXITED) return ESRCH;
    return wasix_thread_signal(number_of(thread), sig);
}

void __cleanup_push(struct __cleanup *cleanup) {
    struct __pthread *self = pthread_self();
    cleanup->below = self->cleanups;
    self->cleanups = cleanup;
}

void __cleanup_pop(struct __cleanup *cleanup, int run) {
    pthread_self()->cleanups = cleanup->below;
    if (run) cleanup->function(cleanup->argument);
}

/** In the child: the thread that forked is its main one, and alone. The others' memory stays taken. */
void threads_after_fork(void) {
    alive = 1;
    dead_lock = 0;
    dead = NULL;
    pthread_self()->tid = 0;
    pthread_self()->cancelled = pthread_self()->cancel_lock = 0;
}
