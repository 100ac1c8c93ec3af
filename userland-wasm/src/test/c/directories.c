// SPDX-License-Identifier: Apache-2.0
// Shows the working directory: getcwd, chdir, fchdir, relative names, openat and its family, realpath.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char start[PATH_MAX];

static long show(const char *what, long result) {
    if (result < 0) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, result);
    return result;
}
#define SHOW(call) show(#call, (long)(call))

static void here(void) {
    char path[PATH_MAX];
    if (getcwd(path, sizeof path) == NULL) printf("getcwd: %s\n", strerror(errno));
    else printf("at START%s\n", strncmp(path, start, strlen(start)) == 0 ? path + strlen(start) : path);
}

static void resolve(const char *name) {
    char path[PATH_MAX];
    if (realpath(name, path) == NULL) printf("realpath %s: %s\n", name, strerror(errno));
    else printf("realpath %s: START%s\n", name, strncmp(path, start, strlen(start)) == 0 ? path + strlen(start) : path);
}

int main(void) {
    char template[] = "/tmp/directories.XXXXXX", small[2];
    if (mkdtemp(template) == NULL || chdir(template) < 0 || getcwd(start, sizeof start) == NULL) return 1;
    for (int fd = 3; fd < 20; fd++) close(fd);
    mkdir("a", 0777), mkdir("a/b", 0777), close(open("f", O_CREAT | O_WRONLY, 0666)), symlink("a/b", "l");
    here();
    SHOW(chdir("a"));
    here();
    SHOW(chdir("b/../b/./"));
    here();
    SHOW(chdir("../.."));
    here();
    SHOW(chdir("l"));
    here();
    SHOW(chdir(".."));
    here();
    SHOW(chdir("nox"));
    SHOW(chdir("../f"));
    SHOW(chdir(""));
    int up = open("..", O_RDONLY | O_DIRECTORY), file = open("../f", O_RDONLY);
    SHOW(fchdir(up));
    here();
    SHOW(fchdir(file));
    SHOW(fchdir(99));
    SHOW(getcwd(small, sizeof small) == NULL ? -1 : 0);
    SHOW(close(openat(up, "a/g", O_CREAT | O_WRONLY, 0666)));
    SHOW(mkdirat(up, "m", 0755));
    struct stat st;
    SHOW(fstatat(up, "l", &st, AT_SYMLINK_NOFOLLOW));
    printf("a link: %d\n", S_ISLNK(st.st_mode));
    SHOW(fstatat(up, "l", &st, 0));
    printf("a directory: %d\n", S_ISDIR(st.st_mode));
    SHOW(openat(file, "x", O_RDONLY));
    SHOW(openat(99, "x", O_RDONLY));
    SHOW(renameat(up, "a/g", AT_FDCWD, "m/h"));
    SHOW(faccessat(up, "m/h", R_OK, 0));
    SHOW(unlinkat(up, "m", 0) < 0);
    SHOW(unlinkat(up, "m", AT_REMOVEDIR));
    SHOW(unlinkat(up, "m/h", 0));
    SHOW(unlinkat(up, "m", AT_REMOVEDIR));
    resolve("a/../l");
    resolve("l/..");
    resolve("nox/x");
    resolve("f/x");
    resolve("");
    chdir("a/b");
    rmdir("../b");
    printf("removed: %d", getcwd(start, sizeof start) == NULL);
    printf(" %s\n", strerror(errno));
    SHOW(open("x", O_CREAT | O_WRONLY, 0666));
    SHOW(chdir(".."));
    chdir("/");
    unlinkat(up, "l", 0), unlinkat(up, "f", 0), unlinkat(up, "a", AT_REMOVEDIR);
    show("rmdir", rmdir(template));
    return 0;
}
