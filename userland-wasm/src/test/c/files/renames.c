// SPDX-License-Identifier: Apache-2.0
// rename: over what exists, into what it is in, by links, and its errors.
#include "files.h"

int main(void) {
    begin();
    make("f", "f");
    make("g", "g");
    mkdir("d", 0755);
    mkdir("d/e", 0755);
    mkdir("empty", 0755);
    mkdir("full", 0755);
    make("full/x", "x");
    symlink("f", "link");
    symlink("d", "dlink");
    SHOW(rename("no", "x"));
    SHOW(rename("f", "no/x"));
    SHOW(rename("f/x", "x"));
    SHOW(rename("f", "g/x"));
    SHOW(rename("f", "d"));
    SHOW(rename("d", "f"));
    SHOW(rename("d", "full"));
    SHOW(rename("d", "d/e/x"));
    SHOW(rename("d", "d/x"));
    SHOW(rename("d/e", "d"));
    SHOW(rename("d", "d"));
    SHOW(rename("f", "f"));
    SHOW(rename("f/", "x"));
    SHOW(rename("f", "x/"));
    SHOW(rename("", "x"));
    SHOW(rename("f", ""));
    SHOW(rename("d/.", "x"));
    SHOW(rename("d", "x/.."));
    SHOW(rename("f", "g"));
    print("g");
    list(".");
    SHOW(rename("d", "empty"));
    list(".");
    list("empty");
    SHOW(rename("link", "moved"));
    char target[20] = "";
    SHOW(readlink("moved", target, sizeof target));
    puts(target);
    make("f", "new f");
    SHOW(rename("f", "moved"));
    print("moved");
    link("moved", "same");
    SHOW(rename("moved", "same"));
    list(".");
    SHOW(rename("empty/", "again/"));
    list(".");
    int fd = open("same", O_RDONLY);
    make("h", "h");
    SHOW(rename("h", "same"));
    char text[10];
    SHOW(read(fd, text, sizeof text));
    struct stat st;
    SHOW(fstat(fd, &st) == 0 ? (long)st.st_nlink : -1L);
    print("same");
    SHOW(renameat(AT_FDCWD, "same", 99, "x"));
    return end();
}
