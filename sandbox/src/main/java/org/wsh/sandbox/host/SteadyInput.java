// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * A host stream that is read as if it were a file: always ready, and a read gets all it asked for or the end. The whole machine stands still
 * meanwhile. So what a guest sees depends on the bytes alone and not on when, and in what pieces, they came: for runs that shall be repeatable.
 */
public final class SteadyInput extends HostStream {
    private static final int MOST = 1 << 16;

    private final InputStream stream;

    public SteadyInput(InputStream stream, StreamOwner owner) {
        super(OpenFlags.READ, FileType.FIFO, owner);
        this.stream = stream;
    }

    @Override
    public synchronized int read(ByteBuffer into) {
        try {
            byte[] bytes = stream.readNBytes(Math.min(into.remaining(), MOST));
            into.put(bytes);
            return bytes.length;
        } catch (IOException e) {
            throw HostError.of(e);
        }
    }

    @Override
    public int readiness() {
        return READABLE;
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new ErrnoException(Errno.EBADF);
    }

    /** The stream itself stays open: it is the host's. */
    @Override
    protected void released() {}
}
