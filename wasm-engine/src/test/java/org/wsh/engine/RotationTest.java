// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

/** A rotation by a constant is compiled as shifts; the official suite rotates by parameters only. */
class RotationTest {
    private static final int I32_ROTL = 0x77, I32_ROTR = 0x78, I64_ROTL = 0x89, I64_ROTR = 0x8a;
    private static final int[] AMOUNTS = {0, 1, 7, 31, 32, 33, 63, -1, -64, Integer.MIN_VALUE};
    private static final long[] VALUES = {0, 1, -1, 0x8000_0000_0000_0001L, 0x1234_5678_9abc_def0L};

    /** {@code (x) -> x rotated by}, with x on the JVM's stack if {@code loaded} (it is x + 0), else still in its local. */
    private static Object rotated(boolean wide, int op, long x, int by, boolean loaded) {
        int number = wide ? I64 : I32, constant = wide ? 0x42 : 0x41, add = wide ? 0x7c : 0x6a;
        var w = new WasmWriter();
        int type = w.type(new int[] {number}, number);
        byte[] amount = constant(by);
        amount[0] = (byte) constant;
        w.function("run", type, 0, bytes(0x20, 0), loaded ? bytes(constant, 0, add) : bytes(), amount, bytes(op));
        try (var i = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
            return wide ? i.function("run").call(x)[0] : i.function("run").call((int) x)[0];
        }
    }

    @TestFactory
    List<DynamicTest> byAConstantIsWhatJavaMakesOfIt() {
        var tests = new ArrayList<DynamicTest>();
        for (int by : AMOUNTS) {
            for (boolean loaded : new boolean[] {false, true}) {
                tests.add(DynamicTest.dynamicTest("by " + by + (loaded ? ", a value" : ", a local"), () -> {
                    for (long x : VALUES) {
                        assertEquals(Integer.rotateLeft((int) x, by), rotated(false, I32_ROTL, x, by, loaded));
                        assertEquals(Integer.rotateRight((int) x, by), rotated(false, I32_ROTR, x, by, loaded));
                        assertEquals(Long.rotateLeft(x, by), rotated(true, I64_ROTL, x, by, loaded));
                        assertEquals(Long.rotateRight(x, by), rotated(true, I64_ROTR, x, by, loaded));
                    }
                }));
            }
        }
        return tests;
    }
}
