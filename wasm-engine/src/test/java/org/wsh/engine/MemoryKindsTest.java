// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.HeapMemory;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.MemoryFault;
import org.wsh.engine.runtime.NativeMemory;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MemoryType;

/** Memories on and off the heap: which is which, growth, freeing, hostile sizes and addresses. Tiers: 49152 is compiled, 0 interpreted. */
class MemoryKindsTest {
    private static final int SHARED = 3, WIDE = 4, WIDE_BOUNDED = 5;
    private static final int P = 65536;

    /** load(a), store(a, v), grow(n), size(), fill(a, n) on memory 0, whose addresses are i32 or i64. */
    private static byte[] module(WasmWriter w, boolean wide, byte[] offset) {
        int address = wide ? I64 : I32;
        w.function("load", w.type(new int[] {address}, I32), 0, bytes(0x20, 0, 0x28, 0), offset);
        w.function("store", w.type(new int[] {address, I32}), 0, bytes(0x20, 0, 0x20, 1, 0x36, 0), offset);
        w.function("grow", w.type(new int[] {address}, address), 0, bytes(0x20, 0, 0x40, 0));
        w.function("size", w.type(new int[0], address), 0, bytes(0x3f, 0));
        w.function("fill", w.type(new int[] {address, address}), 0, bytes(0x20, 0, 0x41, 7, 0x20, 1, 0xfc, 0x0b, 0));
        return w.write();
    }

    private static Instance instance(byte[] module, int tier, Imports imports, InstanceOptions options) {
        return Image.of(Module.parse(module), new ImageOptions(true, tier), ImportBinding.NONE).instantiate(imports, options);
    }

    private static Instance instance(byte[] module, int tier, InstanceOptions options) {
        return instance(module, tier, Imports.NONE, options);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, -1, true", "1, 100, 65536, true", "0, 32768, -1, false", "3, 1, 2, false", "4, 1, -1, false", "7, 0, 1, false"})
    void theDeclaredTypeDecidesTheKind(int flags, long minimum, long maximum, boolean heap) {
        try (var i = instance(module(new WasmWriter().memory(flags, minimum, maximum), (flags & 4) != 0, bytes(0)), 49152, InstanceOptions.DEFAULT)) {
            assertEquals(heap ? HeapMemory.class : NativeMemory.class, i.memory().getClass());
            assertEquals(minimum, i.memory().pages());
            assertEquals(new MemoryType(minimum, maximum, (flags & 2) != 0, (flags & 4) != 0), i.memory().type());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aWideMemoryGrowsAndComesBack(int tier) {
        var ledger = new TestLedger(20 * P + 10_000);
        var i = instance(module(new WasmWriter().memory(WIDE_BOUNDED, 1, 16), true, bytes(4)), tier, InstanceOptions.DEFAULT.withLedger(ledger));
        i.function("store").call(P - 8L, 5);
        assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, assertThrows(Trap.class, () -> i.function("store").call(P - 7L, 5)).kind());
        assertEquals(1L, i.function("grow").call(2L)[0]);
        i.function("store").call(3L * P - 8, 6);
        assertEquals(5, i.function("load").call(P - 8L)[0]);
        assertEquals(6, i.function("load").call(3L * P - 8)[0]);
        assertEquals(-1L, i.function("grow").call(14L)[0]);
        assertEquals(-1L, i.function("grow").call(-1L)[0]);
        assertEquals(3L, i.function("size").call()[0]);
        i.function("fill").call(0L, 3L * P);
        assertEquals(0x07070707, i.memory().i32(3L * P - 4));
        i.close();
        assertEquals(0, ledger.reserved);
        assertEquals(0, i.memory().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aWideAddressNeverWrapsIntoTheMemory(int tier) {
        byte[][] offsets = {bytes(0), bytes(8), u32(0x7fff_ffff_ffff_fff8L), u32(-8)};
        for (byte[] offset : offsets) {
            try (var i = instance(module(new WasmWriter().memory(WIDE, 1, -1), true, offset), tier, InstanceOptions.DEFAULT)) {
                for (long address : new long[] {-1, -4, -8, -16, Long.MIN_VALUE, Long.MIN_VALUE + 16, Long.MAX_VALUE, Long.MAX_VALUE - 8, P, 1L << 32, 16}) {
                    if (address == 16 && offset.length == 1) {
                        continue;
                    }
                    assertThrows(Trap.class, () -> i.function("load").call(address), "address " + address);
                    assertThrows(Trap.class, () -> i.function("store").call(address, 1), "address " + address);
                }
                for (long[] range : new long[][] {{0, P + 1}, {-1, 1}, {1, -1}, {P, 1}, {Long.MAX_VALUE, Long.MAX_VALUE}, {-8, 16}}) {
                    assertThrows(Trap.class, () -> i.function("fill").call(range[0], range[1]));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"49152, 16", "49152, 65536", "0, 16"})
    void aNegativeAddressIsALargeOneInASharedMemory(int tier, long maximum) {
        for (byte[] offset : new byte[][] {bytes(0), bytes(8), u32(0xffff_fff8L)}) {
            try (var i = instance(module(new WasmWriter().memory(SHARED, 1, maximum), false, offset), tier, InstanceOptions.DEFAULT)) {
                for (int address : new int[] {-1, -4, -8, -65536, Integer.MIN_VALUE, Integer.MAX_VALUE, P, P - 3}) {
                    assertThrows(Trap.class, () -> i.function("load").call(address), "address " + address);
                    assertThrows(Trap.class, () -> i.function("store").call(address, 1), "address " + address);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aMemoryOfFourGigabytesIsUsedToItsEnd(int tier) {
        try (var i = instance(module(new WasmWriter().memory(1, 65535, 65536), false, bytes(0)), tier, InstanceOptions.DEFAULT)) {
            i.function("store").call(-P - 4, 9);
            assertEquals(9, i.function("load").call(-P - 4)[0]);
            assertEquals(9, i.memory().i32(-P - 4));
            assertThrows(Trap.class, () -> i.function("load").call(-P - 3));
            assertEquals(65535, i.function("grow").call(1)[0]);
            i.function("store").call(-4, 10);
            assertEquals(10, i.memory().i32(0xffff_fffcL));
            assertEquals(-1, i.function("grow").call(1)[0]);
            assertThrows(Trap.class, () -> i.function("load").call(-3));
        }
    }

    @Test
    void whatTheEmbedderAllowsIsAllThatAWideMemoryGets() {
        byte[] module = module(new WasmWriter().memory(WIDE, 4, -1), true, bytes(0));
        var few = InstanceOptions.DEFAULT.withMostNativeBytes(8 * P);
        try (var i = instance(module, 49152, few)) {
            assertEquals(4L, i.function("grow").call(4L)[0]);
            assertEquals(-1L, i.function("grow").call(1L)[0]);
        }
        assertThrows(LinkError.class, () -> instance(module, 49152, few.withMostNativeBytes(3 * P)));
    }

    @Test
    void fillingManyPiecesPollsBetweenThem() {
        int[] polls = {0};
        var options = InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            polls[0]++;
            return 100;
        }, 100);
        try (var i = instance(module(new WasmWriter().memory(WIDE, 256, -1), true, bytes(0)), 49152, options)) {
            i.function("fill").call(0L, 256L * P);
        }
        assertEquals(16, polls[0]);     // of 1 MB, which is 256 units
    }

    @Nested
    class SeveralMemories {
        /** copy(toMemory 0 from memory 1), and a load of each: memory 0 is 32-bit on the heap, memory 1 is 64-bit. */
        private byte[] mixed() {
            var w = new WasmWriter().memory(0, 1, -1).memory(WIDE, 1, -1);
            w.function("into0", w.type(new int[] {I32, I64, I32}), 0, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 0x0a, 0, 1));
            w.function("into1", w.type(new int[] {I64, I32, I32}), 0, bytes(0x20, 0, 0x20, 1, 0x20, 2, 0xfc, 0x0a, 1, 0));
            w.function("sum", w.type(new int[] {I32, I64}, I32), 0, bytes(0x20, 0, 0x28, 0, 0, 0x20, 1, 0x28, 0x40, 1, 4, 0x6a));
            return w.write();
        }

        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void areCopiedAcrossKinds(int tier) {
            try (var i = instance(mixed(), tier, InstanceOptions.DEFAULT)) {
                i.memory(1).setI32(100L, 77);
                i.function("into0").call(8, 100L, 4);
                assertEquals(77, i.memory(0).i32(8));
                i.function("into1").call(P - 4L, 8, 4);
                assertEquals(77, i.memory(1).i32(P - 4));
                assertEquals(154, i.function("sum").call(8, 96L)[0]);
                assertThrows(Trap.class, () -> i.function("into1").call(P - 3L, 8, 4));
                assertThrows(Trap.class, () -> i.function("into0").call(0, -1L, 4));
                assertThrows(Trap.class, () -> i.function("into0").call(-1, 0L, 4));
            }
        }

        @Test
        void thatAreTooManyAreRefused() {
            var w = new WasmWriter();
            for (int n = 0; n < 101; n++) {
                w.memory(0);
            }
            assertThrows(InvalidModule.class, () -> Module.parse(w.write()));
        }

        @Test
        void areAllGivenBackWhenOneIsRefused() {
            var ledger = new TestLedger(4 * P);
            byte[] b = new WasmWriter().memory(0, 1, -1).memory(WIDE, 2, -1).memory(0, 2, -1).write();
            assertThrows(LinkError.class, () -> instance(b, 49152, InstanceOptions.DEFAULT.withLedger(ledger)));
            assertEquals(0, ledger.reserved);
        }
    }

    @Nested
    class WithoutNativeAccess {
        @Test
        void aMemoryIsCopiedWhenItGrows() {
            var ledger = new TestLedger(100 * P);
            try (var m = NativeMemory.allocated(new MemoryType(1, MemoryType.UNBOUNDED, false, true), ledger, 50L * P)) {
                m.setI64(P - 8L, 42);
                assertEquals(1, m.grow(4));
                assertEquals(42, m.i64(P - 8L));
                assertEquals(0, m.i64(5L * P - 8));
                assertThrows(MemoryFault.class, () -> m.i64(5L * P - 7));
                assertEquals(-1, m.grow(46));
            }
            assertEquals(0, ledger.reserved);
        }

        @Test
        void aSharedMemoryIsAllocatedWholeAndNeverMoves() {
            var ledger = new TestLedger(100 * P);
            try (var m = NativeMemory.allocated(new MemoryType(1, 9, true, false), ledger, 50L * P)) {
                assertEquals(9 * P, ledger.reserved);
                var before = m.segment;
                assertEquals(1, m.grow(8));
                assertEquals(before.address(), m.segment.address());
                assertEquals(9 * P, ledger.reserved);
            }
            assertEquals(0, ledger.reserved);
        }

        @Test
        void whatTheJvmCantAllocateIsRefused() {
            assertThrows(LinkError.class, () -> NativeMemory.allocated(new MemoryType(1 << 24, MemoryType.UNBOUNDED, false, true), Ledger.UNLIMITED, 1L << 60));
        }
    }

    @Test
    void aClosedMemoryIsEmptyAndAnOldViewOfItIsAnError() {
        var m = (NativeMemory) LinearMemory.of(new MemoryType(1, 2, true, false), Ledger.UNLIMITED);
        var old = m.segment;
        m.close();
        m.close();
        assertThrows(MemoryFault.class, () -> m.i32(0));
        assertEquals(-1, m.grow(1));
        assertThrows(IllegalStateException.class, () -> old.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
        var module = new WasmWriter().importMemory("m", "m", SHARED, 1, 2).write();
        assertThrows(LinkError.class, () -> instance(module, 49152, Imports.of().memory("m", "m", m), InstanceOptions.DEFAULT));
    }
}
