// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.nio.ByteBuffer;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Permissions;
import org.wsh.vfs.RegularFileDescription;

/**
 * A regular file. Its bytes are a lower layer's until the first change, ours from then on, for descriptions opened before too:
 * unlike Linux's overlayfs, one that was opened for reading sees what is written after the copy-up.
 */
final class MemoryFile extends MemoryInode {
    private static final int COPY_UP_PIECE = 1 << 20;

    // Guarded by this: exactly one of both.
    private FileBytes bytes;
    private Inode lower;

    // Guarded by this: what reads the lower file while some description is open; null otherwise.
    private OpenFileDescription lowerReader;
    private long lowerSize;

    MemoryFile(MemoryFilesystem filesystem, long number, NewInode what) {
        super(filesystem, number, what);
        bytes = new FileBytes(filesystem);
    }

    MemoryFile(MemoryFilesystem filesystem, Attributes attributes, Inode lower) {
        super(filesystem, attributes);
        this.lower = lower;
        lowerSize = attributes.size();
    }

    @Override
    synchronized long size() {
        return lower == null ? bytes.size() : lowerSize;
    }

    @Override
    long occupied() {
        return lower == null ? bytes.occupied() : lowerSize;
    }

    @Override
    void dropped() {
        closeLower();
        if (bytes != null) {
            bytes.clear();
        }
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Location where) {
        return new Description(flags, this, where);
    }

    @Override
    public synchronized void setSize(long size) {
        requireAlive(Errno.ENOENT);
        if (lower != null) {
            copyUp(size);
        }
        if (size != bytes.size()) {
            bytes.setSize(size);
        }
        contentChanged();
    }

    private synchronized void reserve(long start, long length) {
        requireAlive(Errno.ENOENT);
        if (lower != null) {
            copyUp(Long.MAX_VALUE);
        }
        bytes.reserve(start, start + length);
        contentChanged();
    }

    private synchronized int read(ByteBuffer into, long position) {
        int count;
        if (lower == null) {
            count = bytes.read(into, position);
        } else {
            openLower();
            count = lowerReader.readAt(into, position);
        }
        if (count > 0) {
            accessed();
        }
        return count;
    }

    private synchronized int write(ByteBuffer from, long position) {
        if (lower != null) {
            copyUp(Long.MAX_VALUE);
        }
        int count = bytes.write(from, position);
        contentChanged();
        return count;
    }

    private synchronized long append(ByteBuffer from) {
        long end = size();
        long room = RegularFileDescription.MAXIMUM_SIZE - end;
        if (room < from.remaining()) {
            throw new ErrnoException(Errno.EFBIG);
        }
        return end + write(from, end);
    }

    private synchronized boolean give(byte[] content) {
        if (lower != null || !bytes.give(content)) {
            return false;
        }
        contentChanged();
        return true;
    }

    private synchronized String lowerSha256() {
        if (lower == null) {
            return null;
        }
        openLower();
        return lowerReader.knownSha256();
    }

    private void openLower() {
        if (lowerReader == null) {
            lowerReader = lower.open(LowerLayer.reader(), OpenFlags.READ, null);
        }
    }

    private synchronized byte[] given() {
        return lower == null ? bytes.given() : null;
    }

    private void contentChanged() {
        modified();
        if ((mode() & (Permissions.SET_UID | Permissions.SET_GID)) != 0) {
            replaceMode(Permissions.withoutSetId(mode()));
        }
    }

    /** Takes the first {@code keep} bytes of the lower file over. ENOSPC leaves everything as it was. */
    private void copyUp(long keep) {
        FileBytes copy = new FileBytes(filesystem);
        long end = Math.min(keep, lowerSize);
        if (end > 0) {
            openLower();
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(end, COPY_UP_PIECE));
            try {
                for (long position = 0; position < end; ) {
                    piece.clear().limit((int) Math.min(end - position, piece.capacity()));
                    int count = lowerReader.readAt(piece, position);
                    if (count <= 0) {
                        break;
                    }
                    piece.flip();
                    while (piece.hasRemaining()) {
                        position += copy.write(piece, position);
                    }
                }
            } catch (ErrnoException e) {
                copy.clear();
                throw e;
            }
        }
        bytes = copy;
        lower = null;
        closeLower();
    }

    private void closeLower() {
        if (lowerReader != null) {
            lowerReader.release();
            lowerReader = null;
        }
    }

    /** An open file in memory. */
    private static final class Description extends RegularFileDescription {
        private final MemoryFile file;

        Description(OpenFlags flags, MemoryFile file, Location where) {
            super(flags, file, where);
            this.file = file;
            file.opened();
        }

        @Override
        protected int transferTo(ByteBuffer into, long position) {
            return file.read(into, position);
        }

        @Override
        protected int transferFrom(ByteBuffer from, long position) {
            return file.write(from, position);
        }

        @Override
        protected void reserve(long start, long length) {
            file.reserve(start, length);
        }

        @Override
        protected long append(ByteBuffer from) {
            return file.append(from);
        }

        @Override
        public boolean give(byte[] content) {
            requireWritable();
            return file.give(content);
        }

        @Override
        public String knownSha256() {
            requireReadable();
            return file.lowerSha256();
        }

        @Override
        public byte[] wholeContent() {
            requireReadable();
            return file.given();
        }

        @Override
        protected long size() {
            return file.size();
        }

        @Override
        protected void released() {
            file.closed();
        }
    }
}
