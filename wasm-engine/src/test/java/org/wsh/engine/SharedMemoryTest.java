// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.Waiter;
import org.wsh.engine.syntax.MemoryType;

/** Shared memories and threads: each thread has an instance of its own with the same memory. Tiers: 49152 is compiled, 0 interpreted. */
class SharedMemoryTest {
    private static final int SHARED = 3;
    private static final MemoryType TYPE = new MemoryType(1, 16, true, false);

    private static Image image(int tier) {
        var w = new WasmWriter().importMemory("env", "memory", SHARED, 1, 16);
        int n = w.type(new int[] {I32});
        int wait = w.type(new int[] {I32, I32, I64}, I32);
        int two = w.type(new int[] {I32, I32}, I32);
        byte[] step = bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0);
        // n times: an i32 at 0, a byte at 9 and an i64 at 16 are each increased by one
        w.function("count", n, 0, bytes(0x03, 0x40, 0x41, 0, 0x41, 1, 0xfe, 0x1e, 2, 0, 0x1a), bytes(0x41, 9, 0x41, 1, 0xfe, 0x20, 0, 0, 0x1a),
                bytes(0x41, 0, 0x42, 1, 0xfe, 0x1f, 3, 16, 0x1a), step, bytes(0x0b));
        w.function("wait", wait, 0, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfe, 0x01, 2, 0));
        w.function("notify", two, 0, bytes(0x20, 0, 0x20, 1, 0xfe, 0x00, 2, 0));
        // a spin until the word at 0 is n, then a load from there on, which is in a page that another thread has added
        w.function("await", w.type(new int[] {I32, I32}, I32), 0,
                bytes(0x03, 0x40, 0x41, 0, 0xfe, 0x10, 2, 0, 0x20, 0, 0x47, 0x0d, 0, 0x0b, 0x20, 1, 0x28, 0, 0));
        w.function("size", w.type(new int[0], I32), 0, bytes(0x3f, 0));
        return Image.of(Module.parse(w.write()), new ImageOptions(true, tier), ImportBinding.NONE);
    }

    private static Instance instance(Image image, LinearMemory memory, InstanceOptions options) {
        return image.instantiate(Imports.of().memory("env", "memory", memory), options);
    }

    private static LinearMemory memory(TestLedger ledger) {
        return LinearMemory.of(TYPE, ledger);
    }

    @ParameterizedTest
    @CsvSource({"49152, 20000", "0, 2000"})
    void incrementsOfManyThreadsAreAllCounted(int tier, int times) throws Exception {
        int threads = 8;
        var ledger = new TestLedger(1 << 24);
        var memory = memory(ledger);
        var image = image(tier);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var runs = new ArrayList<Future<?>>();
            for (int t = 0; t < threads; t++) {
                runs.add(pool.submit(() -> {
                    try (var i = instance(image, memory, InstanceOptions.DEFAULT)) {
                        i.function("count").call(times);
                    }
                }));
            }
            for (var run : runs) {
                run.get();
            }
        }
        assertEquals(threads * times, memory.i32(0));
        assertEquals((byte) (threads * times), memory.i8(9));
        assertEquals(0, memory.i8(8) | memory.i8(10));
        assertEquals((long) threads * times, memory.i64(16));
        memory.close();
        assertEquals(0, ledger.reserved);
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void whatAnotherThreadAddedIsSeenAfterAnAtomicLoad(int tier) throws Exception {
        var memory = memory(new TestLedger(1 << 24));
        var image = image(tier);
        try (var pool = Executors.newSingleThreadExecutor(); var i = instance(image, memory, InstanceOptions.DEFAULT)) {
            var waiting = pool.submit(() -> i.function("await").call(5, 3 * 65536)[0]);
            memory.grow(3);
            memory.setI32(3 * 65536, 99);
            try (var j = instance(image, memory, InstanceOptions.DEFAULT)) {
                j.function("count").call(5);
            }
            assertEquals(99, waiting.get());
            assertEquals(4, i.function("size").call()[0]);
        }
        memory.close();
    }

    /** For another thread: nothing of the guest's runs where an instance is allocated. */
    @Test
    void whatIsAllocatedStartsLater() {
        var w = new WasmWriter().importMemory("env", "memory", SHARED, 1, 16).table(100);
        w.start(w.function("start", w.type(new int[0]), 0, bytes(0x41, 0, 0x41, 1, 0xfe, 0x1e, 2, 0, 0x1a)));
        var image = Image.of(Module.parse(w.write()), new ImageOptions(true, 49152), ImportBinding.NONE);
        var ledger = new TestLedger(1 << 24);
        var memory = memory(ledger);
        Imports imports = Imports.of().memory("env", "memory", memory);
        long before = ledger.reserved;
        var never = image.allocate(imports, InstanceOptions.DEFAULT.withLedger(ledger));
        assertTrue(ledger.reserved > before, "it is charged for without having started");
        never.close();
        assertEquals(before, ledger.reserved);
        try (var i = image.allocate(imports, InstanceOptions.DEFAULT.withLedger(ledger))) {
            assertEquals(0, memory.i32(0));
            i.runStart();
            assertEquals(1, memory.i32(0));
        }
        image.instantiate(imports, InstanceOptions.DEFAULT).close();
        assertEquals(2, memory.i32(0));
        memory.close();
        assertEquals(0, ledger.reserved);
    }

    @Test
    void theLastOwnerFreesIt() {
        var ledger = new TestLedger(1 << 24);
        var memory = memory(ledger);
        var image = image(49152);
        var a = instance(image, memory, InstanceOptions.DEFAULT);
        var b = instance(image, memory, InstanceOptions.DEFAULT);
        memory.close();
        a.close();
        a.close();
        b.memory().setI32(0, 1);
        assertEquals(65536, ledger.reserved);
        b.close();
        assertEquals(0, ledger.reserved);
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void waitingComparesAndTimesOut(int tier) {
        var memory = memory(new TestLedger(1 << 24));
        try (var i = instance(image(tier), memory, InstanceOptions.DEFAULT)) {
            assertEquals(Waiter.NOT_EQUAL, i.function("wait").call(0, 1, -1L)[0]);
            assertEquals(Waiter.TIMED_OUT, i.function("wait").call(0, 0, 0L)[0]);
            assertEquals(Waiter.TIMED_OUT, i.function("wait").call(0, 0, 1_000_000L)[0]);
            assertEquals(0, i.function("notify").call(0, -1)[0]);
            assertEquals(Trap.Kind.UNALIGNED_ATOMIC, assertThrows(Trap.class, () -> i.function("wait").call(2, 0, 0L)).kind());
            assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, assertThrows(Trap.class, () -> i.function("wait").call(65536, 0, 0L)).kind());
            assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, assertThrows(Trap.class, () -> i.function("notify").call(-4, 1)).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void notifyWakesAsManyAsItIsTold(int tier) throws Exception {
        var memory = memory(new TestLedger(1 << 24));
        var image = image(tier);
        try (var pool = Executors.newFixedThreadPool(3); var i = instance(image, memory, InstanceOptions.DEFAULT)) {
            var runs = new ArrayList<Future<Object>>();
            for (int t = 0; t < 3; t++) {
                runs.add(pool.submit(() -> {
                    try (var mine = instance(image, memory, InstanceOptions.DEFAULT)) {
                        return mine.function("wait").call(8, 0, -1L)[0];
                    }
                }));
            }
            int woken = 0;
            while (woken < 3) {
                int n = (int) i.function("notify").call(8, 2)[0];
                assertEquals(true, n <= 2);
                woken += n;
                assertEquals(0, i.function("notify").call(12, -1)[0]);
            }
            for (var run : runs) {
                assertEquals(Waiter.WOKEN, run.get());
            }
        }
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        var memory = memory(new TestLedger(1 << 24));
        try (var i = instance(image(49152), memory, InstanceOptions.DEFAULT)) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> i.function("wait").call(0, 0, -1L));
            assertEquals(true, Thread.interrupted());
            assertEquals(0, i.function("notify").call(0, 1)[0]);
        }
    }

    @Test
    void aWaitPollsAndThenAsksTheEmbeddersWaiter() {
        var calls = new ArrayList<String>();
        Waiter waiter = new Waiter() {
            @Override
            public int await(Instance instance, NativeMemory memory, long address, long expected, int width, long timeoutNanos) {
                calls.add("wait " + address + " " + expected + " " + width + " " + timeoutNanos + " " + memory.holds(address, expected, width));
                return Waiter.WOKEN;
            }

            @Override
            public int notify(NativeMemory memory, long address, int count) {
                calls.add("notify " + address + " " + count);
                return 7;
            }
        };
        var options = InstanceOptions.DEFAULT.withWaiter(waiter).withPoller((x, spent) -> {
            calls.add("poll " + spent);
            return 1000;
        }, 1000);
        try (var memory = memory(new TestLedger(1 << 24)); var i = instance(image(49152), memory, options)) {
            assertEquals(0, i.function("wait").call(16, -2, 55L)[0]);
            assertEquals(7, i.function("notify").call(16, -1)[0]);
        }
        assertEquals(java.util.List.of("poll 0", "wait 16 " + 0xffff_fffeL + " 4 55 false", "notify 16 -1"), calls);
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void anUnsharedMemoryHasPlainAtomicsAndNobodyWaits(int tier) {
        for (int flags : new int[] {0, 4}) {
            boolean wide = flags == 4;
            int address = wide ? I64 : I32;
            var w = new WasmWriter().memory(flags, 1, -1);
            w.function("add", w.type(new int[] {address, I32}, I32), 0, bytes(0x20, 0, 0x20, 1, 0xfe, 0x1e, 2, 4));
            w.function("wait", w.type(new int[] {address}, I32), 0, bytes(0x20, 0, 0x41, 0, 0x42, 0, 0xfe, 0x01, 2, 0));
            w.function("notify", w.type(new int[] {address}, I32), 0, bytes(0x20, 0, 0x41, 1, 0xfe, 0x00, 2, 0, 0xfe, 0x03, 0));
            try (var i = Image.of(Module.parse(w.write()), new ImageOptions(true, tier), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
                assertEquals(0, add(i, wide, 8, 5));
                assertEquals(5, add(i, wide, 8, -7));
                assertEquals(-2, i.memory().i32(12));
                assertEquals(Trap.Kind.UNALIGNED_ATOMIC, assertThrows(Trap.class, () -> add(i, wide, 2, 1)).kind());
                for (long outside : new long[] {65532, -4, -8, 0x7fff_fffcL}) {
                    assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, assertThrows(Trap.class, () -> add(i, wide, outside, 1)).kind());
                }
                assertEquals(Trap.Kind.EXPECTED_SHARED_MEMORY, assertThrows(Trap.class, () -> i.function("wait").call(address(wide, 0))).kind());
                assertEquals(0, i.function("notify").call(address(wide, 0))[0]);
            }
        }
    }

    private static Object address(boolean wide, long a) {
        return wide ? (Object) a : (Object) (int) a;
    }

    private static Object add(Instance i, boolean wide, long a, int value) {
        return i.function("add").call(address(wide, a), value)[0];
    }
}
