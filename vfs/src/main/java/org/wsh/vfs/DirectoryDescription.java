// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An open directory. Cookies: 1 is after {@code .}, 2 after {@code ..}, the rest belongs to the filesystem.
 *
 * <p>Two ways to keep them stable while entries come and go: a filesystem whose {@link Inode#list} has lasting cookies is asked
 * anew each time; for others a sorted snapshot is taken when reading starts over ({@code rewinddir}) and cookies count in it.
 */
public final class DirectoryDescription extends InodeDescription {
    /** The last cookie that is not the filesystem's: the position after {@code .} and {@code ..}. */
    public static final long DOTS = 2;

    private final Caller opener;
    private final boolean lastingCookies;

    // Guarded by this.
    private List<DirectoryEntry> snapshot;
    private long offset;

    /** @param lastingCookies whether the inode's own cookies stay valid between calls */
    public DirectoryDescription(OpenFlags flags, Inode inode, Location location, Caller opener, boolean lastingCookies) {
        super(flags, inode, location);
        this.opener = opener;
        this.lastingCookies = lastingCookies;
    }

    @Override
    public synchronized List<DirectoryEntry> readDirectory(long cookie, int limit) {
        requireReadable();
        if (cookie < 0 || limit <= 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        List<DirectoryEntry> entries = new ArrayList<>(Math.min(limit, 128));
        if (cookie == 0) {
            snapshot = null;
            entries.add(new DirectoryEntry(".", inode().number(), FileType.DIRECTORY, 1));
        }
        if (cookie <= 1 && entries.size() < limit) {
            entries.add(new DirectoryEntry("..", inode().parent().number(), FileType.DIRECTORY, DOTS));
        }
        int room = limit - entries.size();
        if (room > 0) {
            long after = Math.max(cookie, DOTS);
            if (lastingCookies) {
                entries.addAll(inode().list(opener, after, room));
            } else {
                addFromSnapshot(entries, after, room);
            }
        }
        return entries;
    }

    /** Moves the offset that {@code telldir} tells: only positions, no counting from the end. */
    @Override
    public synchronized long seek(long delta, Whence whence) {
        if (whence == Whence.END) {
            throw new ErrnoException(Errno.EINVAL);
        }
        long target = whence == Whence.START ? delta : offset + delta;
        if (target < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        offset = target;
        return target;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public int read(ByteBuffer into) {
        requireReadable();
        throw new ErrnoException(Errno.EISDIR);
    }

    @Override
    public int write(ByteBuffer from) {
        throw new ErrnoException(Errno.EBADF);
    }

    @Override
    public int readAt(ByteBuffer into, long position) {
        return read(into);
    }

    @Override
    public int writeAt(ByteBuffer from, long position) {
        return write(from);
    }

    private void addFromSnapshot(List<DirectoryEntry> entries, long after, int room) {
        if (snapshot == null) {
            List<DirectoryEntry> found = new ArrayList<>(inode().list(opener, DOTS, Integer.MAX_VALUE));
            found.sort((a, b) -> a.name().compareTo(b.name()));
            snapshot = found;
        }
        long from = after - DOTS;
        for (long i = from; i < snapshot.size() && i - from < room; i++) {
            DirectoryEntry entry = snapshot.get((int) i);
            entries.add(new DirectoryEntry(entry.name(), entry.inode(), entry.type(), DOTS + i + 1));
        }
    }
}
