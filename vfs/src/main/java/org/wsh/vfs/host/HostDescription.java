// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.RegularFileDescription;
import org.wsh.vfs.Whence;

/**
 * An open host file. Each piece of host I/O is a hand-off to another thread, so a reader that goes from front to back is read
 * ahead for, in pieces that double up to {@link #WINDOW}; writes go through at once.
 *
 * <p>Which thread: whatever may wait (host I/O, and locks held over it) runs inside {@link org.wsh.vfs.BlockingWork}; a guest's
 * thread only tries locks. Otherwise a guest waiting for a lock could keep the processor that its holder needs to go on. Guest
 * memory is touched by the guest's thread only, never by the one that does the work.
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

    /** Order: offsetLock, then this. */
    private final ReentrantLock aheadLock = new ReentrantLock();

    // Guarded by aheadLock: what was read ahead, and when.
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

    // ---- On a guest's thread

    @Override
    public int read(ByteBuffer into) {
        requireReadable();
        if (offsetLock.tryLock()) {
            try {
                int count = tryAhead(into, offset);
                if (count > 0) {
                    offset += count;
                    return count;
                }
            } finally {
                offsetLock.unlock();
            }
        }
        return fetch(into, piece -> super.read(piece));
    }

    @Override
    public int readAt(ByteBuffer into, long position) {
        requireReadable();
        int count = position < 0 ? 0 : tryAhead(into, position);
        return count > 0 ? count : fetch(into, piece -> super.readAt(piece, position));
    }

    @Override
    public int write(ByteBuffer from) {
        return store(from, piece -> super.write(piece));
    }

    @Override
    public int writeAt(ByteBuffer from, long position) {
        return store(from, piece -> super.writeAt(piece, position));
    }

    @Override
    public long seek(long delta, Whence whence) {
        if (whence != Whence.END && offsetLock.tryLock()) {
            try {
                return super.seek(delta, whence);
            } finally {
                offsetLock.unlock();
            }
        }
        return handOff(() -> super.seek(delta, whence));
    }

    @Override
    public void setSize(long size) {
        handOff(() -> {
            super.setSize(size);
            return null;
        });
    }

    @Override
    public void allocate(long start, long length) {
        handOff(() -> {
            super.allocate(start, length);
            return null;
        });
    }

    @Override
    public void sync() {
        handOff(() -> {
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

    private interface Transfer {
        int run(ByteBuffer piece);
    }

    private int fetch(ByteBuffer into, Transfer read) {
        int wanted = Math.min(into.remaining(), WINDOW);
        ByteBuffer piece = handOff(() -> {
            ByteBuffer room = ByteBuffer.allocate(wanted);
            read.run(room);
            return room.flip();
        });
        int count = piece.remaining();
        into.put(piece);
        return count;
    }

    /** Hands a copy over, which stays true whatever becomes of the guest while the host works. */
    private int store(ByteBuffer from, Transfer write) {
        byte[] piece = new byte[Math.min(from.remaining(), LARGEST_WRITE)];
        from.get(from.position(), piece);
        int count = handOff(() -> write.run(ByteBuffer.wrap(piece)));
        from.position(from.position() + count);
        return count;
    }

    private <T> T handOff(Callable<T> task) {
        return filesystem.transfer(null, task);
    }

    /** Takes what was read ahead at {@code position}; 0 if there is nothing, or somebody is reading ahead just now. */
    private int tryAhead(ByteBuffer into, long position) {
        if (!aheadLock.tryLock()) {
            return 0;
        }
        try {
            return isAhead(position) ? takeAhead(into, position) : 0;
        } finally {
            aheadLock.unlock();
        }
    }

    // ---- Inside BlockingWork: what the superclass's read() and write() come down to.

    @Override
    protected int transferTo(ByteBuffer into, long position) {
        aheadLock.lock();
        try {
            if (!isAhead(position)) {
                readAhead(position, into.remaining());
            }
            return takeAhead(into, position);
        } catch (IOException e) {
            throw HostErrors.translate(e, null);
        } finally {
            aheadLock.unlock();
        }
    }

    @Override
    protected int transferFrom(ByteBuffer from, long position) {
        try {
            int count = from.remaining();
            long start = position - from.position();
            while (from.hasRemaining()) {
                channel.write(from, start + from.position());
            }
            filesystem.changes.incrementAndGet();
            inode.changed();
            return count;
        } catch (IOException e) {
            throw HostErrors.translate(e, null);
        }
    }

    @Override
    protected long append(ByteBuffer from) {
        inode.appendLock.lock();
        try {
            long end = size();
            return end + transferFrom(from, end);
        } finally {
            inode.appendLock.unlock();
        }
    }

    @Override
    protected long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw HostErrors.translate(e, null);
        }
    }

    @Override
    protected void resize(long size) {
        try {
            inode.resize(channel, size);
        } catch (IOException e) {
            throw HostErrors.translate(e, null);
        }
    }

    // ---- With aheadLock held.

    private boolean isAhead(long position) {
        return ahead != null && aheadChanges == filesystem.changes.get()
                && position >= aheadStart && position < aheadStart + aheadLength;
    }

    private int takeAhead(ByteBuffer into, long position) {
        int count = (int) Math.min(into.remaining(), aheadStart + aheadLength - position);
        if (count > 0) {
            into.put(ahead, (int) (position - aheadStart), count);
        }
        return Math.max(count, 0);
    }

    private void readAhead(long position, int wanted) throws IOException {
        boolean goesOn = ahead != null && position == aheadStart + aheadLength;
        int window = goesOn ? Math.min(WINDOW, ahead.length * 2) : FIRST_WINDOW;
        window = Math.max(window, Math.min(wanted, WINDOW));
        if (ahead == null || ahead.length != window) {
            ahead = new byte[window];
        }
        aheadChanges = filesystem.changes.get();
        aheadStart = position;
        aheadLength = 0;
        aheadLength = Math.max(channel.read(ByteBuffer.wrap(ahead), position), 0);
    }
}
