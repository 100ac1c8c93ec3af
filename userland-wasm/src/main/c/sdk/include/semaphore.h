// SPDX-License-Identifier: Apache-2.0
#include_next <semaphore.h>
#ifndef SEM_VALUE_MAX
#define SEM_VALUE_MAX 0x7fffffff
#endif
