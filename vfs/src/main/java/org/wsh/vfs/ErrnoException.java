// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * A guest's mistake, or bad luck: an operation failed with an {@link Errno}. Thrown anywhere below the ABI and caught in
 * one place, where the guest gets its number. It carries no stack trace: nobody reads one, and filling it in would cost
 * more than most system calls.
 */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;
    private final String about;

    public ErrnoException(Errno errno) {
        this(errno, null);
    }

    /**
     * @param about what the error is about, in the words the caller used (a path, a name), for traces and messages; may be null
     */
    public ErrnoException(Errno errno, String about) {
        super(about == null ? errno.message() : about + ": " + errno.message(), null, false, false);
        this.errno = errno;
        this.about = about;
    }

    public Errno errno() {
        return errno;
    }

    /** What the error is about, or null. For ENOEXEC it is the reason, in words for a person. */
    public String about() {
        return about;
    }
}
