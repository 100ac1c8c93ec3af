// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileTimes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Inode;
import org.wsh.vfs.NewInode;

/**
 * What all files in memory have.
 *
 * <p>Life: charged when made; uncharged once no name and no open file description leads to it ({@link #links} and
 * {@link #opens} both 0), when {@link #dropped} frees its bytes too. One that came from a lower layer is not charged.
 */
abstract class MemoryInode extends Inode {
    private static final long DAY = 86_400_000_000_000L;

    final MemoryFilesystem filesystem;
    private final long number;
    private final FileType type;
    /** What was reserved for it; 0 for what came from a lower layer. */
    private final int charge;

    // Written under this object's monitor; a walk reads them without.
    private volatile int mode;
    private volatile int uid;
    private volatile int gid;

    // Guarded by this.
    private int links;
    private int opens;
    private boolean dropped;
    private long accessTime;
    private long modificationTime;
    private long changeTime;

    MemoryInode(MemoryFilesystem filesystem, long number, NewInode what) {
        this.filesystem = filesystem;
        this.number = number;
        type = what.type();
        charge = MemoryFilesystem.charge(what);
        mode = what.mode();
        uid = what.uid();
        gid = what.gid();
        links = 1;
        accessTime = modificationTime = changeTime = filesystem.time.realtime();
    }

    /** As a lower layer has it. */
    MemoryInode(MemoryFilesystem filesystem, Attributes lower) {
        this.filesystem = filesystem;
        number = lower.inode();
        type = lower.type();
        charge = 0;
        mode = lower.mode();
        uid = lower.uid();
        gid = lower.gid();
        links = lower.links();
        accessTime = lower.accessTime();
        modificationTime = lower.modificationTime();
        changeTime = lower.changeTime();
    }

    abstract long size();

    /** Bytes of storage it occupies. */
    long occupied() {
        return 0;
    }

    long rdev() {
        return 0;
    }

    /** Nothing leads to it any more. Called once, under the monitor. */
    void dropped() {}

    @Override
    public final Filesystem filesystem() {
        return filesystem;
    }

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final FileType type() {
        return type;
    }

    @Override
    public final int mode() {
        return mode;
    }

    @Override
    public final int uid() {
        return uid;
    }

    @Override
    public final int gid() {
        return gid;
    }

    @Override
    public final synchronized Attributes attributes() {
        return new Attributes(filesystem.device(), number, type, mode, shownLinks(), uid, gid, rdev(), size(),
                (occupied() + 511) / 512, accessTime, modificationTime, changeTime);
    }

    int shownLinks() {
        return links;
    }

    final synchronized int links() {
        return links;
    }

    /** A name more or less; the last one to go may drop it. */
    final synchronized void addLinks(int delta) {
        links += delta;
        changeTime = filesystem.time.realtime();
        dropIfUnreachable();
    }

    /** ESTALE if it was dropped since it was looked up. */
    final synchronized void opened() {
        requireAlive(Errno.ESTALE);
        opens++;
    }

    final synchronized void closed() {
        opens--;
        dropIfUnreachable();
    }

    /** Caller holds the monitor. */
    final void requireAlive(Errno otherwise) {
        if (dropped) {
            throw new ErrnoException(otherwise);
        }
    }

    private void dropIfUnreachable() {
        if (links == 0 && opens == 0) {
            dropped = true;
            dropped();
            if (charge > 0) {
                filesystem.releaseInode(charge);
            }
        }
    }

    /** Content was read: relatime, as Linux mounts by default. Caller holds the monitor. */
    final void accessed() {
        long now = filesystem.time.realtime();
        if (accessTime <= modificationTime || accessTime <= changeTime || now - accessTime > DAY) {
            accessTime = now;
        }
    }

    /** Content changed. Caller holds the monitor. */
    final void modified() {
        modificationTime = changeTime = filesystem.time.realtime();
    }

    /** Caller holds the monitor. */
    final void replaceMode(int newMode) {
        mode = newMode;
    }

    @Override
    protected final synchronized void setMode(int newMode) {
        mode = newMode;
        changeTime = filesystem.time.realtime();
    }

    @Override
    protected final synchronized void setOwner(int newUid, int newGid, int newMode) {
        uid = newUid;
        gid = newGid;
        mode = newMode;
        changeTime = filesystem.time.realtime();
    }

    @Override
    protected final synchronized void setTimes(FileTimes times) {
        long now = filesystem.time.realtime();
        accessTime = pick(times.accessTime(), accessTime, now);
        modificationTime = pick(times.modificationTime(), modificationTime, now);
        changeTime = now;
    }

    private static long pick(long wanted, long old, long now) {
        if (wanted == FileTimes.KEEP) {
            return old;
        }
        return wanted == FileTimes.NOW ? now : wanted;
    }
}
