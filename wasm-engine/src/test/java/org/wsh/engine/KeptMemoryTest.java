// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

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

/** A loop with a br_table keeps the memory's array, which grows under its hands. */
class KeptMemoryTest {
    /** The last word of what memory there is. */
    private static final byte[] LAST = bytes(0x3f, 0, 0x41, 16, 0x74, 0x41, 4, 0x6b);
    private static final byte[] STORE = join(LAST, bytes(0x20, 0, 0x36, 2, 0));

    /** run(n): counts down; in turns calls grow(), grows the memory itself, or neither; each time it stores n at the memory's end, then again in a loop of 3 rounds. */
    private static byte[] module() {
        var w = new WasmWriter().memory(1, 200);
        byte[] grow = bytes(0x41, 1, 0x40, 0, 0x1a);
        int f = w.function(null, w.type(new int[0]), 0, grow);
        w.function("run", w.type(new int[] {I32}), 1, bytes(0x03, 0x40, 0x02, 0x40, 0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x41, 3, 0x70, 0x0e, 2, 0, 1, 2, 0x0b),
                bytes(0x10, f, 0x0c, 1, 0x0b), grow, bytes(0x0c, 0, 0x0b), STORE,
                bytes(0x41, 3, 0x21, 1, 0x03, 0x40), STORE, bytes(0x20, 1, 0x41, 1, 0x6b, 0x22, 1, 0x0d, 0, 0x0b),
                bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b));
        return w.write();
    }

    private static List<Integer> lastWords(Instance i) {
        var words = new ArrayList<Integer>();
        for (int page = 1; page <= i.memory().pages(); page++) {
            words.add(i.memory().i32(page * 65536L - 4));
        }
        return words;
    }

    private static List<Integer> run(int maxCode, int pagesFromPolls) {
        try (var i = Image.of(Module.parse(module()), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE,
                InstanceOptions.DEFAULT.withPoller((x, spent) -> {
                    if (x.memory().pages() < pagesFromPolls) {
                        x.memory().grow(1);
                    }
                    return 5;
                }, 5))) {
            i.function("run").call(100);
            return lastWords(i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void whatTheLoopOrACallGrewIsThereAtOnce(int maxCode) {
        // n = 100 grows by itself, 99 calls grow(), 98 stores where 99 did, and so on: each page keeps the last number that was stored at its end.
        var wanted = new ArrayList<Integer>(List.of(0));
        for (int n = 100; n >= 1; n--) {
            if (n % 3 == 2) {
                wanted.set(wanted.size() - 1, n);
            } else {
                wanted.add(n);
            }
        }
        assertEquals(wanted, run(maxCode, 0));
    }

    @Test
    void whatAPollGrewIsThereAfterIt() {
        List<Integer> compiled = run(49152, 150);
        assertTrue(compiled.size() >= 150, compiled.size() + " pages"); // it grows some by itself after the last of the polls that do
        assertEquals(run(0, 150), compiled);
    }

    /** run(n): counts down; each time a loop of 3 rounds calls grow(), then stores n at the memory's end and reads it back. */
    private static byte[] moduleThatGrowsFurtherIn() {
        var w = new WasmWriter().memory(1, 200);
        int f = w.function(null, w.type(new int[0]), 0, bytes(0x41, 1, 0x40, 0, 0x1a));
        w.function("run", w.type(new int[] {I32}, I32), 2, bytes(0x03, 0x40, 0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e, 1, 0, 1, 0x0b, 0x0b),
                bytes(0x41, 3, 0x21, 1, 0x03, 0x40, 0x10, f), STORE, LAST, bytes(0x28, 2, 0, 0x20, 2, 0x6a, 0x21, 2), bytes(0x20, 1, 0x41, 1, 0x6b, 0x22, 1, 0x0d, 0, 0x0b),
                bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 2));
        return w.write();
    }

    @Test
    void whatACallInALoopFurtherInGrewIsThereAtOnce() {
        List<List<Object>> seen = new ArrayList<>();
        for (int maxCode : new int[] {49152, 0}) {
            try (var i = Image.of(Module.parse(moduleThatGrowsFurtherIn()), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT)) {
                Object sum = i.function("run").call(20)[0];
                assertEquals(20 * 21 / 2 * 3, sum);
                seen.add(List.of(sum, lastWords(i)));
            }
        }
        assertEquals(seen.get(1), seen.get(0));
    }
}
