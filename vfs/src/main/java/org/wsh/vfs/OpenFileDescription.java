// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file: the object that {@code dup}, {@code fork} and a spawned child share, and that descriptors point at. It holds
 * the offset and the status flags (append, non-blocking).
 *
 * <p>Life: made by an open, with one reference; every descriptor holds one, and so does every operation in progress; at zero
 * {@link #released} runs once and frees what is below. Nothing here waits: what would have to, answers {@link #WOULD_BLOCK},
 * and the kernel waits on this object as a {@link Pollable}.
 *
 * <p>Thread-safe. Transfers move bytes between the buffer's position and limit and advance its position.
 */
public abstract class OpenFileDescription implements Pollable {
    /** Nothing could be transferred without waiting. */
    public static final int WOULD_BLOCK = -1;

    private final AtomicInteger references = new AtomicInteger(1);
    private final boolean readable;
    private final boolean writable;
    private volatile boolean append;
    private volatile boolean nonblock;
    private volatile Synchrony synchrony = Synchrony.NONE;

    protected OpenFileDescription(OpenFlags flags) {
        readable = flags.read();
        writable = flags.write();
        append = flags.append();
        nonblock = flags.nonblock();
    }

    public final boolean readable() {
        return readable;
    }

    public final boolean writable() {
        return writable;
    }

    public final boolean append() {
        return append;
    }

    public final boolean nonblock() {
        return nonblock;
    }

    /** Replaces the status flags: fcntl(F_SETFL). */
    public final void setStatus(boolean newAppend, boolean newNonblock) {
        append = newAppend;
        nonblock = newNonblock;
    }

    public final Synchrony synchrony() {
        return synchrony;
    }

    /** Whoever writes syncs after it, if this says so. */
    public final void setSynchrony(Synchrony wanted) {
        synchrony = wanted;
    }

    /** Takes another reference. False if the last one has already gone: then this object must not be used. */
    public final boolean retain() {
        while (true) {
            int count = references.get();
            if (count == 0) {
                return false;
            }
            if (references.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    /** Gives one reference back. */
    public final void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("open file description released more often than retained: " + this);
        }
        if (left == 0) {
            released();
        }
    }

    /** The last reference has gone. Must not throw. */
    protected abstract void released();

    /**
     * Reads at the offset and advances it.
     *
     * @return bytes read (at least 1 if {@code into} has room), 0 at end of file, or {@link #WOULD_BLOCK}
     * @throws ErrnoException EBADF (not open for reading), EISDIR, EIO
     */
    public abstract int read(ByteBuffer into);

    /**
     * Writes at the offset, or at the end when {@link #append}, and advances it. May write less than asked.
     *
     * @return bytes written, or {@link #WOULD_BLOCK}
     * @throws ErrnoException EBADF (not open for writing), EPIPE, ENOSPC, EFBIG, EIO
     */
    public abstract int write(ByteBuffer from);

    /** Reads at {@code offset}, which must not be negative, leaving the own offset alone. ESPIPE if not seekable. */
    public int readAt(ByteBuffer into, long offset) {
        throw new ErrnoException(Errno.ESPIPE);
    }

    /** Writes at {@code offset}, leaving the own offset alone. ESPIPE if not seekable. */
    public int writeAt(ByteBuffer from, long offset) {
        throw new ErrnoException(Errno.ESPIPE);
    }

    /** Moves the offset. ESPIPE if not seekable, EINVAL if the result would be negative, EOVERFLOW beyond a long. */
    public long seek(long delta, Whence whence) {
        throw new ErrnoException(Errno.ESPIPE);
    }

    /** How many bytes a read would find now (FIONREAD); −1 where nobody knows. */
    public int available() {
        return -1;
    }

    /** Whether there is an offset: regular files, directories and block devices, and some character devices. */
    public boolean seekable() {
        return false;
    }

    /**
     * Entries from {@code cookie} on (0: the beginning), at most {@code limit} of them, {@code .} and {@code ..} included.
     * An empty list is the end. ENOTDIR if this is no directory.
     */
    public List<DirectoryEntry> readDirectory(long cookie, int limit) {
        throw new ErrnoException(Errno.ENOTDIR);
    }

    public abstract Attributes attributes();

    /** ftruncate(). EINVAL if not a regular file, or not open for writing. */
    public void setSize(long size) {
        throw new ErrnoException(Errno.EINVAL);
    }

    /**
     * Makes the array, which nobody changes any more, an empty file's whole content, without copying it.
     *
     * @return false if this file does not keep its bytes so: then they must be written
     * @throws ErrnoException ENOSPC, EBADF
     */
    public boolean give(byte[] content) {
        return false;
    }

    /** A file's whole content as it is now, in an array that nobody changes, if it is kept in such a one; else null. EBADF. */
    public byte[] wholeContent() {
        return null;
    }

    /** The SHA-256 of a file's whole content as it is now, in hexadecimal, if it is known without reading it and whoever ships the content vouches for it; else null. */
    public String knownSha256() {
        return null;
    }

    /** posix_fallocate(): the size is at least {@code offset + length} afterwards, or ENOSPC. ESPIPE for pipes, ENODEV elsewhere. */
    public void allocate(long offset, long length) {
        throw new ErrnoException(Errno.ENODEV);
    }

    public void setTimes(Caller caller, FileTimes times) {
        throw new ErrnoException(Errno.EPERM);
    }

    public void setMode(Caller caller, int mode) {
        throw new ErrnoException(Errno.EPERM);
    }

    /** −1 keeps an id. */
    public void setOwner(Caller caller, int uid, int gid) {
        throw new ErrnoException(Errno.EPERM);
    }

    /** fsync(). Does nothing where there is no storage. */
    public void sync() {}

    /** Whether the open is not over: a FIFO's waits for the other side, which comes with a wake of this. Whoever opened it waits, or gives it back. */
    public boolean opening() {
        return false;
    }

    /** Where it was opened in the tree; null for pipes, sockets and the like. */
    public Location location() {
        return null;
    }

    @Override
    public int readiness() {
        return READABLE | WRITABLE;
    }

    @Override
    public void subscribe(Runnable wake) {}

    @Override
    public void unsubscribe(Runnable wake) {}
}
