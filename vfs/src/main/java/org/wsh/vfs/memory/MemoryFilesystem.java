// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.FilesystemStatistics;
import org.wsh.vfs.Inode;
import org.wsh.vfs.NewInode;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.TimeSource;

/**
 * A filesystem in the heap. All it keeps (inodes, names, bytes) is reserved in a {@link SpaceBudget} before it is allocated,
 * and the number of inodes is limited: beyond either is ENOSPC.
 */
public class MemoryFilesystem extends Filesystem {
    /** What an inode and one name are charged: a file with its name takes 290 bytes of heap, a name alone 160. */
    static final int INODE_CHARGE = 384;
    static final int NAME_CHARGE = 160;

    /** Upper inodes of an overlay are numbered from here, above all numbers a lower filesystem is likely to use. */
    private static final long FIRST_OVER_LOWER = 1L << 48;

    /** Guards every name in this filesystem: held for a few map operations, never while waiting. */
    final ReentrantLock tree = new ReentrantLock();
    final TimeSource time;
    final Account budget;
    final JimfsDisk disk = new JimfsDisk();

    private final AtomicLong lastNumber;
    private final AtomicLong freeInodes;
    private final long maximumInodes;
    private final MemoryDirectory root;
    private final LowerLayer lower;

    /** An empty filesystem, its root owned by root with mode 0755. */
    public MemoryFilesystem(SpaceBudget budget, long maximumInodes, TimeSource time) {
        this("tmpfs", null, budget, maximumInodes, time);
    }

    /** @param lowerRoot a directory to stand on, which shows through until changed; null for none */
    protected MemoryFilesystem(String typeName, Inode lowerRoot, SpaceBudget budget, long maximumInodes, TimeSource time) {
        super(typeName, false);
        this.time = time;
        this.budget = new Account(budget);
        this.maximumInodes = maximumInodes;
        freeInodes = new AtomicLong(maximumInodes);
        lastNumber = new AtomicLong(lowerRoot == null ? 0 : FIRST_OVER_LOWER);
        if (lowerRoot == null) {
            lower = null;
            root = new MemoryDirectory(this, nextNumber(), new NewInode(FileType.DIRECTORY, 0755, 0, 0, 0, null), null, "");
        } else {
            lower = new LowerLayer(this);
            root = lower.directory(lowerRoot, null, "");
        }
    }

    @Override
    public final Inode root() {
        return root;
    }

    @Override
    public FilesystemStatistics statistics() {
        return new FilesystemStatistics(4096, (budget.used() + 4095) / 4096, 0, maximumInodes, freeInodes.get());
    }

    /** Drops all contents and gives back all that was reserved. */
    @Override
    public void close() {
        budget.close();
        disk.close();
    }

    LowerLayer lower() {
        return lower;
    }

    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /** ENOSPC if there is no room for another inode of this charge. */
    void reserveInode(int charge, String name) {
        if (freeInodes.decrementAndGet() < 0 || !budget.reserve(charge)) {
            freeInodes.incrementAndGet();
            throw new ErrnoException(Errno.ENOSPC, name);
        }
    }

    void releaseInode(int charge) {
        budget.release(charge);
        freeInodes.incrementAndGet();
    }

    /** ENOSPC if there is no room for another name. */
    void reserveName(String name) {
        if (!budget.reserve(NAME_CHARGE + 2L * name.length())) {
            throw new ErrnoException(Errno.ENOSPC, name);
        }
    }

    void releaseName(String name) {
        budget.release(NAME_CHARGE + 2L * name.length());
    }

    /** What an inode costs: a link's text is part of it. */
    static int charge(NewInode what) {
        return INODE_CHARGE + (what.target() == null ? 0 : 2 * what.target().length());
    }
}
