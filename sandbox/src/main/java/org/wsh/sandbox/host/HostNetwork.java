// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.wsh.kernel.net.DatagramSocket;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.Network;
import org.wsh.kernel.net.Outside;
import org.wsh.kernel.net.SocketAddress;
import org.wsh.kernel.net.StreamSocket;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.SpaceBudget;

/**
 * The host's network, as far as a machine was granted it: TCP connections and datagrams from inside to what {@link NetworkGrants} allow, and connections from the host's loopback to ports that were published. One thread
 * serves all connections of a machine; guests wait at their own sockets, as for any other connection.
 */
public final class HostNetwork implements Outside, AutoCloseable {
    /** Beyond it nobody is let in or out. */
    private static final int MOST_CONNECTIONS = 4096;

    private final Network network;
    private final NetworkGrants grants;
    private final SpaceBudget account;
    private final Selector selector;
    private final Thread thread;
    private final HostDatagrams datagrams;
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final Queue<HostConnection> changed = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    // For the thread only.
    private final Set<HostConnection> connections = new HashSet<>();

    /** Host errors while it is set up are the caller's. */
    public HostNetwork(Network network, NetworkGrants grants, SpaceBudget account) throws IOException {
        this.network = network;
        this.grants = grants;
        this.account = account;
        selector = Selector.open();
        datagrams = new HostDatagrams(selector, account, this::request);
        thread = new Thread(null, this::serve, "wsh-net", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    // ---- From the machine

    @Override
    public boolean reaches(SocketAddress.Ip there, boolean datagrams) {
        return grants.allow(datagrams ? NetworkGrants.Protocol.UDP : NetworkGrants.Protocol.TCP, there);
    }

    @Override
    public void send(DatagramSocket near, SocketAddress.Ip there, byte[] bytes) {
        datagrams.send(near, there, bytes);
    }

    @Override
    public void forget(DatagramSocket near) {
        datagrams.forget(near);
    }

    @Override
    public List<IpAddress> resolve(String name) {
        if (!grants.mayResolve(name)) {
            return List.of();
        }
        try {
            List<IpAddress> addresses = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(name)) {
                addresses.add(IpAddress.of(address.getAddress()));
            }
            grants.note(name, addresses);
            return addresses;
        } catch (UnknownHostException | IllegalArgumentException e) {
            return List.of();
        }
    }

    @Override
    public void connect(StreamSocket near, SocketAddress.Ip there) {
        request(() -> begin(near, there));
    }

    private void request(Runnable request) {
        requests.add(request);
        selector.wakeup();
    }

    void changed(HostConnection connection) {
        changed.add(connection);
        selector.wakeup();
    }

    // ---- On the thread

    private void serve() {
        try {
            while (!closed) {
                selector.select();
                for (Runnable request = requests.poll(); request != null; request = requests.poll()) {
                    request.run();
                }
                for (HostConnection each = changed.poll(); each != null; each = changed.poll()) {
                    each.turn();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid()) {
                        ((Runnable) key.attachment()).run();
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the host's selector failed", e);
        } finally {
            List.copyOf(connections).forEach(HostConnection::close);
            datagrams.close();
            selector.keys().forEach(key -> closeQuietly(key.channel()));
            closeQuietly(selector::close);
        }
    }

    private void begin(StreamSocket near, SocketAddress.Ip there) {
        SocketChannel channel = null;
        try {
            requireRoom();
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            var address = new InetSocketAddress(InetAddress.getByAddress(there.address().bytes()), there.port());
            SocketChannel opened = channel;
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            key.attach((Runnable) () -> finish(opened, key, near));
            if (channel.connect(address)) {
                finish(channel, key, near);
            }
        } catch (IOException | ErrnoException e) {
            refuse(near, channel, e);
        }
    }

    private void requireRoom() {
        if (connections.size() >= MOST_CONNECTIONS || closed || !account.reserve(HostConnection.COST)) {
            throw new ErrnoException(Errno.ENOBUFS);
        }
    }

    private void refuse(StreamSocket near, SocketChannel channel, Exception why) {
        if (channel != null) {
            account.release(HostConnection.COST);
            closeQuietly(channel);
        }
        near.refused(errno(why));
        near.release();
    }

    private static Errno errno(Exception why) {
        return switch (why) {
            case ErrnoException e -> e.errno();
            case NoRouteToHostException e -> Errno.EHOSTUNREACH;
            case ConnectException e when e.getMessage() != null && e.getMessage().contains("timed out") -> Errno.ETIMEDOUT;
            case ConnectException e -> Errno.ECONNREFUSED;
            default -> Errno.ENETUNREACH;
        };
    }

    private void finish(SocketChannel channel, SelectionKey key, StreamSocket near) {
        try {
            if (!channel.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            key.cancel();
            refuse(near, channel, e);
            return;
        }
        if (near.established()) {
            join(channel, key, near);
        } else {
            key.cancel();
            account.release(HostConnection.COST);
            closeQuietly(channel);
            near.release();
        }
    }

    private void join(SocketChannel channel, SelectionKey key, StreamSocket inside) {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            // It will tell at the first transfer.
        }
        var connection = new HostConnection(this, channel, key, inside);
        connections.add(connection);
        key.attach((Runnable) connection::pump);
        connection.pump();
    }

    void ended(HostConnection connection) {
        if (connections.remove(connection)) {
            account.release(HostConnection.COST);
        }
    }

    // ---- Published ports

    /**
     * Who connects to {@code hostPort} (0: any free one) of the host's loopback is connected to the machine's {@code guestPort}.
     *
     * @return the host's port
     */
    public int publish(int hostPort, int guestPort) throws IOException {
        var door = ServerSocketChannel.open();
        try {
            door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            door.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), hostPort));
            door.configureBlocking(false);
        } catch (IOException e) {
            closeQuietly(door);
            throw e;
        }
        request(() -> open(door, new SocketAddress.Ip(IpAddress.LOOPBACK_V4, guestPort)));
        return ((InetSocketAddress) door.getLocalAddress()).getPort();
    }

    private void open(ServerSocketChannel door, SocketAddress.Ip there) {
        try {
            door.register(selector, SelectionKey.OP_ACCEPT, (Runnable) () -> admit(door, there));
        } catch (IOException e) {
            closeQuietly(door);
        }
    }

    private void admit(ServerSocketChannel door, SocketAddress.Ip there) {
        SocketChannel caller = null;
        StreamSocket inside = null;
        try {
            caller = door.accept();
            if (caller == null) {
                return;
            }
            caller.configureBlocking(false);
            inside = network.callInside(there);
            requireRoom();
            SelectionKey key = caller.register(selector, 0);
            join(caller, key, inside);
        } catch (IOException | ErrnoException e) {
            // Nobody listens inside, or its queue is full: who called is sent away.
            if (inside != null) {
                inside.abort();
                inside.release();
            }
            if (caller != null) {
                closeQuietly(caller);
            }
        }
    }

    /** Breaks all connections. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(Channel channel) {
        closeQuietly((Closing) channel::close);
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void closeQuietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException e) {
            // Nothing can be done about it, and nobody is left to be told.
        }
    }
}
