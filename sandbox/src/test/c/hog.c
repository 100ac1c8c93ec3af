// SPDX-License-Identifier: Apache-2.0
// Takes all it can get: hog memory grows until it is refused, hog files makes files until it is refused, hog bytes writes one file until
// it is refused. Prints how it ended; that it goes on to print is the point.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char block[1 << 16];

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "memory";
    if (strcmp(what, "memory") == 0) {
        unsigned pages = 0;
        for (unsigned step = 4096; step; step /= 2)
            while (__builtin_wasm_memory_grow(0, step) != (size_t)-1) pages += step;
        printf("refused after %u pages\n", pages);
        return 0;
    }
    long count = 0;
    if (strcmp(what, "files") == 0) {
        for (;; count++) {
            char name[40];
            snprintf(name, sizeof name, "f%ld", count);
            int fd = open(name, O_CREAT | O_WRONLY, 0644);
            if (fd < 0) break;
            if (write(fd, block, 5000) != 5000) break;
            close(fd);
        }
    } else {
        int fd = open("big", O_CREAT | O_WRONLY, 0644);
        while (write(fd, block, sizeof block) == sizeof block) count++;
    }
    printf("%s\n", strerror(errno));
    return count == 0;
}
