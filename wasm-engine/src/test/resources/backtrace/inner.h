// SPDX-License-Identifier: Apache-2.0
__attribute__((noinline)) static int divide(int a, int b)
{
    return a
        / b;
}
