// SPDX-License-Identifier: Apache-2.0
// Shows the calls on files: open's flags, stat, chmod, umask, rename, link, symlink, readdir, ftruncate, lseek, pread, and
// their errors. Works in a new directory below /tmp (or the one given) and leaves nothing.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Prints what a call came to: its value, or the name of the error. */
static long show(const char *what, long result) {
    if (result < 0) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, result);
    return result;
}
#define SHOW(call) show(#call, (long)(call))

static void show_stat(const char *path) {
    struct stat st;
    if (lstat(path, &st) < 0) {
        printf("lstat %s: %s\n", path, strerror(errno));
        return;
    }
    printf("%s mode %o nlink %d", path, (unsigned)st.st_mode, S_ISDIR(st.st_mode) ? 0 : (int)st.st_nlink);
    if (S_ISREG(st.st_mode)) printf(" size %lld", (long long)st.st_size);
    putchar('\n');
}

static int compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path) {
    char *names[200];
    int count = 0;
    DIR *dir = opendir(path);
    if (dir == NULL) {
        printf("opendir %s: %s\n", path, strerror(errno));
        return;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < 200;) names[count++] = strdup(entry->d_name);
    closedir(dir);
    qsort(names, count, sizeof *names, compare);
    printf("%s:", path);
    for (int i = 0; i < count; i++) printf(" %s", names[i]);
    putchar('\n');
}

static void opening(void) {
    int fd = SHOW(open("a", O_WRONLY | O_CREAT | O_EXCL, 0666)) >= 0 ? 3 : -1;
    SHOW(write(fd, "hello, world\n", 13));
    SHOW(read(fd, &fd, 1));
    close(3);
    SHOW(open("a", O_WRONLY | O_CREAT | O_EXCL, 0666));
    SHOW(open("nox", O_RDONLY));
    SHOW(open("nox/x", O_RDONLY));
    SHOW(open("a/x", O_RDONLY));
    SHOW(open("a", O_RDONLY | O_DIRECTORY));
    SHOW(open(".", O_WRONLY));
    SHOW(open("", O_RDONLY));
    SHOW(mkdir("d", 0777));
    SHOW(mkdir("d", 0777));
    fd = open("a", O_RDWR | O_APPEND);
    SHOW(write(fd, "more", 4));
    SHOW(lseek(fd, 0, SEEK_CUR));
    close(fd);
    fd = open("a", O_RDWR | O_TRUNC);
    SHOW(lseek(fd, 0, SEEK_END));
    close(fd);
    SHOW(close(fd));
    SHOW(read(fd, &fd, 1));
    show_stat("a");
    show_stat("d");
}

static void positions(void) {
    char buffer[32] = "";
    int fd = open("p", O_RDWR | O_CREAT, 0600);
    SHOW(write(fd, "0123456789", 10));
    SHOW(pread(fd, buffer, 3, 4));
    printf("read %s\n", buffer);
    SHOW(lseek(fd, 0, SEEK_CUR));
    SHOW(pwrite(fd, "XY", 2, 2));
    SHOW(lseek(fd, -4, SEEK_END));
    SHOW(read(fd, buffer, 32));
    SHOW(read(fd, buffer, 32));
    SHOW(lseek(fd, -1, SEEK_SET));
    SHOW(lseek(fd, 20, SEEK_SET));
    SHOW(write(fd, "z", 1));
    SHOW(pread(fd, buffer, 32, 8));
    printf("hole %d %d %c\n", buffer[2], buffer[11], buffer[12]);
    SHOW(ftruncate(fd, 5));
    SHOW(lseek(fd, 0, SEEK_END));
    SHOW(ftruncate(fd, 8));
    SHOW(pread(fd, buffer, 32, 0));
    printf("zeros %d %d %d %.5s\n", buffer[5], buffer[6], buffer[7], buffer);
    SHOW(ftruncate(fd, -1));
    SHOW(truncate("p", 2));
    SHOW(truncate("nox", 2));
    close(fd);
    fd = open("p", O_RDONLY);
    SHOW(ftruncate(fd, 0));
    SHOW(write(fd, "x", 1));
    SHOW(pread(fd, buffer, 1, -1));
    close(fd);
    show_stat("p");
}

static void modes(void) {
    SHOW(umask(027));
    close(open("m", O_WRONLY | O_CREAT, 0666));
    show_stat("m");
    mkdir("md", 0777);
    show_stat("md");
    SHOW(umask(022));
    SHOW(chmod("m", 06755));
    show_stat("m");
    SHOW(chmod("nox", 0644));
    int fd = open("m", O_RDONLY);
    SHOW(fchmod(fd, 0400));
    show_stat("m");
    close(fd);
    SHOW(access("m", R_OK));
    SHOW(access("nox", F_OK));
    struct timespec times[2] = {{1000000000, 5}, {2000000000, 6}};
    SHOW(utimensat(AT_FDCWD, "m", times, 0));
    struct stat st;
    stat("m", &st);
    printf("times %lld %ld %lld %ld\n", (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
    unlink("m");
    rmdir("md");
}

static void names(void) {
    char target[16];
    SHOW(link("a", "b"));
    show_stat("a");
    SHOW(link("a", "b"));
    SHOW(link("d", "dl"));
    SHOW(symlink("a", "s"));
    show_stat("s");
    memset(target, '.', sizeof target);
    SHOW(readlink("s", target, sizeof target));
    printf("target %.3s\n", target);
    SHOW(readlink("a", target, sizeof target));
    SHOW(symlink("long-target-text", "s2"));
    SHOW(readlink("s2", target, 4));
    printf("cut %.4s\n", target);
    SHOW(symlink("loop", "loop"));
    SHOW(open("loop", O_RDONLY));
    SHOW(open("s2", O_RDONLY));
    SHOW(open("s", O_RDONLY | O_NOFOLLOW));
    SHOW(rename("b", "d/b"));
    SHOW(rename("nox", "x"));
    SHOW(rename("d", "d/x"));
    SHOW(rename("a", "d"));
    SHOW(rename("d", "a"));
    SHOW(rename("s", "t"));
    list(".");
    list("d");
    SHOW(rmdir("d"));
    SHOW(rmdir("a"));
    SHOW(unlink("d/b"));
    SHOW(unlink("d/b"));
    SHOW(rmdir("d"));
    SHOW(mkdir("nox/d", 0777));
    SHOW(mkdir("x/", 0777));
    SHOW(rmdir("x"));
    SHOW(rmdir("."));
    int fd = open("u", O_RDWR | O_CREAT, 0600);
    unlink("u");
    write(fd, "still", 5);
    SHOW(pread(fd, target, 16, 0));
    struct stat st;
    fstat(fd, &st);
    printf("unlinked nlink %d size %d\n", (int)st.st_nlink, (int)st.st_size);
    close(fd);
    unlink("a"), unlink("p"), unlink("t"), unlink("s2"), unlink("loop");
    list(".");
    list("nox");
}

static void many(void) {
    char name[16];
    mkdir("many", 0777);
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "many/f%03d", i);
        close(open(name, O_CREAT | O_WRONLY, 0600));
    }
    int count = 0;
    DIR *dir = opendir("many");
    while (readdir(dir)) count++;
    printf("entries %d", count);
    rewinddir(dir);
    for (count = 0; readdir(dir);) count++;
    printf(" again %d\n", count);
    closedir(dir);
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "many/f%03d", i);
        unlink(name);
    }
    SHOW(rmdir("many"));
}

int main(int argc, char **argv) {
    char directory[256];
    snprintf(directory, sizeof directory, "%s/files.XXXXXX", argc > 1 ? argv[1] : "/tmp");
    if (mkdtemp(directory) == NULL || chdir(directory) < 0) return 1;
    umask(022);
    opening();
    positions();
    modes();
    names();
    many();
    chdir("/");
    show("rmdir(directory)", rmdir(directory));
    return 0;
}
