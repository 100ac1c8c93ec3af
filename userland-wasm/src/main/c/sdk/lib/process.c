// SPDX-License-Identifier: Apache-2.0
// Who a process is, and fork.

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "imports.h"

pid_t getpid(void) {
    int pid = 0;
    wasix_proc_id(&pid);
    return pid;
}

pid_t gettid(void) {
    int tid = 0;
    wasix_thread_id(&tid);
    return tid;
}

pid_t getppid(void) {
    int parent = 0;
    wasix_proc_parent(getpid(), &parent);
    return parent;
}

pid_t getpgid(pid_t pid) {
    int pgid;
    int error = wsh_pgid_get(pid, &pgid);
    return error ? posix_result(error) : pgid;
}

pid_t getpgrp(void) {
    return getpgid(0);
}

int setpgid(pid_t pid, pid_t pgid) {
    return posix_result(wsh_pgid_set(pid, pgid));
}

pid_t setpgrp(void) {
    setpgid(0, 0);
    return getpgrp();
}

pid_t getsid(pid_t pid) {
    int sid;
    int error = wsh_sid_get(pid, &sid);
    return error ? posix_result(error) : sid;
}

pid_t setsid(void) {
    int sid;
    int error = wsh_sid_new(&sid);
    return error ? posix_result(error) : sid;
}

#ifdef _REENTRANT // lib/threads/fork.c
void before_fork(void), after_fork(int in_child);
#else
static void before_fork(void) {}
static void after_fork(int in_child) { (void)in_child; }
#endif

#ifdef __wsh_abi_wasix__ // lib/wasix: what is a process's own is kept in memory there
void begin_child(void);
#else
static void begin_child(void) {}
#endif

pid_t fork(void) {
    int pid;
    before_fork();
    int error = wasix_proc_fork(1, &pid);
    if (error == 0 && pid == 0) begin_child();
    after_fork(error == 0 && pid == 0);
    return error ? posix_result(error) : pid;
}

// The child runs in this very memory while we sleep; the pid is written when we go on.
pid_t vfork(void) {
    int pid;
    int error = wasix_proc_fork(0, &pid);
    return error ? posix_result(error) : pid;
}

int uname(struct utsname *names) {
    char fields[5][65];
    int error = wsh_uname(fields[0]);
    if (error) return posix_result(error);
    memset(names, 0, sizeof *names);
    strcpy(names->sysname, fields[0]);
    strcpy(names->nodename, fields[1]);
    strcpy(names->release, fields[2]);
    strcpy(names->version, fields[3]);
    strcpy(names->machine, fields[4]);
    return 0;
}

int gethostname(char *name, size_t size) {
    struct utsname names;
    if (uname(&names) < 0) return -1;
    if (strlen(names.nodename) >= size) return posix_result(ENAMETOOLONG);
    strcpy(name, names.nodename);
    return 0;
}

int getpagesize(void) {
    return 65536;
}

int chroot(const char *path) {
    (void)path;
    return posix_result(ENOSYS);
}
