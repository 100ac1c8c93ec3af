// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading, writing, sizes and offsets of one file. */
interface OffsetRules extends RuleTable {
    OpenFlags CREATE = new OpenFlags(true, true, true, false, false, false, false, false, false);

    @TestFactory
    default Stream<DynamicTest> offsetsAndSizes() {
        return table(
                fails("pread at a negative offset", Errno.EINVAL,
                        g -> g.open("/d/f", OpenFlags.READ).readAt(ByteBuffer.allocate(1), -1)),
                fails("pwrite at a negative offset", Errno.EINVAL,
                        g -> g.open("/d/f", OpenFlags.WRITE).writeAt(ByteBuffer.allocate(1), -1)),
                fails("pwrite at the largest offset", Errno.EFBIG,
                        g -> g.open("/d/f", OpenFlags.WRITE).writeAt(ByteBuffer.allocate(1), Long.MAX_VALUE)),
                fails("seeking before the start", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).seek(-1, Whence.START)),
                fails("seeking beyond a long", Errno.EOVERFLOW, g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    file.seek(Long.MAX_VALUE, Whence.START);
                    file.seek(1, Whence.CURRENT);
                }),
                fails("truncating to a negative size", Errno.EINVAL, g -> g.truncate("/d/f", -1)),
                fails("truncating to a huge size", Errno.EFBIG, g -> g.truncate("/d/f", Long.MAX_VALUE)),
                fails("truncating a directory", Errno.EISDIR, g -> g.truncate("/d", 0)),
                fails("ftruncate of what is open for reading", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).setSize(0)),
                fails("allocating nothing", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.WRITE).allocate(0, 0)),
                fails("allocating beyond a long", Errno.EFBIG,
                        g -> g.open("/d/f", OpenFlags.WRITE).allocate(Long.MAX_VALUE, Long.MAX_VALUE)),
                works("reading at the largest offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    assertEquals(0, file.readAt(ByteBuffer.allocate(1), Long.MAX_VALUE));
                    file.seek(Long.MAX_VALUE, Whence.START);
                    assertEquals(0, file.read(ByteBuffer.allocate(1)));
                }),
                works("a shared offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    file.read(ByteBuffer.allocate(2));
                    assertEquals(2, file.seek(0, Whence.CURRENT));
                    assertEquals(4, file.seek(-1, Whence.END));
                    assertEquals(1, file.read(ByteBuffer.allocate(9)));
                }),
                works("a gap reads as zeros", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ_WRITE);
                    file.writeAt(ByteBuffer.wrap(new byte[] {1}), 600_000);
                    assertEquals(600_001, file.attributes().size());
                    byte[] all = Guest.readFully(file);
                    assertEquals('o', all[4]);
                    for (int i = 5; i < 600_000; i++) {
                        assertEquals(0, all[i]);
                    }
                    assertEquals(1, all[600_000]);
                }),
                works("what was cut off does not come back", g -> {
                    for (int size : new int[] {100, 100_000, 400_000}) {
                        OpenFileDescription file = g.open("/big", CREATE);
                        byte[] ones = new byte[size];
                        Arrays.fill(ones, (byte) 1);
                        file.writeAt(ByteBuffer.wrap(ones), 0);
                        file.setSize(10);
                        file.setSize(size);
                        byte[] all = Guest.readFully(file);
                        assertEquals(size, all.length);
                        assertEquals(1, all[9]);
                        for (int i = 10; i < size; i++) {
                            assertEquals(0, all[i]);
                        }
                        file.release();
                    }
                }),
                works("appending ignores the offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.APPEND);
                    file.seek(0, Whence.START);
                    Guest.writeFully(file, new byte[] {'!'});
                    assertEquals(6, file.seek(0, Whence.CURRENT));
                    assertEquals("hello!", g.read("/d/f"));
                }),
                works("allocating extends", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.WRITE);
                    file.allocate(0, 3);
                    assertEquals(5, file.attributes().size());
                    file.allocate(10, 10);
                    assertEquals(20, file.attributes().size());
                }));
    }

    @Test
    default void randomReadsAndWritesAreThoseOfAnArray() {
        Random random = new Random(1);
        byte[] model = new byte[1 << 20];
        int size = 0;
        OpenFileDescription file = populated().open("/model", CREATE);
        for (int i = 0; i < 2000; i++) {
            int position = random.nextInt(random.nextInt(10) == 0 ? model.length : 200_000);
            int length = random.nextInt(1 + Math.min(model.length - position, random.nextInt(5) == 0 ? 200_000 : 5000));
            switch (random.nextInt(10)) {
                case 0 -> {
                    file.setSize(position);
                    Arrays.fill(model, Math.min(size, position), Math.max(size, position), (byte) 0);
                    size = position;
                }
                case 1, 2, 3, 4 -> {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    assertEquals(length, file.writeAt(ByteBuffer.wrap(bytes), position));
                    System.arraycopy(bytes, 0, model, position, length);
                    size = length == 0 ? size : Math.max(size, position + length);
                }
                default -> {
                    ByteBuffer into = ByteBuffer.allocate(length);
                    while (into.hasRemaining() && file.readAt(into, position + into.position()) > 0) {
                        continue;
                    }
                    int expected = Math.max(0, Math.min(length, size - position));
                    assertEquals(expected, into.position());
                    assertArrayEquals(Arrays.copyOfRange(model, position, position + expected),
                            Arrays.copyOf(into.array(), expected));
                }
            }
            assertEquals(size, file.attributes().size());
        }
        file.release();
    }
}
