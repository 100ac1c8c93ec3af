// SPDX-License-Identifier: Apache-2.0
// find's actions that do more than print: -exec, -execdir, -ok, -delete, -prune, -quit.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include "find.h"

extern char **environ;
enum { LONGEST_COMMAND = 131072 }; // bytes of arguments; as xargs

/** -exec … +: the command waits for more paths. */
struct batch {
    char **words; // the command, then paths
    size_t fixed, count, capacity, length;
    bool in_directory;
    char *directory; // of -execdir
    struct batch *next;
};
static struct batch *batches;

bool prune(const struct node *node, struct entry *entry) {
    (void)node, (void)entry;
    find.prune = true;
    return true;
}

bool quit(const struct node *node, struct entry *entry) {
    (void)node, (void)entry;
    find.stop = true;
    return true;
}

bool remove_it(const struct node *node, struct entry *entry) {
    (void)node;
    if (strcmp(entry->path, ".") == 0) return true; // stays, and is no failure
    if ((entry->directory && S_ISDIR(entry->st.st_mode) ? rmdir(entry->path) : unlink(entry->path)) == 0) return true;
    warn("cannot delete %s:", quote(entry->path));
    return false;
}

/** The directory a path is in. */
static char *directory_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return copy_string(".");
    return slash == path ? copy_string("/") : copy_bytes(path, slash - path);
}

/** Runs it and waits; in `directory` unless that is NULL. */
static bool run(char **words, const char *directory) {
    pid_t pid;
    int how;
    out_flush();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (directory) posix_spawn_file_actions_addchdir_np(&actions, directory);
    int error = posix_spawnp(&pid, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error) {
        errno = error;
        complain("%s:", quote(words[0]));
        return false;
    }
    while (waitpid(pid, &how, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static char *substitute(const char *text, const char *path) {
    size_t length = strlen(path), n = 0, size = strlen(text) + 1;
    char *to = allocate(size);
    while (*text) {
        if (text[0] == '{' && text[1] == '}') {
            to = reallocate(to, size += length);
            memcpy(to + n, path, length);
            n += length;
            text += 2;
        } else {
            to[n++] = *text++;
        }
    }
    to[n] = '\0';
    return to;
}

static bool agreed(char **words, const char *path) {
    char answer[256];
    out_flush();
    fprintf(stderr, "< %s ... %s > ? ", words[0], path);
    fflush(stderr);
    ssize_t n = read_some(STDIN_FILENO, answer, sizeof answer);
    return n > 0 && (answer[0] == 'y' || answer[0] == 'Y');
}

/** unit: d for -execdir, o for -ok, O for -okdir. */
bool execute(const struct node *node, struct entry *entry) {
    bool in_directory = node->unit == 'd' || node->unit == 'O', asks = node->unit == 'o' || node->unit == 'O';
    char *path = copy_string(entry->path), *directory = NULL;
    if (in_directory) {
        const char *name = name_of(entry);
        directory = directory_of(entry->path);
        path = allocate(strlen(name) + 3);
        sprintf(path, "%s%s", *name == '/' ? "" : "./", name);
    }
    size_t count = 0;
    while (node->command[count]) count++;
    char **words = allocate((count + 1) * sizeof *words);
    for (size_t i = 0; i < count; i++) words[i] = substitute(node->command[i], path);
    words[count] = NULL;
    bool result = (!asks || agreed(words, path)) && run(words, directory);
    for (size_t i = 0; i < count; i++) free(words[i]);
    free(words);
    free(path);
    free(directory);
    return result;
}

struct batch *new_batch(char **command, bool in_directory) {
    struct batch *batch = allocate_zeroed(1, sizeof *batch), **last = &batches;
    batch->in_directory = in_directory;
    for (; *command; command++) {
        GROW(batch->words, batch->count, batch->capacity);
        batch->words[batch->count++] = *command;
        batch->length += strlen(*command) + 1;
    }
    batch->fixed = batch->count;
    while (*last) last = &(*last)->next;
    return *last = batch;
}

static void run_batch(struct batch *batch) {
    if (batch->count == batch->fixed) return;
    GROW(batch->words, batch->count, batch->capacity);
    batch->words[batch->count] = NULL;
    if (!run(batch->words, batch->directory)) status = 1;
    while (batch->count > batch->fixed) {
        batch->length -= strlen(batch->words[--batch->count]) + 1;
        free(batch->words[batch->count]);
    }
}

bool execute_all(const struct node *node, struct entry *entry) {
    struct batch *batch = node->batch;
    char *path = copy_string(entry->path);
    if (batch->in_directory) {
        char *directory = directory_of(entry->path);
        if (batch->directory && strcmp(batch->directory, directory) != 0) run_batch(batch);
        free(batch->directory);
        batch->directory = directory;
        const char *name = name_of(entry);
        path = allocate(strlen(name) + 3);
        sprintf(path, "%s%s", *name == '/' ? "" : "./", name);
    }
    size_t length = strlen(path) + 1;
    if (batch->length + length > LONGEST_COMMAND) run_batch(batch);
    GROW(batch->words, batch->count, batch->capacity);
    batch->words[batch->count++] = path;
    batch->length += length;
    return true;
}

void finish_batches(void) {
    for (struct batch *batch = batches; batch; batch = batch->next) run_batch(batch);
}
