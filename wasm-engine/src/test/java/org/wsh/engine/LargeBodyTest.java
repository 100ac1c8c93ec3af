// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.I32;
import static org.wsh.engine.WasmWriter.I64;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.constant;
import static org.wsh.engine.WasmWriter.join;
import static org.wsh.engine.WasmWriter.repeat;
import static org.wsh.engine.WasmWriter.u32;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;

/** Bodies that become several JVM methods do what they did in one, and what the interpreter does: same results, same charges, same depth. */
class LargeBodyTest {
    private static final ImageOptions INTERPRETED = new ImageOptions(true, 0);
    private static final List<ImageOptions> TIERS = List.of(INTERPRETED, ImageOptions.DEFAULT.withMethodBytes(60_000), ImageOptions.DEFAULT,
            ImageOptions.DEFAULT.withMethodBytes(700), ImageOptions.DEFAULT.withMethodBytes(100));

    private static Instance instance(byte[] wasm, ImageOptions options) {
        return Image.of(Module.parse(wasm), options, ImportBinding.NONE)
                .instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((i, spent) -> 777, 777));
    }

    /** Runs export {@code run} on each tier; all must agree. */
    static Object[] everywhere(byte[] wasm, Object... arguments) {
        Object[] first = null;
        for (var tier : TIERS) {
            var i = instance(wasm, tier);
            Object[] results = i.function("run").call(arguments);
            var found = new Object[results.length + 1];
            System.arraycopy(results, 0, found, 0, results.length);
            found[results.length] = i.spent();
            if (first == null) {
                first = found;
            }
            assertArrayEquals(first, found, tier.toString());
        }
        return first;
    }

    /** A loop around a switch of so many cases, chosen at random; locals: 0 rounds left, 1 seed, 2 and 3 accumulators, 4 an inner counter. */
    private static byte[] switchOf(int cases) {
        var w = new WasmWriter().memory(1);
        int leaf = w.function(null, w.type(new int[] {I32}, I32), 0, bytes(0x20, 0, 0x41, 3, 0x6c));
        var code = new ArrayList<byte[]>();
        code.add(bytes(0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x45, 0x0d, 1, 0x20, 0, 0x41, 1, 0x6b, 0x21, 0));
        code.add(repeat(cases, 0x02, 0x40));
        code.add(join(bytes(0x20, 1), constant(1664525), bytes(0x6c), constant(1013904223), bytes(0x6a, 0x22, 1, 0x41, 8, 0x76), constant(cases), bytes(0x70, 0x0e)));
        code.add(u32(cases - 1));
        for (int i = 0; i < cases; i++) {
            code.add(u32((i * 7 + 3) % cases));
        }
        for (int i = 0; i < cases; i++) {
            code.add(bytes(0x0b));
            code.add(switch (i % 5) {
                case 0 -> join(bytes(0x20, 2), constant(2 * i + 1), bytes(0x6c, 0x20, 3, 0x6a, 0x21, 2));
                case 1 -> join(bytes(0x20, 3, 0x20, 2), constant(i % 31), bytes(0x77, 0x73, 0x21, 3));
                case 2 -> join(bytes(0x20, 2, 0x10, leaf, 0x21, 2));
                case 3 -> join(bytes(0x41, 3, 0x21, 4, 0x03, 0x40, 0x20, 2, 0x20, 4, 0x6a, 0x21, 2, 0x20, 4, 0x41, 1, 0x6b, 0x22, 4, 0x0d, 0, 0x0b));
                default -> join(bytes(0x41, 16, 0x20, 2, 0x36, 2, 0, 0x20, 3, 0x41, 16, 0x28, 2, 0, 0x6a, 0x21, 3),
                        i % 10 == 4 ? bytes() : join(bytes(0x20, 3, 0x41, 1, 0x71, 0x0d), u32(cases - 1 - i)));
            });
            if (i % 3 != 0) {
                code.add(bytes(0x0c));
                code.add(u32(cases - 1 - i));
            }
        }
        code.add(bytes(0x0c, 0, 0x0b, 0x0b, 0x20, 2, 0x20, 3, 0x73));
        w.function("run", w.type(new int[] {I32}, I32), 4, join(code.toArray(new byte[0][])));
        return w.write();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 300, 2000})
    void aSwitchInALoop(int cases) {
        everywhere(switchOf(cases), 5_000);
    }

    /** Rows of statements between which it leaves: by a tail call of another function, of itself, by an exception. Parameters: a number, how often to start again. */
    private static byte[] leaving() {
        var w = new WasmWriter();
        int t = w.type(new int[] {I32, I32}, I32);
        int tag = w.tag(w.type(new int[] {I32}));
        int other = w.function(null, t, 0, bytes(0x20, 0, 0x20, 1, 0x6a));
        byte[] row = repeat(400, 0x20, 0, 0x41, 3, 0x6c, 0x20, 2, 0x6a, 0x22, 0, 0x41, 7, 0x71, 0x21, 2);
        w.function("run", t, 1, row, bytes(0x20, 0, 0x41, 8, 0x76, 0x41, 7, 0x71, 0x45, 0x04, 0x40), row, bytes(0x20, 0, 0x20, 1, 0x12, other, 0x0b),
                row, bytes(0x20, 0, 0x41, 8, 0x76, 0x41, 7, 0x71, 0x41, 5, 0x46, 0x04, 0x40, 0x20, 0, 0x08, tag, 0x0b),
                row, bytes(0x20, 1, 0x04, 0x40, 0x20, 0, 0x20, 1, 0x41, 1, 0x6b, 0x12, other + 1, 0x0b), row, bytes(0x20, 0, 0x20, 2, 0x6a));
        return w.write();
    }

    @Test
    void tailCallsAndExceptionsLeaveACutBody() {
        byte[] wasm = leaving();
        var ways = new java.util.TreeSet<String>();
        for (int x = 0; x < 12; x++) {
            String first = null;
            for (var tier : TIERS) {
                var i = instance(wasm, tier);
                String found;
                try {
                    found = "returned " + i.function("run").call(x, 2)[0];
                } catch (WasmException e) {
                    found = "threw " + e.payload()[0];
                }
                found += ", spent " + i.spent();
                first = first == null ? found : first;
                assertEquals(first, found, tier + ", x = " + x);
            }
            ways.add(first.substring(0, 5));
        }
        assertEquals(java.util.Set.of("retur", "threw"), ways);
        requireCut(wasm, 1, 1);
    }

    @Test
    void noMethodIsTooLargeForTheJit() {
        requireCut(switchOf(2000), 10);
    }

    static void requireCut(byte[] wasm, Object... arguments) {
        int methods = 0;
        for (ClassModel c : GeneratedClasses.of(wasm, arguments)) {
            for (var method : c.methods()) {
                var code = method.findAttribute(Attributes.code());
                assertTrue(code.isEmpty() || code.get().codeLength() <= 8_000, method.methodName().stringValue());
                methods += method.methodName().stringValue().startsWith("r") ? 1 : 0;
            }
        }
        assertTrue(methods > 3, "the body is cut");
    }

    @Test
    void aLongRowOfStatements() {
        var w = new WasmWriter();
        w.function("run", w.type(new int[] {I32}, I32), 0, repeat(30_000, 0x20, 0, 0x41, 3, 0x6c, 0x21, 0), bytes(0x20, 0));
        int expected = 5;
        for (int n = 0; n < 30_000; n++) {
            expected *= 3;
        }
        assertEquals(expected, everywhere(w.write(), 5)[0]);
    }

    @Test
    void moreLocalsAliveThanAMethodHasParameters() {
        var w = new WasmWriter();
        int locals = 400;
        var code = new ArrayList<byte[]>();
        for (int round = 0; round < 3; round++) {
            for (int x = 1; x <= locals; x++) {     // each from the one before, in several statements
                code.add(join(bytes(0x20), u32(x), bytes(0x20), u32(x - 1), constant(2 * x + 1), bytes(0x6c, 0x6a, 0x21), u32(x)));
            }
        }
        w.function("run", w.type(new int[] {I32}, I32), locals, join(code.toArray(new byte[0][])), join(bytes(0x20), u32(locals)));
        everywhere(w.write(), 12345);
    }

    /** Branches out of the middle of a row: to a block with two results, and from the function with two. */
    @Test
    void branchesTakeOperandsAlong() {
        var w = new WasmWriter();
        int pair = w.type(new int[0], I64, I32);
        byte[] filler = repeat(50, 0x20, 1, 0x41, 1, 0x6a, 0x21, 1);
        byte[] body = join(bytes(0x02, pair), filler,
                bytes(0x20, 0, 0x41, 1, 0x46, 0x04, 0x40, 0x42, 11, 0x20, 1, 0x0c, 1, 0x0b), filler,
                bytes(0x20, 0, 0x41, 2, 0x46, 0x04, 0x40, 0x42, 22, 0x20, 1, 0x0f, 0x0b), filler,
                bytes(0x42, 33, 0x20, 1, 0x0b), bytes(0x21, 1, 0x42, 1, 0x7c, 0x20, 1));
        w.function("run", w.type(new int[] {I32}, I64, I32), 1, body);
        assertArrayEquals(new Object[] {12L, 50, 0L}, everywhere(w.write(), 1));
        assertArrayEquals(new Object[] {22L, 100, 0L}, everywhere(w.write(), 2));
        assertArrayEquals(new Object[] {34L, 150, 0L}, everywhere(w.write(), 3));
    }

    @Test
    void aTrapNamesTheFunctionAndThePlace() {
        var w = new WasmWriter();
        byte[] filler = repeat(200, 0x20, 0, 0x41, 1, 0x6a, 0x21, 0);
        w.function("run", w.type(new int[] {I32}, I32), 0, filler, bytes(0x41, 1, 0x20, 0, 0x41, 127, 0x71, 0x6d, 0x21, 0), filler, bytes(0x20, 0));
        byte[] wasm = w.write();
        String expected = null;
        for (var tier : TIERS) {
            var trap = assertThrows(Trap.class, () -> instance(wasm, tier).function("run").call(-200));
            assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, trap.kind());
            assertArrayEquals(new int[] {0}, trap.frames(), tier.toString());
            String found = trap.backtrace().toString();
            expected = expected == null ? found : expected;
            assertEquals(expected, found, tier.toString());
        }
    }

    /** A function whose recursion goes through a part of it. */
    @Test
    void depthIsCountedAndEndsInATrap() {
        var w = new WasmWriter();
        byte[] filler = repeat(300, 0x20, 0, 0x41, 1, 0x6a, 0x21, 0);
        w.function("run", w.type(new int[] {I32}, I32), 0, filler, bytes(0x20, 0, 0x10, 0, 0x21, 0), filler, bytes(0x20, 0));
        byte[] wasm = w.write();
        for (var tier : TIERS) {
            var trap = assertThrows(Trap.class, () -> instance(wasm, tier).function("run").call(0));
            assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, trap.kind());
        }
    }

    @Test
    void absurdShapesTakeTimeInProportion() {
        var deep = new WasmWriter();
        int type = deep.type(new int[] {I32}, I32);
        int depth = 50_000;
        deep.function("run", type, 0, repeat(depth, 0x02, 0x40), repeat(depth, 0x20, 0, 0x41, 1, 0x6a, 0x21, 0, 0x0b), bytes(0x20, 0));
        assertEquals(depth, instance(deep.write(), ImageOptions.DEFAULT).function("run").call(0)[0]);
        var loops = new WasmWriter();
        type = loops.type(new int[] {I32}, I32);
        depth = 5_000;
        loops.function("run", type, 0, repeat(depth, 0x03, 0x40), repeat(depth, 0x20, 0, 0x41, 1, 0x6a, 0x21, 0, 0x0b), bytes(0x20, 0));
        assertEquals(depth, instance(loops.write(), ImageOptions.DEFAULT).function("run").call(0)[0]);
        var table = new WasmWriter();
        type = table.type(new int[] {I32}, I32);
        table.function("run", type, 0, bytes(0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e), u32(200_000), repeat(200_001, 1), bytes(0x0b),
                repeat(2_000, 0x20, 0, 0x41, 1, 0x6a, 0x21, 0), bytes(0x0b, 0x20, 0));
        assertEquals(7, instance(table.write(), ImageOptions.DEFAULT).function("run").call(7)[0]);
    }
}
