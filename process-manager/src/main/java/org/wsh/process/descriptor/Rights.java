// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.descriptor;

/**
 * WASI preview 1's rights of a descriptor: masks that can only shrink. They restrict what the program may do to itself by mistake;
 * what it may reach is decided by mounts and permissions.
 */
public record Rights(long base, long inheriting) {
    public static final Rights NONE_WITHHELD = new Rights(-1, -1);
}
