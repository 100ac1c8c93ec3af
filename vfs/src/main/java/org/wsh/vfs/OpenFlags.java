// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * How to open: POSIX {@code open()} flags as a value. Close-on-exec is not here: it belongs to the descriptor.
 *
 * @param read      reading wanted
 * @param write     writing wanted
 * @param create    make a regular file if there is none (O_CREAT)
 * @param exclusive with create: fail with EEXIST if the name exists, symbolic link or not (O_EXCL)
 * @param truncate  cut a regular file to length 0 (O_TRUNC)
 * @param append    every write goes to the end (O_APPEND)
 * @param nonblock  never wait (O_NONBLOCK)
 * @param directory fail with ENOTDIR unless it is a directory (O_DIRECTORY)
 * @param nofollow  fail with ELOOP if the last component is a symbolic link (O_NOFOLLOW)
 */
public record OpenFlags(
        boolean read, boolean write, boolean create, boolean exclusive, boolean truncate, boolean append, boolean nonblock,
        boolean directory, boolean nofollow) {
    public static final OpenFlags READ = new OpenFlags(true, false, false, false, false, false, false, false, false);
    public static final OpenFlags WRITE = new OpenFlags(false, true, false, false, false, false, false, false, false);
    public static final OpenFlags READ_WRITE = new OpenFlags(true, true, false, false, false, false, false, false, false);
    /** {@code >}: O_WRONLY|O_CREAT|O_TRUNC. */
    public static final OpenFlags REWRITE = new OpenFlags(false, true, true, false, true, false, false, false, false);
    /** {@code >>}: O_WRONLY|O_CREAT|O_APPEND. */
    public static final OpenFlags APPEND = new OpenFlags(false, true, true, false, false, true, false, false, false);
    public static final OpenFlags DIRECTORY = new OpenFlags(true, false, false, false, false, false, false, true, false);
}
