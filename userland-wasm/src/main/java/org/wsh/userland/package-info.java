// SPDX-License-Identifier: Apache-2.0
/**
 * What the build made of the programs in C, for a machine to start with: {@link org.wsh.userland.Userland}. The programs themselves are in {@code src/main/c}; how they become files of
 * the image is {@code build}'s affair, which runs at build time only; {@code code} has their compiled classes.
 */
package org.wsh.userland;
