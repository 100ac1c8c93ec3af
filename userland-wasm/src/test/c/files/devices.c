// SPDX-License-Identifier: Apache-2.0
// Writing nothing to devices: /dev/full refuses even that, by write and pwrite.

#include <sys/uio.h>
#include "files.h"

static void nothing(const char *path) {
    struct iovec none[] = {{"", 0}, {"", 0}};
    int fd = open(path, O_WRONLY);
    printf("%s\n", path);
    SHOW(write(fd, "", 0));
    SHOW(pwrite(fd, "", 0, 0));
    SHOW(writev(fd, none, 2));
    SHOW(write(fd, "x", 1));
    close(fd);
}

int main(void) {
    nothing("/dev/full");
    nothing("/dev/null");
    nothing("/dev/zero");
    return 0;
}
