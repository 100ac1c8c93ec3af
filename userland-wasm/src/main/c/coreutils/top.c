// SPDX-License-Identifier: Apache-2.0
// top: the processes that use most, again and again. Options, keys and screen are procps'. On a terminal it is in raw mode meanwhile, and puts
// back what it found.

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "commands.h"
#include "lib/files.h"
#include "processes.h"

static const char usage[] =
    "Usage: top [-bcS] [-d SECONDS] [-n COUNT] [-o FIELD] [-p PID,...] [-u USER]\n"
    "Display processes, those that use most first.\n\n"
    "  -b            batch mode: no keys, no screen, all lines\n"
    "  -c            show command lines instead of names\n"
    "  -d SECONDS    between two displays (3)         -n COUNT      end after so many\n"
    "  -o FIELD      sort by %CPU, %MEM, TIME+, PID   -p PID,...    only these\n"
    "  -u USER       only this user's\n"
    "      --help    display this help and exit\n"
    "      --version output version information and exit\n\n"
    "Keys: q ends, space shows anew, P M T N sort by CPU, memory, time, pid; c command lines; k ends (TERM)\n"
    "the first shown.\n";

static const struct option_spec table[] = {{'b', "batch-mode", NO_ARGUMENT}, {'c', "cmdline-toggle", NO_ARGUMENT}, {'d', "delay", ARGUMENT},
                                           {'n', "iterations", ARGUMENT}, {'o', "sort-override", ARGUMENT}, {'p', "pid", ARGUMENT},
                                           {'u', "filter-any-user", ARGUMENT}, {0, NULL, 0}};

static bool batch, command_lines;
static char order = 'P';
static const char *only_pids;
static uid_t only_user = (uid_t)-1;
static struct termios cooked;
static bool raw;

// What was used when the screen was shown last, by pid.
static struct past { int pid; unsigned long long ticks; } *past;
static size_t past_count;
static double past_uptime;
static unsigned long long past_busy, past_idle;

void uptime_text(char *text, size_t size); // uptime.c

static void restore(void) {
    if (raw) tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
    raw = false;
}

static void ended(int sig) {
    restore();
    signal(sig, SIG_DFL);
    raise(sig);
}

static void make_raw(void) {
    if (tcgetattr(STDIN_FILENO, &cooked) < 0) fatal("failed tty get");
    struct termios termios = cooked;
    termios.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    termios.c_cc[VMIN] = 1;
    termios.c_cc[VTIME] = 0;
    raw = true;
    signal(SIGINT, ended);
    signal(SIGTERM, ended);
    signal(SIGHUP, ended);
    tcsetattr(STDIN_FILENO, TCSANOW, &termios);
}

/** Percent of one processor since the last screen, or since it began. */
static double cpu(const struct process *p) {
    double seconds = machine.uptime - past_uptime;
    unsigned long long before = 0;
    double age = machine.uptime - (double)p->start / 100;
    bool known = false;
    for (size_t i = 0; i < past_count && !known; i++)
        if (past[i].pid == p->pid) before = past[i].ticks, known = true;
    if (!known || seconds <= 0) seconds = age;
    return seconds > 0.005 && p->ticks > before ? (double)(p->ticks - before) / seconds : 0;
}

static int compare(const void *left, const void *right) {
    const struct process *a = left, *b = right;
    double x = 0, y = 0;
    switch (order) {
    case 'P': x = cpu(a), y = cpu(b); break;
    case 'M': x = (double)a->resident_pages, y = (double)b->resident_pages; break;
    case 'T': x = (double)a->ticks, y = (double)b->ticks; break;
    default: x = -a->pid, y = -b->pid;
    }
    return x < y ? 1 : x > y ? -1 : (a->pid > b->pid) - (a->pid < b->pid);
}

static bool wanted(const struct process *p) {
    if (only_user != (uid_t)-1 && p->uid != only_user && p->real_uid != only_user) return false;
    if (only_pids == NULL) return true;
    for (const char *at = only_pids; *at; at += strcspn(at, ","), at += *at == ',')
        if (strtol(at, NULL, 10) == p->pid) return true;
    return false;
}

static void remember(void) {
    past = reallocate(past, (process_count + 1) * sizeof *past);
    for (size_t i = 0; i < process_count; i++) past[i] = (struct past){processes[i].pid, processes[i].ticks};
    past_count = process_count;
    past_uptime = machine.uptime;
    past_busy = machine.busy;
    past_idle = machine.idle;
}

static int columns_wide, lines_left;

static void line(const char *text) {
    if (lines_left == 0) return;
    if (lines_left > 0) lines_left--;
    out_bytes(text, strlen(text) < (size_t)columns_wide ? strlen(text) : (size_t)columns_wide);
    out_string(batch ? "\n" : "\033[K\n");
}

static void print_summary(void) {
    char text[256], up[128];
    int states[4] = {0};
    for (size_t i = 0; i < process_count; i++) states[processes[i].state == 'R' ? 0 : processes[i].state == 'T' ? 2 : processes[i].state == 'Z' ? 3 : 1]++;
    uptime_text(up, sizeof up);
    snprintf(text, sizeof text, "top - %s", up);
    line(text);
    snprintf(text, sizeof text, "Tasks: %3zu total, %3d running, %3d sleeping, %3d stopped, %3d zombie", process_count, states[0], states[1], states[2], states[3]);
    line(text);
    double busy = (double)(machine.busy - past_busy), idle = (double)(machine.idle - past_idle), all = busy + idle;
    snprintf(text, sizeof text, "%%Cpu(s): %4.1f us,  0.0 sy,  0.0 ni, %4.1f id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st", all > 0 ? 100 * busy / all : 0, all > 0 ? 100 * idle / all : 100);
    line(text);
    snprintf(text, sizeof text, "MiB Mem : %8.1f total, %8.1f free, %8.1f used, %8.1f buff/cache", (double)machine.total_memory / 1024, (double)machine.free_memory / 1024,
             (double)(machine.total_memory - machine.free_memory) / 1024, 0.0);
    line(text);
    snprintf(text, sizeof text, "MiB Swap: %8.1f total, %8.1f free, %8.1f used. %8.1f avail Mem ", 0.0, 0.0, 0.0, (double)machine.available_memory / 1024);
    line(text);
    line("");
}

static void print_process(const struct process *p) {
    char user[32], command[512], text[1024];
    user_name(p->uid, user, sizeof user);
    snprintf(command, sizeof command, "%s", command_lines && p->arguments ? p->arguments : p->name);
    unsigned long long minutes = p->ticks / 6000;
    snprintf(text, sizeof text, "%7d %-8.8s %3lld %3lld %7lld %6lld %6d %c %5.1f %5.1f %3llu:%02llu.%02llu %s", p->pid, user, p->priority, p->nice, p->virtual_size / 1024,
             p->resident_pages * 4, 0, p->state, cpu(p), machine.total_memory ? (double)p->resident_pages * 400 / (double)machine.total_memory : 0, minutes,
             p->ticks / 100 % 60, p->ticks % 100, command);
    line(text);
}

static void show(void) {
    struct winsize size;
    read_processes();
    bool known = !batch && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
    columns_wide = known ? size.ws_col : 512;
    lines_left = known ? size.ws_row - 1 : -1;
    if (!batch) out_string("\033[H");
    print_summary();
    line("    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND");
    qsort(processes, process_count, sizeof *processes, compare);
    for (size_t i = 0; i < process_count; i++)
        if (wanted(&processes[i])) print_process(&processes[i]);
    if (!batch) out_string("\033[J");
    remember();
    out_flush();
}

/** Waits for a key, at most so long; 0 when the time is over. */
static int key_within(double seconds) {
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    char key;
    if (poll(&in, 1, (int)(seconds * 1000)) <= 0) return 0;
    return read(STDIN_FILENO, &key, 1) == 1 ? (unsigned char)key : 'q';
}

/** @return whether it goes on */
static bool obey(int key) {
    switch (key) {
    case 'q': case 3: return false;
    case 'P': case 'M': case 'T': case 'N': order = (char)key; break;
    case 'c': command_lines = !command_lines; break;
    case 'k':
        for (size_t i = 0; i < process_count; i++)
            if (wanted(&processes[i])) {
                kill(processes[i].pid, SIGTERM);
                break;
            }
        break;
    }
    return true;
}

static int top_main(int argc, char **argv) {
    double delay = 3;
    uintmax_t count = UINTMAX_MAX;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'b': batch = true; break;
        case 'c': command_lines = true; break;
        case 'd': if (!parse_duration(options.argument, &delay) || delay > 1e6) fatal("bad delay interval '%s'", options.argument); break;
        case 'n': if (!parse_unsigned(options.argument, &count) || count == 0) fatal("bad iterations argument '%s'", options.argument); break;
        case 'o': order = strcmp(options.argument, "%MEM") == 0 ? 'M' : strcmp(options.argument, "TIME+") == 0 ? 'T' : strcmp(options.argument, "PID") == 0 ? 'N' : 'P'; break;
        case 'p': only_pids = options.argument; break;
        case 'u': if (!parse_user(options.argument, &only_user)) fatal("Invalid user"); break;
        }
    }
    if (!batch) {
        make_raw();
        out_string("\033[H\033[2J");
    }
    while (count > 0) {
        show();
        if (--count == 0) break;
        if (batch) {
            sleep_seconds(delay);
            out_char('\n');
        } else if (!obey(key_within(delay))) break;
    }
    restore();
    if (!batch) out_char('\n');
    return 0;
}

const struct command cmd_top = {"top", usage, top_main, 0};
