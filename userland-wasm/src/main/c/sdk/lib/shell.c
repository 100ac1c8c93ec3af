// SPDX-License-Identifier: Apache-2.0
// system and popen: /bin/sh -c by posix_spawn.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "imports.h"

extern char **environ;

int system(const char *command) {
    if (command == NULL) return access("/bin/sh", X_OK) == 0;
    cancellation_point();
    int held = hold_cancel(); // what is changed below is to be put back
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old_int, old_quit;
    sigset_t child = 1ULL << (SIGCHLD - 1), old_mask;
    sigaction(SIGINT, &ignore, &old_int);
    sigaction(SIGQUIT, &ignore, &old_quit);
    sigprocmask(SIG_BLOCK, &child, &old_mask);

    sigset_t defaults = 0;
    if (old_int.sa_handler != SIG_IGN) sigaddset(&defaults, SIGINT);
    if (old_quit.sa_handler != SIG_IGN) sigaddset(&defaults, SIGQUIT);
    posix_spawnattr_t attr;
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attr, &defaults);
    posix_spawnattr_setsigmask(&attr, &old_mask);

    char *argv[] = {"sh", "-c", (char *)command, NULL};
    pid_t pid;
    int status = -1;
    int error = posix_spawn(&pid, "/bin/sh", NULL, &attr, argv, environ);
    if (error == 0) {
        while (waitpid(pid, &status, 0) < 0) {
            if (errno == EINTR) continue;
            error = errno;
            status = -1;
            break;
        }
    } else if (error != ENOMEM && error != EAGAIN) {
        error = 0;
        status = 127 << 8; // as if the shell had not been found by a fork's child
    }
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGQUIT, &old_quit, NULL);
    sigprocmask(SIG_SETMASK, &old_mask, NULL);
    release_cancel(held);
    if (error) errno = error;
    return status;
}

// Which child stands behind which stream.
static struct reader {
    FILE *stream;
    pid_t pid;
    struct reader *next;
} *readers;

FILE *popen(const char *command, const char *mode) {
    int writes = mode[0] == 'w';
    int ends[2];
    if ((mode[0] != 'r' && mode[0] != 'w') || (mode[1] != '\0' && mode[1] != 'e')) {
        errno = EINVAL;
        return NULL;
    }
    struct reader *reader = malloc(sizeof *reader);
    if (reader == NULL) return NULL;
    if (pipe2(ends, O_CLOEXEC) < 0) {
        free(reader);
        return NULL;
    }
    int ours = ends[writes], theirs = ends[!writes];
    reader->stream = fdopen(ours, writes ? "w" : "r");

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (struct reader *other = readers; other; other = other->next) // POSIX: not seen by a new child
        posix_spawn_file_actions_addclose(&actions, fileno(other->stream));
    posix_spawn_file_actions_adddup2(&actions, theirs, writes ? 0 : 1);
    char *argv[] = {"sh", "-c", (char *)command, NULL};
    int error = reader->stream ? posix_spawn(&reader->pid, "/bin/sh", &actions, NULL, argv, environ) : ENOMEM;
    posix_spawn_file_actions_destroy(&actions);
    close(theirs);
    if (error) {
        if (reader->stream) fclose(reader->stream);
        else close(ours);
        free(reader);
        errno = error;
        return NULL;
    }
    if (mode[1] != 'e') fcntl(ours, F_SETFD, 0);
    reader->next = readers;
    readers = reader;
    return reader->stream;
}

int pclose(FILE *stream) {
    struct reader **at = &readers;
    while (*at && (*at)->stream != stream) at = &(*at)->next;
    if (*at == NULL) {
        errno = ECHILD;
        return -1;
    }
    struct reader *reader = *at;
    pid_t pid = reader->pid;
    *at = reader->next;
    free(reader);
    fclose(stream);
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return status;
}
