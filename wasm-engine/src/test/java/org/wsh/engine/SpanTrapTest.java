// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Trap;

/** One check for several accesses: at every edge of a memory, results, traps and what was stored before one are those of the interpreter, which checks each. Parameter: a base. */
class SpanTrapTest {
    private static final int PAGE = 65_536;
    private static final int COMPILED = 49_152;
    private static final byte[] P = bytes(0x20, 0), VALUE = bytes(0x41, 7);

    private record Case(String name, byte[]... code) {}

    private static byte[] below(int n) {
        return bytes(0x20, 0, 0x41, -n & 0x7f, 0x6a);
    }

    private static final List<Case> CASES = List.of(
            new Case("fields", P, bytes(0x28, 2, 0), P, bytes(0x28, 2, 8, 0x6a), P, bytes(0x2d, 0, 4, 0x6a)),
            new Case("above and below", below(8), bytes(0x28, 2, 0), P, bytes(0x28, 2, 4, 0x6a), below(4), bytes(0x28, 2, 0, 0x6a)),
            new Case("a store between", P, VALUE, bytes(0x36, 2, 0), P, bytes(0x28, 2, 16)),
            new Case("stores further and further", P, VALUE, bytes(0x36, 2, 0), P, VALUE, bytes(0x36, 2, 4), P, VALUE, bytes(0x3a, 0, 8), P, bytes(0x28, 2, 0)),
            new Case("stores nearer and nearer", P, VALUE, bytes(0x36, 2, 8), P, VALUE, bytes(0x36, 2, 4), P, VALUE, bytes(0x36, 2, 0), P, bytes(0x28, 2, 0)),
            new Case("a sum that wraps around", below(1), bytes(0x2d, 0, 0), P, bytes(0x2d, 0, 1, 0x6a)),
            new Case("floats and longs", P, bytes(0x2b, 3, 0), P, bytes(0x2b, 3, 8, 0xa0, 0xbd, 0xa7), P, bytes(0x2a, 2, 4, 0xbc, 0x6a), P, bytes(0x32, 1, 2, 0xa7, 0x6a)),
            new Case("a division between", P, bytes(0x28, 2, 0, 0x41, 0, 0x6d), P, bytes(0x28, 2, 12, 0x6a)));

    private static List<Object> run(byte[] wasm, int maxCode, int base) {
        List<Object> seen = new ArrayList<>();
        try (Instance i = Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
            var memory = new byte[PAGE];
            for (int k = 0; k < PAGE; k++) {
                memory[k] = (byte) (k * 31);
            }
            i.memory(0).write(0, memory, 0, PAGE);
            try {
                seen.addAll(Arrays.asList(i.function("run").call(base)));
            } catch (Trap e) {
                seen.add(e.kind());
            }
            i.memory(0).read(0, memory, 0, PAGE);
            seen.add(Arrays.hashCode(memory));
        }
        return seen;
    }

    @TestFactory
    Stream<DynamicTest> areWhatEachAccessByItselfWouldBe() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> {
            var w = new WasmWriter().memory(1);
            w.function("run", w.type(new int[] {I32}, I32), 0, c.code);
            byte[] wasm = w.write();
            for (int near : new int[] {0, PAGE, Integer.MIN_VALUE}) {
                for (int base = near - 24; base <= near + 24; base++) {
                    int at = base;
                    assertEquals(run(wasm, 0, base), run(wasm, COMPILED, base), () -> "base " + at);
                }
            }
        }));
    }
}
