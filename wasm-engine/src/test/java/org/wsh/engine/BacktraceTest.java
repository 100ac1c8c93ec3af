// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Backtrace;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Trap;

/** The programs are in src/test/resources/backtrace, with their source. */
class BacktraceTest {
    private static byte[] program(int dwarf) throws IOException {
        try (var in = BacktraceTest.class.getResourceAsStream("/backtrace/trap" + dwarf + ".wasm")) {
            return in.readAllBytes();
        }
    }

    private static Instance instance(byte[] wasm, int maxCode) {
        return Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
    }

    private static Backtrace trap(Instance i, String export, int argument) {
        return assertThrows(Trap.class, () -> i.function(export).call(argument)).backtrace();
    }

    /** Without offsets, which depend on the header's size. */
    private static List<String> withoutOffsets(Backtrace backtrace) {
        return backtrace.lines().stream().map(line -> line.replaceAll(", offset 0x[0-9a-f]+", "")).toList();
    }

    @ParameterizedTest
    @CsvSource({"2,49152", "3,49152", "4,49152", "5,49152", "2,0", "5,0"})
    void showsFunctionsFilesAndLines(int dwarf, int maxCode) throws IOException {
        assertEquals(List.of("  at divide (inner.h:5) [function 2]", "  at fib (trap.c:11) [function 1]", "  at fib (trap.c:12) [function 1]", "  at fib (trap.c:12) [function 1]",
                "  at run (trap.c:18) [function 0]"), withoutOffsets(trap(instance(program(dwarf), maxCode), "run", 4)));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void namesTheInstructionsOffset(int maxCode) throws IOException {
        byte[] b = program(5);
        var backtrace = trap(instance(b, maxCode), "run", 0);
        assertEquals(0x6d, b[(int) backtrace.frames().get(0).offset()]);     // i32.div_s
        assertEquals(0x10, b[(int) backtrace.frames().get(1).offset()]);     // call
        assertEquals(0x10, b[(int) backtrace.frames().get(2).offset()]);
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void ofEndlessRecursionIsShort(int maxCode) throws IOException {
        var lines = trap(instance(program(5), maxCode), "dive", 1).lines();
        assertEquals(Backtrace.MOST_FRAMES + 1, lines.size());
        assertEquals("  at dive (trap.c:23) [function 3]", lines.get(5).replaceAll(", offset 0x[0-9a-f]+", ""));
        assertTrue(lines.getLast().matches("  … more than [0-9,]+ more"), lines.getLast());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void goesThroughOtherModulesAndTheHost(int maxCode) throws IOException {
        var inner = instance(program(5), maxCode);
        var run = inner.function("run");
        var w = new WasmWriter();
        int t = w.type(new int[] {I32}, I32);
        int given = w.importFunction("env", "given", t), host = w.importFunction("env", "host", t);
        w.function("direct", t, 0, bytes(0x20, 0, 0x10, given));
        w.function("byHost", t, 0, bytes(0x20, 0, 0x10, host));
        var outer = Image.of(Module.parse(w.write()), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(
                Imports.of().function("env", "given", run).function("env", "host", IntUnaryOperator.class, run.as(IntUnaryOperator.class)), InstanceOptions.DEFAULT);
        var lines = withoutOffsets(trap(outer, "direct", 0));
        assertEquals("  at run (trap.c:18) [function 0]", lines.get(2));
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("  at function 2 [offset 0x")), lines::toString);
        lines = withoutOffsets(trap(outer, "byHost", 0));
        assertEquals("  at run (trap.c:18) [function 0]", lines.get(2));
        assertTrue(lines.getLast().startsWith("  at function 3 [offset 0x"), lines::toString);
    }

    @Test
    void ofABodyBeyondJvmLineNumbersIsNear() {
        var w = new WasmWriter();
        int t = w.type(new int[] {I32}, I32);
        w.function("far", t, 0, repeat(60_000, 0x01, 0x01), bytes(0x41, 1, 0x20, 0, 0x6d));
        byte[] b = w.write();
        long offset = trap(instance(b, 200_000), "far", 0).frames().get(0).offset();
        assertTrue(b[(int) offset] == 0x6d || b[(int) offset + 1] == 0x6d);
    }

    @Test
    void neverFailsHoweverTheDebugSectionsAreBroken() throws IOException {
        var random = new Random(7);
        for (int dwarf = 2; dwarf <= 5; dwarf++) {
            byte[] good = program(dwarf);
            var sections = Module.parse(good).declarations().customs();
            for (int n = 0; n < 500; n++) {
                byte[] b = good.clone();
                for (var section : sections) {
                    for (int k = random.nextInt(4); k > 0; k--) {
                        b[section.start() + random.nextInt(section.end() - section.start())] = (byte) random.nextInt();
                    }
                }
                assertEquals(3, trap(instance(b, 49152), "run", 0).frames().size());
            }
        }
    }

    @Test
    void showsNoControlCharacters() {
        assertEquals("a?[31mb [function 1]", new Backtrace.Frame(1, "a\u001b[31mb", -1, null).toString());
        assertEquals("function 1", new Backtrace.Frame(1, null, -1, null).toString());
        assertEquals("function 1 [offset 0x10]", new Backtrace.Frame(1, null, 16, null).toString());
        assertTrue(new Backtrace.Frame(1, "x".repeat(100_000), -1, null).toString().length() < 300);
    }
}
