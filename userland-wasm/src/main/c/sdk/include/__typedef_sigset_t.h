// SPDX-License-Identifier: Apache-2.0
// wasi-libc has a one-byte placeholder here. Bit n - 1 is signal n, as the kernel has it.
#ifndef WSH_TYPEDEF_SIGSET_T
#define WSH_TYPEDEF_SIGSET_T
typedef unsigned long long sigset_t;
#endif
