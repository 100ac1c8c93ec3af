// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.kernel.TestKernel.await;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

class PipeTest {
    private final TestKernel machine = new TestKernel();
    private final Pipe pipe = machine.kernel.pipe(machine.account, Credentials.ROOT);
    private final OpenFileDescription in = pipe.openReader(false);
    private final OpenFileDescription out = pipe.openWriter(false);
    private boolean inOpen = true;
    private boolean outOpen = true;

    @AfterEach
    void nothingIsLeft() throws Exception {
        closeReader();
        closeWriter();
        machine.close();
        assertEquals(0, pipe.readable().size(), "waiters left");
    }

    private void closeReader() {
        if (inOpen) {
            inOpen = false;
            in.release();
        }
    }

    private void closeWriter() {
        if (outOpen) {
            outOpen = false;
            out.release();
        }
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(new byte[count]);
    }

    private static void fails(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    @Nested
    class ReadingAnEmptyPipe {
        @Test
        void wouldBlockWhileAWriterIsOpen() {
            assertEquals(OpenFileDescription.WOULD_BLOCK, in.read(bytes(1)));
            assertEquals(0, in.readiness());
        }

        @Test
        void returnsEndOfFileAfterTheLastWriterCloses() {
            var second = pipe.openWriter(false);
            closeWriter();
            assertEquals(OpenFileDescription.WOULD_BLOCK, in.read(bytes(1)));
            second.release();
            assertEquals(0, in.read(bytes(1)));
            assertEquals(Pollable.HANGUP, in.readiness());
        }

        @Test
        void wakesWhenBytesCome() throws Exception {
            var got = new AtomicInteger();
            var reader = machine.start("reader", task -> got.set(Measure.read(task, in, bytes(10))));
            TestKernel.until(reader, Task.State.SLEEPING);
            assertEquals("pipe", reader.wchan());
            out.write(bytes(3));
            reader.join();
            assertEquals(3, got.get());
        }

        @Test
        void wakesWhenTheLastWriterCloses() throws Exception {
            var got = new AtomicInteger(-2);
            var reader = machine.start("reader", task -> got.set(Measure.read(task, in, bytes(10))));
            TestKernel.until(reader, Task.State.SLEEPING);
            closeWriter();
            reader.join();
            assertEquals(0, got.get());
        }

        @Test
        void failsWithEintrWhenASignalIsCaught() throws Exception {
            var got = new AtomicReference<Errno>();
            var reader = machine.start("reader", task -> {
                try {
                    Measure.read(task, in, bytes(10));
                } catch (ErrnoException e) {
                    got.set(e.errno());
                }
            });
            TestKernel.until(reader, Task.State.SLEEPING);
            reader.interrupt();
            reader.join();
            assertEquals(Errno.EINTR, got.get());
        }

        @Test
        void ofNoBytesReturnsAtOnce() {
            assertEquals(0, in.read(bytes(0)));
        }
    }

    @Nested
    class Writing {
        @Test
        void failsWithEpipeWhenNobodyReads() {
            closeReader();
            assertEquals(Pollable.WRITABLE | Pollable.ERROR, out.readiness());
            fails(Errno.EPIPE, () -> out.write(bytes(1)));
        }

        @Test
        void wakesASleepingWriterWhenTheLastReaderCloses() throws Exception {
            var got = new AtomicReference<Errno>();
            var writer = machine.start("writer", task -> {
                try {
                    Measure.writeFully(task, out, bytes(Pipe.CAPACITY + 1));
                } catch (ErrnoException e) {
                    got.set(e.errno());
                }
            });
            TestKernel.until(writer, Task.State.SLEEPING);
            closeReader();
            writer.join();
            assertEquals(Errno.EPIPE, got.get());
        }

        @Test
        void takesWhatFitsOfALongWrite() {
            assertEquals(Pipe.CAPACITY, out.write(bytes(Pipe.CAPACITY + 5)));
            assertEquals(OpenFileDescription.WOULD_BLOCK, out.write(bytes(1)));
            assertEquals(0, out.readiness());
        }

        @Test
        void ofAtMostPipeBufIsAllOrNothing() {
            out.write(bytes(Pipe.CAPACITY - 100));
            assertEquals(OpenFileDescription.WOULD_BLOCK, out.write(bytes(101)));
            assertEquals(OpenFileDescription.WOULD_BLOCK, out.write(bytes(Pipe.ATOMIC)));
            assertEquals(100, out.write(bytes(Pipe.ATOMIC + 1)));
        }

        @Test
        void becomesPossibleAgainWhenAnAtomicWriteFits() {
            out.write(bytes(Pipe.CAPACITY));
            in.read(bytes(Pipe.ATOMIC - 1));
            assertEquals(0, out.readiness());
            in.read(bytes(1));
            assertEquals(Pollable.WRITABLE, out.readiness());
        }

        @Test
        void failsWithEnomemWhenTheMachineIsFull() {
            machine.account.reserve(machine.kernel.ledger().budget() - 100);
            fails(Errno.ENOMEM, () -> out.write(bytes(1)));
            machine.account.release(machine.account.held());
            assertEquals(1, out.write(bytes(1)));
        }
    }

    @Nested
    class Ends {
        @Test
        void refuseTheOtherDirection() {
            fails(Errno.EBADF, () -> in.write(bytes(1)));
            fails(Errno.EBADF, () -> out.read(bytes(1)));
        }

        @Test
        void cannotSeek() {
            fails(Errno.ESPIPE, () -> in.seek(0, org.wsh.vfs.Whence.START));
            fails(Errno.ESPIPE, () -> in.readAt(bytes(1), 0));
        }

        @Test
        void showAFifoWithOneInodeForBoth() {
            assertEquals(FileType.FIFO, in.attributes().type());
            assertEquals(in.attributes().inode(), out.attributes().inode());
        }

        @Test
        void giveTheRingBackWhenTheLastCloses() {
            assertEquals(0, machine.account.held());
            out.write(bytes(1));
            assertEquals(Pipe.CAPACITY, machine.account.held());
            closeWriter();
            assertEquals(Pipe.CAPACITY, machine.account.held());
            closeReader();
            assertEquals(0, machine.account.held());
        }

        @Test
        void openForBothNeverSeeTheEnd() {
            var both = pipe.open(OpenFlags.READ_WRITE);
            closeReader();
            closeWriter();
            assertEquals(1, both.write(bytes(1)));
            assertEquals(1, both.read(bytes(5)));
            assertEquals(OpenFileDescription.WOULD_BLOCK, both.read(bytes(5)));
            both.release();
        }
    }

    @Test
    void keepsTheOrderOfBytesAcrossTheRingsEdge() {
        byte next = 0;
        byte expected = 0;
        for (int round = 0; round < 50; round++) {
            var some = new byte[7001];
            for (int i = 0; i < some.length; i++) {
                some[i] = next++;
            }
            assertEquals(some.length, out.write(ByteBuffer.wrap(some)));
            var direct = ByteBuffer.allocateDirect(some.length);
            assertEquals(some.length, in.read(direct));
            for (int i = 0; i < some.length; i++) {
                assertEquals(expected++, direct.get(i));
            }
        }
    }

    /** Atomic writes of records from many writers; readers take odd amounts. Every record arrives whole, none is lost. */
    @Test
    void hammer() throws Exception {
        int writers = 8;
        int records = 3000;
        var arrived = new AtomicLong();
        var ends = new OpenFileDescription[writers];
        for (int w = 0; w < writers; w++) {
            ends[w] = pipe.openWriter(false);
        }
        for (int w = 0; w < writers; w++) {
            int id = w;
            machine.start("writer " + w, task -> {
                for (int r = 0; r < records; r++) {
                    int size = 1 + (r * 31 + id * 7) % 3000;
                    var record = new byte[4 + size];
                    ByteBuffer.wrap(record).putInt(id << 16 | size);
                    java.util.Arrays.fill(record, 4, record.length, (byte) id);
                    Measure.writeFully(task, ends[id], ByteBuffer.wrap(record));
                }
                ends[id].release();
            });
        }
        closeWriter();
        var wrong = new AtomicReference<String>();
        var reader = machine.start("reader", task -> {
            var buffer = ByteBuffer.allocate(1 << 17);
            int ask = 1;
            while (true) {
                buffer.limit(Math.min(buffer.capacity(), buffer.position() + ask));
                ask = ask * 5 % 9973 + 1;
                if (Measure.read(task, in, buffer) == 0) {
                    break;
                }
                buffer.flip();
                while (buffer.remaining() >= 4) {
                    int head = buffer.getInt(buffer.position());
                    int size = head & 0xffff;
                    if (buffer.remaining() < 4 + size) {
                        break;
                    }
                    buffer.getInt();
                    for (int i = 0; i < size; i++) {
                        if (buffer.get() != (byte) (head >> 16)) {
                            wrong.set("a record of writer " + (head >> 16) + " is mixed with another's");
                        }
                    }
                    arrived.incrementAndGet();
                }
                buffer.compact();
            }
        });
        reader.join();
        assertEquals(null, wrong.get());
        assertEquals((long) writers * records, arrived.get());
    }

    /** Many readers and writers, tiny and huge transfers, kills in between: the sum of bytes that were told as moved agrees. */
    @Test
    void hammerWithKills() throws Exception {
        var put = new AtomicLong();
        var got = new AtomicLong();
        var tasks = new java.util.ArrayList<Task>();
        for (int i = 0; i < 6; i++) {
            int size = new int[] {1, 100, 4096, 5000, 70000, 65536}[i];
            tasks.add(machine.start("writer " + i, task -> {
                var some = bytes(size);
                while (true) {
                    some.clear();
                    while (some.hasRemaining()) {
                        int count = out.write(some);
                        if (count == OpenFileDescription.WOULD_BLOCK) {
                            task.await(out, Pollable.WRITABLE, Task.NEVER, "pipe");
                        } else {
                            put.addAndGet(count);
                        }
                    }
                    task.poll(1);
                }
            }));
            tasks.add(machine.start("reader " + i, task -> {
                var some = bytes(size);
                while (true) {
                    got.addAndGet(Measure.read(task, in, some.clear()));
                    task.poll(1);
                }
            }));
        }
        for (var victim : tasks) {
            long before = got.get();
            if (victim != tasks.getLast() && victim != tasks.get(tasks.size() - 2)) {
                await().until(() -> got.get() > before);
            }
            victim.kill();
            victim.join();
        }
        var rest = bytes(Pipe.CAPACITY);
        int left = in.read(rest);
        assertEquals(put.get(), got.get() + Math.max(left, 0));
    }

    @Test
    void passesHugeAmountsUnchanged() throws Exception {
        var sent = new byte[3_000_000];
        new java.util.Random(1).nextBytes(sent);
        var received = ByteBuffer.allocate(sent.length);
        var writer = machine.start("writer", task -> Measure.writeFully(task, out, ByteBuffer.wrap(sent)));
        var reader = machine.start("reader", task -> {
            while (received.hasRemaining()) {
                Measure.read(task, in, received);
            }
        });
        writer.join();
        reader.join();
        assertArrayEquals(sent, received.array());
    }
}
