// SPDX-License-Identifier: Apache-2.0
// Reading /proc.

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/sysmacros.h>
#include "processes.h"

struct process *processes;
size_t process_count;
static size_t process_capacity;
struct machine machine;

char *read_small_file(const char *path, size_t *length) {
    static char *buffer;
    enum { SIZE = 65536 };
    if (buffer == NULL) buffer = allocate(SIZE + 1);
    int fd = open(path, O_RDONLY);
    ssize_t n, total = 0;
    if (fd < 0) return NULL;
    while (total < SIZE && (n = read_some(fd, buffer + total, SIZE - total)) > 0) total += n;
    close(fd);
    buffer[total] = '\0';
    if (length) *length = (size_t)total;
    return buffer;
}

static bool parse_stat(const char *text, struct process *p) {
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (open == NULL || close == NULL) return false;
    snprintf(p->name, sizeof p->name, "%.*s", (int)(close - open - 1), open + 1);
    unsigned long long user = 0, system = 0;
    int tty;
    int fields = sscanf(close + 1, " %c %d %d %d %d %d %u %*u %*u %*u %*u %llu %llu %*d %*d %lld %lld %d %*d %llu %lld %lld", &p->state,
                        &p->ppid, &p->pgrp, &p->session, &tty, &p->tpgid, &p->flags, &user, &system, &p->priority, &p->nice, &p->threads,
                        &p->start, &p->virtual_size, &p->resident_pages);
    p->tty = (unsigned)tty;
    p->ticks = user + system;
    return fields == 15;
}

static void parse_status(char *text, struct process *p) {
    for (char *line = text, *next; line; line = next) {
        unsigned real, effective;
        if ((next = strchr(line, '\n')) != NULL) *next++ = '\0';
        if (sscanf(line, "Uid: %u %u", &real, &effective) == 2) p->real_uid = real, p->uid = effective;
        else if (sscanf(line, "Gid: %u %u", &real, &effective) == 2) p->gid = effective;
    }
}

/** Arguments in one line, with what would break it shown as '?'. */
static char *join_arguments(const char *text, size_t length) {
    while (length > 0 && text[length - 1] == '\0') length--;
    if (length == 0) return NULL;
    char *line = copy_bytes(text, length);
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\0') line[i] = ' ';
        else if ((unsigned char)line[i] < ' ' || (unsigned char)line[i] == 127) line[i] = '?';
    }
    return line;
}

static void read_process(int pid) {
    char path[64], *text;
    size_t length;
    struct process p = {.pid = pid, .tid = pid};
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if ((text = read_small_file(path, NULL)) == NULL || !parse_stat(text, &p)) return; // it is gone
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    if ((text = read_small_file(path, NULL)) != NULL) parse_status(text, &p);
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    if ((text = read_small_file(path, &length)) != NULL) p.arguments = join_arguments(text, length);
    GROW(processes, process_count, process_capacity);
    processes[process_count++] = p;
}

static void read_thread(const struct process *process, int tid) {
    char path[64], *text;
    struct process p = *process;
    p.tid = tid;
    snprintf(path, sizeof path, "/proc/%d/task/%d/stat", p.pid, tid);
    if ((text = read_small_file(path, NULL)) == NULL || !parse_stat(text, &p)) return; // it is gone
    if (p.arguments) p.arguments = copy_string(p.arguments);
    GROW(processes, process_count, process_capacity);
    processes[process_count++] = p;
}

void split_into_threads(void) {
    struct process *whole = processes;
    size_t count = process_count;
    processes = NULL;
    process_count = process_capacity = 0;
    for (size_t i = 0; i < count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/task", whole[i].pid);
        DIR *dir = opendir(path);
        for (struct dirent *entry; dir && (entry = readdir(dir)) != NULL;) {
            uintmax_t tid;
            if (parse_unsigned(entry->d_name, &tid) && tid <= INT_MAX) read_thread(&whole[i], (int)tid);
        }
        if (dir) closedir(dir);
        free(whole[i].arguments);
    }
    free(whole);
}

void read_machine(void) {
    const char *text = read_small_file("/proc/uptime", NULL);
    machine.uptime = text ? strtod(text, NULL) : 0;
    if ((text = read_small_file("/proc/loadavg", NULL)) != NULL) sscanf(text, "%lf %lf %lf", &machine.load[0], &machine.load[1], &machine.load[2]);
    if ((text = read_small_file("/proc/meminfo", NULL)) != NULL)
        sscanf(text, "MemTotal: %lld kB MemFree: %lld kB MemAvailable: %lld", &machine.total_memory, &machine.free_memory, &machine.available_memory);
    if ((text = read_small_file("/proc/stat", NULL)) != NULL) {
        sscanf(text, "cpu %llu %*u %*u %llu", &machine.busy, &machine.idle);
        machine.processors = 0;
        for (const char *line = text; (line = strstr(line, "\ncpu")) != NULL; line++) machine.processors++;
    }
    machine.now = time(NULL);
}

void read_processes(void) {
    DIR *dir = opendir("/proc");
    if (dir == NULL) fatal("cannot read /proc:");
    for (size_t i = 0; i < process_count; i++) free(processes[i].arguments);
    process_count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        uintmax_t pid;
        if (parse_unsigned(entry->d_name, &pid) && pid <= INT_MAX) read_process((int)pid);
    }
    closedir(dir);
    read_machine();
}

const char *user_name(uid_t uid, char *text, size_t size) {
    struct passwd *user = getpwuid(uid);
    if (user) snprintf(text, size, "%s", user->pw_name);
    else snprintf(text, size, "%u", (unsigned)uid);
    return text;
}

void tty_name(unsigned tty, char *text, size_t size) {
    unsigned high = (unsigned)major(tty), low = (unsigned)minor(tty);
    if (tty == 0) snprintf(text, size, "?");
    else if (high >= 136 && high <= 143) snprintf(text, size, "pts/%u", low + (high - 136) * 256);
    else if (high == 4 && low < 64) snprintf(text, size, "tty%u", low);
    else if (high == 4) snprintf(text, size, "ttyS%u", low - 64);
    else if (high == 5 && low == 1) snprintf(text, size, "console");
    else snprintf(text, size, "tty");
}

void clock_text(unsigned long long seconds, bool hours_always, char *text, size_t size) {
    unsigned long long days = seconds / 86400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
    seconds %= 60;
    if (days) snprintf(text, size, "%llu-%02llu:%02llu:%02llu", days, hours, minutes, seconds);
    else if (hours || hours_always) snprintf(text, size, "%02llu:%02llu:%02llu", hours, minutes, seconds);
    else snprintf(text, size, "%02llu:%02llu", minutes, seconds);
}
