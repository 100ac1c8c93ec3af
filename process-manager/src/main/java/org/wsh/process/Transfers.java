// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;
import org.wsh.kernel.net.Socket;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;
import org.wsh.vfs.Whence;

/**
 * read() and write() with their waiting: try; if that would block, sleep until the description is ready, and try again. A call that has
 * transferred something answers with that rather than wait, fail, or be interrupted.
 */
public final class Transfers {
    /** Linux's PIPE_BUF: a write to a pipe of at most so many bytes is not mixed with others. */
    private static final int PIPE_BUF = 4096;

    /** So many bytes go at once, then the thread polls: a guest may ask for a thousand gigabytes (a thousand times the same one), and must be killable still. */
    private static final int PART = 4 << 20;

    private static final int FILE_PIECE = 1 << 16;

    private final Process process;
    private final ThreadSignals signals;
    private final Waiting waiting;
    private final Polling polling;
    private final JobControl jobControl;
    private final Sockets sockets;

    Transfers(Process process, ThreadSignals signals, Waiting waiting, Polling polling, JobControl jobControl, Sockets sockets) {
        this.process = process;
        this.signals = signals;
        this.waiting = waiting;
        this.polling = polling;
        this.jobControl = jobControl;
        this.sockets = sockets;
    }

    /**
     * Fills the pieces in order until the file has no more for now. Waits only while nothing has been read.
     *
     * @return bytes read; 0 at end of file
     * @throws ErrnoException EBADF, EISDIR, EAGAIN (non-blocking), EINTR, EIO
     */
    public long read(OpenFileDescription file, Buffers into) {
        if (!file.readable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        if (file instanceof Socket socket) {
            return into.total() == 0 ? 0 : sockets.receive(socket, into, Sockets.Flags.NONE).bytes();
        }
        jobControl.read(file);
        return inParts(into, (piece, moved, done) -> done == 0 ? readWaiting(file, into, piece) : tryRead(file, part(into, piece, moved)));
    }

    /** Moves what is next of a piece; {@code done} of all. Returns how many bytes it were. */
    private interface Step {
        int move(int piece, int moved, long done);
    }

    /** Piece by piece, in parts, until one is not moved whole. */
    private long inParts(Buffers pieces, Step step) {
        long done = 0;
        for (int i = 0; i < pieces.count(); i++) {
            int moved = 0;
            while (moved < pieces.length(i)) {
                int now = step.move(i, moved, done);
                if (now <= 0) {
                    return done;
                }
                done += now;
                moved += now;
                if (moved < pieces.length(i) && now < PART) {
                    return done;
                }
                pollAfter(now);
            }
        }
        return done;
    }

    /** What is next of a piece. */
    private static ByteBuffer part(Buffers buffers, int piece, int done) {
        ByteBuffer bytes = buffers.at(piece);
        bytes.position(bytes.position() + done);
        return bytes.remaining() > PART ? bytes.limit(bytes.position() + PART) : bytes;
    }

    private void pollAfter(int bytes) {
        if (bytes >= PART) {
            polling.pollAfter(bytes);
        }
    }

    private int readWaiting(OpenFileDescription file, Buffers into, int piece) {
        while (true) {
            int got = file.read(part(into, piece, 0));
            if (got != OpenFileDescription.WOULD_BLOCK) {
                return got;
            }
            waitFor(file, Pollable.READABLE, "read");
            jobControl.read(file);
        }
    }

    /** After the first piece an error is not the answer: what came before is. */
    private static int tryRead(OpenFileDescription file, ByteBuffer into) {
        try {
            return file.read(into);
        } catch (ErrnoException e) {
            return 0;
        }
    }

    /**
     * Writes the pieces in order, all of them unless the file is non-blocking, full, or a signal handler ran after a part.
     *
     * @return bytes written
     * @throws ErrnoException EBADF, EPIPE (SIGPIPE has been sent), EAGAIN, EINTR, ENOSPC, EFBIG, EIO
     */
    public long write(OpenFileDescription file, Buffers from) {
        long written = writeAll(file, from);
        if (file.synchrony().ofWrites()) {
            file.sync();
        }
        return written;
    }

    private long writeAll(OpenFileDescription file, Buffers from) {
        if (!file.writable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        if (file instanceof Socket socket) {
            return sockets.send(socket, from, Sockets.Flags.NONE, null);
        }
        jobControl.write(file);
        if (isNothingForADevice(file, from)) {
            return file.write(ByteBuffer.allocate(0));
        }
        Buffers pieces = gathered(fitting(file, from));
        long done = 0;
        for (int i = 0; i < pieces.count(); i++) {
            int length = pieces.length(i);
            int written = 0;
            while (written < length) {
                int put;
                try {
                    put = writeWaiting(file, pieces, i, written);
                } catch (ErrnoException e) {
                    return writtenOr(done + written, e);
                }
                written += put;
                if (put == 0) {
                    return done + written;
                }
                pollAfter(put);
            }
            done += written;
        }
        return done;
    }

    /** Which is asked all the same: /dev/full refuses even that. As on Linux, not if it is nothing in several pieces. */
    private static boolean isNothingForADevice(OpenFileDescription file, Buffers from) {
        return from.total() == 0 && from.count() == 1 && file.attributes().type() == FileType.CHARACTER_DEVICE;
    }

    private int writeWaiting(OpenFileDescription file, Buffers from, int piece, int skip) {
        while (true) {
            int put = file.write(part(from, piece, skip));
            if (put != OpenFileDescription.WOULD_BLOCK) {
                return put;
            }
            waitFor(file, Pollable.WRITABLE, "write");
        }
    }

    private long writtenOr(long done, ErrnoException e) {
        if (e.errno() == Errno.EPIPE) {
            // POSIX: the signal is sent even if a part was written before, when the next write finds no reader; here that write is this one.
            signals.raise(Signal.PIPE);
        }
        if (done > 0) {
            return done;
        }
        throw e;
    }

    /** RLIMIT_FSIZE: what of {@code from} may be written where the file stands. EFBIG (XFSZ has been sent) if nothing may. */
    private Buffers fitting(OpenFileDescription file, Buffers from) {
        long limit = process.limits().fileSize();
        if (limit == Long.MAX_VALUE) {
            return from;
        }
        var attributes = file.attributes();
        if (attributes.type() != FileType.REGULAR) {
            return from;
        }
        return fitting(limit, file.append() ? attributes.size() : file.seek(0, Whence.CURRENT), from);
    }

    private Buffers fitting(long limit, long offset, Buffers from) {
        long total = from.total();
        if (total == 0 || total <= limit - offset) {
            return from;
        }
        if (offset >= limit) {
            throw tooLarge();
        }
        return from.first(limit - offset);
    }

    private ErrnoException tooLarge() {
        signals.raise(Signal.XFSZ);
        return new ErrnoException(Errno.EFBIG);
    }

    /** ftruncate(). EINVAL, EFBIG (XFSZ has been sent). */
    public void setSize(OpenFileDescription file, long size) {
        if (size < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (size > process.limits().fileSize()) {
            throw tooLarge();
        }
        file.setSize(size);
    }

    /** posix_fallocate(). EINVAL, EFBIG (XFSZ has been sent). */
    public void allocate(OpenFileDescription file, long offset, long length) {
        if (offset < 0 || length <= 0 || offset + length < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (offset + length > process.limits().fileSize()) {
            throw tooLarge();
        }
        file.allocate(offset, length);
    }

    private void waitFor(OpenFileDescription file, int interest, String wchan) {
        if (file.nonblock()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        waiting.untilReady(file, interest, wchan);
    }

    /** A small write of several pieces goes as one, so that a pipe takes all of it or nothing. */
    private static Buffers gathered(Buffers from) {
        if (from.count() < 2 || from.total() > PIPE_BUF) {
            return from;
        }
        byte[] together = new byte[(int) from.total()];
        ByteBuffer all = ByteBuffer.wrap(together);
        for (int i = 0; i < from.count(); i++) {
            all.put(from.at(i));
        }
        return Buffers.of(together, 0, together.length);
    }

    /** pread(): as {@link #read} at {@code offset}, leaving the description's own alone. ESPIPE, EINVAL. */
    public long readAt(OpenFileDescription file, Buffers into, long offset) {
        requireOffset(offset);
        if (!file.readable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        return inParts(into, (piece, moved, done) -> file.readAt(part(into, piece, moved), offset + done));
    }

    /** pwrite(): as {@link #write} at {@code offset}. ESPIPE, EINVAL. */
    public long writeAt(OpenFileDescription file, Buffers from, long offset) {
        requireOffset(offset);
        if (!file.writable()) {
            throw new ErrnoException(Errno.EBADF);
        }
        if (isNothingForADevice(file, from)) {
            return file.writeAt(ByteBuffer.allocate(0), offset);
        }
        long limit = process.limits().fileSize();
        Buffers pieces = limit == Long.MAX_VALUE ? from : fitting(limit, offset, from);
        long done = inParts(pieces, (piece, moved, before) -> file.writeAt(part(pieces, piece, moved), offset + before));
        if (file.synchrony().ofWrites()) {
            file.sync();
        }
        return done;
    }

    /** sendfile() from {@code offset} on: the bytes sent. EINVAL (it cannot be read at an offset) and the errors of both sides. */
    public long sendFile(OpenFileDescription out, OpenFileDescription in, long offset, long count) {
        if (offset < 0 || !in.readable()) {
            throw new ErrnoException(offset < 0 ? Errno.EINVAL : Errno.EBADF);
        }
        long done = 0;
        byte[] bytes = new byte[(int) Math.clamp(count, 0, FILE_PIECE)];
        while (done < count) {
            int want = (int) Math.min(bytes.length, count - done);
            int got = in.readAt(ByteBuffer.wrap(bytes, 0, want), offset + done);
            if (got <= 0) {
                break;
            }
            try {
                long put = write(out, Buffers.of(bytes, 0, got));
                done += put;
                if (put < got) {
                    break;
                }
            } catch (ErrnoException e) {
                if (done > 0) {
                    break;
                }
                throw e;
            }
        }
        return done;
    }

    private static void requireOffset(long offset) {
        if (offset < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
    }
}
