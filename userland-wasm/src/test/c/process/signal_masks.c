// SPDX-License-Identifier: Apache-2.0
// Masks and pending signals: what is held back and comes later, in which order, and who restores the mask.
#include "suite.h"

static char order[64];
static volatile sig_atomic_t count;

static void note(int sig) {
    char text[8];
    snprintf(text, sizeof text, " %d", sig);
    strcat(order, text);
    count++;
}

static sigset_t during;

static void look(int sig) {
    note(sig);
    sigprocmask(SIG_BLOCK, NULL, &during);
}

static void unblocks_in_handler(int sig) {
    note(sig);
    sigset_t two = set_of(SIGUSR2);
    sigprocmask(SIG_BLOCK, &two, NULL);
}

static void raises_another(int sig) {
    note(sig);
    raise(SIGUSR2);
    note(sig);
}

static const char *blocked(void) {
    static char text[128];
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    char *to = text;
    *to = '\0';
    for (int sig = 1; sig <= 31; sig++)
        if (sigismember(&mask, sig)) to += sprintf(to, " %d", sig);
    return *text ? text : " none";
}

static const char *pending(void) {
    static char text[128];
    sigset_t set;
    sigpending(&set);
    char *to = text;
    *to = '\0';
    for (int sig = 1; sig <= 31; sig++)
        if (sigismember(&set, sig)) to += sprintf(to, " %d", sig);
    return *text ? text : " none";
}

/** Signals the parent once it sleeps. */
static int send(char **arguments) {
    pid_t parent = getppid();
    await_state(parent, 'S');
    kill(parent, atoi(arguments[0]));
    return 0;
}

static void changes(void) {
    sigset_t set = set_of(SIGUSR1), old;
    say("at first%s", blocked());
    sigprocmask(SIG_BLOCK, &set, &old);
    say("block 10%s, old had it %d", blocked(), sigismember(&old, SIGUSR1));
    set = set_of(SIGHUP);
    sigprocmask(SIG_BLOCK, &set, &old);
    say("block 1%s, old had 10 %d", blocked(), sigismember(&old, SIGUSR1));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    say("unblock 1%s", blocked());
    sigfillset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    say("all%s", blocked());
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    say("set none%s", blocked());
    say("bad how %s, but nothing to do %s", result(sigprocmask(77, &set, NULL)), result(sigprocmask(77, NULL, &old)));
}

static void held_back(void) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int sigs[] = {SIGUSR2, SIGHUP, SIGTERM, SIGUSR1};
    for (int i = 0; i < 4; i++) set_action(sigs[i], note, 0);
    sigprocmask(SIG_SETMASK, &all, NULL);
    order[0] = '\0';
    for (int i = 0; i < 4; i++) raise(sigs[i]);
    raise(SIGCHLD);
    raise(SIGWINCH);
    say("pending%s", pending());
    signal(SIGTERM, SIG_IGN);
    say("ignoring drops%s", pending());
    signal(SIGHUP, SIG_DFL);
    say("default keeps%s", pending());
    set_action(SIGHUP, note, 0);
    sigprocmask(SIG_SETMASK, &none, NULL);
    size_t length = strlen(order);
    say("came %d, pending%s", strstr(order, " 10") && strstr(order, " 12") && strstr(order, " 1") && length == 8, pending());
    signal(SIGTERM, SIG_DFL);
    // An ignored signal that is blocked stays pending: it may be wanted by sigwait, or be caught before it is unblocked.
    signal(SIGURG, SIG_IGN);
    sigset_t urgent = set_of(SIGURG);
    sigprocmask(SIG_BLOCK, &urgent, NULL);
    raise(SIGURG);
    say("blocked and ignored%s", pending());
    set_action(SIGURG, note, 0);
    order[0] = '\0';
    sigprocmask(SIG_UNBLOCK, &urgent, NULL);
    say("caught later%s", order);
    signal(SIGURG, SIG_DFL);
}

static void in_handlers(void) {
    struct sigaction action = {.sa_handler = look};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaddset(&action.sa_mask, SIGKILL);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    say("in the handler: itself %d, sa_mask %d, KILL %d, another %d; after%s", sigismember(&during, SIGUSR1), sigismember(&during, SIGTERM),
        sigismember(&during, SIGKILL), sigismember(&during, SIGHUP), blocked());
    action.sa_flags = SA_NODEFER;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    say("NODEFER: itself %d, sa_mask %d; after%s", sigismember(&during, SIGUSR1), sigismember(&during, SIGTERM), blocked());
    sigaddset(&action.sa_mask, SIGUSR1);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    say("NODEFER and in sa_mask: itself %d", sigismember(&during, SIGUSR1));
    set_action(SIGUSR1, unblocks_in_handler, 0);
    raise(SIGUSR1);
    say("what a handler blocks is undone%s", blocked());
    set_action(SIGUSR1, raises_another, 0);
    set_action(SIGUSR2, note, 0);
    order[0] = '\0';
    raise(SIGUSR1);
    say("nested%s", order);
    action = (struct sigaction){.sa_handler = raises_another};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &action, NULL);
    order[0] = '\0';
    raise(SIGUSR1);
    say("one after the other%s", order);
}

static void suspending(void) {
    int value;
    sigset_t both = set_of(SIGUSR1), none, other = set_of(SIGUSR2);
    sigaddset(&both, SIGUSR2);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &both, NULL);
    set_action(SIGUSR1, look, 0);
    set_action(SIGUSR2, note, 0);
    order[0] = '\0';
    raise(SIGUSR1);
    value = sigsuspend(&none);
    say("sigsuspend with one pending %s,%s ran, mask%s", result(value), order, blocked());
    say("its handler saw: 10 %d, 12 %d", sigismember(&during, SIGUSR1), sigismember(&during, SIGUSR2));
    // 10 waits for sigsuspend, 12 does not get through it but through the end of it.
    sigset_t one = set_of(SIGUSR1);
    sigprocmask(SIG_SETMASK, &one, NULL);
    order[0] = '\0';
    raise(SIGUSR1);
    sigset_t only_two = other;
    value = sigsuspend(&only_two);
    say("with 12 blocked %s,%s", result(value), order);
    pid_t child = spawn("send", "10");
    order[0] = '\0';
    value = sigsuspend(&none);
    say("asleep %s,%s", result(value), order);
    ending(child);
    signal(SIGUSR2, SIG_IGN);
    child = spawn("send2", NULL);
    order[0] = '\0';
    value = sigsuspend(&none);
    say("an ignored one does not end it %s,%s", result(value), order);
    ending(child);
    sigprocmask(SIG_SETMASK, &none, NULL);
    child = spawn("send", "10");
    say("pause %s", result(pause()));
    ending(child);
}

static int send_two(char **arguments) {
    (void)arguments;
    pid_t parent = getppid();
    await_state(parent, 'S');
    kill(parent, SIGUSR2);
    nap();
    await_state(parent, 'S');
    kill(parent, SIGUSR1);
    return 0;
}

static void after_suspend(void) {
    // While sigsuspend sleeps with 12 blocked, 12 comes, then 10. At its end 12 is unblocked again, and handled before it returns.
    sigset_t none, two = set_of(SIGUSR2);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    set_action(SIGUSR1, note, 0);
    set_action(SIGUSR2, note, 0);
    order[0] = '\0';
    pid_t child = spawn("send2", NULL);
    int value = sigsuspend(&two);
    say("what the temporary mask held is handled too: %s,%s", result(value), order);
    ending(child);
}

static void inherited(void) {
    sigset_t set = set_of(SIGUSR1), none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &set, NULL);
    raise(SIGUSR1);
    say("child: %s", ending(spawn("child", NULL)));
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int child(char **arguments) {
    (void)arguments;
    say("the child has blocked%s, pending%s", blocked(), pending());
    return 0;
}

int main(int argc, char **argv) {
    static const struct role roles[] = {{"send", send}, {"send2", send_two}, {"child", child}, {NULL, NULL}};
    play(argc, argv, roles);
    changes();
    held_back();
    in_handlers();
    suspending();
    after_suspend();
    inherited();
    return 0;
}
