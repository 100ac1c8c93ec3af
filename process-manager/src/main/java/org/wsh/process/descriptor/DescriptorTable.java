// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.descriptor;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BiConsumer;
import org.wsh.process.limit.DescriptorQuota;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * A process's descriptors: small numbers to open file descriptions. Each entry holds one reference on its description; whoever uses
 * one takes another for as long as the operation lasts ({@link #borrow}), so that a close meanwhile harms nobody.
 *
 * <p>Thread-safe. No description is released while the lock is held: releasing may do I/O.
 */
public final class DescriptorTable {
    private final Object lock = new Object();
    /** Holds as many as there are entries. */
    private final DescriptorQuota quota;

    // Guarded by lock.
    private Descriptor[] slots = new Descriptor[8];
    /** How many slots are not empty. */
    private int open;
    private boolean closed;
    /** Numbers that somebody is about to use. */
    private final BitSet reserved = new BitSet(0);
    /** RLIMIT_NOFILE: new descriptors are below this number. Older ones may be above. */
    private int limit = ResourceLimits.DEFAULT.descriptors();

    public DescriptorTable(DescriptorQuota quota) {
        this.quota = quota;
    }

    /** A reference taken for one operation. Use with try. */
    public record Borrowed(Descriptor descriptor) implements AutoCloseable {
        public OpenFileDescription file() {
            return descriptor.file();
        }

        @Override
        public void close() {
            descriptor.file().release();
        }
    }

    /** The description behind {@code fd}, referenced until closed. EBADF. */
    public Borrowed borrow(int fd) {
        synchronized (lock) {
            Descriptor descriptor = existing(fd);
            descriptor.file().retain();
            return new Borrowed(descriptor);
        }
    }

    /** What {@code fd} is, without a reference: for looking only. EBADF. */
    public Descriptor get(int fd) {
        synchronized (lock) {
            return existing(fd);
        }
    }

    public boolean isOpen(int fd) {
        synchronized (lock) {
            return fd >= 0 && fd < slots.length && slots[fd] != null;
        }
    }

    /**
     * Puts a description, whose reference it takes over, at the lowest free number. EMFILE, ENFILE; the reference is released then.
     */
    public int add(OpenFileDescription file, boolean closeOnExec) {
        return add(new Descriptor(file, closeOnExec), 0);
    }

    int add(Descriptor descriptor, int least) {
        try {
            synchronized (lock) {
                return putAtLowest(least, descriptor);
            }
        } catch (ErrnoException e) {
            descriptor.file().release();
            throw e;
        }
    }

    /** The lowest free number, for a call that must not fail for want of one at its end. To be given to {@link #fill} or {@link #cancel}. EMFILE, ENFILE. */
    public int reserve() {
        synchronized (lock) {
            int fd = closed ? -1 : lowestFree(0);
            if (fd < 0) {
                throw new ErrnoException(Errno.EMFILE);
            }
            if (!quota.take(1)) {
                throw tooManyInTheTree();
            }
            reserved.set(fd);
            return fd;
        }
    }

    /** Puts a description, whose reference it takes over, at a reserved number. EMFILE: the process is at its end. */
    public void fill(int fd, OpenFileDescription file) {
        synchronized (lock) {
            reserved.clear(fd);
            if (!closed) {
                slots[fd] = new Descriptor(file, false);
                open++;
                return;
            }
            quota.giveBack(1);
        }
        file.release();
        throw new ErrnoException(Errno.EMFILE);
    }

    public void cancel(int fd) {
        synchronized (lock) {
            reserved.clear(fd);
            quota.giveBack(1);
        }
    }

    /** A directory given to a WASI program at its start, at the lowest free number from 3 up. */
    public void addPreopen(OpenFileDescription directory, String name) {
        add(new Descriptor(directory, true, name, Rights.NONE_WITHHELD), 3);
    }

    /** F_DUPFD. EBADF, EMFILE, ENFILE, EINVAL ({@code least} is not a possible number). */
    public int duplicate(int fd, int least, boolean closeOnExec) {
        synchronized (lock) {
            if (least < 0 || least >= limit) {
                existing(fd);
                throw new ErrnoException(Errno.EINVAL);
            }
            Descriptor copy = existing(fd).duplicate(closeOnExec);
            int free = putAtLowest(least, copy);
            copy.file().retain();
            return free;
        }
    }

    /** dup2: {@code to} is closed first; onto itself only checks that it is open. EBADF, ENFILE, EBUSY (another call is about to use the number). */
    public void duplicateTo(int from, int to) {
        Descriptor replaced;
        synchronized (lock) {
            Descriptor source = existing(from);
            if (to < 0 || to >= limit) {
                throw new ErrnoException(Errno.EBADF);
            }
            if (from == to) {
                return;
            }
            if (reserved.get(to)) {
                throw new ErrnoException(Errno.EBUSY);
            }
            replaced = put(to, source.duplicate(false));
            source.file().retain();
        }
        release(replaced);
    }

    /** Places a description, whose reference it takes over, at {@code fd}, closing what was there. EBADF, ENFILE; the reference is released then. */
    public void place(int fd, OpenFileDescription file) {
        Descriptor replaced;
        try {
            synchronized (lock) {
                if (fd < 0 || fd >= limit || closed) {
                    throw new ErrnoException(Errno.EBADF);
                }
                replaced = put(fd, new Descriptor(file, false));
            }
        } catch (ErrnoException e) {
            file.release();
            throw e;
        }
        release(replaced);
    }

    /** WASI's fd_renumber: moves {@code from} to {@code to}, keeping its rights; both must be open. EBADF. */
    public void move(int from, int to) {
        Descriptor replaced;
        synchronized (lock) {
            Descriptor source = existing(from);
            existing(to);
            if (from == to) {
                return;
            }
            replaced = put(to, source);
            remove(from);
        }
        release(replaced);
    }

    public void close(int fd) {
        Descriptor gone;
        synchronized (lock) {
            gone = existing(fd);
            remove(fd);
        }
        gone.file().release();
    }

    public void setCloseOnExec(int fd, boolean closeOnExec) {
        synchronized (lock) {
            Descriptor old = existing(fd);
            slots[fd] = new Descriptor(old.file(), closeOnExec, old.preopen(), old.rights());
        }
    }

    public void setRights(int fd, Rights rights) {
        synchronized (lock) {
            Descriptor old = existing(fd);
            slots[fd] = new Descriptor(old.file(), old.closeOnExec(), old.preopen(), rights);
        }
    }

    /** What fork and spawn give the child: the same descriptions under the same numbers. EAGAIN: its tree may not have so many more. */
    public DescriptorTable copy(DescriptorQuota childs) {
        DescriptorTable copy = new DescriptorTable(childs);
        synchronized (lock) {
            if (!childs.take(open)) {
                throw new ErrnoException(Errno.EAGAIN, "too many open files in this tree");
            }
            copy.open = open;
            copy.slots = slots.clone();
            copy.limit = limit;
            for (Descriptor descriptor : copy.slots) {
                if (descriptor != null) {
                    descriptor.file().retain();
                }
            }
        }
        return copy;
    }

    public void setLimit(int descriptors) {
        synchronized (lock) {
            limit = descriptors;
        }
    }

    /** What exec does: closes those marked so, and the preopens of the program before. */
    public void closeOnExec() {
        closeWhere(true);
    }

    /** Closes all, for good: later additions fail. */
    public void closeAll() {
        synchronized (lock) {
            closed = true;
        }
        closeWhere(false);
    }

    /** The open ones, in order; the action runs without the lock on a moment's picture of the table. */
    public void forEach(BiConsumer<Integer, Descriptor> action) {
        Descriptor[] picture;
        synchronized (lock) {
            picture = slots.clone();
        }
        for (int fd = 0; fd < picture.length; fd++) {
            if (picture[fd] != null) {
                action.accept(fd, picture[fd]);
            }
        }
    }

    /** The highest preopen's number, or −1. */
    public int lastPreopen() {
        synchronized (lock) {
            for (int fd = slots.length - 1; fd >= 0; fd--) {
                if (slots[fd] != null && slots[fd].preopen() != null) {
                    return fd;
                }
            }
            return -1;
        }
    }

    private void closeWhere(boolean onlyAtExec) {
        Descriptor[] gone;
        synchronized (lock) {
            gone = new Descriptor[slots.length];
            for (int fd = 0; fd < slots.length; fd++) {
                Descriptor descriptor = slots[fd];
                if (descriptor != null && (!onlyAtExec || descriptor.closeOnExec() || descriptor.preopen() != null)) {
                    gone[fd] = descriptor;
                    remove(fd);
                }
            }
        }
        for (Descriptor descriptor : gone) {
            release(descriptor);
        }
    }

    // The rest needs the lock.

    private Descriptor existing(int fd) {
        if (fd < 0 || fd >= slots.length || slots[fd] == null) {
            throw new ErrnoException(Errno.EBADF);
        }
        return slots[fd];
    }

    /** EMFILE, ENFILE. */
    private int putAtLowest(int least, Descriptor descriptor) {
        int fd = closed ? -1 : lowestFree(least);
        if (fd < 0) {
            throw new ErrnoException(Errno.EMFILE);
        }
        put(fd, descriptor);
        return fd;
    }

    private int lowestFree(int least) {
        for (int fd = least; fd < limit; fd++) {
            makeRoomFor(fd);
            if (slots[fd] == null && !reserved.get(fd)) {
                return fd;
            }
        }
        return -1;
    }

    private void makeRoomFor(int fd) {
        if (fd >= slots.length) {
            slots = Arrays.copyOf(slots, Math.min(ResourceLimits.MOST_DESCRIPTORS, Math.max(fd + 1, slots.length * 2)));
        }
    }

    /** @return what was there; ENFILE */
    private Descriptor put(int fd, Descriptor descriptor) {
        makeRoomFor(fd);
        Descriptor replaced = slots[fd];
        if (replaced == null) {
            if (!quota.take(1)) {
                throw tooManyInTheTree();
            }
            open++;
        }
        slots[fd] = descriptor;
        return replaced;
    }

    private static ErrnoException tooManyInTheTree() {
        return new ErrnoException(Errno.ENFILE, "too many open files in this tree");
    }

    private void remove(int fd) {
        slots[fd] = null;
        open--;
        quota.giveBack(1);
    }

    private static void release(Descriptor descriptor) {
        if (descriptor != null) {
            descriptor.file().release();
        }
    }
}
