// SPDX-License-Identifier: Apache-2.0
// Calls that no other program of the suite is about: posix_fadvise, clock_getres, sendfile, preadv, pwritev, telldir and seekdir, a device that is full.
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <time.h>
#include "files.h"

static void advice(int fd, int ends[2]) {
    const int all[] = {POSIX_FADV_NORMAL, POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM, POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED, POSIX_FADV_NOREUSE};
    for (int i = 0; i < 6; i++) SHOW(posix_fadvise(fd, 0, 5, all[i]));
    SHOW(posix_fadvise(fd, 1000, 0, POSIX_FADV_RANDOM));
    printf("no advice: %s\n", strerror(posix_fadvise(fd, 0, 0, 77)));
    printf("not open: %s\n", strerror(posix_fadvise(99, 0, 0, POSIX_FADV_NORMAL)));
    printf("a pipe: %s\n", strerror(posix_fadvise(ends[0], 0, 0, POSIX_FADV_NORMAL)));
}

static void clocks(void) {
    struct timespec resolution = {-1, -1};
    SHOW(clock_getres(CLOCK_REALTIME, &resolution));
    printf("less than a second: %d\n", resolution.tv_sec == 0 && resolution.tv_nsec > 0);
    SHOW(clock_getres(CLOCK_MONOTONIC, &resolution));
}

static void sending(void) {
    make("from", "0123456789");
    int in = open("from", O_RDONLY), out = open("to", O_RDWR | O_CREAT | O_TRUNC, 0644);
    off_t offset = 2;
    SHOW(sendfile(out, in, &offset, 3));
    printf("offset %ld, the file's own %ld\n", (long)offset, (long)lseek(in, 0, SEEK_CUR));
    SHOW(sendfile(out, in, NULL, 4));
    printf("the file's own %ld\n", (long)lseek(in, 0, SEEK_CUR));
    offset = 10;
    SHOW(sendfile(out, in, &offset, 4));
    SHOW(sendfile(out, 99, NULL, 1));
    SHOW(sendfile(99, in, NULL, 1));
    print("to");
    close(in);
    close(out);
}

static void vectors(int fd) {
    char a[3] = "abc", b[4] = "defg";
    struct iovec pieces[] = {{a, 3}, {NULL, 0}, {b, 4}};
    SHOW(pwritev(fd, pieces, 3, 1));
    memset(a, '-', 3), memset(b, '-', 4);
    SHOW(preadv(fd, pieces, 3, 2));
    printf("%.3s %.4s, offset %ld\n", a, b, (long)lseek(fd, 0, SEEK_CUR));
    SHOW(preadv(fd, pieces, 3, 100));
    SHOW(preadv(fd, pieces, -1, 0));
    SHOW(pwritev(99, pieces, 3, 0));
}

static void positions(void) {
    mkdir("d", 0755);
    for (int i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "d/%d", i);
        make(name, "");
    }
    DIR *dir = opendir("d");
    int count = 0, wrong = 0;
    long places[23];
    char names[23][16];
    for (struct dirent *entry; (places[count] = telldir(dir), entry = readdir(dir)) != NULL && count < 22; count++) snprintf(names[count], 16, "%.15s", entry->d_name);
    for (int i = count - 1; i >= 0; i--) {
        seekdir(dir, places[i]);
        struct dirent *entry = readdir(dir);
        wrong += entry == NULL || strcmp(entry->d_name, names[i]) != 0;
    }
    rewinddir(dir);
    wrong += strcmp(readdir(dir)->d_name, names[0]) != 0;
    printf("%d entries, %d wrong\n", count, wrong);
    closedir(dir);
}

static void full(void) {
    int fd = open("/dev/full", O_RDWR);
    char byte = 'x';
    SHOW(write(fd, "x", 1));
    SHOW(read(fd, &byte, 1));
    printf("a NUL: %d\n", byte == 0);
    close(fd);
    FILE *stream = fopen("/dev/full", "w");
    fputs("x", stream);
    SHOW(fflush(stream));
    SHOW(fclose(stream));
}

int main(void) {
    begin();
    make("f", "hello");
    int fd = open("f", O_RDWR), ends[2];
    if (fd < 0 || pipe(ends) < 0) return 1;
    advice(fd, ends);
    clocks();
    sending();
    vectors(fd);
    positions();
    full();
    return end();
}
