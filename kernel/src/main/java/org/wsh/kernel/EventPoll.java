// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

/**
 * Watches many descriptions at a cost that does not depend on how many there are: epoll.
 *
 * <p>Each description that something happened to is in {@link #suspects} (put there by whoever wakes its watchers, at most once). {@link #collect} takes them out, looks, and
 * puts back those that are level-triggered and still ready. So an edge is reported once for what happened, and a level as long as it lasts.
 *
 * <p>A watched description is not referenced: when its last descriptor is closed it is no longer watched. It is found out when it is looked at.
 */
public final class EventPoll extends AnonymousInode {
    /** How deep one may watch another. */
    private static final int MOST_NESTED = 5;
    private static final int FIRST_SWEEP = 64;

    /**
     * @param interest of {@link Pollable}'s bits; errors and hang-ups always count
     * @param data     comes back with each event
     */
    public record Watch(int interest, boolean edge, boolean oneShot, Object data) {}

    /** What is ready, and the data it was registered with. */
    public record Event(int ready, Object data) {}

    private record Key(int fd, OpenFileDescription file) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.fd == fd && key.file == file;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(file) * 31 + fd;
        }
    }

    /** One watched description. Runs when something may have happened to it: quick, and under its own locks. */
    private final class Item implements Runnable {
        private final OpenFileDescription file;
        private final AtomicBoolean suspected = new AtomicBoolean();
        private volatile Watch watch; // null: it is not watched any more
        private volatile boolean spent; // its one shot

        Item(OpenFileDescription file) {
            this.file = file;
        }

        @Override
        public void run() {
            // Who is among the suspects has been told of: so watchers that watch each other come to an end.
            if (suspect()) {
                changed.wakeAll();
            }
        }

        boolean suspect() {
            boolean isNew = suspected.compareAndSet(false, true);
            if (isNew) {
                suspects.add(this);
            }
            return isNew;
        }
    }

    private final Map<Key, Item> items = new HashMap<>(); // guarded by this
    private int sweepAt = FIRST_SWEEP; // guarded by this
    private final ConcurrentLinkedQueue<Item> suspects = new ConcurrentLinkedQueue<>();

    private final Object nesting; // the machine's: held while one comes to watch another

    EventPoll(Object nesting, Credentials owner, long created, long inode) {
        super(new OpenFlags(true, false, false, false, false, false, false, false, false), owner, created, inode);
        this.nesting = nesting;
    }

    /** EEXIST. EPERM: it is always ready (a file, a directory). EINVAL, ELOOP: it watches itself in the end. */
    public void add(int fd, OpenFileDescription file, Watch watch) {
        put(fd, file, watch, true, false);
    }

    /** ENOENT. */
    public void modify(int fd, OpenFileDescription file, Watch watch) {
        put(fd, file, watch, false, true);
    }

    /** Whether it is watched already or not. */
    public void put(int fd, OpenFileDescription file, Watch watch) {
        put(fd, file, watch, true, true);
    }

    private void put(int fd, OpenFileDescription file, Watch watch, boolean mayAdd, boolean mayChange) {
        if (file instanceof EventPoll) {
            synchronized (nesting) { // so that two cannot come to watch each other at the same time
                requireWatchable(file);
                watch(fd, file, watch, mayAdd, mayChange);
            }
        } else {
            requireWatchable(file);
            watch(fd, file, watch, mayAdd, mayChange);
        }
    }

    private void watch(int fd, OpenFileDescription file, Watch watch, boolean mayAdd, boolean mayChange) {
        Item item;
        boolean added = false;
        synchronized (this) {
            var key = new Key(fd, file);
            item = items.get(key);
            if (item == null ? !mayAdd : !mayChange) {
                throw new ErrnoException(item == null ? Errno.ENOENT : Errno.EEXIST);
            }
            if (item == null) {
                sweep();
                item = new Item(file);
                items.put(key, item);
                added = true;
            }
            item.watch = watch;
            item.spent = false;
        }
        if (added) {
            file.subscribe(item);
        }
        item.run(); // it may be ready already
    }

    private void requireWatchable(OpenFileDescription file) {
        if (file == this) {
            throw new ErrnoException(Errno.EINVAL);
        }
        FileType type = file.attributes().type();
        if (type == FileType.REGULAR || type == FileType.DIRECTORY) {
            throw new ErrnoException(Errno.EPERM);
        }
        if (file instanceof EventPoll other && other.reaches(this, MOST_NESTED)) {
            throw new ErrnoException(Errno.ELOOP);
        }
    }

    private boolean reaches(EventPoll target, int depth) {
        List<Item> below;
        synchronized (this) {
            below = new ArrayList<>(items.values());
        }
        for (Item item : below) {
            if (item.file == target || item.file instanceof EventPoll other && (depth == 0 || other.reaches(target, depth - 1))) {
                return true;
            }
        }
        return false;
    }

    /** Those whose last descriptor was closed go, before there are twice as many. Caller holds this. */
    private void sweep() {
        if (items.size() < sweepAt) {
            return;
        }
        for (Iterator<Item> all = items.values().iterator(); all.hasNext(); ) {
            Item item = all.next();
            if (!isOpen(item)) {
                all.remove();
                forget(item);
            }
        }
        sweepAt = Math.max(FIRST_SWEEP, items.size() * 2);
    }

    private static boolean isOpen(Item item) {
        boolean open = item.file.retain();
        if (open) {
            item.file.release();
        }
        return open;
    }

    private static void forget(Item item) {
        item.watch = null;
        item.file.unsubscribe(item);
    }

    /** ENOENT. */
    public void remove(int fd, OpenFileDescription file) {
        Item item;
        synchronized (this) {
            item = items.remove(new Key(fd, file));
        }
        if (item == null) {
            throw new ErrnoException(Errno.ENOENT);
        }
        forget(item);
    }

    /** What has happened, at most {@code most} of it, without waiting. */
    public List<Event> collect(int most) {
        List<Event> events = new ArrayList<>();
        List<Item> lasting = new ArrayList<>();
        // Those put in meanwhile are looked at next time: so this ends.
        for (int left = suspects.size(); left > 0 && events.size() < most; left--) {
            Item item = suspects.poll();
            if (item == null) {
                break;
            }
            item.suspected.set(false); // before looking: what happens after puts it in again
            Watch watch = item.watch;
            int ready = watch == null || item.spent ? 0 : ready(item, watch);
            if (ready == 0) {
                continue;
            }
            events.add(new Event(ready, watch.data()));
            if (watch.oneShot()) {
                item.spent = true;
            } else if (!watch.edge()) {
                lasting.add(item);
            }
        }
        lasting.forEach(Item::suspect);
        return events;
    }

    private int ready(Item item, Watch watch) {
        if (!item.file.retain()) {
            synchronized (this) {
                if (items.values().remove(item)) {
                    forget(item);
                }
            }
            return 0;
        }
        try {
            return item.file.readiness() & (watch.interest() | Pollable.ERROR | Pollable.HANGUP);
        } finally {
            item.file.release();
        }
    }

    /** Readable when one of the watched is ready. */
    @Override
    public int readiness() {
        for (Item item : suspects) {
            Watch watch = item.watch;
            if (watch != null && !item.spent && ready(item, watch) != 0) {
                return READABLE;
            }
        }
        return 0;
    }

    @Override
    public int read(ByteBuffer into) {
        throw new ErrnoException(Errno.EINVAL);
    }

    @Override
    public int write(ByteBuffer from) {
        throw new ErrnoException(Errno.EINVAL);
    }

    @Override
    protected void released() {
        List<Item> all;
        synchronized (this) {
            all = new ArrayList<>(items.values());
            items.clear();
        }
        all.forEach(EventPoll::forget);
    }

    @Override
    public String toString() {
        return "anon_inode:[eventpoll]";
    }
}
