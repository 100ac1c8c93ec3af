// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/**
 * A directory that a WASI program is given at its start, and all that it gets of the tree.
 *
 * @param name      as the program knows it
 * @param directory an absolute path in the machine
 */
public record Preopen(String name, String directory) {}
