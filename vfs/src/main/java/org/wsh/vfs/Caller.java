// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * Who asks for an operation, and from where: every operation on the tree takes one. A process is a Caller; a computed
 * filesystem ({@code /proc/self}, {@code /dev/tty}) may ask what kind of Caller it serves.
 */
public interface Caller {
    Credentials credentials();

    /** Permission bits that new files do not get. */
    int umask();

    /** Where absolute paths start, and what {@code ..} never climbs above. */
    Location root();

    /** Where relative paths start. */
    Location workingDirectory();

    /**
     * Whether a path must stay below the directory it starts at, as WASI has it (Linux: RESOLVE_BENEATH): one that is absolute, climbs out with {@code ..} or leads out by
     * a symbolic link is EPERM.
     */
    default boolean confined() {
        return false;
    }
}
