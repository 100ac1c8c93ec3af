// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;

/**
 * Short loops are compiled with their body twice; what they compute, at which round they poll and what they spend is what the interpreter does.
 * Locals: 0 what is left, 1 the stride, 2 rounds done (in memory as well), 3 the round at which to leave.
 */
class CopiedLoopTest {
    private static final byte[] COUNT = bytes(0x20, 2, 0x41, 1, 0x6a, 0x21, 2, 0x41, 0, 0x20, 2, 0x36, 2, 0), STEP = bytes(0x20, 0, 0x20, 1, 0x6b, 0x21, 0);
    private static final byte[] LEAVES = bytes(0x20, 3, 0x20, 2, 0x46), REST = bytes(0x20, 0), BACK = bytes(0x0d, 0);

    private static Map<String, byte[]> bodies() {
        var bodies = new LinkedHashMap<String, byte[]>();
        bodies.put("goes round", join(COUNT, STEP, REST, BACK));
        bodies.put("leaves from the middle", join(COUNT, LEAVES, bytes(0x0d, 1), STEP, REST, BACK));
        bodies.put("returns from the middle", join(COUNT, STEP, bytes(0x20, 0, 0x20, 2), LEAVES, bytes(0x0d, 2, 0x1a, 0x1a), REST, BACK));
        bodies.put("returns at its end", join(COUNT, STEP, REST, BACK, bytes(0x20, 2, 0x20, 0, 0x0f)));
        bodies.put("has two ways round", join(COUNT, STEP, REST, bytes(0x41, 1, 0x71), BACK, REST, BACK));
        bodies.put("goes round without end, but for a way out", join(COUNT, STEP, REST, bytes(0x45, 0x0d, 1, 0x0c, 0)));
        bodies.put("never goes round", join(COUNT, STEP));
        return bodies;
    }

    private static byte[] module(byte[] body) {
        var w = new WasmWriter().memory(1);
        int type = w.type(new int[] {I32, I32, I32}, I32, I32);
        w.function("run", type, 1, bytes(0x20, 2, 0x21, 3, 0x41, 0, 0x21, 2, 0x02, 0x40, 0x03, 0x40), body, bytes(0x0b, 0x0b, 0x20, 0, 0x20, 2));
        return w.write();
    }

    private static List<Object> run(byte[] wasm, ImageOptions options, int budget, int rounds, int leaveAt) {
        List<Object> seen = new ArrayList<>();
        try (Instance i = Image.of(Module.parse(wasm), options, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            seen.add(spent + " at " + x.memory().i32(0));
            return budget;
        }, budget))) {
            seen.addAll(Arrays.asList(i.function("run").call(3 * rounds, 3, leaveAt)));
            seen.add(i.spent());
        }
        return seen;
    }

    @TestFactory
    Stream<DynamicTest> spendAndPollAsRoundByRound() {
        return bodies().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            byte[] wasm = module(each.getValue());
            for (int rounds = 1; rounds < 8; rounds++) {
                for (int leaveAt = 0; leaveAt < 8; leaveAt++) {
                    compare(wasm, 1, rounds, leaveAt);
                }
            }
            for (int budget = 1; budget < 4; budget++) {
                compare(wasm, budget, 2 * Instance.SLACK + 100, -1);
                compare(wasm, budget, 2 * Instance.SLACK + 100, Instance.SLACK + budget);
            }
        }));
    }

    private static void compare(byte[] wasm, int budget, int rounds, int leaveAt) {
        var interpreted = run(wasm, new ImageOptions(true, 0), budget, rounds, leaveAt);
        assertEquals(interpreted, run(wasm, ImageOptions.DEFAULT, budget, rounds, leaveAt), () -> "%d rounds, a poll every %d, leaving at %d".formatted(rounds, budget, leaveAt));
        var results = run(wasm, ImageOptions.DEFAULT.withPolls(false), budget, rounds, leaveAt);
        assertEquals(interpreted.subList(interpreted.size() - 3, interpreted.size() - 1), results.subList(0, 2));
    }
}
