// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.I32;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.constant;
import static org.wsh.engine.WasmWriter.join;
import static org.wsh.engine.WasmWriter.repeat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** What a thread has spent is one number, the same on each tier: also when a loop ends in a trap (but for counting loops, which are then charged for whole or not at all), and whatever instances it went through. */
class BudgetTest {
    private static final List<ImageOptions> TIERS = List.of(new ImageOptions(true, 0), ImageOptions.DEFAULT, ImageOptions.DEFAULT.withMemoryCalls(false), ImageOptions.DEFAULT.withMethodBytes(60));
    private static final long BUDGET = 1000;

    /** Loops that trap in round x, each in its own way. Parameter 0: x; local 1 counts. */
    private static byte[] loops() {
        var w = new WasmWriter().memory(1);
        int t = w.type(new int[] {I32}, I32), v = w.type(new int[0]);
        int tag = w.tag(v);
        int nothing = w.function(null, v, 0);
        byte[] step = bytes(0x20, 1, 0x41, 1, 0x6a, 0x21, 1), get1 = bytes(0x20, 1), again = bytes(0x0c, 0), end = bytes(0x0b, 0x20, 1);
        // 1 / (x - local 1), which traps when they are the same
        byte[] divides = bytes(0x41, 1, 0x20, 0, 0x20, 1, 0x6b, 0x6d, 0x1a);
        // loads from 65,533 - (x - local 1)
        byte[] loads = join(constant(65533), bytes(0x20, 0, 0x20, 1, 0x6b, 0x6b, 0x28, 0, 0, 0x1a));
        byte[] traps = bytes(0x20, 0, 0x20, 1, 0x46, 0x04, 0x40, 0x00, 0x0b);
        byte[] loop = bytes(0x03, 0x40);
        for (var body : List.of(divides, loads, traps)) {
            String name = body == divides ? "divides" : body == loads ? "loads" : "traps";
            w.function(name, t, 1, loop, body, step, again, end);
            w.function(name + "First", t, 1, loop, step, body, again, end);
            // counting loops: to a constant, down, in steps of 3, with a way out before
            w.function(name + "Counting", t, 1, loop, body, get1, bytes(0x41, 1, 0x6a, 0x22, 1), constant(100_000), bytes(0x48, 0x0d, 0, 0x0b), get1);
            w.function(name + "CountingDown", t, 2, constant(100_000), bytes(0x21, 2), loop, body, step, bytes(0x20, 2, 0x41, 1, 0x6b, 0x22, 2, 0x0d, 0, 0x0b), get1);
            w.function(name + "CountingByThree", t, 2, loop, body, step, bytes(0x20, 2, 0x41, 3, 0x6a, 0x22, 2), constant(300_000), bytes(0x48, 0x0d, 0, 0x0b), get1);
            w.function(name + "CountingWithAWayOut", t, 1, bytes(0x02, 0x40), loop, get1, constant(70_000), bytes(0x4a, 0x0d, 1), body, get1, bytes(0x41, 1, 0x6a, 0x22, 1), constant(100_000),
                    bytes(0x48, 0x0d, 0, 0x0b, 0x0b), get1);
            // in a loop with calls, in another loop, in a try, and after a call
            w.function(name + "AfterCalls", t, 1, loop, bytes(0x10, nothing), body, bytes(0x10, nothing), step, again, end);
            w.function(name + "Within", t, 1, loop, body, step, loop, get1, bytes(0x41, 7, 0x71, 0x45, 0x0d, 1), body, step, again, bytes(0x0b), again, end);
            w.function(name + "InATry", t, 1, loop, bytes(0x06, 0x40), body, bytes(0x10, nothing, 0x07, tag, 0x0b), step, again, end);
            w.function(name + "Late", t, 1, loop, repeat(300, 0x20, 1, 0x41, 3, 0x6c, 0x1a), body, step, repeat(300, 0x20, 1, 0x41, 3, 0x6c, 0x1a), again, end);
        }
        return w.write();
    }

    private static long sum(List<Long> all) {
        return all.stream().mapToLong(n -> n).sum();
    }

    private static Instance instance(Module module, ImageOptions options, List<Long> polls) {
        return Image.of(module, options, Imports.NONE.binding()).instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((i, spent) -> {
            polls.add(spent);
            return BUDGET;
        }, BUDGET));
    }

    @TestFactory
    Stream<DynamicTest> aTrapInALoopLeavesWhatItSpent() {
        var module = Module.parse(loops());
        return module.exports().stream().map(export -> DynamicTest.dynamicTest(export.name(), () -> {
            for (int x : new int[] {1, 2, 3, 10, 11, 12, 63, 64, 2000, 50_001}) {
                List<Long> expected = null;
                for (var tier : TIERS) {
                    var polls = new ArrayList<Long>();
                    var i = instance(module, tier, polls);
                    assertThrows(Trap.class, () -> i.function(export.name()).call(x));
                    polls.add(i.spent());
                    if (expected != null && export.name().contains("Counting")) {
                        assertTrue(Math.abs(sum(polls) - sum(expected)) <= 100_000, "charged for the loop whole, or not at all");
                        continue;
                    }
                    expected = expected == null ? polls : expected;
                    assertEquals(expected, polls, export.name() + " " + x + ", " + tier);
                }
                long all = sum(expected);
                assertTrue(all >= x - 5, x + " rounds spend " + all);
            }
        }));
    }

    /** Function 0 runs what is at 0 in the table, 1,000 times; function 1 is a loop of so many rounds; both are exported. */
    private static byte[] caller() {
        var w = new WasmWriter().importTable("env", "table", 2);
        int t = w.type(new int[] {I32}, I32);
        w.function("run", t, 1, bytes(0x03, 0x40, 0x20, 0, 0x41, 0, 0x11, t, 0, 0x1a, 0x20, 1, 0x41, 1, 0x6a, 0x22, 1), constant(1000), bytes(0x48, 0x0d, 0, 0x0b, 0x20, 1));
        w.function("loop", t, 0, bytes(0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 0));
        return w.write();
    }

    @Test
    void instancesOfOneImageSpendOneBudget() {
        var module = Module.parse(caller());
        List<List<Long>> expected = null;
        for (var tier : TIERS) {
            for (boolean oneImage : new boolean[] {true, false}) {
                var mine = new ArrayList<Long>();
                var others = new ArrayList<Long>();
                var table = new Table(new TableType(ValueType.FUNCREF, 2, 2), null, Ledger.UNLIMITED);
                var imports = Imports.of().table("env", "table", table);
                var image = Image.of(module, tier, imports.binding());
                var i = image.instantiate(imports, options(mine));
                var other = (oneImage ? image : Image.of(module, tier, imports.binding())).instantiate(imports, options(others));
                table.set(0, other.function("loop"));
                i.function("run").call(5);
                mine.add(i.spent());
                others.add(other.spent());
                var found = List.of((List<Long>) mine, others);
                expected = expected == null ? found : expected;
                assertEquals(expected, found, tier + ", one image: " + oneImage);
                assertEquals(1000 * (5 - 1) + 1000 - 1 + 1 + 1000, Stream.concat(mine.stream(), others.stream()).mapToLong(n -> n).sum(), 1000);
                assertEquals(0, other.spent(), "what it was lent it has given back");
            }
        }
    }

    private static InstanceOptions options(List<Long> polls) {
        return InstanceOptions.DEFAULT.withPoller((i, spent) -> {
            polls.add(spent);
            return BUDGET;
        }, BUDGET);
    }
}
