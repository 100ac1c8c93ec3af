// SPDX-License-Identifier: Apache-2.0
#ifndef WSH_SYS_SYSMACROS_H
#define WSH_SYS_SYSMACROS_H
// Linux's encoding: 12 bits of minor, 12 of major in the low word.
#define major(dev) ((unsigned)((dev) >> 8 & 0xfff))
#define minor(dev) ((unsigned)(((dev) & 0xff) | ((dev) >> 12 & 0xfff00)))
#define makedev(maj, min) ((dev_t)(((maj) & 0xfff) << 8 | ((min) & 0xff) | ((dev_t)((min) & 0xfff00) << 12)))
#endif
