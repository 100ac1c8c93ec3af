// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import org.junit.jupiter.api.Test;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.engine.syntax.ValueType;

/** Vectors where they meet the host; the instructions themselves are the official suite's business. */
class VectorTest {
    private static final int V = ValueType.V128;
    private static final V128 ONE_TWO = V128.of(1, 2);
    private static final ImageOptions[] TIERS = {ImageOptions.DEFAULT, ImageOptions.DEFAULT.withMethodBytes(60), new ImageOptions(true, 0)};

    private static Instance instance(WasmWriter w, ImageOptions options, Imports imports) {
        return Image.of(Module.parse(w.write()), options, ImportBinding.NONE).instantiate(imports, InstanceOptions.DEFAULT);
    }

    @Test
    void passThroughHostFunctionsAndBack() {
        var w = new WasmWriter();
        int type = w.type(new int[] {V, I32}, V);
        w.importFunction("host", "f", type);
        w.function("g", type, 0, bytes(0x20, 0, 0x20, 1, 0x10, 0));
        var imports = Imports.of().function("host", "f", FunctionType.of(new int[] {V, I32}, V),
                (caller, arguments) -> new Object[] {V128.of(((V128) arguments[0]).high(), (Integer) arguments[1])});
        for (var tier : TIERS) {
            assertArrayEquals(new Object[] {V128.of(2, 7)}, instance(w, tier, imports).function("g").call(ONE_TWO, 7));
        }
    }

    @Test
    void areNeverNull() {
        assertThrows(IllegalArgumentException.class, () -> Global.of(new GlobalType(V, true), null));
        var w = new WasmWriter();
        w.function("f", w.type(new int[] {V}, V), 0, bytes(0x20, 0));
        for (var tier : TIERS) {
            assertThrows(IllegalArgumentException.class, () -> instance(w, tier, Imports.of()).function("f").call((Object) null));
        }
    }

    @Test
    void aStoreThatCrossesTheEndOfMemoryStoresNothing() {
        var w = new WasmWriter().memory(1).export("memory", 2, 0);
        w.function("store", w.type(new int[] {I32, V}), 0, bytes(0x20, 0, 0x20, 1, 0xfd, 0x0b, 0, 8));      // offset 8
        for (var tier : TIERS) {
            for (int address : new int[] {65536 - 23, 65536 - 16, 65536 - 8, -1, -8, -9, -16, -24, Integer.MIN_VALUE, Integer.MAX_VALUE - 8}) {
                var instance = instance(w, tier, Imports.of());
                var trap = assertThrows(Trap.class, () -> instance.function("store").call(address, V128.of(-1, -1)));
                assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, trap.kind());
                assertArrayEquals(new byte[65536], instance.memory().read(0, 65536), "address " + address);
            }
            instance(w, tier, Imports.of()).function("store").call(65536 - 24, ONE_TWO);
        }
    }

    /** Long enough to be compiled while it runs; a trap then finds its vectors in registers. */
    @Test
    void aLoopThatTrapsHasStoredAllThatCameBefore() {
        var w = new WasmWriter().memory(1).export("memory", 2, 0);
        w.function("run", w.type(new int[] {I32, V}), 0, bytes(0x03, 0x40,
                0x20, 0, 0x20, 0, 0xfd, 0, 0, 0, 0x20, 1, 0xfd, 0x6e, 0x22, 1, 0xfd, 0x0b, 0, 0,       // sum of all before, at each
                0x20, 0, 0x41, 16, 0x6a, 0x21, 0, 0x0c, 0, 0x0b));
        for (var tier : TIERS) {
            var instance = instance(w, tier, Imports.of());
            var bytes = new byte[65536];
            int rounds = tier.maxCodeBytes() == 0 ? 3 : 60;
            for (int round = 0; round < rounds; round++) {
                assertThrows(Trap.class, () -> instance.function("run").call(0, V128.of(0x0706_0504_0302_0101L, 0x0f0e_0d0c_0b0a_0908L)));
                byte[] sum = {1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
                for (int at = 0; at < bytes.length; at++) {
                    sum[at & 15] += bytes[at];
                    bytes[at] = sum[at & 15];
                }
                assertArrayEquals(bytes, instance.memory().read(0, 65536), "round " + round);
            }
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        says("i8x16.add expects v128, found i32", 0x20, 0, 0x20, 0, 0xfd, 0x6e, 0x1a);
        says("invalid lane index 16, there are 16", 0x41, 0, 0xfd, 0x0f, 0xfd, 0x15, 16, 0x1a);
        says("invalid lane index 4, there are 4", 0x20, 0, 0x41, 0, 0xfd, 0x11, 0xfd, 0x56, 0, 0, 4, 0x1a);
        says("alignment must not be larger than natural: 2^5", 0x20, 0, 0xfd, 0, 5, 0, 0x1a);
        says("illegal opcode fd9a", 0xfd, 0x9a, 1);
        says("illegal opcode 1fd14", 0xfd, 0x94, 2);
        says("unexpected end", 0xfd, 0x0c, 1, 2, 3);
    }

    private static void says(String words, int... code) {
        var w = new WasmWriter().memory(1);
        w.function("f", w.type(new int[] {I32}), 0, bytes(code));
        String message = assertThrows(ModuleException.class, () -> Module.parse(w.write()).validate()).getMessage();
        assertTrue(message.contains(words), message);
    }
}
