// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.RegularFileDescription;

/**
 * An open host file. Each piece of host I/O is a hand-off to another thread, so a reader that goes from front to back is read
 * ahead for, in pieces that double up to {@link #WINDOW}; writes go through at once.
 *
 * <p>Read-ahead is dropped when any guest changes a file of this filesystem. A change by a process of the host may be seen
 * late by as much as is read ahead; the end of file is always asked for anew.
 */
final class HostDescription extends RegularFileDescription {
    private static final int FIRST_WINDOW = 16 << 10;
    private static final int WINDOW = 512 << 10;
    private static final int LARGEST_WRITE = 1 << 20;

    private final HostFilesystem filesystem;
    private final HostInode inode;
    private final FileChannel channel;

    // Guarded by this: what was read ahead, and when.
    private byte[] ahead;
    private long aheadStart;
    private int aheadLength;
    private long aheadChanges;

    HostDescription(OpenFlags flags, HostFilesystem filesystem, HostInode inode, Location where, FileChannel channel) {
        super(flags, inode, where);
        this.filesystem = filesystem;
        this.inode = inode;
        this.channel = channel;
    }

    @Override
    protected synchronized int transferTo(ByteBuffer into, long position) {
        if (!isAhead(position)) {
            readAhead(position, into.remaining());
        }
        int count = (int) Math.min(into.remaining(), aheadStart + aheadLength - position);
        if (count > 0) {
            into.put(ahead, (int) (position - aheadStart), count);
        }
        return Math.max(count, 0);
    }

    private boolean isAhead(long position) {
        return ahead != null && aheadChanges == filesystem.changes.get()
                && position >= aheadStart && position < aheadStart + aheadLength;
    }

    private void readAhead(long position, int wanted) {
        boolean goesOn = ahead != null && position == aheadStart + aheadLength;
        int window = goesOn ? Math.min(WINDOW, ahead.length * 2) : FIRST_WINDOW;
        window = Math.max(window, Math.min(wanted, WINDOW));
        byte[] buffer = ahead != null && ahead.length == window ? ahead : new byte[window];
        // Until it is filled it is not ours: if this thread is killed while waiting, the other may still write into it.
        ahead = null;
        long changes = filesystem.changes.get();
        int count = transfer(() -> channel.read(ByteBuffer.wrap(buffer), position));
        ahead = buffer;
        aheadStart = position;
        aheadLength = Math.max(count, 0);
        aheadChanges = changes;
    }

    @Override
    protected int transferFrom(ByteBuffer from, long position) {
        byte[] piece = piece(from);
        int count = transfer(() -> write(piece, position));
        from.position(from.position() + count);
        return count;
    }

    @Override
    protected long append(ByteBuffer from) {
        byte[] piece = piece(from);
        long end = transfer(() -> {
            inode.appendLock.lock();
            try {
                long start = channel.size();
                return start + write(piece, start);
            } finally {
                inode.appendLock.unlock();
            }
        });
        from.position(from.position() + piece.length);
        return end;
    }

    /** A copy, which stays true whatever becomes of the guest while the host works. */
    private static byte[] piece(ByteBuffer from) {
        byte[] piece = new byte[Math.min(from.remaining(), LARGEST_WRITE)];
        from.get(from.position(), piece);
        return piece;
    }

    private int write(byte[] piece, long position) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(piece);
        while (rest.hasRemaining()) {
            channel.write(rest, position + rest.position());
        }
        filesystem.changes.incrementAndGet();
        inode.changed();
        return piece.length;
    }

    @Override
    protected long size() {
        return transfer(channel::size);
    }

    @Override
    public void setSize(long size) {
        requireResizable(size);
        transfer(() -> inode.resize(channel, size));
    }

    @Override
    public void sync() {
        transfer(() -> {
            channel.force(false);
            return null;
        });
    }

    /** On whatever thread: closing an ordinary file does not wait. */
    @Override
    protected void released() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody is left to be told; the host has released the descriptor all the same.
            return;
        }
    }

    private <T> T transfer(Callable<T> task) {
        return filesystem.transfer(null, task);
    }
}
