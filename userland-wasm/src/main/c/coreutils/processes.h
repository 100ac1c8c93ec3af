// SPDX-License-Identifier: Apache-2.0
// The processes of the machine, as /proc tells of them: what ps, pstree and top share. See proc(5).
#ifndef PROCESSES_H
#define PROCESSES_H
#include <time.h>
#include "lib/coreutils.h"

struct process {
    int pid, tid, ppid, pgrp, session, tpgid, threads;
    unsigned tty, flags;
    uid_t uid, real_uid;
    gid_t gid;
    char state;
    char name[64];
    char *arguments; // NULL: it has none
    unsigned long long ticks, start; // in hundredths of a second
    long long nice, priority, virtual_size, resident_pages;
};
extern struct process *processes;
extern size_t process_count;

/** The machine when the processes were read. */
struct machine {
    double uptime;
    double load[3];
    long long total_memory, free_memory, available_memory; // KiB
    unsigned long long busy, idle;                         // hundredths of a second of all processors
    int processors;
    time_t now;
};
extern struct machine machine;

/** Reads the machine's files, and the processes anew if wanted. Those that end meanwhile are left out. */
void read_machine(void);
void read_processes(void);
/** Puts each process's threads, by number, in its place: they differ in tid, state, times and niceness. */
void split_into_threads(void);
/** A file's text, good until the next; NULL if it cannot be read. */
char *read_small_file(const char *path, size_t *length);

const char *user_name(uid_t uid, char *text, size_t size);
void tty_name(unsigned tty, char *text, size_t size);
void clock_text(unsigned long long seconds, bool hours_always, char *text, size_t size);
#endif
