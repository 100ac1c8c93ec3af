// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Whence;

/**
 * A file or device of the host that was given as a standard stream ({@code < words.txt}, {@code > /dev/full}), as an open file
 * of the guest. Nothing is kept on the way: the guest learns of a full disk from the write that met it, and the offset is the
 * one that the host's shell and the next program see.
 */
public final class HostFile extends HostStream {
    private final FileChannel channel;
    private final BlockingWork work;
    private final boolean regular;

    /** @param regular a regular file, which has a length and an offset; else a device */
    public HostFile(FileChannel channel, boolean regular, OpenFlags flags, BlockingWork work, StreamOwner owner) {
        super(flags, regular ? FileType.REGULAR : FileType.CHARACTER_DEVICE, owner);
        this.channel = channel;
        this.work = work;
        this.regular = regular;
    }

    @Override
    public int read(ByteBuffer into) {
        requireOpenFor(readable());
        return into.hasRemaining() ? Math.max(0, done(() -> channel.read(into))) : 0;
    }

    @Override
    public int write(ByteBuffer from) {
        requireOpenFor(writable());
        return from.hasRemaining() ? limited(from, bytes -> done(() -> channel.write(bytes))) : 0;
    }

    private int limited(ByteBuffer from, ToIntFunction<ByteBuffer> write) {
        int wanted = allowed(from.remaining());
        int written = 0;
        try {
            written = write.applyAsInt(from.slice(from.position(), wanted));
            from.position(from.position() + written);
            return written;
        } finally {
            unwritten(wanted - written);
        }
    }

    @Override
    public int readAt(ByteBuffer into, long offset) {
        requireSeekable();
        requireOpenFor(readable());
        return into.hasRemaining() ? Math.max(0, done(() -> channel.read(into, offset))) : 0;
    }

    @Override
    public int writeAt(ByteBuffer from, long offset) {
        requireSeekable();
        requireOpenFor(writable());
        return from.hasRemaining() ? limited(from, bytes -> done(() -> channel.write(bytes, offset))) : 0;
    }

    @Override
    public long seek(long delta, Whence whence) {
        requireSeekable();
        return done(() -> {
            long base = switch (whence) {
                case START -> 0;
                case CURRENT -> channel.position();
                case END -> channel.size();
            };
            long to = base + delta;
            if (delta > 0 && to < base) {
                throw new ErrnoException(Errno.EOVERFLOW);
            }
            if (to < 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
            channel.position(to);
            return to;
        });
    }

    @Override
    public boolean seekable() {
        return regular;
    }

    @Override
    public void sync() {
        done(() -> {
            channel.force(true);
            return 0;
        });
    }

    @Override
    long size() {
        return regular ? done(channel::size) : 0;
    }

    private static void requireOpenFor(boolean it) {
        if (!it) {
            throw new ErrnoException(Errno.EBADF);
        }
    }

    private void requireSeekable() {
        if (!regular) {
            throw new ErrnoException(Errno.ESPIPE);
        }
    }

    private <T> T done(Callable<T> operation) {
        try {
            return work.run(operation);
        } catch (IOException e) {
            throw HostError.of(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a host operation threw what it does not declare", e);
        }
    }

    /** The channel stays open: it is the host's. */
    @Override
    protected void released() {}
}
