// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.wsh.kernel.net.DatagramSocket;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.SocketAddress;
import org.wsh.vfs.SpaceBudget;

/**
 * Datagrams between a machine and the host's network, as a router with address translation passes them on: a guest's socket that sends out gets a socket of the host's, which takes answers from
 * those it has sent to, and from nobody else. What there is no room for is lost.
 */
final class HostDatagrams {
    /** What a relay is charged, besides what waits in it. */
    static final int COST = 1 << 12;

    private static final int MOST_RELAYS = 1024;
    private static final int MOST_PEERS = 256;
    private static final int OVERHEAD = 256;
    /** On their way to the thread. */
    private static final long MOST_WAITING = 4 << 20;

    private final SpaceBudget account;
    private final Selector selector;
    private final Consumer<Runnable> thread;
    private final AtomicLong waiting = new AtomicLong();

    // For the thread only.
    private final Map<DatagramSocket, Relay> relays = new IdentityHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    /** @param thread runs what it is given on the thread that serves {@code selector} */
    HostDatagrams(Selector selector, SpaceBudget account, Consumer<Runnable> thread) {
        this.selector = selector;
        this.account = account;
        this.thread = thread;
    }

    /** Of a guest's thread: does not wait. */
    void send(DatagramSocket near, SocketAddress.Ip there, byte[] bytes) {
        long cost = bytes.length + OVERHEAD;
        if (waiting.addAndGet(cost) > MOST_WAITING || !account.reserve(cost)) {
            waiting.addAndGet(-cost);
            return;
        }
        thread.accept(() -> {
            waiting.addAndGet(-cost);
            account.release(cost);
            passOut(near, there, bytes);
        });
    }

    void forget(DatagramSocket near) {
        thread.accept(() -> {
            Relay relay = relays.remove(near);
            if (relay != null) {
                relay.close();
            }
        });
    }

    // ---- On the thread

    private void passOut(DatagramSocket near, SocketAddress.Ip there, byte[] bytes) {
        try {
            Relay relay = relays.get(near);
            if (relay == null) {
                if (relays.size() >= MOST_RELAYS || !account.reserve(COST)) {
                    return;
                }
                relay = new Relay(near);
                relays.put(near, relay);
            }
            relay.peers.add(there);
            relay.channel.send(ByteBuffer.wrap(bytes), new InetSocketAddress(InetAddress.getByAddress(there.address().bytes()), there.port()));
        } catch (IOException e) {
            // The host cannot send it: it is lost, as any datagram may be.
        }
    }

    void close() {
        relays.values().forEach(Relay::close);
        relays.clear();
    }

    private final class Relay {
        final DatagramSocket near;
        final DatagramChannel channel;
        final SelectionKey key;
        /** Those it has sent to, the eldest first. */
        final Set<SocketAddress.Ip> peers = Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SocketAddress.Ip, Boolean> eldest) {
                return size() > MOST_PEERS;
            }
        });

        /** Its {@link #COST} is reserved; given back if it cannot be made. */
        Relay(DatagramSocket near) throws IOException {
            this.near = near;
            DatagramChannel made = null;
            try {
                made = DatagramChannel.open();
                made.configureBlocking(false);
                key = made.register(selector, SelectionKey.OP_READ, (Runnable) this::passIn);
                channel = made;
            } catch (IOException e) {
                account.release(COST);
                if (made != null) {
                    HostNetwork.closeQuietly(made);
                }
                throw e;
            }
        }

        void passIn() {
            try {
                while (channel.receive(buffer.clear()) instanceof InetSocketAddress sender) {
                    buffer.flip();
                    var from = new SocketAddress.Ip(IpAddress.of(sender.getAddress().getAddress()), sender.getPort());
                    if (peers.contains(from)) {
                        byte[] bytes = new byte[buffer.remaining()];
                        buffer.get(bytes);
                        near.arrived(bytes, from);
                    }
                }
            } catch (IOException e) {
                // An answer that could not be had.
            }
        }

        void close() {
            key.cancel();
            HostNetwork.closeQuietly(channel);
            account.release(COST);
        }
    }
}
