// SPDX-License-Identifier: Apache-2.0
// ps: list processes. POSIX: utilities/ps.html; the BSD forms (ps aux) and formats are procps'. Reads /proc, see proc(5).

#include <ctype.h>
#include <grp.h>
#include <sys/ioctl.h>
#include <time.h>
#include "commands.h"
#include "lib/files.h"
#include "processes.h"

static const char usage[] =
    "Usage: ps [OPTION]...\n"
    "List processes: without options, those of this user on this terminal.\n\n"
    "  -A, -e            all processes\n"
    "  -a                all with a terminal, except session leaders\n"
    "  -d                all except session leaders\n"
    "  -p, --pid LIST    by process id           --ppid LIST  by parent's id\n"
    "  -u, --user LIST   by effective user       -U LIST      by real user\n"
    "  -g, -s LIST       by session              -t LIST      by terminal\n"
    "  -C LIST           by command name\n"
    "  -f                full format             -l           long format\n"
    "  -j                jobs format             -w           do not cut lines on a terminal\n"
    "  -L, -T            a line for each thread, with its id as LWP or SPID\n"
    "  -o, --format FORMAT  columns: pid ppid pgid sid user uid group gid tty time etime stime lstart stat s\n"
    "                    lwp ni pri rss vsz pcpu pmem wchan nlwp comm args; NAME=HEADER renames, NAME= drops a header\n"
    "      --sort KEYS   by these columns, -KEY the other way round\n"
    "      --no-headers  print no header line\n"
    "  aux, ax, u, ...   BSD's: a everyone's, x also without a terminal, u with users and sizes, l long, j jobs,\n"
    "                    H threads as if processes, o FORMAT, h no header\n"
    "      --help        display this help and exit\n"
    "      --version     output version information and exit\n";

enum { PPID = 256, SORT, NO_HEADERS };
static const struct option_spec table[] = {
    {'A', NULL, NO_ARGUMENT}, {'e', NULL, NO_ARGUMENT}, {'a', NULL, NO_ARGUMENT}, {'d', NULL, NO_ARGUMENT}, {'f', NULL, NO_ARGUMENT},
    {'l', NULL, NO_ARGUMENT}, {'j', NULL, NO_ARGUMENT}, {'L', NULL, NO_ARGUMENT}, {'T', NULL, NO_ARGUMENT}, {'w', NULL, NO_ARGUMENT}, {'p', "pid", ARGUMENT}, {PPID, "ppid", ARGUMENT},
    {'u', "user", ARGUMENT}, {'U', "User", ARGUMENT}, {'g', NULL, ARGUMENT}, {'s', "sid", ARGUMENT}, {'t', "tty", ARGUMENT},
    {'C', NULL, ARGUMENT}, {'o', "format", ARGUMENT}, {SORT, "sort", ARGUMENT}, {NO_HEADERS, "no-headers", NO_ARGUMENT},
    {NO_HEADERS, "no-heading", NO_ARGUMENT}, {0, NULL, 0}};

// Columns

static double elapsed(const struct process *p) {
    double seconds = machine.uptime - (double)p->start / 100;
    return seconds > 0 ? seconds : 0;
}

static double cpu_percent(const struct process *p) {
    double seconds = elapsed(p);
    return seconds > 0 ? (double)p->ticks / seconds : 0;
}

static void command_text(const struct process *p, bool arguments, char *text, size_t size) {
    const char *defunct = p->state == 'Z' ? " <defunct>" : "";
    if (!arguments) snprintf(text, size, "%s%s", p->name, defunct);
    else if (p->arguments) snprintf(text, size, "%s", p->arguments);
    else snprintf(text, size, "[%s]%s", p->name, defunct);
}

enum key { PID_, TID, PPID_, PGID, SID, UID_, USER, RUSER, GID_, GROUP_, TTY, TIME, BSDTIME, ELAPSED_, STIME, BSDSTART, LSTART, STAT, STATE, NICE,
           PRIORITY, RSS, VSZ, CPU, C, MEMORY, WCHAN, THREADS, NAME, ARGUMENTS, FLAGS, OLD_PRIORITY, ADDRESS, SIZE, TPGID };
static const struct column {
    const char *names; // separated by spaces
    const char *header;
    int width; // negative: to the left
    enum key key;
} columns[] = {
    {"pid tgid", "PID", 7, PID_}, {"lwp", "LWP", 7, TID}, {"tid", "TID", 7, TID}, {"spid", "SPID", 7, TID}, {"ppid", "PPID", 7, PPID_}, {"pgid pgrp", "PGID", 7, PGID}, {"sid sess session", "SID", 7, SID},
    {"uid euid", "UID", 5, UID_}, {"user euser uname", "USER", -8, USER}, {"ruser", "RUSER", -8, RUSER}, {"gid egid", "GID", 5, GID_},
    {"group egroup", "GROUP", -8, GROUP_}, {"tty tt", "TT", -8, TTY}, {"tname", "TTY", -8, TTY}, {"time cputime", "TIME", 8, TIME},
    {"bsdtime", "TIME", 6, BSDTIME}, {"etime", "ELAPSED", 11, ELAPSED_}, {"stime start start_time", "STIME", -5, STIME},
    {"bsdstart", "START", -5, BSDSTART}, {"lstart", "STARTED", 24, LSTART}, {"stat", "STAT", -4, STAT}, {"s state", "S", -1, STATE},
    {"ni nice", "NI", 3, NICE}, {"pri", "PRI", 3, PRIORITY}, {"opri", "PRI", 3, OLD_PRIORITY}, {"rss rssize rsz", "RSS", 5, RSS}, {"vsz vsize", "VSZ", 6, VSZ},
    {"pcpu %cpu", "%CPU", 4, CPU}, {"c", "C", 2, C}, {"pmem %mem", "%MEM", 4, MEMORY}, {"wchan", "WCHAN", -6, WCHAN},
    {"nlwp thcount", "NLWP", 4, THREADS}, {"comm ucmd ucomm", "COMMAND", -15, NAME}, {"args command", "COMMAND", -27, ARGUMENTS},
    {"cmd", "CMD", -27, ARGUMENTS}, {"f flags", "F", 1, FLAGS}, {"addr", "ADDR", -4, ADDRESS}, {"sz", "SZ", 2, SIZE},
    {"tpgid", "TPGID", 7, TPGID}, {"fname", "COMMAND", -8, NAME}};

static void column_text(enum key key, const struct process *p, char *text, size_t size) {
    switch (key) {
    case PID_: snprintf(text, size, "%d", p->pid); break;
    case TID: snprintf(text, size, "%d", p->tid); break;
    case PPID_: snprintf(text, size, "%d", p->ppid); break;
    case PGID: snprintf(text, size, "%d", p->pgrp); break;
    case SID: snprintf(text, size, "%d", p->session); break;
    case TPGID: snprintf(text, size, "%d", p->tpgid); break;
    case UID_: snprintf(text, size, "%u", (unsigned)p->uid); break;
    case USER: user_name(p->uid, text, size); break;
    case RUSER: user_name(p->real_uid, text, size); break;
    case GID_: snprintf(text, size, "%u", (unsigned)p->gid); break;
    case GROUP_: {
        struct group *group = getgrgid(p->gid);
        if (group) snprintf(text, size, "%s", group->gr_name);
        else snprintf(text, size, "%u", (unsigned)p->gid);
        break;
    }
    case TTY: tty_name(p->tty, text, size); break;
    case TIME: clock_text(p->ticks / 100, true, text, size); break;
    case BSDTIME: snprintf(text, size, "%llu:%02llu", p->ticks / 6000, p->ticks / 100 % 60); break;
    case ELAPSED_: clock_text((unsigned long long)elapsed(p), false, text, size); break;
    case STIME: case BSDSTART: case LSTART: {
        time_t start = machine.now - (time_t)(elapsed(p) + 0.5);
        struct tm then = *localtime(&start), today = *localtime(&machine.now);
        const char *format = key == LSTART ? "%a %b %e %H:%M:%S %Y" : then.tm_year != today.tm_year ? "%Y"
                           : then.tm_yday != today.tm_yday ? "%b%d" : "%H:%M";
        strftime(text, size, format, &then);
        break;
    }
    case STAT:
        snprintf(text, size, "%c%s%s%s%s", p->state, p->nice > 0 ? "N" : p->nice < 0 ? "<" : "", p->session == p->pid ? "s" : "",
                 p->threads > 1 ? "l" : "", p->tpgid == p->pgrp ? "+" : "");
        break;
    case STATE: snprintf(text, size, "%c", p->state); break;
    case NICE: snprintf(text, size, "%lld", p->nice); break;
    case PRIORITY: snprintf(text, size, "%lld", 39 - p->priority); break;
    case OLD_PRIORITY: snprintf(text, size, "%lld", 60 + p->priority); break;
    case RSS: snprintf(text, size, "%lld", p->resident_pages * 4); break;
    case VSZ: snprintf(text, size, "%lld", p->virtual_size / 1024); break;
    case SIZE: snprintf(text, size, "%lld", p->virtual_size / 4096); break;
    case CPU: snprintf(text, size, cpu_percent(p) > 99.9 ? "%.0f" : "%.1f", cpu_percent(p)); break;
    case C: snprintf(text, size, "%d", cpu_percent(p) > 99 ? 99 : (int)cpu_percent(p)); break;
    case MEMORY: snprintf(text, size, "%.1f", machine.total_memory ? (double)(p->resident_pages * 4000 / machine.total_memory) / 10 : 0); break;
    case WCHAN: {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/wchan", p->pid);
        const char *channel = read_small_file(path, NULL);
        snprintf(text, size, "%.6s", channel && *channel && strcmp(channel, "0") != 0 ? channel : "-");
        break;
    }
    case THREADS: snprintf(text, size, "%d", p->threads); break;
    case NAME: command_text(p, false, text, size); break;
    case ARGUMENTS: command_text(p, true, text, size); break;
    case FLAGS: snprintf(text, size, "%u", p->flags >> 6 & 7); break;
    case ADDRESS: snprintf(text, size, "-"); break;
    }
}

/** What a column is sorted by, where that is a number. */
static double column_number(enum key key, const struct process *p) {
    switch (key) {
    case CPU: case C: return cpu_percent(p);
    case TIME: case BSDTIME: return (double)p->ticks;
    case STIME: case BSDSTART: case LSTART: return (double)p->start;
    case ELAPSED_: return -(double)p->start;
    case MEMORY: case RSS: return (double)p->resident_pages;
    default: {
        char text[64];
        column_text(key, p, text, sizeof text);
        return strtod(text, NULL);
    }
    }
}

static const struct column *find_column(const char *name, size_t length) {
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const char *at = columns[i].names;
        for (;;) {
            size_t n = strcspn(at, " ");
            if (n == length && strncmp(at, name, n) == 0) return &columns[i];
            if (at[n] == '\0') break;
            at += n + 1;
        }
    }
    return NULL;
}

// The format

struct shown {
    const struct column *column;
    const char *header;
};
static struct shown *format;
static size_t shown_count, shown_capacity;

static void add_columns(const char *list) {
    while (*list) {
        size_t n = strcspn(list, ", =");
        if (n > 0) {
            const struct column *column = find_column(list, n);
            if (column == NULL) usage_error("unknown user-defined format specifier \"%.*s\"", (int)n, list);
            struct shown shown = {column, column->header};
            list += n;
            if (*list == '=') {
                n = strcspn(++list, ",");
                shown.header = copy_bytes(list, n);
                list += n;
            }
            GROW(format, shown_count, shown_capacity);
            format[shown_count++] = shown;
        }
        list += strspn(list, ", ");
    }
}

// Selection

static bool everyone, all_with_terminal, no_leaders, bsd_all, bsd_no_terminal, any_selection;
static struct list {
    enum { BY_PID, BY_PPID, BY_USER, BY_REAL_USER, BY_SESSION, BY_TERMINAL, BY_NAME, KINDS } kind;
    char *word;
    long long number;
} *wanted;
static size_t wanted_count, wanted_capacity;

static void select_list(int kind, char *list) {
    char *rest, *copy = copy_string(list);
    any_selection = true;
    for (char *word = strtok_r(copy, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
        struct list item = {.kind = kind, .word = word};
        uintmax_t value = 0;
        uid_t uid = 0;
        if (kind == BY_USER || kind == BY_REAL_USER) {
            if (!parse_user(word, &uid)) fatal("user name does not exist");
            value = uid;
        } else if (kind <= BY_SESSION && !parse_unsigned(word, &value)) usage_error("process ID list syntax error");
        item.number = (long long)value;
        GROW(wanted, wanted_count, wanted_capacity);
        wanted[wanted_count++] = item;
    }
}

static bool matches(const struct list *item, const struct process *p) {
    char tty[32];
    switch (item->kind) {
    case BY_PID: return p->pid == item->number;
    case BY_PPID: return p->ppid == item->number;
    case BY_USER: return p->uid == item->number;
    case BY_REAL_USER: return p->real_uid == item->number;
    case BY_SESSION: return p->session == item->number;
    case BY_TERMINAL:
        tty_name(p->tty, tty, sizeof tty);
        return strcmp(strncmp(item->word, "/dev/", 5) == 0 ? item->word + 5 : item->word, p->tty ? tty : "-") == 0
            || (strcmp(item->word, "?") == 0 && p->tty == 0);
    default: return strcmp(p->name, item->word) == 0;
    }
}

static bool selected(const struct process *p, const struct process *self) {
    if (everyone) return true;
    for (size_t i = 0; i < wanted_count; i++)
        if (matches(&wanted[i], p)) return true;
    if (all_with_terminal && p->tty != 0 && p->session != p->pid) return true;
    if (no_leaders && p->session != p->pid) return true;
    if (any_selection) return false;
    uid_t me = geteuid();
    if (bsd_all || bsd_no_terminal) return (bsd_all || p->uid == me) && (bsd_no_terminal || p->tty != 0);
    return p->uid == me && p->tty == (self ? self->tty : 0);
}

// Sorting

static char *sort_keys;

static int compare(const void *left, const void *right) {
    const struct process *a = left, *b = right;
    for (const char *at = sort_keys; at && *at;) {
        bool reverse = *at == '-';
        at += *at == '-' || *at == '+';
        size_t n = strcspn(at, ",");
        const struct column *column = find_column(at, n);
        if (column == NULL) usage_error("unknown sort specifier");
        double x = column_number(column->key, a), y = column_number(column->key, b);
        int result = (x > y) - (x < y);
        if (result == 0 && (column->key == NAME || column->key == ARGUMENTS || column->key == USER)) {
            char one[256], two[256];
            column_text(column->key, a, one, sizeof one);
            column_text(column->key, b, two, sizeof two);
            result = strcmp(one, two);
        }
        if (result) return reverse ? -result : result;
        at += n + (at[n] == ',');
    }
    int processes = (a->pid > b->pid) - (a->pid < b->pid);
    return processes ? processes : (a->tid > b->tid) - (a->tid < b->tid);
}

// Printing

/** Process ids are as wide as the widest, five at least. */
static int width_of(const struct column *column) {
    static int digits = 5;
    static bool measured;
    for (char text[16]; !measured && process_count > 0; measured = true)
        for (size_t i = 0; i < process_count; i++) {
            int length = snprintf(text, sizeof text, "%d", processes[i].tid);
            if (length > digits) digits = length;
        }
    return column->key == PID_ || column->key == TID || column->key == PPID_ || column->key == PGID || column->key == SID || column->key == TPGID ? digits : column->width;
}

static size_t line_width(bool whole) {
    struct winsize size;
    if (whole || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) return SIZE_MAX;
    return size.ws_col;
}

static void print_line(const struct process *p, size_t width) {
    static char *line, *text;
    enum { LINE = 70000 };
    if (line == NULL) line = allocate(LINE), text = allocate(LINE);
    size_t n = 0;
    for (size_t i = 0; i < shown_count && n < LINE - 64; i++) {
        const struct column *column = format[i].column;
        int padding = width_of(column), header = (int)strlen(format[i].header);
        if (abs(padding) < header) padding = padding < 0 ? -header : header;
        if (p) column_text(column->key, p, text, LINE - n - 64);
        else snprintf(text, LINE, "%s", format[i].header);
        if (i + 1 == shown_count && padding < 0) padding = 0;
        n += (size_t)snprintf(line + n, LINE - n, i ? " %*s" : "%*s", padding, text);
    }
    if (n > LINE - 1) n = LINE - 1;
    out_bytes(line, n < width ? n : width);
    out_char('\n');
}

/** Puts a column behind the one of that kind. */
static void insert_column(const char *name, enum key behind) {
    size_t at = 0;
    while (at < shown_count && format[at].column->key != behind) at++;
    if (at == shown_count) return;
    add_columns(name);
    struct shown added = format[shown_count - 1];
    for (size_t i = shown_count - 1; i > at + 1; i--) format[i] = format[i - 1];
    format[at + 1] = added;
}

/** procps puts SPID behind the process's own number, LWP behind those that say what it belongs to, and the number of threads behind the processor's share. */
static void add_thread_columns(char option) {
    static const enum key places[] = {SID, PPID_, PID_};
    if (option == 'T') {
        insert_column("spid", PID_);
        return;
    }
    size_t before = shown_count;
    for (size_t i = 0; i < sizeof places / sizeof *places && shown_count == before; i++) insert_column("lwp", places[i]);
    for (size_t i = 0; i < shown_count; i++)
        if (format[i].column->key == CPU || (format[i].column->key == C && !(i + 1 < shown_count && format[i + 1].column->key == OLD_PRIORITY))) {
            insert_column("nlwp", format[i].column->key);
            return;
        }
}

static int ps_main(int argc, char **argv) {
    bool headers = true, whole = false, full = false, long_format = false, jobs = false, bsd_user = false, bsd = false, threads = false;
    char thread_option = 0;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'A': case 'e': everyone = true; break;
        case 'a': all_with_terminal = any_selection = true; break;
        case 'd': no_leaders = any_selection = true; break;
        case 'f': full = true; break;
        case 'l': long_format = true; break;
        case 'j': jobs = true; break;
        case 'L': case 'T': thread_option = (char)key; break;
        case 'w': whole = true; break;
        case 'p': select_list(BY_PID, options.argument); break;
        case PPID: select_list(BY_PPID, options.argument); break;
        case 'u': select_list(BY_USER, options.argument); break;
        case 'U': select_list(BY_REAL_USER, options.argument); break;
        case 'g': case 's': select_list(BY_SESSION, options.argument); break;
        case 't': select_list(BY_TERMINAL, options.argument); break;
        case 'C': select_list(BY_NAME, options.argument); break;
        case 'o': add_columns(options.argument); break;
        case SORT: sort_keys = options.argument; break;
        case NO_HEADERS: headers = false; break;
        }
    }
    for (char **word = options.operands; *word; word++) {
        if (isdigit((unsigned char)**word)) {
            select_list(BY_PID, *word);
            continue;
        }
        bsd = true;
        for (char *letter = *word; *letter; letter++) {
            switch (*letter) {
            case 'a': bsd_all = true; break;
            case 'x': bsd_no_terminal = true; break;
            case 'u': bsd_user = true; break;
            case 'l': long_format = true; break;
            case 'j': jobs = true; break;
            case 'w': whole = true; break;
            case 'H': threads = true; break;
            case 'h': headers = false; break;
            case 'o': case 'p': {
                char *value = letter[1] ? letter + 1 : word[1] ? *++word : NULL;
                if (value == NULL) usage_error("option requires an argument -- '%c'", *letter);
                if (*letter == 'o') add_columns(value);
                else select_list(BY_PID, value);
                letter = value + strlen(value) - 1;
                break;
            }
            default: usage_error("unsupported option '%c'", *letter);
            }
        }
    }
    if (shown_count == 0) {
        add_columns(bsd_user ? "user,pid,%cpu,%mem,vsz,rss,tname,stat,bsdstart,bsdtime,args"
                    : long_format ? "f,s,uid,pid,ppid,c,opri,ni,addr,sz,wchan,tname,time,ucmd=CMD"
                    : full ? jobs ? "user=UID,pid,ppid,pgid,sid,c,stime,tname,time,cmd" : "user=UID,pid,ppid,c,stime,tname,time,cmd"
                    : jobs ? "pid,pgid,sid,tname,time,ucmd=CMD"
                    : bsd || bsd_no_terminal ? "pid,tname,stat,bsdtime,args" : "pid,tname,time,ucmd=CMD");
        if (bsd && !bsd_user && !long_format && !jobs && !full) format[4].header = "COMMAND";
        if (thread_option) add_thread_columns(thread_option);
    }
    read_processes();
    if (threads || thread_option) split_into_threads();
    const struct process *self = NULL;
    for (size_t i = 0; i < process_count; i++)
        if (processes[i].pid == getpid()) self = &processes[i];
    size_t kept = 0;
    struct process own = self ? *self : (struct process){0};
    for (size_t i = 0; i < process_count; i++)
        if (selected(&processes[i], &own)) processes[kept++] = processes[i];
    qsort(processes, kept, sizeof *processes, compare);
    size_t width = line_width(whole);
    bool named = false;
    for (size_t i = 0; i < shown_count; i++) named |= *format[i].header != '\0';
    if (headers && named) print_line(NULL, width);
    for (size_t i = 0; i < kept; i++) print_line(&processes[i], width);
    return kept == 0;
}

const struct command cmd_ps = {"ps", usage, ps_main, 0};
