// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * Something that may have to be waited for. This floor only says that and when readiness changes; the kernel does the
 * waiting, with one loop: try, subscribe, try again (the change may have come between), sleep, retry.
 */
public interface Pollable {
    /** A read (or accept) would not block; end of file counts as readable. */
    int READABLE = 1;
    /** A write would not block. */
    int WRITABLE = 4;
    /** An error is pending, or the reader of a pipe has gone. */
    int ERROR = 8;
    /** The other side has gone: nothing more will come once what is there is read. */
    int HANGUP = 16;

    /** The other side of a socket will send nothing more; what this side sends may still arrive. Comes with READABLE. */
    int READ_HANGUP = 0x2000;

    /** The bits that hold now. */
    int readiness();

    /**
     * From now until {@link #unsubscribe}, {@code wake} runs whenever readiness may have changed. It must be quick and must not
     * call back into this object: it may be run under this object's lock.
     */
    void subscribe(Runnable wake);

    void unsubscribe(Runnable wake);
}
