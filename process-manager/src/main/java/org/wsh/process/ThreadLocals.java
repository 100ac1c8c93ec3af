// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A process's thread-local keys, which WASIX had until 2023: each thread has a value for each. Thread-safe. */
public final class ThreadLocals {
    private static final int MOST_KEYS = 1024;

    /** A value that a thread left behind, and what its key was made with. */
    public record Value(long userData, long value) {}

    private record Key(long userData, Map<ThreadGroup.Member, Long> values) {}

    // Guarded by this.
    private final Map<Integer, Key> keys = new TreeMap<>();
    private int last;

    /** @return the new key, never 0. EAGAIN: too many */
    public synchronized int create(long userData) {
        if (keys.size() >= MOST_KEYS) {
            throw new ErrnoException(Errno.EAGAIN, "too many thread-local keys");
        }
        do {
            last = last == Integer.MAX_VALUE ? 1 : last + 1;
        } while (keys.containsKey(last));
        keys.put(last, new Key(userData, new IdentityHashMap<>()));
        return last;
    }

    public synchronized void destroy(int key) {
        keys.remove(key);
    }

    /** EINVAL: no such key. */
    public synchronized void set(ThreadGroup.Member thread, int key, long value) {
        if (value == 0) {
            key(key).values().remove(thread);
        } else {
            key(key).values().put(thread, value);
        }
    }

    /** 0 if the thread has none. EINVAL: no such key. */
    public synchronized long get(ThreadGroup.Member thread, int key) {
        return key(key).values().getOrDefault(thread, 0L);
    }

    private Key key(int number) {
        Key key = keys.get(number);
        if (key == null) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return key;
    }

    /** The thread has no values any more. @return those it had, by key */
    public synchronized List<Value> end(ThreadGroup.Member thread) {
        List<Value> left = new ArrayList<>();
        for (Key key : keys.values()) {
            Long value = key.values().remove(thread);
            if (value != null) {
                left.add(new Value(key.userData(), value));
            }
        }
        return left;
    }

    /** After a fork: the keys, with the values of the thread that forked. */
    public synchronized void copyTo(ThreadLocals childs, ThreadGroup.Member parent, ThreadGroup.Member child) {
        synchronized (childs) {
            childs.last = last;
            keys.forEach((number, key) -> {
                Key copy = new Key(key.userData(), new IdentityHashMap<>());
                Long value = key.values().get(parent);
                if (value != null) {
                    copy.values().put(child, value);
                }
                childs.keys.put(number, copy);
            });
        }
    }

    /** Another program. */
    synchronized void clear() {
        keys.clear();
        last = 0;
    }
}
