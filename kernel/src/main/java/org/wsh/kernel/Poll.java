// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.Pollable;

/**
 * Waits for any of many. POSIX poll(); what select, epoll and poll_oneoff are made of.
 * <pre>
 *   var poll = new Poll();
 *   poll.add(stdin, Pollable.READABLE);
 *   if (poll.await(task, deadline) > 0 &amp;&amp; poll.ready(0) != 0) { … }
 * </pre>
 * Used by one task; it can be used again.
 */
public final class Poll {
    private Pollable[] sources = new Pollable[4];
    private int[] events = new int[4];
    private int[] ready = new int[4];
    private int size;
    private int count;

    /** Waits for {@code interest} (READABLE, WRITABLE) of {@code source}; errors and hang-ups always count. Returns its index. */
    public int add(Pollable source, int interest) {
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, size * 2);
            events = Arrays.copyOf(events, size * 2);
            ready = Arrays.copyOf(ready, size * 2);
        }
        sources[size] = source;
        events[size] = interest | Pollable.ERROR | Pollable.HANGUP;
        return size++;
    }

    /** Looks, without waiting. Returns how many are ready. */
    public int look() {
        count = 0;
        for (int i = 0; i < size; i++) {
            ready[i] = sources[i].readiness() & events[i];
            if (ready[i] != 0) {
                count++;
            }
        }
        return count;
    }

    /**
     * Sleeps until one is ready or the deadline has passed. Returns how many are ready: 0 after the deadline.
     *
     * @throws org.wsh.vfs.ErrnoException EINTR
     */
    public int await(Task task, long deadline) {
        if (look() == 0) {
            task.await(new BooleanSupplier() {
                @Override
                public boolean getAsBoolean() {
                    return look() > 0;
                }
            }, deadline, "poll", Arrays.copyOf(sources, size));
        }
        return count;
    }

    /** What of the interest of the source with this index holds, as of the last look. */
    public int ready(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return ready[index];
    }

    public int size() {
        return size;
    }
}
