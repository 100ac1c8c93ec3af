// SPDX-License-Identifier: Apache-2.0
// Pseudo-terminals and what the line discipline does between their ends.
#include "terminals.h"
#include <poll.h>

static int slave;

static void new_pair(void) {
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    if (openpty(&master, &slave, NULL, NULL, &size) < 0) {
        perror("openpty");
        exit(1);
    }
}

static void end_pair(void) {
    close(slave);
    close(master);
}

static void say_read(const char *what, int fd) {
    char bytes[100];
    ssize_t got = read(fd, bytes, sizeof bytes);
    if (got < 0) say("%s: %s", what, result(got));
    else say("%s: %zd \"%s\"", what, got, shown(bytes, got));
}

static void nonblocking(int fd, int on) {
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

/** What there is to read now, without waiting. */
static void say_now(const char *what, int fd) {
    nonblocking(fd, 1);
    say_read(what, fd);
    nonblocking(fd, 0);
}

static void set_flags(tcflag_t clear, tcflag_t set) {
    struct termios termios;
    tcgetattr(slave, &termios);
    termios.c_lflag = (termios.c_lflag & ~clear) | set;
    tcsetattr(slave, TCSANOW, &termios);
}

static void raw_mode(int least, int time) {
    struct termios termios;
    tcgetattr(slave, &termios);
    cfmakeraw(&termios);
    termios.c_cc[VMIN] = (cc_t)least;
    termios.c_cc[VTIME] = (cc_t)time;
    tcsetattr(slave, TCSANOW, &termios);
}

static void opening(void) {
    char name[64];
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    say("opened %d, a terminal %d", fd >= 0, isatty(fd));
    say("named so: %d", strncmp(ptsname(fd), "/dev/pts/", 9) == 0);
    strcpy(name, ptsname(fd));
    say("locked: %s", result(open(name, O_RDWR | O_NOCTTY)));
    say("granted %s, unlocked %s", result(grantpt(fd)), result(unlockpt(fd)));
    int other = open(name, O_RDWR | O_NOCTTY);
    say("the slave: a terminal %d, so named %d", isatty(other), strcmp(ttyname(other), name) == 0);
    close(other);
    say_read("nobody has it open", fd);
    close(fd);
    say("gone with its master: %s", result(open(name, O_RDWR | O_NOCTTY)));
    fd = open("/dev/null", O_RDWR);
    say("of no master: %s, %s, %d", result(grantpt(fd)), result(unlockpt(fd)), ptsname(fd) == NULL);
    say("not a terminal: %s, %s", result(tcflush(fd, TCIFLUSH)), result(tcdrain(fd)));
    close(fd);
}

static void canonical(void) {
    new_pair();
    type("hello\n");
    say_read("a line", slave);
    say_read("its echo", master);
    type("one\ntwo\n");
    say_read("lines come one by one", slave);
    say_read("the second", slave);
    say_now("no third", slave);
    type("par");
    say_now("a line that is not done", slave);
    type("t\n");
    say_read("now", slave);
    type("abx\177c\n");
    say_read("erased", slave);
    type("forget\025keep\n");
    say_read("killed", slave);
    type("two words\027gone\n");
    say_read("a word erased", slave);
    type("\026\003\n");
    say_read("literally", slave);
    type("no end\004");
    say_read("pushed", slave);
    type("\004");
    say_read("end of file", slave);
    type("cr\r");
    say_read("return is newline", slave);
    tcflush(master, TCIFLUSH);
    write(slave, "out\n", 4);
    say("drained when read: %d", 1);
    end_pair();
}

static void echo_modes(void) {
    new_pair();
    set_flags(ECHO, 0);
    type("secret\n");
    say_read("no echo", slave);
    say_now("nothing to see", master);
    set_flags(0, ECHONL);
    type("secret\n");
    say_now("but the newline", master);
    set_flags(0, ECHO);
    type("\001\n");
    say_now("a control character", master);
    type("ab\177\n");
    say_now("an erasure", master);
    type("ab\025\n");
    say_now("a line's", master);
    end_pair();
}

static void output(void) {
    struct termios termios;
    new_pair();
    write(slave, "a\nb\tc", 5);
    say_read("newlines are returned", master);
    tcgetattr(slave, &termios);
    termios.c_oflag &= ~OPOST;
    tcsetattr(slave, TCSADRAIN, &termios);
    write(slave, "a\nb", 3);
    say_read("raw output", master);
    termios.c_oflag |= OPOST | OCRNL;
    tcsetattr(slave, TCSADRAIN, &termios);
    write(slave, "a\rb", 3);
    say_read("returns are newlines", master);
    end_pair();
}

static void raw(void) {
    new_pair();
    raw_mode(1, 0);
    type("k\003\004\r");
    say_read("every key at once", slave);
    say_now("no echo", master);
    raw_mode(0, 0);
    say_read("never waits", slave);
    raw_mode(0, 1);
    say_read("waits a moment", slave);
    type("x");
    say_read("and not when it need not", slave);
    raw_mode(3, 0);
    type("ab");
    struct pollfd one = {.fd = slave, .events = POLLIN};
    say("too few: ready %d", poll(&one, 1, 0));
    type("c");
    say_read("enough", slave);
    type("ab");
    say_now("what there is, without waiting", slave);
    raw_mode(3, 1);
    type("ab");
    say_read("the time between keys", slave);
    end_pair();
}

static void changes_of_mode(void) {
    new_pair();
    type("unfin");
    raw_mode(1, 0);
    say_read("what was typed, once raw", slave);
    end_pair();
    new_pair();
    type("typed\n");
    tcflush(slave, TCIFLUSH);
    say_now("flushed", slave);
    struct termios termios;
    tcgetattr(slave, &termios);
    type("typed\n");
    char seen[32];
    read(master, seen, sizeof seen);
    tcsetattr(slave, TCSAFLUSH, &termios);
    say_now("flushed by tcsetattr", slave);
    say("no such queue: %s, action: %s, flow: %s", result(tcflush(slave, 9)), result(tcsetattr(slave, 9, &termios)), result(tcflow(slave, 9)));
    end_pair();
}

static void flow(void) {
    new_pair();
    type("\023");
    nonblocking(slave, 1);
    say("stopped by Ctrl-S: written %s", result(write(slave, "held", 4)));
    type("\021");
    say("and let go by Ctrl-Q: written %s", result(write(slave, "held", 4)));
    end_pair();
    new_pair();
    say("off %s", result(tcflow(slave, TCOOFF)));
    say_now("nothing comes", master);
    say("on %s", result(tcflow(slave, TCOON)));
    write(slave, "flows", 5);
    say_read("again", master);
    end_pair();
}

static void polled(void) {
    new_pair();
    struct pollfd both[2] = {{.fd = master, .events = POLLIN | POLLOUT}, {.fd = slave, .events = POLLIN | POLLOUT}};
    poll(both, 2, 0);
    say("at first: master writable %d, slave writable %d", both[0].revents == POLLOUT, both[1].revents == POLLOUT);
    type("x");
    poll(both, 2, -1);
    say("half a line: master in %d, slave in %d", (both[0].revents & POLLIN) != 0, (both[1].revents & POLLIN) != 0);
    type("\n");
    both[1].events = POLLIN;
    poll(&both[1], 1, -1);
    say("a line: slave readable %d", both[1].revents == POLLIN);
    close(slave);
    both[0].events = POLLIN;
    char seen[32];
    while (read(master, seen, sizeof seen) > 0) continue;
    poll(both, 1, -1);
    say("nobody there: hung up %d", (both[0].revents & POLLHUP) != 0);
    close(master);
    new_pair();
    close(master);
    both[1].fd = slave;
    poll(&both[1], 1, -1);
    say("no master: hung up %d", (both[1].revents & POLLHUP) != 0);
    say_read("read", slave);
    say("write: %s", result(write(slave, "x", 1)));
    close(slave);
}

static void sizes(void) {
    struct winsize size = {0};
    new_pair();
    ioctl(master, TIOCGWINSZ, &size);
    say("%d x %d", size.ws_row, size.ws_col);
    size.ws_row = 50;
    ioctl(master, TIOCSWINSZ, &size);
    size.ws_row = 0;
    ioctl(slave, TIOCGWINSZ, &size);
    say("%d x %d", size.ws_row, size.ws_col);
    end_pair();
}

int main(void) {
    opening();
    canonical();
    echo_modes();
    output();
    raw();
    changes_of_mode();
    flow();
    polled();
    sizes();
    return 0;
}
