// SPDX-License-Identifier: Apache-2.0
// readdir, seekdir, rewinddir: every entry that stays is seen exactly once, whatever comes and goes meanwhile.
#include "files.h"

int main(void) {
    begin();
    mkdir("d", 0755);
    char name[20];
    for (int i = 0; i < 300; i++) {
        snprintf(name, sizeof name, "d/stays%03d", i);
        make(name, "");
        snprintf(name, sizeof name, "d/goes%03d", i);
        make(name, "");
    }
    int seen[300] = {0}, others = 0;
    DIR *dir = opendir("d");
    int step = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL; step++) {
        int number;
        if (sscanf(entry->d_name, "stays%d", &number) == 1) seen[number]++;
        else others++;
        if (step < 300) {
            snprintf(name, sizeof name, "d/goes%03d", step);
            unlink(name);
            snprintf(name, sizeof name, "d/comes%03d", step);
            make(name, "");
        }
    }
    int once = 0;
    for (int i = 0; i < 300; i++) once += seen[i] == 1;
    SHOW(once);
    SHOW(others >= 2);
    rewinddir(dir);
    int count = 0;
    long where = 0;
    char then[256] = "";
    for (struct dirent *entry; (entry = readdir(dir)) != NULL; count++) {
        if (count == 100) where = telldir(dir);
        if (count == 101) strcpy(then, entry->d_name);
    }
    SHOW(count);
    seekdir(dir, where);
    SHOW(strcmp(readdir(dir)->d_name, then));
    SHOW(closedir(dir));
    SHOW(opendir("no") == NULL ? -1L : 0L);
    SHOW(opendir("d/stays000") == NULL ? -1L : 0L);
    dir = opendir("d");
    remove_all("d");
    SHOW(access("d", F_OK));
    errno = 0;
    SHOW(readdir(dir) == NULL || errno == 0);
    closedir(dir);
    mkdir("types", 0755);
    make("types/file", "");
    mkdir("types/folder", 0755);
    symlink("file", "types/link");
    mkfifo("types/fifo", 0644);
    dir = opendir("types");
    int types = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct stat st;
        char path[300];
        snprintf(path, sizeof path, "types/%s", entry->d_name);
        if (entry->d_name[0] != '.' && lstat(path, &st) == 0 && st.st_ino == entry->d_ino) types++;
    }
    SHOW(types);
    closedir(dir);
    return end();
}
