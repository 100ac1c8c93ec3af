// SPDX-License-Identifier: Apache-2.0
// Thread-specific data, and pthread_once. A key that is made anew has another generation, so that values of the one before are not seen.

#include "thread.h"

static struct {
    int used;
    unsigned generation;
    void (*destroy)(void *);
} keys[PTHREAD_KEYS_MAX];
static int lock;

int pthread_key_create(pthread_key_t *made, void (*destroy)(void *)) {
    int error = EAGAIN;
    lock_word(&lock);
    for (unsigned i = 0; i < PTHREAD_KEYS_MAX && error; i++) {
        if (keys[i].used) continue;
        keys[i].used = 1;
        keys[i].generation++;
        keys[i].destroy = destroy;
        *made = i;
        error = 0;
    }
    unlock_word(&lock);
    return error;
}

int pthread_key_delete(pthread_key_t key) {
    if (key >= PTHREAD_KEYS_MAX) return EINVAL;
    lock_word(&lock);
    int error = keys[key].used ? 0 : EINVAL;
    keys[key].used = 0;
    unlock_word(&lock);
    return error;
}

void *pthread_getspecific(pthread_key_t key) {
    if (key >= PTHREAD_KEYS_MAX) return NULL;
    struct value *value = &pthread_self()->values[key];
    return value->generation == keys[key].generation ? value->value : NULL;
}

int pthread_setspecific(pthread_key_t key, const void *value) {
    if (key >= PTHREAD_KEYS_MAX || !keys[key].used) return EINVAL;
    pthread_self()->values[key] = (struct value){keys[key].generation, (void *)value};
    return 0;
}

/** Runs a value's destructor. @return whether there was one to run */
static int destroyed(struct __pthread *self, unsigned key) {
    lock_word(&lock);
    void (*destroy)(void *) = keys[key].used && keys[key].generation == self->values[key].generation ? keys[key].destroy : NULL;
    unlock_word(&lock);
    void *value = self->values[key].value;
    if (destroy == NULL || value == NULL) return 0;
    self->values[key].value = NULL;
    destroy(value);
    return 1;
}

void run_key_destructors(struct __pthread *self) {
    int some = 1;
    for (int round = 0; some && round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        some = 0;
        for (unsigned key = 0; key < PTHREAD_KEYS_MAX; key++) some |= destroyed(self, key);
    }
}

// pthread_once: 0 not yet, 1 somebody is at it, 2 done.

int pthread_once(pthread_once_t *once, void (*function)(void)) {
    int seen = 0;
    if (__atomic_load_n(once, __ATOMIC_ACQUIRE) == 2) return 0;
    if (__atomic_compare_exchange_n(once, &seen, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        function();
        __atomic_store_n(once, 2, __ATOMIC_SEQ_CST);
        futex_wake(once, ALL);
        return 0;
    }
    while (__atomic_load_n(once, __ATOMIC_SEQ_CST) != 2) futex_wait(once, 1, FOREVER);
    return 0;
}
