// SPDX-License-Identifier: Apache-2.0
// link, symlink, readlink, unlink, rmdir, mkdir and their errors; an unlinked file that is open.
#include "files.h"

static long links(const char *path) {
    struct stat st;
    return lstat(path, &st) < 0 ? -1 : (long)st.st_nlink;
}

int main(void) {
    begin();
    make("f", "text");
    mkdir("d", 0755);
    symlink("f", "soft");
    symlink("nothing", "dangling");
    SHOW(link("f", "hard"));
    SHOW(links("f"));
    SHOW(link("f", "hard"));
    SHOW(link("no", "x"));
    SHOW(link("d", "x"));
    SHOW(link("f", "no/x"));
    SHOW(link("f/", "x"));
    SHOW(link("f", "x/"));
    SHOW(link("soft", "softer"));
    SHOW(links("soft"));
    SHOW(links("f"));
    SHOW(linkat(AT_FDCWD, "soft", AT_FDCWD, "followed", AT_SYMLINK_FOLLOW));
    SHOW(links("f"));
    SHOW(linkat(AT_FDCWD, "dangling", AT_FDCWD, "x", AT_SYMLINK_FOLLOW));
    SHOW(symlink("x", "f"));
    SHOW(symlink("", "x"));
    SHOW(symlink("x", "no/x"));
    SHOW(symlink("x", "y/"));
    char text[10] = "";
    SHOW(readlink("soft", text, sizeof text));
    SHOW(readlink("dangling", text, 3));
    SHOW(readlink("f", text, 3));
    SHOW(readlink("no", text, 3));
    SHOW(readlink("d", text, 3));
    int fd = open("f", O_RDWR);
    SHOW(unlink("f"));
    SHOW(unlink("hard"));
    SHOW(unlink("followed"));
    SHOW(unlink("f"));
    struct stat st;
    fstat(fd, &st);
    SHOW(st.st_nlink);
    SHOW(pwrite(fd, "TE", 2, 0));
    SHOW(read(fd, text, sizeof text));
    SHOW(unlink("d"));
    SHOW(unlink("no/x"));
    SHOW(unlink("dangling/"));
    SHOW(unlink("dangling"));
    SHOW(rmdir("no"));
    SHOW(rmdir("soft"));
    SHOW(rmdir("d/."));
    SHOW(rmdir("d/.."));
    SHOW(mkdir("d", 0755));
    SHOW(mkdir("soft", 0755));
    SHOW(mkdir("no/x", 0755));
    SHOW(mkdir("d/in/", 0755));
    SHOW(rmdir("d"));
    SHOW(chdir("d/in"));
    SHOW(rmdir("../in"));
    SHOW(open("x", O_CREAT | O_WRONLY, 0644));
    SHOW(getcwd((char[100]){0}, 100) == NULL ? -1L : 0L);
    SHOW(chdir(".."));
    SHOW(rmdir("../d/"));
    return end();
}
