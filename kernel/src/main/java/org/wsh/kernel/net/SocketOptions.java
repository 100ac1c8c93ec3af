// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import java.util.HashSet;
import java.util.Set;

/**
 * What setsockopt() has set. Some only are what the guest set them to, as there is nothing for them to do here: keep-alive, no-delay (nothing is ever delayed),
 * TTL. Thread-safe; an accepted socket starts with its listener's.
 */
public final class SocketOptions {
    /** Options that are on or off. */
    public enum Flag {
        REUSE_PORT, REUSE_ADDRESS, NO_DELAY, DONT_ROUTE, ONLY_V6, BROADCAST, MULTICAST_LOOP_V4, MULTICAST_LOOP_V6, KEEP_ALIVE, OOB_INLINE
    }

    /** Linux's net.core.wmem_max and rmem_max, doubled as it does. */
    private static final long MOST_BUFFER = 425984;
    /** What is waited for at most; 0 is for ever. In nanoseconds. */
    public volatile long receiveTimeout;
    public volatile long sendTimeout;
    public volatile long connectTimeout;
    public volatile long acceptTimeout;
    /** SO_LINGER in ns; −1 is off. */
    public volatile long linger = -1;

    public volatile int timeToLive = 64;
    public volatile int multicastTimeToLive = 1;
    public volatile int receiveLowWater = 1;

    // Guarded by this.
    private final Set<Flag> flags = new HashSet<>(Set.of(Flag.MULTICAST_LOOP_V4, Flag.MULTICAST_LOOP_V6));
    private volatile int sendBuffer;
    private volatile int receiveBuffer;

    SocketOptions(int sendBuffer, int receiveBuffer) {
        this.sendBuffer = sendBuffer;
        this.receiveBuffer = receiveBuffer;
    }

    SocketOptions(SocketOptions from) {
        this(from.sendBuffer, from.receiveBuffer);
        receiveTimeout = from.receiveTimeout;
        sendTimeout = from.sendTimeout;
        acceptTimeout = from.acceptTimeout;
        connectTimeout = from.connectTimeout;
        linger = from.linger;
        timeToLive = from.timeToLive;
        synchronized (from) {
            flags.clear();
            flags.addAll(from.flags);
        }
    }

    public synchronized boolean has(Flag flag) {
        return flags.contains(flag);
    }

    synchronized void put(Flag flag, boolean on) {
        if (on) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
    }

    public int sendBuffer() {
        return sendBuffer;
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    /** As Linux: what is asked for is doubled, and kept within bounds. */
    void setSendBuffer(long bytes) {
        sendBuffer = (int) Math.clamp(bytes < 0 ? MOST_BUFFER : Math.min(bytes, MOST_BUFFER) * 2, 4608, MOST_BUFFER);
    }

    void setReceiveBuffer(long bytes) {
        receiveBuffer = (int) Math.clamp(bytes < 0 ? MOST_BUFFER : Math.min(bytes, MOST_BUFFER) * 2, 2304, MOST_BUFFER);
    }
}
