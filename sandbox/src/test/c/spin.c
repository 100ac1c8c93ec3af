// SPDX-License-Identifier: Apache-2.0
// Never returns, and makes no system call.
int main(void) {
    for (volatile unsigned i = 0;; i++) {}
}
