// SPDX-License-Identifier: Apache-2.0
// nc: connect standard input and output to a network connection. No POSIX page; options as OpenBSD's. At the end of standard input the
// sending direction is shut (OpenBSD's -N), so that the other side sees the end.

#include <poll.h>
#include <signal.h>
#include <sys/un.h>
#include "commands.h"
#include "lib/net.h"

static const char usage[] =
    "Usage: nc [OPTION]... HOST PORT\n"
    "  or:  nc [OPTION]... -l [-p] PORT\n"
    "  or:  nc [OPTION]... -U PATH\n"
    "Connect to PORT at HOST, or wait for a connection, and send standard input, print what comes.\n\n"
    "  -k         with -l: wait for another connection when one has ended\n"
    "  -l         listen\n"
    "  -N         shut the sending direction at the end of input (it always is)\n"
    "  -n         HOST is an address in figures\n"
    "  -p PORT    with -l: listen at PORT; else: connect from PORT\n"
    "  -s ADDR    listen at, or connect from, ADDR\n"
    "  -U         a Unix socket: PATH instead of HOST and PORT\n"
    "  -u         datagrams (UDP)\n"
    "  -v         say what happens\n"
    "  -w SECS    give up connecting, or an idle connection, after so many seconds\n"
    "  -z         only see whether somebody listens; PORT may be a range\n"
    "      --help      display this help and exit\n"
    "      --version   output version information and exit\n";

static const struct option_spec table[] = {
    {'k', NULL, NO_ARGUMENT}, {'l', NULL, NO_ARGUMENT}, {'N', NULL, NO_ARGUMENT}, {'n', NULL, NO_ARGUMENT}, {'p', NULL, ARGUMENT}, {'s', NULL, ARGUMENT},
    {'U', NULL, NO_ARGUMENT}, {'u', NULL, NO_ARGUMENT}, {'v', NULL, NO_ARGUMENT}, {'w', NULL, ARGUMENT}, {'z', NULL, NO_ARGUMENT}, {0, NULL, 0}};

static bool again, listens, is_unix, datagrams, verbose, scan;
static const char *own_port, *own_address;
static int patience = -1; // in ms

static void say(const char *format, const char *about) {
    if (verbose) fprintf(stderr, format, about);
}

/**
 * Copies both ways until both have ended, or nothing came for as long as -w says. A peer that has no more to say may listen still: what is piped into us is sent whole. At a terminal the peer's end is
 * ours, as whoever sits there would not know that it is over.
 */
static void talk(int fd) {
    int heard_all = 0;
    char *bytes = allocate(BLOCK); // static ones would be part of every command's memory
    struct pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {fd, POLLIN, 0}};
    while (fds[1].fd >= 0) {
        int ready = poll(fds, 2, patience);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) fatal("poll:");
        if (ready == 0) return;
        if (fds[1].revents) {
            ssize_t count = read_some(fd, bytes, BLOCK);
            if (count < 0) {
                warn("read:");
                return;
            }
            if (count == 0 && !datagrams) {
                if (heard_all || fds[0].fd < 0 || fds[1].revents & (POLLHUP | POLLERR) || isatty(STDIN_FILENO)) return;
                heard_all = 1;
                fds[1].events = 0; // only hang-ups
            }
            out_bytes(bytes, (size_t)count);
            out_flush();
        }
        if (fds[0].revents) {
            ssize_t count = read_some(STDIN_FILENO, bytes, BLOCK);
            if (count < 0) fatal("standard input:");
            if (count == 0) {
                fds[0].fd = -1;
                if (!datagrams) shutdown(fd, SHUT_WR);
                if (heard_all || (datagrams && patience < 0)) return; // of datagrams nobody will say when the other has ended
            } else if (!write_fully(fd, bytes, (size_t)count)) {
                warn("write:");
                return;
            }
        }
    }
}

static struct sockaddr_un unix_address(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) fatal("%s: the name is too long", quote_if_needed(path));
    strcpy(address.sun_path, path);
    return address;
}

static int unix_socket(const char *path) {
    struct sockaddr_un address = unix_address(path);
    int fd = socket(AF_UNIX, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);
    if (fd < 0) fatal("cannot make a socket:");
    int failed = listens ? bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || (!datagrams && listen(fd, 5) < 0)
                         : connect(fd, (struct sockaddr *)&address, sizeof address) < 0;
    if (failed) fatal("%s:", quote_if_needed(path));
    return fd;
}

/** A datagram socket talks to whoever sends first. */
static int first_sender(int fd) {
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    char byte;
    if (recvfrom(fd, &byte, 1, MSG_PEEK, (struct sockaddr *)&from, &length) < 0) fatal("recv:");
    if (length > sizeof from.ss_family && connect(fd, (struct sockaddr *)&from, length) < 0) fatal("connect:");
    return fd;
}

static void serve(int door) {
    do {
        if (datagrams) {
            talk(first_sender(door));
            return;
        }
        struct sockaddr_storage from;
        socklen_t length = sizeof from;
        struct pollfd waiting = {door, POLLIN, 0};
        if (patience >= 0 && poll(&waiting, 1, patience) == 0) return;
        int fd = accept(door, (struct sockaddr *)&from, &length);
        if (fd < 0) fatal("accept:");
        say("Connection from %s\n", is_unix ? "a Unix socket" : net_name((struct sockaddr *)&from, length));
        talk(fd);
        close(fd);
    } while (again);
}

static void bind_own(int fd) {
    struct addrinfo hints = {.ai_socktype = datagrams ? SOCK_DGRAM : SOCK_STREAM, .ai_flags = AI_PASSIVE, .ai_family = AF_INET}, *own;
    int error = getaddrinfo(own_address, own_port ? own_port : "0", &hints, &own);
    if (error) fatal("%s: %s", own_address ? own_address : own_port, gai_strerror(error));
    if (bind(fd, own->ai_addr, own->ai_addrlen) < 0) fatal("cannot use that address:");
    freeaddrinfo(own);
}

static int call(const char *host, const char *port, const char **why) {
    int type = datagrams ? SOCK_DGRAM : SOCK_STREAM;
    if (!own_port && !own_address) return net_connect(host, port, type, patience, why);
    struct addrinfo hints = {.ai_socktype = type, .ai_family = AF_INET}, *there;
    int error = getaddrinfo(host, port, &hints, &there);
    *why = error ? gai_strerror(error) : NULL;
    if (error) return -1;
    int fd = socket(there->ai_family, type, 0);
    bind_own(fd);
    bool connected = net_connect_within(fd, there->ai_addr, there->ai_addrlen, patience);
    freeaddrinfo(there);
    return connected ? fd : -1;
}

/** -z: "80" or "80-90". */
static void look(const char *host, const char *ports) {
    uintmax_t first, last;
    char *copy = copy_string(ports), *dash = strchr(copy, '-');
    if (dash) *dash = '\0';
    if (!parse_unsigned(copy, &first) || !parse_unsigned(dash ? dash + 1 : copy, &last) || last > 65535) usage_error("invalid port %s", quote(ports));
    status = 1;
    for (uintmax_t port = first; port <= last; port++) {
        char text[8];
        const char *why;
        snprintf(text, sizeof text, "%ju", port);
        int fd = call(host, text, &why);
        if (verbose) fprintf(stderr, "%s %s: %s\n", host, text, fd >= 0 ? "open" : why ? why : strerror(errno));
        if (fd < 0) continue;
        status = 0;
        close(fd);
    }
}

static int nc_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    double seconds;
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'k': again = true; break;
        case 'l': listens = true; break;
        case 'p': own_port = options.argument; break;
        case 's': own_address = options.argument; break;
        case 'U': is_unix = true; break;
        case 'u': datagrams = true; break;
        case 'v': verbose = true; break;
        case 'z': scan = true; break;
        case 'w':
            if (!parse_duration(options.argument, &seconds)) usage_error("invalid time %s", quote(options.argument));
            patience = seconds > INT_MAX / 1000 ? INT_MAX : (int)(seconds * 1000);
            break;
        }
    }
    char **operands = options.operands;
    int count = options.operand_count, wanted = is_unix ? 1 : listens ? !own_port : 2;
    if (count < wanted) missing_operand();
    if (count > wanted + (listens && !is_unix)) extra_operand(operands[count - 1]);
    signal(SIGPIPE, SIG_IGN);
    if (is_unix) {
        int fd = unix_socket(operands[0]);
        if (listens) serve(fd);
        else talk(fd);
    } else if (listens) {
        const char *host = count > wanted ? operands[0] : own_address;
        serve(net_listen(host, own_port ? own_port : operands[count - 1], datagrams ? SOCK_DGRAM : SOCK_STREAM));
    } else if (scan) {
        look(operands[0], operands[1]);
    } else {
        const char *why;
        int fd = call(operands[0], operands[1], &why);
        if (fd < 0 && why) fatal("%s: %s", quote_if_needed(operands[0]), why);
        if (fd < 0) fatal("%s port %s:", quote_if_needed(operands[0]), operands[1]);
        say("Connected to %s\n", operands[0]);
        talk(fd);
    }
    return status;
}

const struct command cmd_nc = {"nc", usage, nc_main, 0};
