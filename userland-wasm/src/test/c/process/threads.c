// SPDX-License-Identifier: Apache-2.0
// Threads: create, join, detach, exit, self; what each has for itself; keys and once.

#include <setjmp.h>
#include "threads.h"

static void *twice(void *argument) {
    return (void *)((long)argument * 2);
}

static int deep_exit(volatile int depth) {
    if (depth <= 0) pthread_exit((void *)77);
    return depth < 1000 ? deep_exit(depth - 1) + 1 : 0;
}

static void *exits(void *argument) {
    deep_exit((int)(long)argument);
    return NULL;
}

// Many at once, each with a stack and variables of its own.
enum { MANY = 50 };
static _Thread_local long own = 5;
static _Thread_local long zero;
static long total;
static pthread_mutex_t total_mutex = PTHREAD_MUTEX_INITIALIZER;

static void *adds(void *argument) {
    volatile char stack[10000];
    memset((char *)stack, (int)(long)argument, sizeof stack);
    for (int i = 0; i < 100; i++) {
        char *memory = malloc(100 + i);
        memset(memory, i, 100 + i);
        own += (long)argument;
        zero++;
        pthread_mutex_lock(&total_mutex);
        total++;
        pthread_mutex_unlock(&total_mutex);
        free(memory);
    }
    for (size_t i = 0; i < sizeof stack; i++)
        if (stack[i] != (char)(long)argument) return (void *)-1;
    return (void *)(own + zero);
}

static void many(void) {
    pthread_t threads[MANY];
    long sum = 0;
    for (long i = 0; i < MANY; i++) threads[i] = start(adds, (void *)i);
    for (int i = 0; i < MANY; i++) sum += joined(threads[i]);
    say("%d threads: %ld turns, %ld, mine %ld %ld", MANY, total, sum, own, zero);
}

// errno is each thread's own, and what libc sets comes there.
static void *fails(void *argument) {
    errno = 0;
    for (int i = 0; i < 100; i++) {
        char *end;
        int wanted;
        switch ((long)argument) {
        case 0: close(-1); wanted = EBADF; break;
        case 1: open("/no/such", O_RDONLY); wanted = ENOENT; break;
        case 2: strtol("99999999999999999999", &end, 10); wanted = ERANGE; break;
        default: read(0, NULL, 0); errno = wanted = EAGAIN; nap();
        }
        if (errno != wanted) return (void *)(long)errno;
        errno = 0;
    }
    return NULL;
}

static void errors(void) {
    pthread_t threads[4];
    errno = EXDEV;
    for (long i = 0; i < 4; i++) threads[i] = start(fails, (void *)i);
    for (int i = 0; i < 4; i++) say("errors of thread %d: %s", i, joined(threads[i]) ? "mixed" : "its own");
    say("mine: %s", strerror(errno));
}

static struct gate gate = GATE;
static pthread_t seen;

static void *looks_at_itself(void *argument) {
    seen = pthread_self();
    say("equal to itself: %d, to main: %d", pthread_equal(pthread_self(), seen) != 0, pthread_equal(seen, *(pthread_t *)argument) != 0);
    say("joins itself: %s", strerror(pthread_join(pthread_self(), NULL)));
    return NULL;
}

static void *says_it_is_there(void *argument) {
    (void)argument;
    reach(&gate, 1);
    return NULL;
}

static void *detaches_itself(void *argument) {
    (void)argument;
    say("detaches itself: %s", error_text(pthread_detach(pthread_self())));
    reach(&gate, 2);
    return NULL;
}

static void detached(void) {
    pthread_attr_t attr;
    pthread_t thread;
    int state;
    size_t size;
    pthread_attr_init(&attr);
    pthread_attr_getdetachstate(&attr, &state);
    say("joinable at first: %d", state == PTHREAD_CREATE_JOINABLE);
    say("set detached: %s, nonsense: %s", error_text(pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED)), error_text(pthread_attr_setdetachstate(&attr, 99)));
    say("stack size: %s, too small: %s", error_text(pthread_attr_setstacksize(&attr, 1 << 20)), error_text(pthread_attr_setstacksize(&attr, 100)));
    pthread_attr_getstacksize(&attr, &size);
    say("it is %d", (int)size);
    say("create: %s", error_text(pthread_create(&thread, &attr, says_it_is_there, NULL)));
    pthread_attr_destroy(&attr);
    await(&gate, 1);
    pthread_t other = start(detaches_itself, NULL);
    await(&gate, 2);
    (void)other;
    thread = start(twice, (void *)1);
    say("detach: %s", error_text(pthread_detach(thread)));
    for (int i = 0; i < 300; i++) { // what they leave is used again
        pthread_attr_init(&attr);
        pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
        int error = pthread_create(&thread, &attr, twice, NULL);
        if (error == EAGAIN) nap(), i--;
    }
    say("300 detached ones");
    for (int i = 0; i < 300; i++)
        if (joined(start(twice, (void *)(long)i)) != 2 * i) say("wrong");
    say("300 joined ones");
}

// Keys.
static pthread_key_t counted, chained, plain;
static int destroyed, chain;

static void count(void *value) {
    destroyed += (int)(long)value;
}

static void again(void *value) {
    chain++;
    if ((long)value > 1) pthread_setspecific(chained, (void *)((long)value - 1));
}

static void *sets(void *argument) {
    say("a new thread's value: %ld", (long)pthread_getspecific(counted));
    pthread_setspecific(counted, argument);
    pthread_setspecific(plain, argument);
    pthread_setspecific(chained, (void *)3);
    return pthread_getspecific(counted);
}

static void keys(void) {
    say("keys: %s", error_text(pthread_key_create(&counted, count) || pthread_key_create(&chained, again) || pthread_key_create(&plain, NULL)));
    pthread_setspecific(counted, (void *)100);
    say("in a thread: %ld", joined(start(sets, (void *)7)));
    say("destroyed %d, in a chain %d, mine %ld", destroyed, chain, (long)pthread_getspecific(counted));
    say("delete: %s", error_text(pthread_key_delete(plain)));
    say("set one that is gone: %s", strerror(pthread_setspecific(plain, (void *)1)));
    say("bad key: %s", strerror(pthread_key_delete(PTHREAD_KEYS_MAX + 5)));
    pthread_key_create(&plain, NULL);
    say("a new key has no value: %ld", (long)pthread_getspecific(plain));
}

// Once.
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int times;

static void only_once(void) {
    nap();
    times++;
}

static void *calls_once(void *argument) {
    (void)argument;
    pthread_once(&once, only_once);
    return (void *)(long)times;
}

static void cleanup(void *argument) {
    say("cleanup %ld", (long)argument);
}

static void *cleans(void *argument) {
    pthread_cleanup_push(cleanup, (void *)1);
    pthread_cleanup_push(cleanup, (void *)2);
    pthread_cleanup_push(cleanup, (void *)3);
    pthread_cleanup_pop(1);
    pthread_exit(argument);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
}

// Each thread jumps to where it was itself.
static _Thread_local jmp_buf back;

static int deeper(volatile int depth, int value) {
    if (depth == 0) longjmp(back, value);
    return depth < 1000 ? deeper(depth - 1, value) + 1 : 0;
}

static void *jumps(void *argument) {
    volatile long sum = 0;
    for (volatile int i = 1; i <= 20; i++) {
        int value = setjmp(back);
        if (value == 0) deeper(5, i + (int)(long)argument);
        sum += value;
        sched_yield();
    }
    return (void *)sum;
}

static void jumping(void) {
    pthread_t threads[4];
    for (long i = 0; i < 4; i++) threads[i] = start(jumps, (void *)(i * 100));
    for (int i = 0; i < 4; i++) say("jumped: %ld", joined(threads[i]));
}

static void *prints(void *argument) {
    for (int i = 0; i < 20; i++) fprintf((FILE *)argument, "%s-%d-%s\n", "some text that is long enough", 12345, "to be written in parts");
    return NULL;
}

/** Lines of several threads do not mix. */
static void streams(void) {
    FILE *file = tmpfile();
    pthread_t threads[8];
    char line[200];
    int good = 0, bad = 0;
    setvbuf(file, NULL, _IOLBF, 64);
    for (int i = 0; i < 8; i++) threads[i] = start(prints, file);
    for (int i = 0; i < 8; i++) joined(threads[i]);
    rewind(file);
    while (fgets(line, sizeof line, file)) strcmp(line, "some text that is long enough-12345-to be written in parts\n") == 0 ? good++ : bad++;
    say("lines %d, mixed ones %d", good, bad);
    flockfile(file);
    say("locked again by its holder: %d", ftrylockfile(file));
    funlockfile(file);
    funlockfile(file);
    fclose(file);
}

int main(void) {
    pthread_t self_thread = pthread_self();
    say("joined: %ld", joined(start(twice, (void *)21)));
    say("exit from within: %ld", joined(start(exits, (void *)20)));
    joined(start(looks_at_itself, &self_thread));
    many();
    errors();
    detached();
    keys();
    pthread_t threads[5];
    for (int i = 0; i < 5; i++) threads[i] = start(calls_once, NULL);
    for (int i = 0; i < 5; i++) say("once: %ld", joined(threads[i]));
    say("cleaned: %ld", joined(start(cleans, (void *)9)));
    jumping();
    streams();
    return 0;
}
