// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.wsh.sandbox.host.OutputLimit;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;

/**
 * An open file that keeps what is written to it, for a {@link Result}. What it keeps is reserved in the machine's budget: a
 * guest that writes for ever meets ENOSPC before the JVM meets its end.
 */
final class Capture extends OpenFileDescription {
    private static final int FIRST = 1024;

    private final SpaceBudget budget;
    private final int most;
    private final OutputLimit limit;

    // Guarded by this object's monitor.
    private byte[] bytes = new byte[0];
    private int length;

    Capture(SpaceBudget budget, int most, OutputLimit limit) {
        super(OpenFlags.WRITE);
        this.budget = budget;
        this.most = most;
        this.limit = limit;
    }

    @Override
    public synchronized int write(ByteBuffer from) {
        int count = Math.min(from.remaining(), most - length);
        if (count == 0 && from.hasRemaining()) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        count = limit.take(count);
        if (length + count > bytes.length) {
            grow(length + count);
        }
        from.get(bytes, length, count);
        length += count;
        return count;
    }

    private void grow(int least) {
        int size = (int) Math.min(most, Math.max(FIRST, Math.max(least, bytes.length * 2L)));
        if (!budget.reserve(size - bytes.length)) {
            throw new ErrnoException(Errno.ENOSPC);
        }
        bytes = Arrays.copyOf(bytes, size);
    }

    /** Takes what was written, and gives its room back to the machine. */
    synchronized byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        budget.release(bytes.length);
        bytes = new byte[0];
        length = 0;
        return taken;
    }

    @Override
    public int read(ByteBuffer into) {
        throw new ErrnoException(Errno.EBADF);
    }

    @Override
    public synchronized Attributes attributes() {
        return new Attributes(0, 0, FileType.FIFO, 0600, 1, 0, 0, 0, length, length + 511 >> 9, 0, 0, 0);
    }

    @Override
    protected void released() {}
}
