// SPDX-License-Identifier: Apache-2.0
// open: each flag and its errors.
#include "files.h"

int main(void) {
    begin();
    make("f", "hello");
    mkdir("d", 0755);
    symlink("f", "link");
    symlink("nothing", "dangling");
    symlink("loop", "loop");
    symlink("d", "dlink");
    SHOW(open("", O_RDONLY));
    SHOW(open("no", O_RDONLY));
    SHOW(open("no/x", O_RDONLY | O_CREAT, 0644));
    SHOW(open("f/x", O_RDONLY));
    SHOW(open("f/", O_RDONLY));
    SHOW(open("new/", O_WRONLY | O_CREAT, 0644));
    SHOW(open("d", O_WRONLY));
    SHOW(open("d", O_RDWR | O_CREAT, 0644));
    SHOW(open("d", O_RDONLY | O_TRUNC));
    SHOW(open("f", O_RDONLY | O_DIRECTORY));
    SHOW(open("no", O_RDONLY | O_DIRECTORY));
    SHOW(open("link", O_RDONLY | O_NOFOLLOW));
    SHOW(open("dlink", O_RDONLY | O_NOFOLLOW));
    SHOW(open("dlink", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
    SHOW(open("loop", O_RDONLY));
    SHOW(open("loop/x", O_RDONLY));
    SHOW(open("dangling", O_RDONLY));
    SHOW(open("f", O_WRONLY | O_CREAT | O_EXCL, 0644));
    SHOW(open("dangling", O_WRONLY | O_CREAT | O_EXCL, 0644));
    SHOW(open("d", O_RDONLY | O_CREAT | O_EXCL, 0644));
    WORKS(open("dlink/", O_RDONLY | O_DIRECTORY));
    WORKS(open("dangling", O_WRONLY | O_CREAT, 0644));
    print("nothing");
    int fd = WORKS(open("f", O_RDWR | O_APPEND));
    SHOW(lseek(fd, 0, SEEK_SET));
    SHOW(write(fd, " world", 6));
    SHOW(lseek(fd, 0, SEEK_CUR));
    print("f");
    close(fd);
    SHOW(close(fd));
    fd = WORKS(open("f", O_WRONLY | O_TRUNC));
    print("f");
    char byte;
    SHOW(read(fd, &byte, 1));
    close(fd);
    fd = WORKS(open("d", O_RDONLY));
    SHOW(read(fd, &byte, 1));
    SHOW(write(fd, "x", 1));
    SHOW(ftruncate(fd, 0));
    int inner = WORKS(openat(fd, "in", O_WRONLY | O_CREAT, 0640));
    close(inner);
    int other = WORKS(open("f", O_RDONLY));
    SHOW(openat(other, "x", O_RDONLY));
    SHOW(openat(99, "x", O_RDONLY));
    WORKS(openat(99, "/", O_RDONLY));
    list("d");
    struct stat st;
    umask(027);
    close(open("masked", O_WRONLY | O_CREAT, 0666));
    SHOW(stat("masked", &st) == 0 ? (long)(st.st_mode & 0777) : -1L);
    return end();
}
