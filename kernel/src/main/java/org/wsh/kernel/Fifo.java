// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Inode;
import org.wsh.vfs.InodeDescription;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** An open FIFO: an end of its pipe, with the name, owner, mode and times of a file. */
final class Fifo extends InodeDescription {
    private final Pipe pipe;
    private final OpenFileDescription end;
    /** Ends of the other side that had been opened when this one was. */
    private final long others;
    private final boolean alone;

    Fifo(Pipe pipe, Inode inode, Location where, OpenFlags flags) {
        super(flags, inode, where);
        this.pipe = pipe;
        boolean one = flags.read() != flags.write();
        if (one && flags.write() && flags.nonblock() && pipe.readers() == 0) {
            throw new ErrnoException(Errno.ENXIO);
        }
        Pipe.Opened opened = pipe.openBeside(flags);
        end = opened.end();
        alone = one && !flags.nonblock() && opened.others() == 0;
        others = opened.everOthers();
    }

    private long opened() {
        return readable() ? pipe.everWriters() : pipe.everReaders();
    }

    /** POSIX open(): until the other side is there, or has been meanwhile. */
    @Override
    public boolean opening() {
        return alone && opened() == others;
    }

    @Override
    public int read(ByteBuffer into) {
        return end.read(into);
    }

    @Override
    public int write(ByteBuffer from) {
        return end.write(from);
    }

    @Override
    public int readiness() {
        return end.readiness();
    }

    @Override
    public void subscribe(Runnable wake) {
        end.subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        end.unsubscribe(wake);
    }

    @Override
    protected void released() {
        end.release();
    }
}
