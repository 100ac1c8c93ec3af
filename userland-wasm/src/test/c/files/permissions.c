// SPDX-License-Identifier: Apache-2.0
// Permission bits as root and as another user, umask, sticky folders, set-id bits. Natively only root can tell.
#include "files.h"
#include <sys/wait.h>

static long mode(const char *path) {
    struct stat st;
    return lstat(path, &st) < 0 ? -1 : (long)(st.st_mode & 07777);
}

static void as_other(void) {
    if (setgid(12345) < 0 || setuid(12345) < 0) _exit(9);
    puts("-- another user");
    SHOW(open("none", O_RDONLY));
    SHOW(open("readable", O_WRONLY));
    WORKS(open("readable", O_RDONLY));
    SHOW(open("closed/x", O_RDONLY));
    SHOW(access("closed/x", F_OK));
    SHOW(open("readable", O_RDONLY | O_TRUNC));
    SHOW(chmod("readable", 0777));
    SHOW(chown("readable", 12345, -1));
    SHOW(truncate("readable", 0));
    SHOW(unlink("folder/x"));
    SHOW(rename("folder/x", "mine"));
    SHOW(mkdir("folder/new", 0777));
    SHOW(unlink("sticky/roots"));
    SHOW(rename("sticky/roots", "sticky/x"));
    make("sticky/mine", "");
    SHOW(unlink("sticky/mine"));
    SHOW(opendir("unlisted") == NULL ? -1L : 0L);
    SHOW(access("unlisted/x", F_OK));
    SHOW(chdir("closed"));
    make("own", "x");
    SHOW(chmod("own", 0));
    SHOW(open("own", O_RDONLY));
    SHOW(chmod("own", 04755));
    SHOW(mode("own"));
    SHOW(chown("own", -1, 0));
    SHOW(chown("own", -1, 12345));
    SHOW(mode("own"));
    SHOW(mknod("device", S_IFCHR | 0600, 0x103));
    fflush(stdout);
    _exit(0);
}

int main(void) {
    begin();
    make("none", "x");
    chmod("none", 0);
    make("readable", "x");
    chmod("readable", 0644);
    mkdir("closed", 0700);
    make("closed/x", "");
    mkdir("folder", 0755);
    make("folder/x", "");
    mkdir("sticky", 01777);
    make("sticky/roots", "");
    mkdir("unlisted", 0711);
    make("unlisted/x", "");
    WORKS(open("none", O_RDWR));
    SHOW(access("none", R_OK | W_OK));
    SHOW(access("none", X_OK));
    SHOW(umask(022));
    SHOW(mkdir("masked", 0777));
    SHOW(mode("masked"));
    make("program", "x");
    SHOW(chmod("program", 06755));
    SHOW(mode("program"));
    SHOW(chown("program", 1, 1));
    SHOW(mode("program"));
    SHOW(chmod("no", 0));
    mkdir("group", 0755);
    SHOW(chown("group", 0, 4321));
    SHOW(chmod("group", 02755));
    make("group/f", "");
    mkdir("group/d", 0755);
    struct stat st;
    stat("group/f", &st);
    SHOW(st.st_gid);
    SHOW(mode("group/d"));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) as_other();
    int status;
    waitpid(child, &status, 0);
    SHOW(status);
    return end();
}
