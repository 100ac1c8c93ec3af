// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.FileRules.assertFails;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.vfs.Errno;
import org.wsh.vfs.FakeBudget;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** A large array that is given to a file as its content: kept as it is, and never changed by what happens to the file. */
class GivenContentTest {
    private static final int SIZE = 3 * FileBytes.SMALL + 17;
    private static final OpenFlags UPDATE = new OpenFlags(true, true, true, false, false, false, false, false, false);

    private final FakeBudget budget = new FakeBudget(16 << 20);
    private final Guest guest = Guest.root(new MemoryFilesystem(budget, 1000, new FakeClock()));
    private final byte[] content = content();

    private static byte[] content() {
        var bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private OpenFileDescription given() {
        OpenFileDescription file = guest.open("/f", UPDATE);
        assertTrue(file.give(content));
        return file;
    }

    private static byte[] read(OpenFileDescription file) {
        var all = ByteBuffer.allocate(4 * SIZE);
        while (file.readAt(all, all.position()) > 0) {
            // to the end
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    @Test
    void isKeptAndChargedOnceAndGivenBack() {
        long before = budget.used();
        OpenFileDescription file = given();
        assertSame(content, file.wholeContent());
        assertEquals(SIZE, file.attributes().size());
        assertArrayEquals(content, read(file));
        file.setSize(0);
        assertNull(file.wholeContent());
        file.release();
        guest.rm("/f");
        assertEquals(before, budget.used());
    }

    private record Change(String name, Consumer<OpenFileDescription> change, int size) {}

    @TestFactory
    Stream<DynamicTest> aChangeIsTheFilesAlone() {
        return Stream.of(
                new Change("a byte at the start", file -> file.writeAt(ByteBuffer.wrap(new byte[] {1}), 0), SIZE),
                new Change("a byte behind the end", file -> file.writeAt(ByteBuffer.wrap(new byte[] {1}), SIZE + 5), SIZE + 6),
                new Change("cut to a few bytes", file -> file.setSize(10), 10),
                new Change("cut, and longer again", file -> {
                    file.setSize(10);
                    file.setSize(20);
                }, 20),
                new Change("longer", file -> file.setSize(SIZE + 10), SIZE + 10)
        ).map(each -> DynamicTest.dynamicTest(each.name(), () -> {
            byte[] before = content.clone();
            OpenFileDescription file = given();
            OpenFileDescription plain = guest.open("/plain", UPDATE);
            Guest.writeFully(plain, before);
            each.change().accept(file);
            each.change().accept(plain);
            assertNull(file.wholeContent());
            assertArrayEquals(before, content);
            assertEquals(each.size(), file.attributes().size());
            assertArrayEquals(read(plain), read(file));
            file.release();
            plain.release();
            guest.rm("/f");
            guest.rm("/plain");
        }));
    }

    @Test
    void isNotTakenByAFileThatHasBytesNorIfItIsSmall() {
        OpenFileDescription file = guest.open("/f", UPDATE);
        assertFalse(file.give(new byte[FileBytes.SMALL]));
        file.write(ByteBuffer.wrap(new byte[1]));
        assertFalse(file.give(content));
        file.release();
    }

    @Test
    void isRefusedWhereThereIsNoRoom() {
        OpenFileDescription file = guest.open("/f", UPDATE);
        assertFails(Errno.ENOSPC, () -> file.give(new byte[17 << 20]));
        assertEquals(0, file.attributes().size());
        file.release();
    }
}
