// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.nio.ByteBuffer;

/** Bytes, first in first out, in a ring that grows up to a limit. Not thread-safe. */
final class ByteQueue {
    private final int limit;
    private byte[] ring = new byte[256]; // its length is a power of two
    private int head;
    private int size;

    /** @param limit a power of two, at least 256 */
    ByteQueue(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    int room() {
        return limit - size;
    }

    /** There must be room. */
    void add(int value) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = (byte) value;
    }

    /** Removes the first. There must be one. */
    int remove() {
        int value = ring[head] & 0xff;
        head = (head + 1) & (ring.length - 1);
        size--;
        return value;
    }

    /** The byte at {@code index} from the first. */
    int at(int index) {
        return ring[(head + index) & (ring.length - 1)] & 0xff;
    }

    /** Removes the last. There must be one. */
    int removeLast() {
        return ring[(head + --size) & (ring.length - 1)] & 0xff;
    }

    /** Moves up to {@code most} bytes. Returns how many. */
    int drainTo(ByteBuffer into, int most) {
        int count = Math.min(Math.min(most, size), into.remaining());
        int first = Math.min(count, ring.length - head);
        into.put(ring, head, first);
        into.put(ring, 0, count - first);
        head = (head + count) & (ring.length - 1);
        size -= count;
        return count;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private void grow() {
        if (size >= limit) {
            throw new IllegalStateException("byte queue over its limit of " + limit);
        }
        var wider = new byte[ring.length * 2];
        for (int i = 0; i < size; i++) {
            wider[i] = (byte) at(i);
        }
        ring = wider;
        head = 0;
    }
}
