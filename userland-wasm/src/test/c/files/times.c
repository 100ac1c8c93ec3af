// SPDX-License-Identifier: Apache-2.0
// utimensat and futimens: nanoseconds, now, leave; what else sets times.
#include "files.h"
#include <time.h>

static void print_times(const char *path) {
    struct stat st;
    if (lstat(path, &st) < 0) {
        printf("%s: %s\n", path, strerror(errno));
        return;
    }
    printf("%s %lld.%09ld %lld.%09ld\n", path, (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static long modified(const char *path) {
    struct stat st;
    return stat(path, &st) < 0 ? -1 : (long)(st.st_mtim.tv_sec > 1000000000);
}

int main(void) {
    begin();
    make("f", "x");
    mkdir("d", 0755);
    symlink("f", "link");
    symlink("no", "dangling");
    struct timespec both[2] = {{12345, 678901234}, {67890, 123456789}};
    struct timespec old[2] = {{1, 1}, {2, 2}};
    SHOW(utimensat(AT_FDCWD, "f", both, 0));
    print_times("f");
    SHOW(utimensat(AT_FDCWD, "d", both, 0));
    print_times("d");
    SHOW(utimensat(AT_FDCWD, "link", old, AT_SYMLINK_NOFOLLOW));
    print_times("link");
    print_times("f");
    SHOW(utimensat(AT_FDCWD, "link", old, 0));
    print_times("f");
    SHOW(utimensat(AT_FDCWD, "dangling", old, 0));
    SHOW(utimensat(AT_FDCWD, "no", both, 0));
    struct timespec keep[2] = {{0, UTIME_OMIT}, {77, 999999999}};
    SHOW(utimensat(AT_FDCWD, "f", keep, 0));
    print_times("f");
    struct timespec now[2] = {{5, 0}, {0, UTIME_NOW}};
    SHOW(utimensat(AT_FDCWD, "f", now, 0));
    SHOW(modified("f"));
    int fd = open("f", O_RDWR);
    SHOW(futimens(fd, both));
    print_times("f");
    SHOW(write(fd, "y", 1));
    SHOW(modified("f"));
    SHOW(futimens(fd, both));
    SHOW(ftruncate(fd, 9));
    SHOW(modified("f"));
    SHOW(futimens(99, both));
    SHOW(utimensat(AT_FDCWD, "d", both, 0));
    make("d/x", "");
    SHOW(modified("d"));
    SHOW(utimensat(AT_FDCWD, "d", both, 0));
    unlink("d/x");
    SHOW(modified("d"));
    SHOW(futimens(fd, both));
    SHOW(chmod("f", 0600));
    SHOW(rename("f", "g"));
    print_times("g");
    return end();
}
