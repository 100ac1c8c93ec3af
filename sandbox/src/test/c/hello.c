// SPDX-License-Identifier: Apache-2.0
// A plain WASI preview 1 program: prints its arguments and, with -e NAME, a variable; ends with the number of its arguments.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "-e") == 0) {
        const char *value = getenv(argv[2]);
        puts(value ? value : "(unset)");
        return 0;
    }
    printf("hello");
    for (int i = 1; i < argc; i++) printf(" %s", argv[i]);
    putchar('\n');
    return argc - 1;
}
