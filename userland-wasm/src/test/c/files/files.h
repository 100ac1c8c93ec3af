// SPDX-License-Identifier: Apache-2.0
// What the programs of the file suite share. Each is one call, or a few of a kind, and their errors: a line a case; the native build is the oracle. A program works in a
// folder of its own below /tmp and leaves nothing.
#ifndef FILES_H
#define FILES_H
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/files.XXXXXX";

/** Prints what a call came to: its value, or the error's text. */
__attribute__((unused)) static long show(const char *what, long result) {
    if (result < 0) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, result);
    fflush(stdout);
    return result;
}
#define SHOW(call) show(#call, (long)(call))

/** Only whether it worked: descriptors and the like. */
__attribute__((unused)) static long works(const char *what, long result) {
    if (result < 0) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: works\n", what);
    fflush(stdout);
    return result;
}
#define WORKS(call) works(#call, (long)(call))

/** A file of that content. */
__attribute__((unused)) static void make(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) printf("make %s: %s\n", path, strerror(errno));
    close(fd);
}

/** Its content on a line, NULs as dots. */
__attribute__((unused)) static void print(const char *path) {
    char text[200];
    int fd = open(path, O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n < 0) {
        printf("%s: %s\n", path, strerror(errno));
    } else {
        for (ssize_t i = 0; i < n; i++) putchar(text[i] ? text[i] : '.');
        printf(" (%s)\n", path);
    }
    if (fd >= 0) close(fd);
    fflush(stdout);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/** The names in it, sorted. */
__attribute__((unused)) static void list(const char *path) {
    char *names[500];
    int count = 0;
    DIR *dir = opendir(path);
    if (dir == NULL) {
        printf("opendir %s: %s\n", path, strerror(errno));
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < 500;) names[count++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, count, sizeof *names, by_name);
    printf("%s:", path);
    for (int i = 0; i < count; i++) printf(" %s", names[i]);
    putchar('\n');
    fflush(stdout);
}

static void remove_all(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) return;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char inner[4200];
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        struct stat st;
        if (lstat(inner, &st) == 0 && S_ISDIR(st.st_mode)) {
            chmod(inner, 0700);
            remove_all(inner);
        } else {
            unlink(inner);
        }
    }
    closedir(dir);
    rmdir(path);
}

/** Into a folder of its own; without umask. */
__attribute__((unused)) static void begin(void) {
    umask(0);
    if (mkdtemp(folder) == NULL || chdir(folder) < 0) {
        perror(folder);
        exit(1);
    }
    chmod(folder, 0777); // some act as another user; plain WASIX has no modes
}

__attribute__((unused)) static int end(void) {
    if (chdir("/") < 0) return 1;
    remove_all(folder);
    return access(folder, F_OK) == 0;
}
#endif
