// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.HeapMemory;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.MemoryFault;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.ValueType;

class ImageTest {
    /** A host like wasix-syscalls: a method, and a handler for its failures. */
    public static final class Host {
        public static final class Refused extends RuntimeException {
            private static final long serialVersionUID = 1;

            Refused() {
                super("refused", null, false, false);
            }
        }

        private Host() {}

        static final int LATER = -7;
        /** A thread's own, as many call at once. */
        private static final ThreadLocal<Integer> REFUSALS = ThreadLocal.withInitial(() -> 0);

        private static boolean refuses() {
            REFUSALS.set(REFUSALS.get() - 1);
            return REFUSALS.get() >= 0;
        }

        public static int twice(Instance i, int x) {
            if (x == LATER && refuses() || x < 0 && x != LATER) {
                throw new Refused();
            }
            if (x == 1000) {
                throw new ArrayIndexOutOfBoundsException("a bug of the host's");
            }
            return 2 * x + (Integer) i.host();
        }

        public static int number(Instance i, Refused e, int importIndex) {
            return 100 + importIndex;
        }

        public static boolean again(Instance i, Refused e, int importIndex, long[] arguments) {
            return importIndex == 1 && arguments.length == 1 && arguments[0] == LATER;
        }
    }

    private static final ImportBinding BINDING = new ImportBinding() {
        @Override
        public String id() {
            return "test";
        }

        @Override
        public Optional<HostFunction> function(String module, String name, FunctionType type) {
            return name.equals("twice") ? Optional.of(new HostFunction(Host.class, "twice",
                    new HostFunction.Failure(Host.Refused.class, Host.class, "number", "again"))) : Optional.empty();
        }
    };

    private static byte[] module() {
        var w = new WasmWriter().memory(1, 10);
        int t = w.type(new int[] {I32}, I32), many = w.type(new int[] {I32, I64}, I64, I32, I32);
        int given = w.importFunction("env", "given", t);
        int twice = w.importFunction("env", "twice", t);
        w.function("callGiven", t, 0, bytes(0x20, 0, 0x10, given));
        w.function("callTwice", t, 0, bytes(0x20, 0, 0x10, twice));
        w.function("many", many, 0, bytes(0x20, 1, 0x20, 0, 0x41, 9));
        w.function("grow", t, 0, bytes(0x20, 0, 0x40, 0));
        w.function("load", t, 0, bytes(0x20, 0, 0x28, 2, 8));
        w.function("divide", t, 0, bytes(0x41, 1, 0x20, 0, 0x6d));
        w.table(4).elements(twice, given);
        w.function("indirect", t, 0, bytes(0x41, 5, 0x20, 0, 0x11, t, 0));
        return w.write();
    }

    private static Imports imports() {
        return Imports.of().function("env", "given", FunctionType.of(new int[] {ValueType.I32}, ValueType.I32),
                (caller, arguments) -> new Object[] {(Integer) arguments[0] + 1});
    }

    private static Image image() {
        return Image.of(Module.parse(module()), ImageOptions.DEFAULT, BINDING);
    }

    private static int call(Instance i, String name, int x) {
        return (int) i.function(name).call(x)[0];
    }

    private static void check(Instance i, int host) {
        assertEquals(8, call(i, "callGiven", 7));
        assertEquals(14 + host, call(i, "callTwice", 7));
        assertEquals(101, call(i, "callTwice", -1));
        Host.REFUSALS.set(3); // then it is asked again, and again
        assertEquals(2 * Host.LATER + host, call(i, "callTwice", Host.LATER));
        assertEquals(-1, Host.REFUSALS.get());
        assertEquals(10 + host, call(i, "indirect", 0));
        assertEquals(6, call(i, "indirect", 1));
        assertArrayEquals(new Object[] {5L, 4, 9}, i.function("many").call(4, 5L));
    }

    @Test
    void twoInstancesShareCodeButNothingElse() {
        var image = image();
        try (var a = image.instantiate(imports(), InstanceOptions.DEFAULT.withHost(1)); var b = image.instantiate(imports(), InstanceOptions.DEFAULT.withHost(2))) {
            check(a, 1);
            check(b, 2);
            a.memory().setI32(8, 42);
            assertEquals(42, call(a, "load", 0));
            assertEquals(0, call(b, "load", 0));
            assertEquals(1, call(a, "grow", 1));
            assertEquals(1, b.memory().pages());
        }
    }

    @Test
    void manyThreadsMayCallAFunctionFirst() throws Exception {
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 20; round++) {
                var image = image();
                var runs = IntStream.range(0, 8).<Future<?>>mapToObj(n -> pool.submit(() -> {
                    try (var i = image.instantiate(imports(), InstanceOptions.DEFAULT.withHost(n))) {
                        check(i, n);
                    }
                })).toList();
                for (var run : runs) {
                    run.get();
                }
            }
        }
    }

    @Test
    void aBugOfTheHostIsNoTrap() {
        var i = image().instantiate(imports(), InstanceOptions.DEFAULT.withHost(0));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> call(i, "callTwice", 1000));
    }

    @Nested
    class Traps {
        private final Instance i = image().instantiate(imports(), InstanceOptions.DEFAULT.withHost(0));

        private void trap(Trap.Kind kind, String name, int x) {
            assertEquals(kind, assertThrows(Trap.class, () -> call(i, name, x)).kind());
        }

        @Test
        void addressesDontWrapAround() {
            trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, "load", -4);
            trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, "load", -8);
            trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, "load", 65536 - 11);
            trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, "load", Integer.MAX_VALUE);
            trap(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, "load", Integer.MIN_VALUE);
            assertEquals(0, call(i, "load", 65536 - 12));
        }

        @Test
        void areTheSpecsWhenTheJvmRaisesThem() {
            trap(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, "divide", 0);
            trap(Trap.Kind.UNDEFINED_ELEMENT, "indirect", 4);
            trap(Trap.Kind.UNINITIALIZED_ELEMENT, "indirect", 3);
        }

        @Test
        void knowTheGuestsFrames() {
            var trap = assertThrows(Trap.class, () -> call(i, "load", -4));
            assertArrayEquals(new int[] {6}, trap.frames());
        }

        @Test
        void areMemoryFaultsForTheHost() {
            assertThrows(MemoryFault.class, () -> i.memory().i32(-1));
            assertThrows(MemoryFault.class, () -> i.memory().i64(65529));
            assertThrows(MemoryFault.class, () -> i.memory().check(65536, 1));
            assertThrows(MemoryFault.class, () -> i.memory().check(0, 0x4000_0000, 8));
            i.memory().check(65536, 0);
        }
    }

    @Nested
    class Budgets {
        @Test
        void refuseGrowthWithMinusOne() {
            var ledger = new TestLedger(4 * 65536);
            var i = image().instantiate(imports(), InstanceOptions.DEFAULT.withHost(0).withLedger(ledger));
            assertEquals(1, call(i, "grow", 1));
            assertEquals(-1, call(i, "grow", 1));
            assertEquals(2, call(i, "grow", 0));
            i.close();
            i.close();
            assertEquals(0, ledger.reserved);
        }

        @Test
        void ofRoomyMemoriesAreExactAndComeBack() {
            var ledger = new TestLedger(100 * 65536);
            var m = (HeapMemory) LinearMemory.of(new MemoryType(16, 100), ledger, true, 0);
            for (int pages = 16; pages < 32; pages++) {         // the first sixteen growths are exact
                assertEquals(pages, m.grow(1));
                assertEquals(m.size(), m.bytes.length);
            }
            assertEquals(32, m.grow(1));
            assertEquals(33 * 65536, m.size());
            assertEquals(41 * 65536, m.bytes.length);
            m.bytes[34 * 65536] = 1;                        // as a guest's stray store
            assertThrows(MemoryFault.class, () -> m.i8(34 * 65536));
            assertEquals(33, m.grow(2));
            assertEquals(0, m.i8(34 * 65536));
            assertEquals(35, m.grow(18));                   // the spare quarter is refused, half of it is not
            assertEquals(59 * 65536, ledger.reserved);
            assertEquals(53, m.grow(6));
            assertEquals(59 * 65536, ledger.reserved);
            assertEquals(-1, m.grow(10));
        }

        @Test
        void ofRoomyMemoriesAllowForCopyingSomeMegabytesExactly() {
            var m = (HeapMemory) LinearMemory.of(new MemoryType(300, 1000), new TestLedger(1000 * 65536), true, 0);
            m.grow(1);
            assertEquals(301 * 65536, m.bytes.length);
            m.grow(1);
            assertEquals(302 * 5 / 4 * 65536, m.bytes.length);
            assertEquals(302 * 65536, m.size());
        }

        @Test
        void refuseInstancesClearly() {
            var ledger = new TestLedger(1000);
            var e = assertThrows(LinkError.class, () -> image().instantiate(imports(), InstanceOptions.DEFAULT.withLedger(ledger)));
            assertTrue(e.getMessage().contains("refused"), e.getMessage());
            assertEquals(0, ledger.reserved);
        }
    }

    @Test
    void codeMadeAheadOfTimeIsFoundAndRuns(@TempDir Path folder) throws Exception {
        Module m = Module.parse(module());
        assertTrue(Ahead.compile(m, ImageOptions.DEFAULT, BINDING, "ahead.of.time", folder) > 5);
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, ImageTest.class.getClassLoader())) {
            var source = Ahead.source(loader);
            assertTrue(source.find(Image.key(m, ImageOptions.DEFAULT, BINDING)).isPresent());
            assertTrue(source.find(Image.key(m, ImageOptions.DEFAULT.withPolls(false), BINDING)).isEmpty());
            var i = Image.of(m, ImageOptions.DEFAULT, BINDING, source).instantiate(imports(), InstanceOptions.DEFAULT.withHost(3));
            check(i, 3);
            assertEquals("ahead.of.time.E2", ((FunctionRef) i.export("callGiven")).code.getClass().getName());
        }
    }

    @Test
    void aBodyTooLargeForTheJvmIsInterpreted() {
        var w = new WasmWriter();
        int t = w.type(new int[] {I32}, I32);
        w.function("small", t, 0, bytes(0x20, 0, 0x10, 1));
        w.function("large", t, 0, repeat(20_000, 0x20, 0, 0x41, 3, 0x6c, 0x21, 0), bytes(0x20, 0));
        var i = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
        int expected = 5;
        for (int n = 0; n < 20_000; n++) {
            expected *= 3;
        }
        assertEquals(expected, call(i, "small", 5));
    }

    @Test
    void aBodyWhoseCodeTurnsOutTooLargeIsInterpretedAndItsNeighboursAreCompiled() {
        var w = new WasmWriter().memory(1);
        int t = w.type(new int[] {I32}, I32);
        w.function("small", t, 0, bytes(0x20, 0, 0x10, 1));
        w.function("large", t, 0, repeat(6_000, 0x20, 0, 0x20, 0, 0x28, 2, 4, 0x6a, 0x21, 0), bytes(0x20, 0));
        var i = Image.of(Module.parse(w.write()), new ImageOptions(true, 60_000), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
        assertEquals(5, call(i, "small", 5));
    }
}
