// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.TreeMap;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** A process's descriptors; guarded by the {@link MiniMachine}. Each holds on to what is open there. */
final class MiniDescriptors {
    private record Slot(MiniOpen open, boolean closeOnExec) {
        Slot {
            open.retain();
        }
    }

    private final TreeMap<Integer, Slot> slots = new TreeMap<>();

    boolean contains(int fd) {
        return slots.containsKey(fd);
    }

    MiniOpen get(int fd) {
        Slot slot = slots.get(fd);
        if (slot == null) {
            throw new ErrnoException(Errno.EBADF);
        }
        return slot.open;
    }

    /** At the lowest that is free, from {@code least} on. */
    int add(MiniOpen open, int least, boolean closeOnExec) {
        int fd = least;
        while (slots.containsKey(fd)) {
            fd++;
        }
        put(fd, open, closeOnExec);
        return fd;
    }

    /** In place of what is there. */
    void put(int fd, MiniOpen open, boolean closeOnExec) {
        Slot old = slots.put(fd, new Slot(open, closeOnExec));
        if (old != null) {
            old.open.release();
        }
    }

    void close(int fd) {
        get(fd).release();
        slots.remove(fd);
    }

    void closeAll() {
        slots.values().forEach(slot -> slot.open.release());
        slots.clear();
    }

    void closeOnExec() {
        slots.values().removeIf(slot -> {
            if (slot.closeOnExec) {
                slot.open.release();
            }
            return slot.closeOnExec;
        });
    }

    void copyTo(MiniDescriptors child) {
        slots.forEach((fd, slot) -> child.put(fd, slot.open, slot.closeOnExec));
    }

    void moveTo(MiniDescriptors image) {
        image.slots.putAll(slots);
        slots.clear();
    }
}
