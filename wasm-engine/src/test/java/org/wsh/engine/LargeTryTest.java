// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.wsh.engine.WasmWriter.I32;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.constant;
import static org.wsh.engine.WasmWriter.join;
import static org.wsh.engine.WasmWriter.repeat;
import static org.wsh.engine.WasmWriter.u32;

import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Large bodies that catch exceptions: a handler finds what the part that threw had set, wherever the body was cut. */
class LargeTryTest {
    /** Where the try is; the last throw once more what they caught, or hand it to the try around. */
    enum Form { TABLE_IN_THE_LOOP, TABLE_AROUND_THE_LOOP, OLDER_IN_THE_LOOP, OLDER_AROUND_THE_LOOP, RETHROWING, DELEGATING }

    // Locals: 0 rounds left, 1 seed, 2 and 3 accumulators, 4 an inner counter.

    /** What chooses a case at random, and the cases; some throw, with what they have set just before. */
    private static byte[] cases(int n, int tag, int leaf) {
        var code = new ArrayList<byte[]>();
        code.add(repeat(n, 0x02, 0x40));
        code.add(join(bytes(0x20, 1), constant(1664525), bytes(0x6c), constant(1013904223), bytes(0x6a, 0x22, 1, 0x41, 8, 0x76), constant(n), bytes(0x70, 0x0e)));
        code.add(u32(n - 1));
        for (int i = 0; i < n; i++) {
            code.add(u32((i * 7 + 3) % n));
        }
        for (int i = 0; i < n; i++) {
            code.add(bytes(0x0b));
            code.add(switch (i % 4) {
                case 0 -> join(bytes(0x20, 2), constant(2 * i + 1), bytes(0x6c, 0x20, 3, 0x6a, 0x21, 2));
                case 1 -> join(bytes(0x20, 2, 0x10, leaf, 0x21, 2));
                case 2 -> join(bytes(0x20, 3), constant(i), bytes(0x6a, 0x21, 3, 0x20, 2, 0x41, 3, 0x71, 0x45, 0x04, 0x40, 0x20, 3, 0x08, tag, 0x0b));
                default -> join(bytes(0x41, 3, 0x21, 4, 0x03, 0x40, 0x20, 2, 0x20, 4, 0x6a, 0x21, 2, 0x20, 4, 0x41, 1, 0x6b, 0x22, 4, 0x0d, 0, 0x0b));
            });
            if (i % 3 != 0) {
                code.add(bytes(0x0c));
                code.add(u32(n - 1 - i));      // to the try's end; the rest go on with the next case
            }
        }
        return join(code.toArray(new byte[0][]));
    }

    /** With rounds to go: one less; else out of block {@code out}. */
    private static byte[] count(int out) {
        return bytes(0x20, 0, 0x45, 0x0d, out, 0x20, 0, 0x41, 1, 0x6b, 0x21, 0);
    }

    static byte[] module(Form form, int n) {
        var w = new WasmWriter().memory(1);
        int t = w.type(new int[] {I32}, I32), tag = w.tag(w.type(new int[] {I32}));
        int leaf = w.function(null, t, 0, bytes(0x20, 0, 0x41, 3, 0x6c));
        byte[] cases = cases(n, tag, leaf), handler = bytes(0x20, 2, 0x6a, 0x20, 3, 0x73, 0x21, 3);
        byte[] body = switch (form) {
            case TABLE_IN_THE_LOOP -> join(bytes(0x02, 0x40, 0x03, 0x40), count(1),
                    bytes(0x02, 0x7f, 0x1f, 0x40, 1, 0, tag, 0), bytes(0x02, 0x40), cases, bytes(0x0b, 0x0b, 0x0c, 1, 0x0b), handler, bytes(0x0c, 0, 0x0b, 0x0b));
            case TABLE_AROUND_THE_LOOP -> join(bytes(0x02, 0x40, 0x03, 0x40, 0x02, 0x7f, 0x1f, 0x40, 1, 0, tag, 0, 0x03, 0x40), count(4),
                    bytes(0x02, 0x40), cases, bytes(0x0b, 0x0c, 0, 0x0b, 0x0b, 0x00, 0x0b), handler, bytes(0x0c, 0, 0x0b, 0x0b));
            case OLDER_IN_THE_LOOP -> join(bytes(0x02, 0x40, 0x03, 0x40), count(1), bytes(0x06, 0x40, 0x02, 0x40), cases, bytes(0x0b, 0x07, tag), handler, bytes(0x0b, 0x0c, 0, 0x0b, 0x0b));
            case OLDER_AROUND_THE_LOOP -> join(bytes(0x02, 0x40, 0x03, 0x40, 0x06, 0x40, 0x03, 0x40), count(3),
                    bytes(0x02, 0x40), cases, bytes(0x0b, 0x0c, 0, 0x0b, 0x07, tag), handler, bytes(0x0c, 1, 0x0b, 0x0b, 0x0b));
            // In the handler once more all cases, and what was caught before is thrown on.
            case RETHROWING -> join(bytes(0x02, 0x40, 0x03, 0x40), count(1), bytes(0x06, 0x40, 0x06, 0x40, 0x02, 0x40), cases, bytes(0x0b, 0x07, tag), handler,
                    bytes(0x06, 0x40, 0x02, 0x40), cases, bytes(0x0b, 0x19, 0x0b, 0x09, 0, 0x0b, 0x19), handlerOfAll(), bytes(0x0b, 0x0c, 0, 0x0b, 0x0b));
            case DELEGATING -> join(bytes(0x02, 0x40, 0x03, 0x40), count(1), bytes(0x06, 0x40, 0x06, 0x40, 0x06, 0x40, 0x02, 0x40), cases, bytes(0x0b, 0x18, 1, 0x19, 0x00, 0x0b, 0x07, tag), handler,
                    bytes(0x0b, 0x0c, 0, 0x0b, 0x0b));
        };
        w.function("run", t, 4, body, bytes(0x20, 2, 0x20, 3, 0x73));
        return w.write();
    }

    private static byte[] handlerOfAll() {
        return bytes(0x20, 3, 0x20, 2, 0x73, 0x21, 3);
    }

    @ParameterizedTest
    @CsvSource({"TABLE_IN_THE_LOOP, 40", "TABLE_IN_THE_LOOP, 1500", "TABLE_AROUND_THE_LOOP, 40", "TABLE_AROUND_THE_LOOP, 1500", "OLDER_IN_THE_LOOP, 40", "OLDER_IN_THE_LOOP, 1500",
            "OLDER_AROUND_THE_LOOP, 40", "OLDER_AROUND_THE_LOOP, 1500", "RETHROWING, 40", "RETHROWING, 800", "DELEGATING, 40", "DELEGATING, 1500"})
    void aSwitchInATry(Form form, int cases) {
        LargeBodyTest.everywhere(module(form, cases), 3_000);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void noMethodIsTooLargeForTheJit(Form form) {
        LargeBodyTest.requireCut(module(form, 1500), 10);
    }

    /** A switch whose cases end in tail calls, of another function and of itself. */
    @ParameterizedTest
    @EnumSource
    void casesMayBeTailCalls(Tail tail) {
        byte[] wasm = tail.module(1200);
        LargeBodyTest.everywhere(wasm, 1_000, 7);
        LargeBodyTest.requireCut(wasm, 10, 7);
    }

    enum Tail {
        CALLS, ITSELF;

        /** Parameters: rounds left, seed. */
        byte[] module(int n) {
            var w = new WasmWriter();
            int t = w.type(new int[] {I32, I32}, I32);
            var code = new ArrayList<byte[]>();
            code.add(bytes(0x20, 0, 0x45, 0x04, 0x40, 0x20, 1, 0x0f, 0x0b, 0x20, 0, 0x41, 1, 0x6b, 0x21, 0));
            code.add(repeat(n, 0x02, 0x40));
            code.add(join(bytes(0x20, 1), constant(1664525), bytes(0x6c), constant(1013904223), bytes(0x6a, 0x22, 1, 0x41, 8, 0x76), constant(n), bytes(0x70, 0x0e)));
            code.add(u32(n - 1));
            for (int i = 0; i < n; i++) {
                code.add(u32(i));
            }
            for (int i = 0; i < n; i++) {
                code.add(join(bytes(0x0b, 0x20, 0, 0x20, 1), constant(i), bytes(0x73, 0x12, this == ITSELF ? 0 : 1)));
            }
            w.function("run", t, 0, code.toArray(new byte[0][]));
            w.function(null, t, 0, bytes(0x20, 0, 0x20, 1, 0x41, 1, 0x6a, 0x12, 0));
            return w.write();
        }
    }
}
