// SPDX-License-Identifier: Apache-2.0
// Shows /dev/null, zero, full, urandom: what they give, take and refuse.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** What a call came to: its value, or -1 and the error. One a printf: the text is kept in one place. */
static const char *result(long value) {
    static char text[64];
    if (value < 0) snprintf(text, sizeof text, "-1 %s", strerror(errno));
    else snprintf(text, sizeof text, "%ld", value);
    return text;
}

static void show(const char *name) {
    char buffer[256];
    struct stat st;
    memset(buffer, 7, sizeof buffer);
    int fd = open(name, O_RDWR);
    if (fd < 0 || fstat(fd, &st) < 0) {
        printf("%s: %s\n", name, strerror(errno));
        return;
    }
    printf("%s: character device %d, read %d", name, S_ISCHR(st.st_mode), (int)read(fd, buffer, sizeof buffer));
    int zeros = 0, sevens = 0;
    for (size_t i = 0; i < sizeof buffer; i++) zeros += buffer[i] == 0, sevens += buffer[i] == 7;
    printf(" (%s)", zeros == 256 ? "zeros" : sevens == 256 ? "nothing" : "other");
    printf(", write %s\n", result(write(fd, buffer, sizeof buffer)));
    close(fd);
}

int main(void) {
    show("/dev/null");
    show("/dev/zero");
    show("/dev/full");
    show("/dev/urandom");
    show("/dev/nox");
    FILE *full = fopen("/dev/full", "w");
    printf("buffered %d", fputs("text", full) >= 0);
    printf(", flushed %s\n", result(fflush(full)));
    return 0;
}
