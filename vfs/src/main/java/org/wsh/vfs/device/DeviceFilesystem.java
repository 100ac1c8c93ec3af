// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.device;

import java.nio.ByteBuffer;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Inode;
import org.wsh.vfs.InodeDescription;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.TimeSource;
import org.wsh.vfs.Whence;
import org.wsh.vfs.computed.ComputedFilesystem;
import org.wsh.vfs.computed.Listing;
import org.wsh.vfs.computed.Node;

/**
 * {@code /dev}: null, zero, full, random and urandom; whoever builds the machine adds the rest (tty, stdin, fd …) with
 * {@link #add}.
 */
public final class DeviceFilesystem extends ComputedFilesystem {
    private final Listing names;

    public DeviceFilesystem(Randomness randomness, TimeSource time) {
        this(new Listing(), randomness, time);
    }

    private DeviceFilesystem(Listing names, Randomness randomness, TimeSource time) {
        super("devtmpfs", names, time);
        this.names = names;
        names.add("null", new MemoryDevice(Devices.NULL, randomness));
        names.add("zero", new MemoryDevice(Devices.ZERO, randomness));
        names.add("full", new MemoryDevice(Devices.FULL, randomness));
        names.add("random", new MemoryDevice(Devices.RANDOM, randomness));
        names.add("urandom", new MemoryDevice(Devices.URANDOM, randomness));
    }

    /** Adds or replaces a name directly in {@code /dev}. For a directory, pass a {@link Listing}. */
    public void add(String name, Node node) {
        names.add(name, node);
    }

    public void remove(String name) {
        names.remove(name);
    }

    private record MemoryDevice(Devices device, Randomness randomness) implements Node.Device {
        @Override
        public long rdev() {
            return device.rdev();
        }

        @Override
        public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
            return new Description(flags, inode, where, this);
        }
    }

    /** An open memory device. Seeking works and changes nothing: its offset is always 0. */
    private static final class Description extends InodeDescription {
        private final MemoryDevice opened;

        Description(OpenFlags flags, Inode inode, Location where, MemoryDevice opened) {
            super(flags, inode, where);
            this.opened = opened;
        }

        @Override
        public int read(ByteBuffer into) {
            requireReadable();
            return opened.device.read(into, opened.randomness);
        }

        @Override
        public int write(ByteBuffer from) {
            requireWritable();
            return opened.device.write(from);
        }

        @Override
        public int readAt(ByteBuffer into, long offset) {
            return read(into);
        }

        @Override
        public int writeAt(ByteBuffer from, long offset) {
            return write(from);
        }

        @Override
        public long seek(long delta, Whence whence) {
            return 0;
        }

        @Override
        public boolean seekable() {
            return true;
        }
    }
}
