// SPDX-License-Identifier: Apache-2.0
// The smallest program.
#include <stdio.h>

int main(void) {
    puts("Hello, world");
    return 0;
}
