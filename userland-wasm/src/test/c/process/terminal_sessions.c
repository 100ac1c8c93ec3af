// SPDX-License-Identifier: Apache-2.0
// Controlling terminals: sessions that have one, keys that are signals, job control over it.
#include "terminals.h"

// A child writes what it sees to descriptor 9, as 0 to 2 are the terminal.

static int report[2];

static void tell(const char *text) {
    write(9, text, strlen(text));
}

static void say_report(const char *what) {
    char bytes[100];
    ssize_t got = read(report[0], bytes, sizeof bytes);
    say("%s: %s", what, shown(bytes, got > 0 ? got : 0));
}

/** A child that leads a session on a terminal of its own; the parent has its pid and the master. */
static pid_t session(void (*body)(void)) {
    pipe(report);
    fflush(stdout);
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        dup2(report[1], 9);
        close(report[0]);
        body();
        _exit(0);
    }
    close(report[1]);
    return pid;
}

static void end_session(pid_t pid) {
    say("it %s", ending(pid));
    close(report[0]);
    close(master);
}

static volatile sig_atomic_t caught;

static void handler(int sig) {
    caught = sig;
}

static void what_it_has(void) {
    char text[100];
    int tty = open("/dev/tty", O_RDWR);
    snprintf(text, sizeof text, "leader %d, in front %d, its session %d, /dev/tty %d, again %s", getsid(0) == getpid(),
             tcgetpgrp(0) == getpgrp(), tcgetsid(0) == getpid(), isatty(tty), result(ioctl(0, TIOCSCTTY, 0)));
    tell(text);
}

static void waits_for_keys(void) {
    char text[32];
    set_action(SIGINT, handler, 0);
    set_action(SIGQUIT, handler, 0);
    set_action(SIGTSTP, handler, 0);
    set_action(SIGWINCH, handler, 0);
    set_action(SIGHUP, handler, 0);
    do {
        tell("ready");
        pause();
        snprintf(text, sizeof text, "signal %d", caught);
        tell(text);
        char byte;
        if (caught != SIGHUP) read(0, &byte, 1); // until the parent has seen it
    } while (caught != SIGHUP);
}

static void keys_are_signals(void) {
    pid_t pid = session(waits_for_keys);
    static const char *const keys[] = {"\003", "\034", "\032"};
    for (int i = 0; i < 3; i++) {
        say_report("it is");
        await_state(pid, 'S');
        type(keys[i]);
        say_report("a key");
        type("\n");
    }
    say_report("it is");
    await_state(pid, 'S');
    struct winsize size = {.ws_row = 10, .ws_col = 20};
    ioctl(master, TIOCSWINSZ, &size);
    say_report("another size");
    type("\n");
    say_report("it is");
    await_state(pid, 'S');
    close(master);
    say_report("the master closes");
    say("it %s", ending(pid));
    close(report[0]);
}

static void in_the_background(void) {
    char text[100], byte;
    signal(SIGTTOU, SIG_IGN);
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        signal(SIGTTOU, SIG_DFL);
        read(0, &byte, 1);
        struct termios termios;
        tcgetattr(0, &termios);
        tcsetattr(0, TCSANOW, &termios);
        _exit(byte);
    }
    int status;
    waitpid(child, &status, WUNTRACED);
    snprintf(text, sizeof text, "reads: %s", status_text(status));
    tell(text);
    tcsetpgrp(0, child);
    kill(child, SIGCONT);
    waitpid(child, &status, WUNTRACED);
    tcsetpgrp(0, getpgrp());
    snprintf(text, sizeof text, "; in front: %s", status_text(status));
    tell(text);
    tell("; end");
}

static void a_stranger(void) {
    char text[200];
    int first = getsid(0) == getpid();
    pid_t child = fork();
    if (child == 0) {
        setsid();
        snprintf(text, sizeof text, "another session: TIOCSCTTY %s", result(ioctl(0, TIOCSCTTY, 0)));
        tell(text);
        snprintf(text, sizeof text, ", tcgetpgrp %s", result(tcgetpgrp(0)));
        tell(text);
        snprintf(text, sizeof text, ", /dev/tty %s", result(open("/dev/tty", O_RDWR)));
        tell(text);
        int m, s;
        openpty(&m, &s, NULL, NULL, NULL);
        snprintf(text, sizeof text, ", O_NOCTTY leaves it %d", tcgetpgrp(s) < 0);
        tell(text);
        int again = open(ttyname(s), O_RDWR);
        snprintf(text, sizeof text, ", an opened one is its own %d", tcgetpgrp(again) == getpid());
        tell(text);
        set_action(SIGHUP, handler, 0);
        snprintf(text, sizeof text, ", given up %s", result(ioctl(again, TIOCNOTTY, 0)));
        tell(text);
        snprintf(text, sizeof text, ", told by %d", caught);
        tell(text);
        snprintf(text, sizeof text, ", and gone %s", result(tcgetpgrp(again)));
        tell(text);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    snprintf(text, sizeof text, "; leads %d", first);
    tell(text);
    tell(".");
}

static void leader_leaves(void) {
    pid_t child = fork();
    if (child == 0) {
        signal(SIGHUP, handler);
        tell("child ready");
        while (!caught) pause();
        tell(caught == SIGHUP ? ", hung up" : ", something else");
        _exit(0);
    }
    await_state(child, 'S');
}

static void say_all(const char *what) {
    char bytes[400];
    ssize_t length = 0, got;
    while ((got = read(report[0], bytes + length, sizeof bytes - (size_t)length)) > 0) length += got;
    say("%s: %s", what, shown(bytes, length));
}

int main(void) {
    pid_t pid = session(what_it_has);
    say_all("a session");
    end_session(pid);
    keys_are_signals();
    pid = session(in_the_background);
    char seen[8];
    do read(report[0], seen, 1);
    while (seen[0] != ':');
    type("A\n");
    say_all("in the background");
    end_session(pid);
    pid = session(a_stranger);
    say_all("strangers");
    end_session(pid);
    pid = session(leader_leaves);
    say_all("the leader leaves");
    end_session(pid);
    return 0;
}
