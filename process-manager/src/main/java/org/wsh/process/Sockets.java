// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.wsh.kernel.Task;
import org.wsh.kernel.net.Network;
import org.wsh.kernel.net.Socket;
import org.wsh.kernel.net.SocketAddress;
import org.wsh.kernel.net.StreamSocket;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Inode;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Permissions;

/**
 * The calls on sockets with their waiting, as {@link Transfers} has those on files: try; if that would block, sleep until something has changed at the socket, and try again.
 * SO_RCVTIMEO and its like end the sleep with EAGAIN.
 */
public final class Sockets {
    /** Longer datagrams there are not: what is longer need not be gathered to be refused. */
    private static final int MOST_GATHERED = 1 << 20;

    private final Process process;
    private final Processes processes;
    private final ThreadSignals signals;
    private final Waiting waiting;

    Sockets(Process process, Processes processes, ThreadSignals signals, Waiting waiting) {
        this.process = process;
        this.processes = processes;
        this.signals = signals;
        this.waiting = waiting;
    }

    private Network network() {
        return processes.network();
    }

    private Network.Owner owner() {
        Credentials own = process.credentials();
        return new Network.Owner(own.uid(), own.gid());
    }

    /** The socket that {@code file} is. ENOTSOCK. */
    public static Socket socket(OpenFileDescription file) {
        if (file instanceof Socket socket) {
            return socket;
        }
        throw new ErrnoException(Errno.ENOTSOCK);
    }

    /** socket(), as a descriptor. EMFILE, EACCES. */
    public int open(Socket.Family family, boolean datagram) {
        return process.descriptors().add(network().open(family, datagram, owner()), false);
    }

    /** socketpair(), as two descriptors. EMFILE. */
    public int[] pair(boolean datagram) {
        Socket[] pair = network().pair(datagram, owner());
        DescriptorTable table = process.descriptors();
        int first;
        try {
            first = table.add(pair[0], false);
        } catch (ErrnoException e) {
            pair[1].release();
            throw e;
        }
        try {
            return new int[] {first, table.add(pair[1], false)};
        } catch (ErrnoException e) {
            table.close(first);
            throw e;
        }
    }

    // Names.

    /** bind(). A Unix socket's path is made in the tree: EADDRINUSE if it is there, and the errors of mknod. */
    public void bind(Socket socket, SocketAddress name) {
        boolean makesPath = name instanceof SocketAddress.Unix unix && isPath(unix) && socket.family() == Socket.Family.UNIX;
        if (!makesPath) {
            socket.bind(name);
            return;
        }
        if (socket.localAddress() != SocketAddress.Unix.UNNAMED) {
            throw new ErrnoException(Errno.EINVAL);
        }
        String path = ((SocketAddress.Unix) name).name();
        Inode inode;
        try {
            inode = processes.vfs().makeNode(process, null, path, FileType.SOCKET, 0777, 0).inode();
        } catch (ErrnoException e) {
            throw e.errno() == Errno.EEXIST ? new ErrnoException(Errno.EADDRINUSE, path) : e;
        }
        socket.bind(new SocketAddress.Unix(path, inode));
    }

    private static boolean isPath(SocketAddress.Unix name) {
        return !name.name().isEmpty() && name.name().charAt(0) != '\0';
    }

    /** An address that the guest gave: for a path, with the socket's inode. ENOENT and the like, EACCES (not writable), ECONNREFUSED (no socket). */
    private SocketAddress found(SocketAddress address) {
        if (!(address instanceof SocketAddress.Unix unix) || !isPath(unix)) {
            return address;
        }
        var vfs = processes.vfs();
        Inode inode = vfs.locate(process, null, unix.name(), true).inode();
        vfs.access(process, null, unix.name(), Permissions.WRITE);
        if (inode.type() != FileType.SOCKET) {
            throw new ErrnoException(Errno.ECONNREFUSED);
        }
        return new SocketAddress.Unix(unix.name(), inode);
    }

    // Connections.

    /** accept(), as a descriptor and its socket. EAGAIN, EINTR, EINVAL (not listening), EMFILE. */
    public Accepted accept(Socket listener, boolean nonblock) {
        DescriptorTable descriptors = process.descriptors();
        int fd = descriptors.reserve(); // first, as Linux: without one, who called stays in the queue
        StreamSocket[] caller = new StreamSocket[1];
        try {
            await(listener, listener.options().acceptTimeout != 0 ? listener.options().acceptTimeout : listener.options().receiveTimeout, false, "accept",
                    () -> (caller[0] = listener.accept()) == null ? OpenFileDescription.WOULD_BLOCK : 0);
        } finally {
            if (caller[0] == null) {
                descriptors.cancel(fd);
            }
        }
        caller[0].setStatus(false, nonblock);
        // Before others of this process can close it.
        SocketAddress from = caller[0].caller();
        descriptors.fill(fd, caller[0]);
        return new Accepted(fd, from);
    }

    /** @param caller whom it is connected to */
    public record Accepted(int fd, SocketAddress caller) {}

    /** connect(). EINPROGRESS, EALREADY, EISCONN, ECONNREFUSED, ETIMEDOUT, EINTR (it goes on nevertheless), EACCES. */
    public void connect(Socket socket, SocketAddress to) {
        // As Linux: who may wait waits for one that has begun, as after an interruption.
        boolean begun = !socket.nonblock() && socket instanceof StreamSocket before && before.isConnecting();
        if (!begun && socket.connect(found(to))) {
            return;
        }
        var stream = (StreamSocket) socket;
        long timeout = socket.options().connectTimeout;
        // As Linux: SO_SNDTIMEO is connect's, too, which then goes on (EINPROGRESS).
        long patience = timeout != 0 ? timeout : socket.options().sendTimeout;
        boolean settled;
        try {
            settled = awaitAttempt(socket, patience, "connect", () -> stream.settled() ? 0 : OpenFileDescription.WOULD_BLOCK) == 0;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EINTR) {
                stream.answerLater();
            }
            throw e;
        }
        if (!settled && timeout == 0) {
            throw new ErrnoException(Errno.EINPROGRESS);
        }
        if (!settled) {
            stream.stopConnecting();
            throw new ErrnoException(Errno.ETIMEDOUT);
        }
    }

    // Transfers.

    /** How a transfer differs from read() and write(). */
    public record Flags(boolean peek, boolean waitAll, boolean dontWait, boolean noSignal) {
        public static final Flags NONE = new Flags(false, false, false, false);
    }

    /**
     * What recv() brought.
     *
     * @param whole a datagram's whole length; it may be more than {@code bytes}
     * @param from  a datagram's sender; null if unknown
     */
    public record Received(int bytes, int whole, SocketAddress from) {}

    /** recv(). EAGAIN, EINTR, ENOTCONN, ECONNRESET, ECONNREFUSED (a datagram sent before). */
    public Received receive(Socket socket, Buffers into, Flags flags) {
        return socket.isDatagram() ? receiveDatagram(socket, into, flags) : receiveBytes(socket, into, flags);
    }

    private Received receiveDatagram(Socket socket, Buffers into, Flags flags) {
        int room = (int) Math.min(into.total(), MOST_GATHERED);
        SocketAddress[] from = new SocketAddress[1];
        // One piece is filled in place; several through an array, as a datagram is taken as a whole.
        ByteBuffer gathered = into.count() == 1 ? null : ByteBuffer.allocate(room);
        int whole = await(socket, socket.options().receiveTimeout, flags.dontWait(), "recv",
                () -> socket.receive(gathered == null ? into.at(0) : gathered, flags.peek(), from));
        if (gathered != null) {
            gathered.flip();
            for (int i = 0; i < into.count() && gathered.hasRemaining(); i++) {
                ByteBuffer piece = into.at(i);
                int count = Math.min(piece.remaining(), gathered.remaining());
                piece.put(gathered.slice().limit(count));
                gathered.position(gathered.position() + count);
            }
        }
        return new Received(Math.min(whole, room), whole, from[0]);
    }

    private Received receiveBytes(Socket socket, Buffers into, Flags flags) {
        SocketAddress[] from = new SocketAddress[1];
        int done = 0;
        for (int i = 0; i < into.count(); i++) {
            int piece = i;
            int filled = 0;
            while (filled < into.length(i)) {
                int skip = filled;
                boolean mayWait = done == 0 || flags.waitAll() && !flags.peek();
                int got;
                try {
                    got = mayWait
                            ? await(socket, socket.options().receiveTimeout, flags.dontWait(), "recv", () -> socket.receive(after(into, piece, skip), flags.peek(), from))
                            : socket.receive(after(into, piece, skip), flags.peek(), from);
                } catch (ErrnoException e) {
                    if (done > 0) {
                        return new Received(done, done, from[0]);
                    }
                    throw e;
                }
                if (got <= 0 || flags.peek()) {
                    done += Math.max(0, got);
                    return new Received(done, done, from[0]);
                }
                done += got;
                filled += got;
                if (filled < into.length(i) && !flags.waitAll()) {
                    return new Received(done, done, from[0]);
                }
            }
        }
        if (into.total() == 0) {
            socket.receive(ByteBuffer.allocate(0), true, from); // says what is wrong, if something is
        }
        return new Received(done, done, from[0]);
    }

    private static ByteBuffer after(Buffers buffers, int piece, int skip) {
        ByteBuffer bytes = buffers.at(piece);
        return bytes.position(bytes.position() + skip);
    }

    /**
     * send(): all of it, unless the socket is non-blocking and full.
     *
     * @param to null for the peer
     * @throws ErrnoException EPIPE (SIGPIPE has been sent, unless the flags say no), EAGAIN, EINTR, EMSGSIZE, ENOTCONN, EDESTADDRREQ …
     */
    public int send(Socket socket, Buffers from, Flags flags, SocketAddress to) {
        try {
            SocketAddress there = to == null ? null : found(to);
            return socket.isDatagram() ? sendDatagram(socket, from, flags, there) : sendBytes(socket, from, flags, there);
        } catch (ErrnoException e) {
            // As Linux: a stream's writer gets the signal, a datagram's does not.
            if (e.errno() == Errno.EPIPE && !flags.noSignal() && !socket.isDatagram()) {
                signals.raise(Signal.PIPE);
            }
            throw e;
        }
    }

    private int sendDatagram(Socket socket, Buffers from, Flags flags, SocketAddress to) {
        if (from.total() > MOST_GATHERED) {
            throw new ErrnoException(Errno.EMSGSIZE);
        }
        if (from.count() == 1) {
            return await(socket, socket.options().sendTimeout, flags.dontWait(), "send", () -> socket.send(from.at(0), to));
        }
        ByteBuffer gathered = ByteBuffer.allocate((int) from.total());
        for (int i = 0; i < from.count(); i++) {
            gathered.put(from.at(i));
        }
        return await(socket, socket.options().sendTimeout, flags.dontWait(), "send", () -> socket.send(gathered.duplicate().flip(), to));
    }

    private int sendBytes(Socket socket, Buffers from, Flags flags, SocketAddress to) {
        int done = 0;
        if (from.total() == 0) {
            return socket.send(ByteBuffer.allocate(0), to);
        }
        for (int i = 0; i < from.count(); i++) {
            int piece = i;
            int sent = 0;
            while (sent < from.length(i)) {
                int skip = sent;
                try {
                    int put = await(socket, socket.options().sendTimeout, flags.dontWait(), "send", () -> socket.send(after(from, piece, skip), to));
                    sent += put;
                    done += put;
                } catch (ErrnoException e) {
                    if (done > 0) {
                        return done;
                    }
                    throw e;
                }
            }
        }
        return done;
    }

    // Waiting.

    /** Tries until it doesn't answer WOULD_BLOCK. EAGAIN: it may not wait (any longer). */
    private int await(Socket socket, long timeout, boolean dontWait, String wchan, IntSupplier attempt) {
        int result = attempt.getAsInt();
        if (result != OpenFileDescription.WOULD_BLOCK) {
            return result;
        }
        if (dontWait || socket.nonblock()) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        result = awaitAttempt(socket, timeout, wchan, attempt);
        if (result == OpenFileDescription.WOULD_BLOCK) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        return result;
    }

    /** @return what the attempt answered at last; WOULD_BLOCK if the time was over */
    private int awaitAttempt(Socket socket, long timeout, String wchan, IntSupplier attempt) {
        int[] result = {OpenFileDescription.WOULD_BLOCK};
        long now = processes.kernel().clock().monotonic();
        long deadline = timeout == 0 || timeout >= Task.NEVER - now ? Task.NEVER : now + timeout;
        if (timeout == 0) {
            waiting.until(() -> (result[0] = attempt.getAsInt()) != OpenFileDescription.WOULD_BLOCK, deadline, socket, wchan);
        } else {
            // Linux: with a timeout a call is never restarted.
            waiting.any(() -> (result[0] = attempt.getAsInt()) != OpenFileDescription.WOULD_BLOCK, deadline, wchan, socket);
        }
        return result[0];
    }
}
