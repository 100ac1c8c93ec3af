// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** How many bytes a machine may write to streams of the host, all together. Thread-safe. */
public final class OutputLimit {
    private long left; // guarded by this object's monitor

    /** @param bytes Long.MAX_VALUE for as many as it likes */
    public OutputLimit(long bytes) {
        left = bytes;
    }

    /** @return how many of {@code wanted} bytes may be written; not 0 unless none are wanted. ENOSPC when there is no more room */
    public synchronized int take(int wanted) {
        if (left == Long.MAX_VALUE || wanted == 0) {
            return wanted;
        }
        if (left == 0) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        int taken = (int) Math.min(left, wanted);
        left -= taken;
        return taken;
    }

    /** So many of those taken were not written. */
    public synchronized void giveBack(int bytes) {
        if (left != Long.MAX_VALUE) {
            left += bytes;
        }
    }
}
