// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * A host stream that takes whatever is written to it at once; the whole machine stands still until the host has it. The counterpart of
 * {@link SteadyInput}: a slow reader outside does not change what happens inside.
 */
public final class SteadyOutput extends HostStream {
    private static final int MOST = 1 << 16;

    private final OutputStream stream;

    public SteadyOutput(OutputStream stream, StreamOwner owner) {
        super(OpenFlags.WRITE, FileType.FIFO, owner);
        this.stream = stream;
    }

    @Override
    public synchronized int write(ByteBuffer from) {
        byte[] bytes = new byte[allowed(Math.min(from.remaining(), MOST))];
        from.get(bytes);
        try {
            stream.write(bytes);
            stream.flush();
            return bytes.length;
        } catch (IOException e) {
            throw new ErrnoException(Errno.EPIPE); // whatever it was, nobody reads on
        }
    }

    @Override
    public int readiness() {
        return WRITABLE;
    }

    @Override
    public int read(ByteBuffer into) {
        throw new ErrnoException(Errno.EBADF);
    }

    @Override
    protected void released() {}
}
