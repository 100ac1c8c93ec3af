// SPDX-License-Identifier: Apache-2.0
// posix_spawn and exec. Strings go to the kernel as blocks: one after the other, each with its NUL.

#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "imports.h"

enum { CLOSE, DUP2, OPEN, CHDIR, FCHDIR }; // spawn_fd_op.cmd

struct block {
    char *bytes;
    size_t length;
};

static int make_block(char *const strings[], struct block *block) {
    block->length = 0;
    for (size_t i = 0; strings && strings[i]; i++) block->length += strlen(strings[i]) + 1;
    char *to = block->bytes = malloc(block->length + 1);
    if (to == NULL) return ENOMEM;
    for (size_t i = 0; strings && strings[i]; i++) to = stpcpy(to, strings[i]) + 1;
    return 0;
}

/** Calls `try` with each place where `file` may be, as execvp looks for it. Returns the errno of the best failure. */
static int search(const char *file, int (*try)(const char *path, void *context), void *context) {
    if (*file == '\0') return ENOENT;
    if (strchr(file, '/')) return try(file, context);
    const char *path = getenv("PATH");
    if (path == NULL) path = "/usr/local/bin:/bin:/usr/bin";
    int denied = 0;
    for (;;) {
        char candidate[PATH_MAX];
        size_t n = strcspn(path, ":");
        if (n + strlen(file) + 2 <= sizeof candidate) {
            memcpy(candidate, path, n);
            if (n > 0) candidate[n++] = '/';
            strcpy(candidate + n, file);
            int error = try(candidate, context);
            if (error == EACCES) denied = 1;
            else if (error != ENOENT && error != ENOTDIR) return error;
        }
        path += strcspn(path, ":");
        if (*path++ == '\0') return denied ? EACCES : ENOENT;
    }
}

// spawn

struct spawn_call {
    struct block argv, envp;
    const posix_spawn_file_actions_t *actions;
    struct wsh_spawn_attr attr;
    int *pid;
};

static int spawn_one(const char *path, void *context) {
    struct spawn_call *call = context;
    return wsh_spawn(path, strlen(path), call->argv.bytes, call->argv.length, call->envp.bytes, call->envp.length,
                     call->actions ? call->actions->ops : NULL, call->actions ? (size_t)call->actions->count : 0,
                     &call->attr, call->pid);
}

static int spawn(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
                 char *const argv[], char *const envp[], int searches) {
    int ignored;
    struct spawn_call call = {.actions = actions, .pid = pid ? pid : &ignored};
    if (attr) {
        call.attr = (struct wsh_spawn_attr){
            .flags = (attr->flags & POSIX_SPAWN_SETPGROUP ? 1 : 0) | (attr->flags & POSIX_SPAWN_SETSIGMASK ? 2 : 0)
                   | (attr->flags & POSIX_SPAWN_SETSIGDEF ? 4 : 0) | (attr->flags & POSIX_SPAWN_SETSID ? 8 : 0)
                   | (attr->flags & POSIX_SPAWN_RESETIDS ? 16 : 0),
            .pgroup = attr->pgroup, .mask = attr->mask, .defaults = attr->defaults};
    }
    int error = make_block(argv, &call.argv);
    if (error == 0) error = make_block(envp, &call.envp);
    if (error == 0) error = searches ? search(file, spawn_one, &call) : spawn_one(file, &call);
    free(call.argv.bytes);
    free(call.envp.bytes);
    return error;
}

int posix_spawn(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *restrict attr, char *const *restrict argv, char *const *restrict envp) {
    return spawn(pid, path, actions, attr, argv, envp, 0);
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *restrict attr, char *const *restrict argv, char *const *restrict envp) {
    return spawn(pid, file, actions, attr, argv, envp, 1);
}

// exec

struct exec_call {
    struct block argv, envp;
    char *const *arguments;
};

static int exec_one(const char *path, void *context) {
    struct exec_call *call = context;
    return wsh_exec(path, strlen(path), call->argv.bytes, call->argv.length, call->envp.bytes, call->envp.length);
}

/** execvp's rule: a file that is no program is a script for sh. */
static int exec_or_sh(const char *path, void *context) {
    int error = exec_one(path, context);
    if (error != ENOEXEC) return error;
    struct exec_call *call = context;
    size_t count = 0;
    while (call->arguments[count]) count++;
    char **arguments = malloc((count + 3) * sizeof *arguments);
    struct block script;
    if (arguments == NULL) return ENOMEM;
    arguments[0] = "sh";
    arguments[1] = (char *)path;
    for (size_t i = 1; i <= count || i == 1; i++) arguments[i + 1] = i < count ? call->arguments[i] : NULL;
    if (make_block(arguments, &script) == 0)
        error = wsh_exec("/bin/sh", 7, script.bytes, script.length, call->envp.bytes, call->envp.length);
    free(script.bytes);
    free(arguments);
    return error;
}

static int exec(const char *file, char *const argv[], char *const envp[], int searches) {
    struct exec_call call = {.arguments = argv};
    int error = make_block(argv, &call.argv);
    if (error == 0) error = make_block(envp, &call.envp);
    if (error == 0) error = searches ? search(file, exec_or_sh, &call) : exec_one(file, &call);
    free(call.argv.bytes);
    free(call.envp.bytes);
    return posix_result(error);
}

int execve(const char *path, char *const argv[], char *const envp[]) {
    return exec(path, argv, envp, 0);
}

int execv(const char *path, char *const argv[]) {
    return exec(path, argv, environ, 0);
}

int execvpe(const char *file, char *const argv[], char *const envp[]) {
    return exec(file, argv, envp, 1);
}

int execvp(const char *file, char *const argv[]) {
    return exec(file, argv, environ, 1);
}

/** The strings of an execl call, on the heap; leaves `list` after the NULL. */
static char **collect(const char *first, va_list *list) {
    size_t count = 1, capacity = 8;
    char **argv = malloc(capacity * sizeof *argv);
    if (argv == NULL) return NULL;
    argv[0] = (char *)first;
    while (argv[count - 1] != NULL) {
        if (count == capacity) {
            char **larger = realloc(argv, (capacity *= 2) * sizeof *argv);
            if (larger == NULL) return free(argv), NULL;
            argv = larger;
        }
        argv[count++] = va_arg(*list, char *);
    }
    return argv;
}

#define EXEC_LIST(file, first, searches, environment)       \
    va_list list;                                           \
    va_start(list, first);                                  \
    char **argv = collect(first, &list);                    \
    char *const *envp = environment;                        \
    va_end(list);                                           \
    if (argv == NULL) return posix_result(ENOMEM);          \
    int result = exec(file, argv, (char *const *)envp, searches); \
    free(argv);                                             \
    return result

int execl(const char *path, const char *first, ...) {
    EXEC_LIST(path, first, 0, environ);
}

int execlp(const char *file, const char *first, ...) {
    EXEC_LIST(file, first, 1, environ);
}

int execle(const char *path, const char *first, ...) {
    EXEC_LIST(path, first, 0, va_arg(list, char **));
}

// file actions

static struct spawn_fd_op *add(posix_spawn_file_actions_t *actions) {
    if (actions->count == actions->capacity) {
        int capacity = actions->capacity ? actions->capacity * 2 : 4;
        struct spawn_fd_op *larger = realloc(actions->ops, capacity * sizeof *larger);
        if (larger == NULL) return NULL;
        actions->ops = larger;
        actions->capacity = capacity;
    }
    struct spawn_fd_op *op = &actions->ops[actions->count++];
    memset(op, 0, sizeof *op);
    return op;
}

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions) {
    *actions = (posix_spawn_file_actions_t){0};
    return 0;
}

int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions) {
    for (int i = 0; i < actions->count; i++) free((void *)actions->ops[i].path);
    free(actions->ops);
    *actions = (posix_spawn_file_actions_t){0};
    return 0;
}

int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *actions, int fd) {
    if (fd < 0) return EBADF;
    struct spawn_fd_op *op = add(actions);
    if (op == NULL) return ENOMEM;
    op->cmd = CLOSE;
    op->fd = fd;
    return 0;
}

int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int from, int to) {
    if (from < 0 || to < 0) return EBADF;
    struct spawn_fd_op *op = add(actions);
    if (op == NULL) return ENOMEM;
    op->cmd = DUP2;
    op->fd = to;
    op->src_fd = from;
    return 0;
}

static int add_path(posix_spawn_file_actions_t *actions, int command, const char *path, struct spawn_fd_op **added) {
    char *copy = strdup(path);
    struct spawn_fd_op *op = copy ? add(actions) : NULL;
    if (op == NULL) return free(copy), ENOMEM;
    op->cmd = command;
    op->path = copy;
    op->path_len = strlen(copy);
    *added = op;
    return 0;
}

int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict actions, int fd, const char *restrict path,
                                     int flags, mode_t mode) {
    struct spawn_fd_op *op;
    if (fd < 0) return EBADF;
    int error = add_path(actions, OPEN, path, &op);
    if (error) return error;
    op->fd = fd;
    op->dirflags = (flags & O_NOFOLLOW ? 0 : FOLLOW) | (mode & 07777) << 16;
    op->oflags = (flags >> 12) & 0xf;
    op->fdflags = flags & 0xfff;
    op->fdflagsext = flags & O_CLOEXEC ? FD_CLOEXEC : 0;
    op->rights_base = (flags & O_RDONLY ? __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_READDIR : 0)
                    | (flags & O_WRONLY ? __WASI_RIGHTS_FD_WRITE : 0);
    op->rights_inheriting = ~0ULL;
    return 0;
}

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *restrict actions, const char *restrict path) {
    struct spawn_fd_op *op;
    return add_path(actions, CHDIR, path, &op);
}

int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int fd) {
    if (fd < 0) return EBADF;
    struct spawn_fd_op *op = add(actions);
    if (op == NULL) return ENOMEM;
    op->cmd = FCHDIR;
    op->fd = fd;
    return 0;
}

// attributes

int posix_spawnattr_init(posix_spawnattr_t *attr) {
    *attr = (posix_spawnattr_t){0};
    return 0;
}

int posix_spawnattr_destroy(posix_spawnattr_t *attr) {
    (void)attr;
    return 0;
}

int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags) {
    enum { KNOWN = POSIX_SPAWN_RESETIDS | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
                 | POSIX_SPAWN_SETSCHEDPARAM | POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSID };
    if (flags & ~KNOWN) return EINVAL;
    attr->flags = flags;
    return 0;
}

int posix_spawnattr_getflags(const posix_spawnattr_t *restrict attr, short *restrict flags) {
    *flags = (short)attr->flags;
    return 0;
}

int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t pgroup) {
    attr->pgroup = pgroup;
    return 0;
}

int posix_spawnattr_getpgroup(const posix_spawnattr_t *restrict attr, pid_t *restrict pgroup) {
    *pgroup = attr->pgroup;
    return 0;
}

int posix_spawnattr_setsigmask(posix_spawnattr_t *restrict attr, const sigset_t *restrict mask) {
    attr->mask = *mask;
    return 0;
}

int posix_spawnattr_getsigmask(const posix_spawnattr_t *restrict attr, sigset_t *restrict mask) {
    *mask = attr->mask;
    return 0;
}

int posix_spawnattr_setsigdefault(posix_spawnattr_t *restrict attr, const sigset_t *restrict defaults) {
    attr->defaults = *defaults;
    return 0;
}

int posix_spawnattr_getsigdefault(const posix_spawnattr_t *restrict attr, sigset_t *restrict defaults) {
    *defaults = attr->defaults;
    return 0;
}
