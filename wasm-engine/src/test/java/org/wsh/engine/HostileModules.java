// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.wsh.engine.WasmWriter.*;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Modules made to exhaust whoever loads them, by what they attack. Each has a function f, () -> (), that is called if all goes well. */
final class HostileModules {
    private static final byte[] HEADER = bytes(0, 'a', 's', 'm', 1, 0, 0, 0);

    private HostileModules() {}

    static Map<String, Supplier<byte[]>> all() {
        var all = new LinkedHashMap<String, Supplier<byte[]>>();
        all.put("a hundred thousand nested blocks", () -> body(repeat(100_000, 0x02, 0x40), repeat(100_000, 0x0b)));
        all.put("blocks as deep as the longest body allows", () -> body(repeat(2_500_000, 0x02, 0x40), repeat(2_500_000, 0x0b)));
        all.put("loops as deep as a compiled body allows", () -> body(repeat(9_000, 0x03, 0x40, 0x41, 0, 0x0d, 0), repeat(9_000, 0x0b)));
        all.put("blocks with results as deep as a compiled body allows", () -> body(repeat(9_000, 0x02, 0x7f), bytes(0x41, 0), repeat(9_000, 0x0b), bytes(0x1a)));
        all.put("ifs inside ifs", () -> body(repeat(6_000, 0x41, 1, 0x04, 0x40), repeat(6_000, 0x05, 0x0b)));
        all.put("a million operands", () -> body(repeat(1_000_000, 0x41, 0), repeat(1_000_000, 0x1a)));
        all.put("operands that stand for a local that is set again and again", () -> locals(1, repeat(12_000, 0x20, 0), repeat(6_000, 0x41, 0, 0x21, 0), repeat(12_000, 0x1a)));
        all.put("a million targets of one br_table", () -> body(bytes(0x02, 0x40, 0x41, 5, 0x0e), u32(1_000_000), new byte[1_000_001], bytes(0x0b)));
        all.put("a million targets that alternate", () -> body(bytes(0x02, 0x40, 0x02, 0x40, 0x41, 5, 0x0e), u32(1_000_000), repeat(500_000, 0, 1), bytes(0, 0x0b, 0x0b)));
        all.put("a million targets in a thousand blocks of a thousand results", HostileModules::wideTargets);
        all.put("ten thousand blocks that take and give a thousand values", HostileModules::wideBlocks);
        all.put("ten thousand calls that return a thousand values", HostileModules::wideResults);
        all.put("conditional branches with a thousand values", HostileModules::wideBranches);
        all.put("fifty thousand locals", () -> locals(50_000, bytes(0x20), u32(49_999), bytes(0x1a)));
        all.put("six thousand locals alive at six thousand labels", () -> locals(6_000, repeat(6_000, 0x03, 0x40, 0x41, 0, 0x0d, 0, 0x0b)));
        all.put("five thousand locals alive at five thousand labels", () -> locals(5_000, repeat(5_000, 0x02, 0x40), repeat(5_000, 0x20, 0, 0x0d, 0, 0x0b)));
        all.put("thirty thousand locals and a hundred thousand blocks", () -> locals(30_000, repeat(100_000, 0x02, 0x40, 0x20, 0, 0x0d, 0, 0x0b)));
        all.put("thirty thousand locals and a hundred thousand loops", () -> locals(30_000, repeat(100_000, 0x03, 0x40, 0x20, 0, 0x0d, 0, 0x0b)));
        all.put("a million small statements", () -> locals(3, repeat(1_000_000, 0x20, 1, 0x21, 2)));
        all.put("a hundred thousand calls", () -> body(repeat(100_000, 0x02, 0x40, 0x41, 1, 0x0d, 0, 0x10, 0, 0x0b)));
        all.put("ten thousand branch tables over a thousand blocks", () -> body(repeat(1_000, 0x02, 0x40), repeat(10_000, 0x02, 0x40, 0x41, 0, 0x0e, 3, 0, 1, 2, 3, 0x0b),
                repeat(1_000, 0x0b)));
        all.put("a thousand tables of two thousand targets", () -> body(repeat(100, 0x02, 0x40),
                copies(1_000, join(bytes(0x02, 0x40, 0x41, 0, 0x0e), u32(2_000), repeat(500, 0, 7, 33, 99), bytes(0, 0x0b))), repeat(100, 0x0b)));
        all.put("fifty thousand nested loops", () -> locals(1, repeat(50_000, 0x03, 0x40), repeat(50_000, 0x41, 0, 0x0d, 0, 0x0b)));
        all.put("six thousand locals at a table of ten thousand targets", () -> locals(6_000,
                bytes(0x02, 0x40, 0x02, 0x40, 0x41, 0, 0x0e), u32(10_000), repeat(5_000, 0, 1), bytes(0, 0x0b, 0x0b)));
        all.put("a thousand parameters", HostileModules::manyParameters);
        all.put("a million empty functions", HostileModules::manyFunctions);
        all.put("a million imports that nobody gives", HostileModules::manyImports);
        all.put("a million exports of one name", () -> exports(1_000_000, "same"));
        all.put("a name of thirty megabytes, twice", () -> exports(2, "x".repeat(30_000_000)));
        all.put("custom sections without end", () -> join(new WasmWriter().write(), repeat(10_000_000, 0, 1, 0)));
        all.put("four gibibytes of memory", () -> new WasmWriter().memory(65536).write());
        all.put("a table of 2^32 - 1 elements", () -> new WasmWriter().table(0xffff_ffffL).write());
        all.put("a constant expression of a million additions", HostileModules::longExpression);
        all.put("ten million elements", () -> elements(10_000_000));
        all.put("recursion without end", () -> body(bytes(0x10, 0)));
        all.put("recursion without end through a table", HostileModules::indirectRecursion);
        all.put("recursion in the start function", () -> {
            var w = new WasmWriter();
            return w.start(w.function("f", w.type(new int[0]), 0, bytes(0x10, 0))).write();
        });
        all.put("LEB128 with padding", () -> join(HEADER, bytes(1, 0x84, 0x80, 0x80, 0x80, 0x00, 0x81, 0x80, 0x00, 0x60, 0, 0)));
        all.put("counts of four billion", () -> join(HEADER, bytes(1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f)));
        all.put("a br_table that says four billion", () -> body(bytes(0x41, 0, 0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f)));
        all.put("a br_table that says two billion", () -> body(bytes(0x41, 0, 0x0e, 0xff, 0xff, 0xff, 0xff, 0x07)));
        all.put("a typed select that says two billion", () -> body(bytes(0x41, 0, 0x41, 0, 0x41, 0, 0x1c, 0xff, 0xff, 0xff, 0xff, 0x07)));
        all.put("a million different types", HostileModules::manyTypes);
        return all;
    }

    private static byte[] body(byte[]... code) {
        return locals(0, code);
    }

    private static byte[] locals(int n, byte[]... code) {
        var w = new WasmWriter();
        w.function("f", w.type(new int[0]), n, code);
        return w.write();
    }

    private static byte[] copies(int n, byte[] once) {
        var out = new ByteArrayOutputStream(n * once.length);
        for (int i = 0; i < n; i++) {
            out.writeBytes(once);
        }
        return out.toByteArray();
    }

    private static int[] types(int n, int first) {
        var types = new int[n];
        java.util.Arrays.fill(types, I32);
        types[n - 1] = first;
        return types;
    }

    /** Block types that all differ, each of a thousand results: unlike ones can't be told to be equal. */
    private static byte[] wideTargets() {
        var w = new WasmWriter();
        int v = w.type(new int[0]);
        var open = new ByteArrayOutputStream();
        var close = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            var results = types(1000, I32);
            results[i] = I64;
            open.writeBytes(bytes(0x02));
            byte[] index = constant(w.type(new int[0], results));
            open.write(index, 1, index.length - 1);
            close.writeBytes(bytes(0x0b, 0x00));
        }
        var targets = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000_000; i++) {
            targets.writeBytes(u32(i * 7 % 1000));
        }
        w.function("f", v, 0, open.toByteArray(), bytes(0x00, 0x41, 0, 0x0e), u32(1_000_000), targets.toByteArray(), bytes(0), close.toByteArray());
        return w.write();
    }

    private static byte[] wideBlocks() {
        var w = new WasmWriter();
        int v = w.type(new int[0]), t = w.type(types(1000, I32), types(1000, I32));
        w.function("f", v, 0, repeat(1000, 0x41, 0), repeat(10_000, 0x02, t, 0x0b), repeat(1000, 0x1a));
        return w.write();
    }

    private static byte[] wideResults() {
        var w = new WasmWriter();
        int v = w.type(new int[0]), t = w.type(new int[0], types(1000, I32));
        w.function("f", v, 0, repeat(10_000, 0x10, 1), bytes(0x00));
        w.function(null, t, 0, repeat(1000, 0x41, 1));
        return w.write();
    }

    private static byte[] wideBranches() {
        var w = new WasmWriter();
        int v = w.type(new int[0]), t = w.type(new int[0], types(1000, I32));
        w.function("f", v, 0, bytes(0x02, t), repeat(1000, 0x41, 0), repeat(10_000, 0x41, 0, 0x0d, 0), bytes(0x0b), repeat(1000, 0x1a));
        return w.write();
    }

    private static byte[] manyParameters() {
        var w = new WasmWriter();
        int v = w.type(new int[0]), t = w.type(types(1000, I64), I64);
        w.function("f", v, 0, repeat(999, 0x41, 1), bytes(0x42, 5, 0x10, 1, 0x1a));
        w.function(null, t, 0, bytes(0x20), u32(999));
        return w.write();
    }

    private static byte[] section(int id, byte[]... content) {
        byte[] all = join(content);
        return join(bytes(id), u32(all.length), all);
    }

    private static byte[] manyFunctions() {
        int n = 1_000_000;
        return join(HEADER, section(1, bytes(1, 0x60, 0, 0)), section(3, u32(n), new byte[n]), section(7, bytes(1, 1, 'f', 0), u32(n - 1)),
                section(10, u32(n), repeat(n, 2, 0, 0x0b)));
    }

    private static byte[] manyImports() {
        int n = 1_000_000;
        return join(HEADER, section(1, bytes(1, 0x60, 0, 0)), section(2, u32(n), repeat(n, 1, 'm', 1, 'f', 0, 0)));
    }

    private static byte[] exports(int n, String name) {
        byte[] text = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < n; i++) {
            out.writeBytes(u32(text.length));
            out.writeBytes(text);
            out.writeBytes(bytes(0, 0));
        }
        return join(HEADER, section(1, bytes(1, 0x60, 0, 0)), section(3, bytes(1, 0)), section(7, u32(n), out.toByteArray()), section(10, bytes(1, 2, 0, 0x0b)));
    }

    private static byte[] longExpression() {
        return join(HEADER, section(6, bytes(1, 0x7f, 0, 0x41, 0), repeat(1_000_000, 0x41, 1, 0x6a), bytes(0x0b)));
    }

    private static byte[] elements(int n) {
        return join(HEADER, section(1, bytes(1, 0x60, 0, 0)), section(3, bytes(1, 0)), section(4, bytes(1, 0x70, 0), u32(n)),
                section(9, bytes(1, 0, 0x41, 0, 0x0b), u32(n), new byte[n]), section(10, bytes(1, 2, 0, 0x0b)));
    }

    private static byte[] indirectRecursion() {
        var w = new WasmWriter().table(1);
        int v = w.type(new int[0]);
        return w.elements(w.function("f", v, 0, bytes(0x41, 0, 0x11, v, 0))).write();
    }

    /** The n-th in base 4 numbers: the hashes of such types differ little. */
    private static byte[] manyTypes() {
        int n = 1_000_000;
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < n; i++) {
            var parameters = new int[10];
            for (int k = 0, rest = i; k < 10; k++, rest >>= 2) {
                parameters[k] = 0x7c + (rest & 3);
            }
            out.writeBytes(bytes(0x60, 10));
            out.writeBytes(bytes(parameters));
            out.write(0);
        }
        return join(HEADER, section(1, u32(n), out.toByteArray()));
    }
}
