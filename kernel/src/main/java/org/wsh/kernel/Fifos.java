// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.Map;
import java.util.WeakHashMap;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpecialFiles;

/**
 * What is behind the FIFOs of a machine's tree: for each a pipe, for as long as its inode is in use. Device nodes have no driver: ENXIO.
 *
 * <p>An open does not wait here; {@link Fifo#opening} says that it should, and the thread that opens it does.
 */
public final class Fifos implements SpecialFiles {
    private final Kernel kernel;
    private final Ledger.Account account;

    /** Guarded by itself. An open FIFO holds its inode. */
    private final Map<Inode, Pipe> pipes = new WeakHashMap<>();

    public Fifos(Kernel kernel) {
        this.kernel = kernel;
        account = kernel.ledger().account("fifos");
    }

    /** ENXIO: for writing only, non-blocking, and nobody reads. */
    @Override
    public OpenFileDescription open(Caller caller, Location where, OpenFlags flags) {
        Inode inode = where.inode();
        if (inode.type() != FileType.FIFO) {
            throw new ErrnoException(Errno.ENXIO);
        }
        Pipe pipe;
        synchronized (pipes) {
            pipe = pipes.computeIfAbsent(inode, none -> kernel.pipe(account, caller.credentials()));
        }
        return new Fifo(pipe, inode, where, flags);
    }
}
