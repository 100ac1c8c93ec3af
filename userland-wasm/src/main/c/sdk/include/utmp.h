// SPDX-License-Identifier: Apache-2.0
// Nobody logs in here: only what else is found in this header.
#ifndef WSH_UTMP_H
#define WSH_UTMP_H
#ifdef __cplusplus
extern "C" {
#endif
int login_tty(int);
#ifdef __cplusplus
}
#endif
#endif
