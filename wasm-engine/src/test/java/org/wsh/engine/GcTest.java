// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Struct;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.ModuleException;

/** Structs and arrays where the official suite doesn't look: the ledger, several modules, absurd sizes. */
class GcTest {
    private static final int STRUCT = 0x5f, ARRAY = 0x5e, FUNCTION = 0x60, NULLABLE = 0x63, I64 = 0x7e, ANYREF = 0x6e;
    private static final int NODE_BYTES = 48;

    static Stream<ImageOptions> tiers() {
        return Stream.of(ImageOptions.DEFAULT, new ImageOptions(true, 0));
    }

    /**
     * Type 0 is {@code (struct (mut i32) (mut (ref null 0)))}, a node of a list. {@code keep(n)} returns a list of n, {@code waste(n)} makes n nodes and drops them,
     * {@code mostly(n)} makes n and keeps each 64th.
     */
    private static byte[] lists() {
        var w = new WasmWriter();
        int node = w.type(bytes(STRUCT, 2, I32, 1, NULLABLE, 0, 1));
        int list = w.type(bytes(FUNCTION, 1, I32, 1, NULLABLE, node));
        byte[] local = bytes(1, 1, NULLABLE, node);
        byte[] again = bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 1);
        byte[] make = bytes(0x41, 7, 0x20, 1, 0xfb, 0, node);
        w.function("keep", list, local, bytes(0x03, 0x40), make, bytes(0x21, 1), again);
        w.function("waste", list, local, bytes(0x03, 0x40), make, bytes(0x1a), again);
        w.function("mostly", list, local, bytes(0x03, 0x40), make, bytes(0x20, 1, 0x20, 0, 0x41, 0x3f, 0x71, 0x45, 0x1c, 1, NULLABLE, node, 0x21, 1), again);
        return w.write();
    }

    private static Instance instance(byte[] module, ImageOptions options, TestLedger ledger) {
        return Image.of(Module.parse(module), options, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT.withLedger(ledger));
    }

    private static Object call(Instance i, String name, Object... arguments) {
        return i.function(name).call(arguments)[0];
    }

    private static void trap(Trap.Kind kind, Instance i, String name, Object... arguments) {
        assertEquals(kind, assertThrows(Trap.class, () -> call(i, name, arguments)).kind());
    }

    @Nested
    class TheLedger {
        @ParameterizedTest
        @MethodSource("org.wsh.engine.GcTest#tiers")
        void getsBackWhatWasDropped(ImageOptions tier) {
            var ledger = new TestLedger(2 << 20);
            try (var i = instance(lists(), tier, ledger)) {
                call(i, "waste", 1_000_000);        // 48 MB
            }
            assertEquals(0, ledger.reserved);
        }

        @ParameterizedTest
        @MethodSource("org.wsh.engine.GcTest#tiers")
        void isChargedWhatIsKept(ImageOptions tier) {
            var ledger = new TestLedger(64 << 20);
            try (var i = instance(lists(), tier, ledger)) {
                long before = ledger.reserved;
                Object list = call(i, "keep", 100_000);
                long charged = ledger.reserved - before;
                assertTrue(Math.abs(charged - 100_000 * NODE_BYTES) < 64 << 10, "charged " + charged);
                assertSame(Struct.class, list.getClass());
            }
            assertEquals(0, ledger.reserved);
        }

        @Test
        void isChargedAboutWhatLivesAmongMuchThatDied() {
            var ledger = new TestLedger(16 << 20);
            try (var i = instance(lists(), ImageOptions.DEFAULT, ledger)) {
                Object list = call(i, "mostly", 4_000_000);     // 192 MB, of which 3 MB live
                System.gc();
                call(i, "waste", 100_000);
                assertTrue(ledger.reserved > 1 << 20, "charged " + ledger.reserved + " for " + list);
            }
            assertEquals(0, ledger.reserved);
        }

        @ParameterizedTest
        @MethodSource("org.wsh.engine.GcTest#tiers")
        void refusesWithATrapAndGoesOnOnceThereIsRoom(ImageOptions tier) {
            var ledger = new TestLedger(4 << 20);
            try (var i = instance(lists(), tier, ledger)) {
                for (int round = 0; round < 3; round++) {
                    trap(Trap.Kind.OUT_OF_MEMORY, i, "keep", 200_000);
                    call(i, "keep", 40_000);
                }
            }
            assertEquals(0, ledger.reserved);
        }

        @Test
        void getsAllBackOnceAtTheEndWhoeverStillHoldsIt() {
            var ledger = new TestLedger(64 << 20);
            var i = instance(lists(), ImageOptions.DEFAULT, ledger);
            Object list = call(i, "keep", 100_000);
            i.close();
            i.close();
            assertEquals(0, ledger.reserved);
            System.gc();
            assertEquals(7, ((Struct) list).n0);
            assertEquals(0, ledger.reserved);
        }
    }

    /** {@code make(n)} makes an array of n elements of a storage type, {@code length(n)} says how long it is. */
    private static byte[] arrays(int... storage) {
        var w = new WasmWriter();
        int array = w.type(join(bytes(ARRAY), bytes(storage), bytes(1)));
        int f = w.type(bytes(FUNCTION, 1, I32, 1, I32));
        w.function("length", f, 0, bytes(0x20, 0, 0xfb, 7, array, 0xfb, 0x0f));
        return w.write();
    }

    @ParameterizedTest
    @MethodSource("tiers")
    void hugeArraysAreATrapAndCostNothing(ImageOptions tier) {
        for (int[] storage : new int[][] {{0x78}, {0x77}, {I32}, {I64}, {0x7d}, {0x7c}, {0x7b}, {ANYREF}}) {
            var ledger = new TestLedger(1 << 20);
            try (var i = instance(arrays(storage), tier, ledger)) {
                assertEquals(1000, call(i, "length", 1000));
                long before = ledger.reserved;
                for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 2 << 20}) {
                    trap(Trap.Kind.OUT_OF_MEMORY, i, "length", length);
                }
                assertTrue(ledger.reserved <= before, "charged " + ledger.reserved);
            }
            assertEquals(0, ledger.reserved);
        }
    }

    @Nested
    class TwoModules {
        private Instance instance(byte[] module, ImageOptions tier) {
            return GcTest.instance(module, tier, new TestLedger(1 << 20));
        }

        /** {@code make()} returns a struct of one type as anyref, {@code get(any)} casts one to it and reads its field. */
        private byte[] boxes(int before, int field) {
            var w = new WasmWriter();
            for (int i = 0; i < before; i++) {
                w.type(bytes(STRUCT, 1, 0x7d, i & 1));
            }
            int open = w.type(bytes(0x50, 0, STRUCT, 1, field, 0));
            int box = w.type(bytes(0x50, 1, open, STRUCT, 2, field, 0, I64, 1));
            int make = w.type(bytes(FUNCTION, 0, 1, ANYREF)), get = w.type(bytes(FUNCTION, 1, ANYREF, 1, field));
            w.function("make", make, 0, field == I32 ? bytes(0x41, 5) : bytes(0x42, 5), bytes(0x42, 6, 0xfb, 0, box));
            w.function("get", get, 0, bytes(0x20, 0, 0xfb, 0x16, box, 0xfb, 2, box, 0));
            w.function("getBelow", get, 0, bytes(0x20, 0, 0xfb, 0x16, open, 0xfb, 2, open, 0));
            return w.write();
        }

        @ParameterizedTest
        @MethodSource("org.wsh.engine.GcTest#tiers")
        void giveEachOtherObjectsOfTypesThatAreEqual(ImageOptions tier) {
            try (var a = instance(boxes(0, I32), tier); var b = instance(boxes(3, I32), tier); var c = instance(boxes(0, I64), tier)) {
                Object box = call(a, "make");
                assertEquals(5, call(b, "get", box));
                assertEquals(5, call(b, "getBelow", box));
                trap(Trap.Kind.CAST_FAILURE, c, "get", box);
                trap(Trap.Kind.CAST_FAILURE, c, "getBelow", box);
                trap(Trap.Kind.CAST_FAILURE, b, "get", "something of the host's");
            }
        }
    }

    @Nested
    class HostileTypes {
        private String refusal(byte[] b) {
            return assertThrows(ModuleException.class, () -> Module.parse(b).validate()).getMessage();
        }

        private byte[] chain(int depth) {
            var w = new WasmWriter();
            w.type(bytes(0x50, 0, STRUCT, 0));
            for (int i = 1; i <= depth; i++) {
                w.type(join(bytes(0x50, 1), u32(i - 1), bytes(STRUCT, 0)));
            }
            return w.write();
        }

        @Test
        void mayHaveSixtyThreeSupertypes() {
            Module.parse(chain(63));
            assertTrue(refusal(chain(64)).contains("more than 63 supertypes"));
            assertTrue(refusal(chain(100_000)).contains("more than 63 supertypes"));
        }

        @Test
        void groupsOfAMillionMembersAreTakenOrRefused() {
            byte[] members = join(bytes(0x4e), u32(1_000_000), repeat(1_000_000, STRUCT, 0));
            assertEquals(1_000_000, Module.parse(new WasmWriter().types(members).write()).declarations().definedTypes().size());
            assertTrue(refusal(new WasmWriter().types(members, members).write()).contains("the limit is 1000000"));
            assertTrue(refusal(new WasmWriter().types(join(bytes(0x4e), u32(0xffff_ffffL))).write()).contains("unexpected end"));
            assertTrue(refusal(new WasmWriter().types(join(bytes(STRUCT), u32(20_000), repeat(20_000, I32, 0))).write()).contains("the limit is 10000"));
        }

        @Test
        void absurdCountsOfArrayNewFixedAreRefused() {
            for (long n : new long[] {10_001, 0x7fff_ffffL, 0xffff_ffffL}) {
                var w = new WasmWriter();
                int array = w.type(bytes(ARRAY, I32, 1));
                w.function("f", w.type(new int[0]), 0, bytes(0x00, 0xfb, 8, array), u32(n), bytes(0x1a));
                byte[] b = w.write();
                assertTrue(assertThrows(InvalidModule.class, () -> Module.parse(b).validate()).getMessage().contains("the limit is 10000"));
            }
        }

        @Test
        void supertypesMustComeBefore() {
            assertTrue(refusal(new WasmWriter().types(bytes(0x4e, 2, 0x50, 1, 1, STRUCT, 0, 0x50, 1, 0, STRUCT, 0)).write()).contains("unknown type 1"));
            assertTrue(refusal(new WasmWriter().types(bytes(0x50, 1, 0, STRUCT, 0)).write()).contains("unknown type 0"));
        }

        @ParameterizedTest
        @MethodSource("org.wsh.engine.GcTest#tiers")
        void structsMayHaveTenThousandFields(ImageOptions tier) {
            int n = 10_000;
            var w = new WasmWriter();
            int wide = w.type(join(bytes(STRUCT), u32(n), repeat(n / 2, I32, 1, ANYREF, 1)));
            int f = w.type(bytes(FUNCTION, 1, I32, 1, I32));
            byte[] last = u32(n - 2);
            w.function("f", f, bytes(1, 1, NULLABLE, wide), bytes(0xfb, 1, wide, 0x22, 1, 0x20, 0, 0xfb, 5, wide), last,
                    bytes(0x20, 1, 0xfb, 2, wide), last);
            w.function("all", f, 0, repeat(n / 2, 0x20, 0, 0xd0, 0x71), bytes(0xfb, 0, wide, 0xfb, 2, wide), last);
            try (var i = instance(w.write(), tier, new TestLedger(1 << 20))) {
                assertEquals(42, call(i, "f", 42));
                assertEquals(43, call(i, "all", 43));
            }
        }

        @Test
        void localsThatAreSetInManyBlocksTakeNoLongerThanTheirNumberSays() {
            var w = new WasmWriter();
            int t = w.type(bytes(STRUCT, 0));
            int n = 30_000;
            w.function("f", w.type(new int[0]), join(bytes(1), u32(n), bytes(0x64, t)), repeat(n, 0x02, 0x40, 0xfb, 1, t, 0x21, 0, 0x20, 0, 0x1a), repeat(n, 0x0b));
            Module.parse(w.write()).validate();
        }
    }
}
