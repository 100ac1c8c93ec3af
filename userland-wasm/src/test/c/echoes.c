// SPDX-License-Identifier: Apache-2.0
// wasm only. The smallest program that waits: gives back what it reads until there is no more. A stack of 16 KiB, so that its memory is one page.
#include <unistd.h>

int main(void) {
    char bytes[512];
    ssize_t count;
    while ((count = read(0, bytes, sizeof bytes)) > 0) {
        if (write(1, bytes, (size_t)count) != count) return 1;
    }
    return 0;
}
