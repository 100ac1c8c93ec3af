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

/** A comparison and a select, which the compiler may take for a minimum or maximum: whatever is compared and selected, it does what the interpreter does. */
class ExtremeTest {
    private static final int[] VALUES = {0, 1, -1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE};
    /** What is compared and what selected: a and b, each way round, constants, and others that it must not be taken for. */
    private static final int[][] ORDERS = {{0, 1, 0, 1}, {0, 1, 1, 0}, {1, 0, 1, 0}, {1, 0, 0, 1}, {0, 0, 0, 1}, {0, 1, 0, 0}, {0, 2, 0, 2}, {2, 1, 1, 2}};

    private static byte[] operand(int which) {
        return which == 2 ? constant(5) : bytes(0x20, which);
    }

    private static byte[] module(int comparison, int[] order) {
        var w = new WasmWriter();
        w.function("run", w.type(new int[] {I32, I32}, I32), 0, operand(order[0]), operand(order[1]), operand(order[2]), operand(order[3]), bytes(comparison, 0x1b));
        return w.write();
    }

    private static List<Object> results(byte[] wasm, int maxCode) {
        var results = new ArrayList<>();
        var options = new ImageOptions(true, maxCode);
        try (var i = Image.of(Module.parse(wasm), options, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
            for (int a : VALUES) {
                for (int b : VALUES) {
                    results.add(i.function("run").call(a, b)[0]);
                }
            }
        }
        return results;
    }

    @TestFactory
    List<DynamicTest> selectsAsTheInterpreterDoes() {
        var tests = new ArrayList<DynamicTest>();
        for (int comparison = 0x46; comparison <= 0x4f; comparison++) {
            for (int[] order : ORDERS) {
                byte[] wasm = module(comparison, order);
                tests.add(DynamicTest.dynamicTest(Integer.toHexString(comparison) + " of " + order[2] + ", " + order[3] + " selects from " + order[0] + ", " + order[1],
                        () -> assertEquals(results(wasm, 0), results(wasm, 48 << 10))));
            }
        }
        return tests;
    }
}
