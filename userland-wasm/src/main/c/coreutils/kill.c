// SPDX-License-Identifier: Apache-2.0
// kill: send a signal. POSIX: utilities/kill.html, which gives -l one name a line; -t and -L are coreutils' and util-linux's,
// -n is bash's.

#include <signal.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: kill [-s SIGNAL | -n NUMBER | -SIGNAL] PID...\n"
    "  or:  kill -l [SIGNAL]...\n"
    "  or:  kill -t [SIGNAL]...\n"
    "Send signals to processes, or list signals.\n\n"
    "  -s, --signal=SIGNAL, -SIGNAL  specify the name or number of the signal to be sent (default TERM)\n"
    "  -n NUMBER        specify the number of the signal to be sent\n"
    "  -l, --list       list signal names, or convert signal names to/from numbers\n"
    "  -t, -L, --table  print a table of signal information\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n\n"
    "SIGNAL may be a signal name like 'HUP', or a signal number like '1', or the exit status of a process terminated\n"
    "by a signal. PID is an integer; if negative it identifies a process group.\n";

static const struct option_spec table[] = {
    {'s', "signal", ARGUMENT}, {'n', NULL, ARGUMENT}, {'l', "list", NO_ARGUMENT}, {'L', NULL, NO_ARGUMENT},
    {'t', "table", NO_ARGUMENT}, {0, NULL, 0}};

static void print_signal(int sig, bool as_table) {
    const char *name = signal_name(sig);
    if (as_table) out_format("%2d %-6s %s\n", sig, name ? name : "?", strsignal(sig));
    else if (name) out_format("%s\n", name);
    else out_format("%d\n", sig);
}

static int list(char **words, bool as_table) {
    if (*words == NULL)
        for (int sig = as_table; sig <= 64; sig++)
            if (signal_name(sig)) print_signal(sig, as_table);
    for (; *words; words++) {
        uintmax_t value;
        bool number = parse_unsigned(*words, &value);
        if (number && value > 128) value -= 128; // a shell's exit status
        int sig = !number ? signal_number(*words) : value <= 64 ? (int)value : -1;
        if (sig < 0) warn("%s: invalid signal", quote(*words));
        else if (number || as_table) print_signal(sig, as_table);
        else out_format("%d\n", sig);
    }
    return status;
}

static int send(int sig, char **words) {
    if (*words == NULL) usage_error("no process ID specified");
    for (; *words; words++) {
        char *end;
        errno = 0;
        long pid = strtol(*words, &end, 10);
        if (end == *words || *end || errno || pid != (pid_t)pid) warn("%s: invalid process id", quote(*words));
        else if (kill((pid_t)pid, sig) < 0) warn("%s:", quote(*words));
    }
    return status;
}

/** The signal of a first word -TERM or -9, which is no option then: an option has a letter and no signal is called so. */
static int dash_signal(const char *word) {
    if (word[0] != '-' || word[1] == '-' || word[1] == '\0') return -1;
    return word[2] == '\0' && strchr("slnLt", word[1]) ? -1 : signal_number(word + 1);
}

static int kill_main(int argc, char **argv) {
    int sig = argc > 1 ? dash_signal(argv[1]) : -1;
    bool listing = false, as_table = false;
    if (sig >= 0) {
        char **words = argv + 2;
        if (*words && strcmp(*words, "--") == 0) words++;
        return send(sig, words);
    }
    struct options options = {.argc = argc, .argv = argv, .table = table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 's': case 'n':
            sig = signal_number(options.argument);
            if (sig < 0) usage_error("%s: invalid signal", quote(options.argument));
            break;
        case 'l': listing = true; break;
        case 'L': case 't': listing = as_table = true; break;
        }
    }
    if (listing && sig >= 0) usage_error("cannot combine signal with -l or -t");
    return listing ? list(options.operands, as_table) : send(sig < 0 ? SIGTERM : sig, options.operands);
}

const struct command cmd_kill = {"kill", usage, kill_main, 0};
