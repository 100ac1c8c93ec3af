// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.engine.WasmWriter.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmImport;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** The engine as a newcomer uses it: host functions given as lambdas or marked methods, exports called as lambdas. */
class FrontDoorTest {
    private static final int F64 = 0x7c, EXTERNREF = 0x6f;

    public interface Mixed {
        double call(int a, long b, float c, double d);
    }

    public interface WithCaller {
        int call(Instance caller, int address);
    }


    /** For each import env.f of a type, an export call of the same type that calls it. */
    private static byte[] passing(int[] parameters, int... results) {
        var w = new WasmWriter().memory(1);
        int t = w.type(parameters, results);
        int f = w.importFunction("env", "f", t);
        byte[] code = {};
        for (int i = 0; i < parameters.length; i++) {
            code = join(code, bytes(0x20, i));
        }
        w.function("call", t, 0, code, bytes(0x10, f));
        return w.write();
    }

    private static <F> F through(byte[] wasm, int maxCode, Imports imports, Class<F> as) {
        return Image.of(Module.parse(wasm), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(imports, InstanceOptions.DEFAULT).function("call").as(as);
    }

    /** As in docs/engine.md. */
    @Test
    void fiveLinesAreEnough(@TempDir Path folder) throws Exception {
        var w = new WasmWriter();
        int unary = w.type(new int[] {I32}, I32), binary = w.type(new int[] {I32, I32}, I32);
        int twice = w.importFunction("env", "twice", unary);
        w.function("add_twice", binary, 0, bytes(0x20, 0, 0x20, 1, 0x6a, 0x10, twice));
        Path file = Files.write(folder.resolve("add.wasm"), w.write());

        Imports imports = Imports.of().function("env", "twice", IntUnaryOperator.class, x -> 2 * x);
        try (Instance instance = Module.parse(Files.readAllBytes(file)).instantiate(imports)) {
            IntBinaryOperator add = instance.function("add_twice").as(IntBinaryOperator.class);
            assertEquals(42, add.applyAsInt(20, 1));
        }
    }

    @Nested
    class LambdasAreImports {
        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void ofAnyMixOfTypes(int maxCode) {
            byte[] b = passing(new int[] {I32, I64, 0x7d, F64}, F64);
            var f = through(b, maxCode, Imports.of().function("env", "f", Mixed.class, (x, y, z, u) -> x + y + z + u), Mixed.class);
            assertEquals(10.75, f.call(1, 2, 3.25f, 4.5));
        }

        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void withoutResult(int maxCode) {
            var seen = new ArrayList<Integer>();
            through(passing(new int[] {I32}), maxCode, Imports.of().function("env", "f", IntConsumer.class, seen::add), IntConsumer.class).accept(7);
            assertEquals(java.util.List.of(7), seen);
        }

        @Test
        void thatTakeTheirCaller() {
            var f = through(passing(new int[] {I32}, I32), 49152, Imports.of().function("env", "f", WithCaller.class, (caller, address) -> {
                caller.memory().setI32(address, 5);
                return (int) caller.memory().size();
            }), IntUnaryOperator.class);
            assertEquals(65536, f.applyAsInt(8));
        }

        @Test
        void onReferences() {
            byte[] b = passing(new int[] {EXTERNREF}, EXTERNREF);
            var f = through(b, 49152, Imports.of().function("env", "f", Same.class, x -> x), Same.class);
            var o = new Object();
            assertSame(o, f.call(o));
            assertNull(f.call(null));
        }

        @Test
        void thatThrowWhatTheyThrow() {
            var bug = new IllegalStateException("mine");
            var f = through(passing(new int[0], I32), 49152, Imports.of().function("env", "f", IntSupplier.class, () -> {
                throw bug;
            }), IntSupplier.class);
            assertSame(bug, assertThrows(IllegalStateException.class, f::getAsInt));
        }

        @Test
        void thatOverrunTheirOwnArraysAreNoTrap() {
            var f = through(passing(new int[0], I32), 49152, Imports.of().function("env", "f", IntSupplier.class, () -> new int[0].clone()[0]), IntSupplier.class);
            assertThrows(ArrayIndexOutOfBoundsException.class, f::getAsInt);
        }

        @Test
        void ofAnotherTypeAreRefusedWithBothTypes() {
            var e = assertThrows(LinkError.class, () -> Module.parse(passing(new int[] {I32}, I32))
                    .instantiate(Imports.of().function("env", "f", LongUnaryOperator.class, x -> x)));
            assertTrue(e.getMessage().contains("function \"f\" (i32) -> i32 is given Java function (i64) -> i64"), e.getMessage());
        }

        @Test
        void onlyOfTypesThatWasmHas() {
            var e = assertThrows(IllegalArgumentException.class, () -> Imports.of().function("env", "f", Names.class, s -> 1));
            assertTrue(e.getMessage().startsWith("parameter 1 of Names.call is String"), e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> Imports.of().function("env", "f", String.class, ""));
            assertThrows(IllegalArgumentException.class, () -> Imports.NONE.function("env", "f", IntSupplier.class, () -> 1));
        }
    }

    public interface Same {
        Object call(Object x);
    }

    public interface Names {
        int call(String s);
    }

    /** A host with state. */
    public static final class Host {
        private int calls;

        @WasmImport
        public int f(int x) {
            calls++;
            return x + calls;
        }

        @WasmImport(module = "math", name = "half")
        public static double halve(double x) {
            return x / 2;
        }

        public int unmarked() {
            return 0;
        }
    }

    @Test
    void aTableThatTheHostMadeTheHostCloses() {
        var ledger = new TestLedger(1000);
        var table = new Table(new TableType(ValueType.FUNCREF, 10, 20), null, ledger);
        long held = ledger.reserved;
        assertTrue(held > 0);
        Module.parse(new WasmWriter().importTable("env", "table", 10).write()).instantiate(Imports.of().table("env", "table", table)).close();
        assertEquals(held, ledger.reserved, "after the instance");
        table.close();
        table.close();
        assertEquals(0, ledger.reserved);
        assertThrows(Trap.class, () -> table.get(0));
    }

    @Test
    void markedMethodsAreImports() {
        var host = new Host();
        var imports = Imports.of().methods(host);
        assertEquals(11, through(passing(new int[] {I32}, I32), 49152, imports, IntUnaryOperator.class).applyAsInt(10));
        assertEquals(1, host.calls);
        var w = new WasmWriter();
        int t = w.type(new int[] {F64}, F64);
        w.export("half", 0, w.importFunction("math", "half", t));
        assertEquals(1.5, Module.parse(w.write()).instantiate(imports).function("half").as(DoubleUnaryOperator.class).applyAsDouble(3));
        assertThrows(IllegalArgumentException.class, () -> Imports.of().methods("nothing marked"));
    }

    @Nested
    class ExportsAreLambdas {
        private final Instance instance = instance();

        private static Instance instance() {
            var w = new WasmWriter().memory(1);
            int t = w.type(new int[] {I32}, I32), v = w.type(new int[0]);
            w.function("load", t, 0, bytes(0x20, 0, 0x28, 2, 0));
            w.function("divide", t, 0, bytes(0x41, 1, 0x20, 0, 0x6d));
            w.function("dive", v, 0, bytes(0x10, 2));
            return Module.parse(w.write()).instantiate(Imports.NONE);
        }

        @Test
        void ofTheirOwnTypeOnly() {
            var e = assertThrows(IllegalArgumentException.class, () -> instance.function("load").as(DoubleBinaryOperator.class));
            assertEquals("DoubleBinaryOperator is (f64, f64) -> f64, the function is (i32) -> i32", e.getMessage());
        }

        @Test
        void thatTrap() {
            var load = instance.function("load").as(IntUnaryOperator.class);
            assertEquals(0, load.applyAsInt(0));
            assertEquals(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, assertThrows(Trap.class, () -> load.applyAsInt(-1)).kind());
            assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO,
                    assertThrows(Trap.class, () -> instance.function("divide").as(IntUnaryOperator.class).applyAsInt(0)).kind());
            var dive = instance.function("dive").as(Runnable.class);
            for (int n = 0; n < 3; n++) {
                assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, assertThrows(Trap.class, dive::run).kind());
            }
        }

        @Test
        void thatEndWithTheirInstance() {
            var load = instance.function("load").as(IntUnaryOperator.class);
            instance.close();
            assertThrows(IllegalStateException.class, () -> load.applyAsInt(0));
        }
    }
}
