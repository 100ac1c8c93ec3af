// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;

/**
 * Loops that count are compiled as two loops; what they compute, when they poll and what they spend is what the interpreter does, which charges round by round.
 * Locals: 0 counter, 1 limit, 2 rounds done, 3 the round at which to leave from the middle.
 */
class CountingLoopTest {
    private static final int MOST_POLLS = 3;

    private static final class Enough extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What ends the loop's body: the step and the test, as different compilers write it. */
    private record Tail(String name, boolean comparesWithZero, byte[] before, byte[] compare, byte[] after) {
        boolean leaves() {
            return name.contains("leave");
        }

        byte[] code(int comparison) {
            return comparesWithZero ? join(before, after) : join(before, compare, bytes(comparison), after);
        }
    }

    /** To the end if so many rounds are done. */
    private static final byte[] EXIT = bytes(0x20, 3, 0x20, 2, 0x46, 0x0d, 1);

    private static List<Tail> tails(int stride) {
        byte[] get = bytes(0x20, 0), tee = bytes(0x22, 0), limit = bytes(0x20, 1), branch = bytes(0x0d, 0);
        byte[] step = join(get, constant(stride), bytes(0x6a)), subtract = join(get, constant(-stride), bytes(0x6b));
        byte[] count = bytes(0x20, 2, 0x41, 1, 0x6a, 0x21, 2);
        return List.of(new Tail("step, tee, branch", true, join(count, step, tee), bytes(), branch),
                new Tail("step, tee, limit, compare", false, join(count, step, tee), limit, branch),
                new Tail("subtract, tee, limit, compare", false, join(count, subtract, tee), limit, branch),
                new Tail("set, later get, limit, compare", false, join(step, bytes(0x21, 0), count, get), limit, branch),
                new Tail("set, later branch on it", true, join(step, bytes(0x21, 0), count, get), bytes(), branch),
                new Tail("set, leave, later get, limit, compare", false, join(count, step, bytes(0x21, 0), EXIT, get), limit, branch),
                new Tail("limit, step, tee, compare", false, join(count, limit, step, tee), bytes(), branch),
                new Tail("something left below", false, join(count, bytes(0x20, 2, 0x41, 3, 0x6c), step, tee), limit, join(branch, bytes(0x1a))),
                new Tail("set twice", false, join(count, step, bytes(0x21, 0), get, bytes(0x41, 0, 0x6a), tee), limit, branch));
    }

    private static byte[] module(byte[] tail, boolean leaves) {
        var w = new WasmWriter();
        int type = w.type(new int[] {I32, I32, I32}, I32, I32);
        byte[] exit = leaves ? EXIT : bytes();
        // The parameters are counter, limit and where to leave; local 3 takes the third's place.
        w.function("run", type, 1, bytes(0x20, 2, 0x21, 3, 0x41, 0, 0x21, 2, 0x02, 0x40, 0x03, 0x40), exit, tail, bytes(0x0b, 0x0b, 0x20, 0, 0x20, 2));
        return w.write();
    }

    private static List<Object> run(byte[] wasm, int maxCode, int budget, int from, int limit, int leaveAt) {
        List<Object> seen = new ArrayList<>();
        try (Instance i = Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE,
                InstanceOptions.DEFAULT.withPoller((x, spent) -> {
                    seen.add(spent);
                    if (seen.size() == MOST_POLLS) {
                        throw new Enough();
                    }
                    return budget;
                }, budget))) {
            seen.addAll(Arrays.asList(i.function("run").call(from, limit, leaveAt)));
            seen.add(i.spent());
        } catch (Enough e) {
            // It may go on for ever; so far they must agree.
        }
        return seen;
    }

    private static final int[][] COMPARISONS = {{0x47, 0}, {0x48, 1}, {0x49, 1}, {0x4a, -1}, {0x4b, -1}, {0x4c, 1}, {0x4d, 1}, {0x4e, -1}, {0x4f, -1}, {0x46, 0}};

    @TestFactory
    List<DynamicTest> spendWhatRoundByRoundWouldSpend() {
        int[][] ranges = {{0, 10}, {10, 0}, {0, 100}, {100, 0}, {-40, 0}, {5, 5}, {Integer.MAX_VALUE - 20, Integer.MIN_VALUE + 4},
                {Integer.MIN_VALUE, Integer.MAX_VALUE}, {Integer.MAX_VALUE, Integer.MIN_VALUE}, {Integer.MAX_VALUE - 9, Integer.MAX_VALUE},
                {Integer.MIN_VALUE + 9, Integer.MIN_VALUE}, {-1, 30}, {1, -30}};
        var tests = new ArrayList<DynamicTest>();
        for (int stride : new int[] {1, -1, 2, -2, 4, -4, 3, 1 << 30, -(1 << 30)}) {
            for (Tail tail : tails(stride)) {
                tests.add(DynamicTest.dynamicTest(tail.name + " by " + stride, () -> {
                    for (int[] comparison : COMPARISONS) {
                        check(tail.name, module(tail.code(comparison[0]), false), comparison[0], stride, ranges, -1);
                        if (tail.leaves()) {
                            check(tail.name, module(tail.code(comparison[0]), false), comparison[0], stride, ranges, 5);
                        }
                        check(tail.name, module(tail.code(comparison[0]), true), comparison[0], stride, ranges, 7);
                    }
                }));
            }
        }
        return tests;
    }

    /** Only so many rounds as the interpreter does in no time. */
    private static void check(String name, byte[] wasm, int comparison, int stride, int[][] ranges, int leaveAt) {
        for (int[] range : ranges) {
            if (leaveAt > 0 || isShort(comparison, stride, range[0], range[1]) && isShort(0x47, stride, range[0], 0)) {
                compare(name, wasm, range, leaveAt, 1);
            }
        }
    }

    private static boolean isShort(int comparison, int stride, int from, int limit) {
        int counter = from;
        for (int rounds = 0; rounds < 2_000; rounds++) {
            counter += stride;
            boolean goesOn = switch (comparison) {
                case 0x46 -> counter == limit;
                case 0x47 -> counter != limit;
                case 0x48 -> counter < limit;
                case 0x49 -> Integer.compareUnsigned(counter, limit) < 0;
                case 0x4a -> counter > limit;
                case 0x4b -> Integer.compareUnsigned(counter, limit) > 0;
                case 0x4c -> counter <= limit;
                case 0x4d -> Integer.compareUnsigned(counter, limit) <= 0;
                case 0x4e -> counter >= limit;
                default -> Integer.compareUnsigned(counter, limit) >= 0;
            };
            if (!goesOn) {
                return true;
            }
        }
        return false;
    }

    private static void compare(String name, byte[] wasm, int[] range, int leaveAt, int budget) {
        assertEquals(run(wasm, 0, budget, range[0], range[1], leaveAt), run(wasm, 49152, budget, range[0], range[1], leaveAt),
                () -> name + " from " + range[0] + " to " + range[1] + ", a poll every " + budget);
    }

    @TestFactory
    List<DynamicTest> pollAtTheSameRoundsAsRoundByRound() {
        var tests = new ArrayList<DynamicTest>();
        for (int stride : new int[] {1, -4, 3}) {
            for (Tail tail : tails(stride)) {
                tests.add(DynamicTest.dynamicTest(tail.name + " by " + stride, () -> {
                    int rounds = Instance.SLACK + 100;
                    int comparison = stride > 0 ? 0x48 : 0x4a;
                    byte[] wasm = module(tail.code(comparison), false), leaving = module(tail.code(comparison), true);
                    int[] range = {-rounds * stride, 0};
                    compare(tail.name, wasm, range, -1, 1);
                    compare(tail.name, wasm, range, -1, 1_000);
                    compare(tail.name, leaving, range, rounds - 7, 7);
                }));
            }
        }
        return tests;
    }
}
