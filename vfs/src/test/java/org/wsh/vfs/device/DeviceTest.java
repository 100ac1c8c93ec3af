// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.vfs.FileRules.assertFails;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Guest;
import org.wsh.vfs.MountOptions;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.Whence;
import org.wsh.vfs.computed.Listing;
import org.wsh.vfs.computed.Node;
import org.wsh.vfs.memory.MemoryFilesystem;

class DeviceTest {
    private final Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 100, new FakeClock()));
    private final DeviceFilesystem devices = new DeviceFilesystem(bytes -> Arrays.fill(bytes, (byte) 4), new FakeClock());

    @BeforeEach
    void mount() {
        guest.mkdir("/dev");
        guest.tree.mount("/dev", devices, MountOptions.READ_WRITE);
    }

    private byte[] read(String path, int count) {
        OpenFileDescription file = guest.open(path, OpenFlags.READ);
        ByteBuffer into = ByteBuffer.allocate(count);
        Arrays.fill(into.array(), (byte) 9);
        int got = file.read(into);
        file.release();
        return Arrays.copyOf(into.array(), got);
    }

    private void write(String path) {
        OpenFileDescription file = guest.open(path, OpenFlags.REWRITE);
        try {
            assertEquals(100_000, file.write(ByteBuffer.allocate(100_000)));
        } finally {
            file.release();
        }
    }

    @Test
    void fullIsFullAndReadsZeros() {
        assertFails(Errno.ENOSPC, () -> write("/dev/full"));
        assertEquals(0, read("/dev/full", 100)[99]);
    }

    @Test
    void nullTakesAllAndHasNothing() {
        write("/dev/null");
        assertEquals(0, read("/dev/null", 100).length);
    }

    @Test
    void zeroHasNoEnd() {
        write("/dev/zero");
        byte[] zeros = read("/dev/zero", 100_000);
        assertEquals(100_000, zeros.length);
        assertEquals(0, zeros[99_999]);
    }

    @Test
    void randomComesFromTheSource() {
        assertEquals(4, read("/dev/random", 20_000)[19_999]);
        assertEquals(4, read("/dev/urandom", 1)[0]);
        write("/dev/urandom");
    }

    @Test
    void numbersAreLinuxes() {
        assertEquals(0x103, guest.stat("/dev/null").rdev());
        assertEquals(0x105, guest.stat("/dev/zero").rdev());
        assertEquals(0x107, guest.stat("/dev/full").rdev());
        assertEquals(0x108, guest.stat("/dev/random").rdev());
        assertEquals(0x109, guest.stat("/dev/urandom").rdev());
        assertEquals(FileType.CHARACTER_DEVICE, guest.stat("/dev/null").type());
    }

    @Test
    void nullIsSeekable() {
        OpenFileDescription file = guest.open("/dev/null", OpenFlags.READ);
        assertEquals(0, file.seek(10, Whence.START));
        assertEquals(0, file.readAt(ByteBuffer.allocate(1), 7));
        assertFails(Errno.EBADF, () -> file.write(ByteBuffer.allocate(1)));
        file.release();
    }

    @Test
    void anybodyMayUseThemOnAReadOnlyMountToo() {
        guest.mkdir("/ro");
        guest.tree.mount("/ro", new DeviceFilesystem(bytes -> {}, new FakeClock()), MountOptions.READ_ONLY);
        guest.as(7, 7).open("/ro/null", OpenFlags.WRITE).release();
    }

    @Test
    void moreCanBeAdded() {
        devices.add("tty", Node.link("null"));
        devices.add("pts", new Listing());
        guest.tree.mount("/dev/pts", new MemoryFilesystem(SpaceBudget.UNLIMITED, 100, new FakeClock()), MountOptions.READ_WRITE);
        guest.write("/dev/pts/0", "");
        assertEquals(List.of("full", "null", "pts", "random", "tty", "urandom", "zero"), guest.ls("/dev"));
        assertEquals(List.of("0"), guest.ls("/dev/pts"));
        assertEquals(0, read("/dev/tty", 1).length);
    }
}
