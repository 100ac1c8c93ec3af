// SPDX-License-Identifier: Apache-2.0
// Long and odd names, long paths, many links on the way.
#include "files.h"

int main(void) {
    begin();
    char longest[257], path[5000];
    memset(longest, 'n', 256);
    longest[256] = '\0';
    SHOW(mkdir(longest, 0755));
    longest[255] = '\0';
    SHOW(mkdir(longest, 0755));
    SHOW(access(longest, F_OK));
    SHOW(rmdir(longest));
    memset(path, '/', 4096);
    strcpy(path + 4095 - 3, "tmp");
    SHOW(access(path, F_OK));
    memset(path, '/', 4097);
    strcpy(path + 4096 - 3, "tmp");
    SHOW(access(path, F_OK));
    const char *odd[] = {"a b", "new\nline", "-rf", "*", "\\", "...", ".hidden", "\xc3\xbc", "\xe6\x97\xa5", "\xf0\x9f\x90\x9a", "%41", "~", "\x01"};
    for (unsigned i = 0; i < sizeof odd / sizeof *odd; i++) {
        make(odd[i], "odd");
        int there = access(odd[i], F_OK);
        printf("%u %d %d\n", i, there, unlink(odd[i]));
    }
    make("f", "end");
    symlink("f", "c0");
    for (int i = 1; i < 42; i++) {
        char from[8], to[8];
        snprintf(from, sizeof from, "c%d", i);
        snprintf(to, sizeof to, "c%d", i - 1);
        symlink(to, from);
    }
    SHOW(access("c39", F_OK));
    SHOW(access("c40", F_OK));
    SHOW(access("./././f", F_OK));
    SHOW(access("no/../f", F_OK));
    SHOW(access("f/.", F_OK));
    SHOW(access("f/../f", F_OK));
    SHOW(access("/../../../tmp/../tmp", F_OK));
    mkdir("d", 0755);
    symlink("..", "d/up");
    SHOW(access("d/up/d/up/f", F_OK));
    char deep[200] = ".";
    for (int i = 0; i < 40; i++) {
        strcat(deep, "/d");
        if (i > 0) mkdir(deep, 0755);
    }
    SHOW(access(deep, F_OK));
    SHOW(chdir(deep));
    char where[400];
    SHOW(getcwd(where, sizeof where) == NULL ? -1L : (long)strlen(strchr(where, '/') + strlen(folder)));
    SHOW(getcwd(where, 10) == NULL ? -1L : 0L);
    SHOW(chdir("/"));
    return end();
}
