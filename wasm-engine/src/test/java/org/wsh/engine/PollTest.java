// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Poller;

/** The same charges compiled (48 KB) and interpreted (0). */
class PollTest {
    private static final class Kill extends Error {
        private static final long serialVersionUID = 1;
    }

    /** count(n): a loop of n iterations. calls(n): the same with a call of leaf() in it. forever(). */
    private static byte[] module() {
        var w = new WasmWriter().memory(4, 100).table(1);
        int v = w.type(new int[0]), n = w.type(new int[] {I32});
        byte[] step = bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0);
        w.function("count", n, 0, bytes(0x03, 0x40), step, bytes(0x0b));
        int leaf = w.function(null, v, 0);
        w.function("calls", n, 0, bytes(0x03, 0x40, 0x10, leaf), step, bytes(0x0b));
        w.function("forever", v, 0, bytes(0x03, 0x40, 0x0c, 0, 0x0b));
        int handler = w.function("handler", n, 0, bytes(0x20, 0, 0x40, 0, 0x1a));
        w.elements(handler);
        // Stores 7 at the end of what the memory had at first, in a loop, then reads it: a poll may have grown the memory.
        w.function("touch", n, 0, bytes(0x03, 0x40), constant(65532), bytes(0x20, 0, 0x36, 2, 0), step, bytes(0x0b));
        w.function("fill", n, 0, bytes(0x41, 0, 0x41, 1, 0x20, 0, 0xfc, 0x0b, 0));
        return w.write();
    }

    private static Instance instance(int maxCode, Poller poller, long budget) {
        return Image.of(Module.parse(module()), new ImageOptions(true, maxCode), ImportBinding.NONE)
                .instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller(poller, budget));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void everyBackEdgeIsChargedOnce(int maxCode) {
        List<Long> polls = new ArrayList<>();
        var i = instance(maxCode, (x, spent) -> {
            polls.add(spent);
            return 100;
        }, 100);
        int late = 100 + Instance.SLACK + 1;
        i.function("count").call(4 * late + 51);
        assertEquals(List.of((long) late, (long) late, (long) late, (long) late), polls);
        assertEquals(50, i.spent());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aCallerIsChargedAtEntryAndALeafIsNot(int maxCode) {
        var i = instance(maxCode, (x, spent) -> 1000, 1000);
        i.function("calls").call(11);
        assertEquals(1 + 10, i.spent());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void anErrorFromThePollerEndsATightLoop(int maxCode) {
        var kill = new Kill();
        var i = instance(maxCode, (x, spent) -> {
            throw kill;
        }, 100_000);
        assertSame(kill, assertThrows(Kill.class, () -> i.function("forever").callVoid()));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aHandlerRunInAPollMayGrowTheMemory(int maxCode) {
        var i = instance(maxCode, (x, spent) -> {
            if (x.memory().pages() == 4) {
                x.handler(0).call(2);
            }
            return 10;
        }, 10);
        i.function("touch").call(Instance.SLACK + 1000);
        assertEquals(6, i.memory().pages());
        assertEquals(1, i.memory().i32(65532));
    }

    /**
     * Two loops, one in the other, 3 times round the outer; the inner counts from its parameter to 0, by steps that the compiler counts in advance (1) or not (by local 1).
     * Behind them a call, unless the function is a leaf.
     */
    private static byte[] nested(boolean countedInAdvance, boolean leaf) {
        var w = new WasmWriter();
        int nothing = w.function(null, w.type(new int[0]), 0);
        byte[] stride = countedInAdvance ? bytes(0x41, 1) : bytes(0x20, 1);
        w.function("run", w.type(new int[] {I32}), 3, constant(1), bytes(0x21, 1, 0x41, 3, 0x21, 2, 0x03, 0x40, 0x20, 0, 0x21, 3),
                bytes(0x03, 0x40, 0x20, 3), stride, bytes(0x6b, 0x22, 3, 0x0d, 0, 0x0b), bytes(0x20, 2, 0x41, 1, 0x6b, 0x22, 2, 0x0d, 0, 0x0b),
                leaf ? bytes() : bytes(0x10, nothing));
        return w.write();
    }

    private static List<Long> polls(byte[] wasm, int maxCode, int rounds) {
        List<Long> polls = new ArrayList<>();
        try (var i = Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE,
                InstanceOptions.DEFAULT.withPoller((x, spent) -> {
                    polls.add(spent);
                    return 1000;
                }, 1000))) {
            i.function("run").call(rounds);
            polls.add(i.spent());
        }
        return polls;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLoopInALoopPollsWithinTheSlackAndTheOuterOneAtItsBackEdge(boolean countedInAdvance) {
        byte[] wasm = nested(countedInAdvance, false);
        for (int maxCode : new int[] {49152, 0}) {
            assertEquals(List.of(999L), polls(wasm, maxCode, 333), "1 at the entry, 3 times 332 in the inner loop, 2 in the outer");
            assertEquals(List.of(10_001L, 10_000L, 9_999L), polls(wasm, maxCode, 10_000));
            int rounds = Instance.SLACK + 5_000;
            long most = 1000 + Instance.SLACK + 1;
            assertEquals(List.of(most, rounds + 1 - most, most, rounds - most, most, rounds - 1 - most), polls(wasm, maxCode, rounds));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loopsOfALeafWaitLongerThanTheLoopThatMayBeAroundItsCall(boolean countedInAdvance) {
        byte[] wasm = nested(countedInAdvance, true);
        int slack = Instance.slack(0, false, false);
        assertTrue(slack > Instance.slack(1, false, true) && slack > 30_000);
        for (int maxCode : new int[] {49152, 0}) {
            assertEquals(List.of(29_999L), polls(wasm, maxCode, 10_000));
            int rounds = slack + 2000;
            assertEquals(List.of((long) rounds, (long) rounds, rounds - 1L), polls(wasm, maxCode, rounds), "the outer loop polls");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void bulkInstructionsChargeBySize(int maxCode) {
        var i = instance(maxCode, (x, spent) -> 1000, 1000);
        i.function("fill").call(6400);
        assertEquals(100, i.spent());
        i.function("fill").call(130);
        assertEquals(102, i.spent());
        i.function("fill").call(63);
        assertEquals(102, i.spent());
    }
}
