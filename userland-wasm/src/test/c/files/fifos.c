// SPDX-License-Identifier: Apache-2.0
// mkfifo and what open, read and write do with a FIFO.
#include "files.h"
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

static volatile int pipes;

static void count(int sig) {
    (void)sig;
    pipes++;
}

int main(void) {
    begin();
    struct stat st;
    char text[20] = "";
    SHOW(mkfifo("p", 0640));
    SHOW(mkfifo("p", 0640));
    SHOW(mkfifo("no/p", 0640));
    SHOW(lstat("p", &st));
    SHOW(S_ISFIFO(st.st_mode));
    SHOW(st.st_mode & 0777);
    SHOW(open("p", O_WRONLY | O_NONBLOCK));
    int reader = WORKS(open("p", O_RDONLY | O_NONBLOCK));
    SHOW(read(reader, text, 1));
    int writer = WORKS(open("p", O_WRONLY | O_NONBLOCK));
    SHOW(read(reader, text, 1));
    SHOW(write(writer, "hello", 5));
    SHOW(read(reader, text, sizeof text));
    SHOW(lseek(reader, 0, SEEK_CUR));
    struct pollfd poll_it = {reader, POLLIN, 0};
    SHOW(poll(&poll_it, 1, 0));
    write(writer, "x", 1);
    SHOW(poll(&poll_it, 1, 0));
    read(reader, text, 1);
    close(writer);
    SHOW(poll(&poll_it, 1, 0));
    SHOW(read(reader, text, 1));
    writer = WORKS(open("p", O_WRONLY));
    close(reader);
    signal(SIGPIPE, count);
    SHOW(write(writer, "x", 1));
    SHOW(pipes);
    close(writer);
    pid_t child = fork();
    if (child == 0) {
        int fd = open("p", O_WRONLY);
        write(fd, "from the child", 14);
        _exit(fd < 0);
    }
    reader = WORKS(open("p", O_RDONLY));
    SHOW(read(reader, text, sizeof text));
    SHOW(read(reader, text, sizeof text));
    int status;
    waitpid(child, &status, 0);
    SHOW(status);
    close(reader);
    int both = WORKS(open("p", O_RDWR));
    SHOW(write(both, "ab", 2));
    SHOW(rename("p", "q"));
    int other = WORKS(open("q", O_RDONLY));
    SHOW(unlink("q"));
    SHOW(read(other, text, sizeof text));
    fstat(other, &st);
    SHOW(S_ISFIFO(st.st_mode));
    SHOW(st.st_nlink);
    SHOW(mknod("r", S_IFIFO | 0600, 0));
    SHOW(mknod("f", S_IFREG | 0600, 0));
    SHOW(mknod("d", S_IFDIR | 0600, 0) < 0);
    list(".");
    return end();
}
