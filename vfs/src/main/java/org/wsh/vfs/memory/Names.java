// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.wsh.vfs.DirectoryDescription;
import org.wsh.vfs.DirectoryEntry;

/**
 * A directory's entries: by name for lookups (without a lock), and in the order they were made for listing.
 *
 * <p>Each entry gets the next cookie and keeps it, so a listing resumes by binary search where it stopped, whatever came and
 * went meanwhile: what is there all the time is seen exactly once. Removed entries leave gaps, closed when they are more than half of it.
 */
final class Names {
    /** One name. {@link #inode} is null until first needed if it still shows a lower layer's file. */
    static final class Entry {
        final String name;
        final long cookie;
        volatile MemoryInode inode;
        /** How the lower layer listed it; null for a name made here, which alone is charged for. */
        final DirectoryEntry lower;
        /** Where it is in {@link Names#inOrder}; guarded by the tree lock. */
        private int index;

        private Entry(String name, long cookie, MemoryInode inode, DirectoryEntry lower) {
            this.name = name;
            this.cookie = cookie;
            this.inode = inode;
            this.lower = lower;
        }

        private DirectoryEntry shown() {
            MemoryInode known = inode;
            return known != null
                    ? new DirectoryEntry(name, known.number(), known.type(), cookie)
                    : new DirectoryEntry(name, lower.inode(), lower.type(), cookie);
        }
    }

    private static final Entry[] NONE = {};

    /** Null while empty: many directories are. Written under the tree lock. */
    private volatile ConcurrentHashMap<String, Entry> byName;

    // Guarded by the filesystem's tree lock. A removed entry leaves null here, and its cookie, which keeps the order searchable.
    private Entry[] inOrder = NONE;
    private long[] cookies = {};
    private int used;
    private long lastCookie = DirectoryDescription.DOTS;

    Entry find(String name) {
        ConcurrentHashMap<String, Entry> map = byName;
        return map == null ? null : map.get(name);
    }

    // ---- Below: the caller holds the tree lock.

    int size() {
        ConcurrentHashMap<String, Entry> map = byName;
        return map == null ? 0 : map.size();
    }

    /** The name's space is reserved already. */
    void add(String name, MemoryInode inode) {
        add(new Entry(name, ++lastCookie, inode, null));
    }

    void addLower(DirectoryEntry lower) {
        add(new Entry(lower.name(), ++lastCookie, null, lower));
    }

    private void add(Entry entry) {
        if (used == inOrder.length) {
            int capacity = Math.max(8, used * 2);
            inOrder = Arrays.copyOf(inOrder, capacity);
            cookies = Arrays.copyOf(cookies, capacity);
        }
        if (byName == null) {
            byName = new ConcurrentHashMap<>();
        }
        entry.index = used;
        inOrder[used] = entry;
        cookies[used++] = entry.cookie;
        byName.put(entry.name, entry);
    }

    void remove(Entry entry) {
        byName.remove(entry.name);
        inOrder[entry.index] = null;
        if (byName.isEmpty()) {
            byName = null;
            inOrder = NONE;
            cookies = new long[0];
            used = 0;
        } else if (byName.mappingCount() < used / 2) {
            closeGaps();
        }
    }

    List<DirectoryEntry> list(long after, int limit) {
        int first = Arrays.binarySearch(cookies, 0, used, after);
        first = first < 0 ? -first - 1 : first + 1;
        List<DirectoryEntry> entries = new ArrayList<>(Math.min(limit, used - first));
        for (int i = first; i < used && entries.size() < limit; i++) {
            if (inOrder[i] != null) {
                entries.add(inOrder[i].shown());
            }
        }
        return entries;
    }

    private void closeGaps() {
        int kept = 0;
        for (int i = 0; i < used; i++) {
            Entry entry = inOrder[i];
            if (entry != null) {
                entry.index = kept;
                inOrder[kept] = entry;
                cookies[kept++] = cookies[i];
            }
        }
        used = kept;
        int capacity = Math.max(8, kept * 2);
        inOrder = Arrays.copyOf(Arrays.copyOf(inOrder, kept), capacity);
        cookies = Arrays.copyOf(cookies, capacity);
    }
}
