// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.RepeatedStore;
import org.wsh.engine.runtime.Trap;

/** Loops that fill memory are done by one call, all but their last round; what they store, spend and where they trap is what the interpreter does round by round. Locals: 0 counter, 1 limit, 2 value. */
class FillLoopTest {
    private static final int PAGE = 65_536;
    private static final long VALUE = 0x8899_aabb_ccdd_eeffL;

    private record Store(String name, int opcode, int width, int valueType) {}

    private static final List<Store> STORES = List.of(new Store("i32.store8", 0x3a, 1, I32), new Store("i32.store16", 0x3b, 2, I32), new Store("i32.store", 0x36, 4, I32),
            new Store("i64.store8", 0x3c, 1, I64), new Store("i64.store16", 0x3d, 2, I64), new Store("i64.store32", 0x3e, 4, I64), new Store("i64.store", 0x37, 8, I64));

    /** What is like such a loop, and what isn't quite: each must do what it says. */
    private record Form(String name, int storeOffset, int storeAgainAt) {}

    private static final List<Form> FORMS = List.of(new Form("plain", 0, -1), new Form("at an offset", 3, -1), new Form("two stores", 0, 1));

    private static byte[] module(Store store, Form form, int comparison) {
        byte[] body = join(bytes(0x20, 0, 0x20, 2, store.opcode, 0, form.storeOffset));
        if (form.storeAgainAt >= 0) {
            body = join(body, bytes(0x20, 0, 0x20, 2, store.opcode, 0, form.storeAgainAt));
        }
        byte[] tail = join(bytes(0x20, 0), constant(store.width), bytes(0x6a, 0x22, 0, 0x20, 1, comparison, 0x0d, 0));
        var w = new WasmWriter().memory(1);
        w.function("run", w.type(new int[] {I32, I32, store.valueType}, I32), 0, join(bytes(0x03, 0x40), body, tail, bytes(0x0b, 0x20, 0)));
        return w.write();
    }

    private static List<Object> run(byte[] wasm, int maxCode, int budget, int from, int limit, Object value) {
        List<Object> seen = new ArrayList<>();
        try (Instance i = Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            seen.add(spent);
            return budget;
        }, budget))) {
            try {
                seen.addAll(Arrays.asList(i.function("run").call(from, limit, value)));
                seen.add(i.spent());
            } catch (Trap e) {
                seen.add(e.kind());
            }
            var memory = new byte[PAGE];
            i.memory(0).read(0, memory, 0, PAGE);
            seen.add(Arrays.hashCode(memory));
        }
        return seen;
    }

    @TestFactory
    List<DynamicTest> storeAndSpendWhatRoundByRoundWould() {
        int[][] ranges = {{0, 8}, {16, 16 + 63 * 8}, {16, 16 + 64 * 8}, {16, 16 + 65 * 8}, {3, 3 + 1000 * 8}, {0, PAGE}, {8, PAGE + 8}, {PAGE - 512, PAGE}, {PAGE - 504, PAGE + 512}, {-512, 512}};
        var tests = new ArrayList<DynamicTest>();
        for (Store store : STORES) {
            for (Form form : FORMS) {
                tests.add(DynamicTest.dynamicTest(store.name + ", " + form.name, () -> {
                    for (int comparison : new int[] {0x47, 0x49, 0x48}) {
                        byte[] wasm = module(store, form, comparison);
                        for (int[] range : ranges) {
                            if (range[0] < 0 && comparison != 0x48) {
                                continue;       // for ever, or at once
                            }
                            Object value = store.valueType == I32 ? (Object) (int) VALUE : (Object) VALUE;
                            for (int budget : new int[] {1, 1 << 20}) {
                                assertEquals(run(wasm, 0, budget, range[0], range[1], value), run(wasm, 49152, budget, range[0], range[1], value),
                                        () -> Integer.toHexString(comparison) + " " + Arrays.toString(range));
                            }
                        }
                    }
                }));
            }
        }
        return tests;
    }

    @Test
    void aRepeatedStoreIsAllOrNothing() {
        for (int width : new int[] {1, 2, 4, 8}) {
            for (int times : new int[] {0, 1, 64, 99, 5_000}) {
                for (int index : new int[] {-1, 0, 5, 40_000 - times * width, 40_001 - times * width, Integer.MAX_VALUE}) {
                    var expected = new byte[40_000];
                    int done = times * width >= 8 && index >= 0 && index <= expected.length - times * width ? times : 0;
                    for (int i = 0; i < done * width; i++) {
                        expected[index + i] = (byte) (VALUE >>> 8 * (i % width));
                    }
                    var bytes = new byte[40_000];
                    assertEquals(done, RepeatedStore.store(bytes, index, VALUE, times, width));
                    assertArrayEquals(expected, bytes, width + " bytes, " + times + " times, from " + index);
                }
            }
        }
    }
}
