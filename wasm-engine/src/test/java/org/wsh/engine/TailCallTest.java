// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Ledger;
import org.wsh.engine.runtime.Poller;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** Chains of tail calls in constant stack. Bodies above the given size are interpreted: 49152 none, 0 all, 20 some. */
class TailCallTest {
    private static final byte[] GET = bytes(0x20, 0), PAD = repeat(20, 0x01);

    private static Instance instance(byte[] module, int maxCode, Imports imports, InstanceOptions options) {
        return Image.of(Module.parse(module), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(imports, options);
    }

    /** if x == 0 then result else what follows with x - 1. */
    private static byte[] countdown(int result, byte[] call) {
        return join(GET, bytes(0x04, 0x7f, 0x20, 0, 0x41, 1, 0x6b), call, bytes(0x05, 0x41, result, 0x0b));
    }

    /** even(n) and odd(n), direct; evenIndirect and oddIndirect through table 0; those padded are interpreted where the limit is 20. */
    private static byte[] parity() {
        var w = new WasmWriter().table(2);
        int t = w.type(new int[] {I32}, I32);
        w.function("even", t, 0, countdown(1, bytes(0x12, 1)));
        w.function("odd", t, 0, PAD, countdown(0, bytes(0x12, 0)));
        w.function("evenIndirect", t, 0, countdown(1, bytes(0x41, 1, 0x13, t, 0)));
        w.function("oddIndirect", t, 0, PAD, countdown(0, bytes(0x41, 0, 0x13, t, 0)));
        w.elements(2, 3);
        w.function("self", t, 0, countdown(7, bytes(0x12, 4)));
        // Even by an ordinary call of odd, so that chains start below others: deep(n) = n == 0 ? 1 : 1 + (tail) deeper(n - 1)
        w.function("deep", t, 0, countdown(1, bytes(0x10, 6, 0x41, 1, 0x6a)));
        w.function("deeper", t, 0, GET, bytes(0x12, 5));
        return w.write();
    }

    private static int call(Instance i, String name, int x) {
        return (int) i.function(name).call(x)[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0, 20})
    void tenMillionInConstantStack(int maxCode) {
        var i = instance(parity(), maxCode, Imports.NONE, InstanceOptions.DEFAULT.withStackBytes(4000));
        int n = maxCode == 49152 ? 10_000_000 : 200_000;
        assertEquals(1, call(i, "even", n));
        assertEquals(0, call(i, "even", n + 1));
        assertEquals(1, call(i, "odd", n + 1));
        assertEquals(1, call(i, "evenIndirect", n));
        assertEquals(0, call(i, "oddIndirect", n));
        assertEquals(7, call(i, "self", n));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0, 20})
    void eachIsChargedOne(int maxCode) {
        var polls = new ArrayList<Long>();
        Poller poller = (x, spent) -> {
            polls.add(spent);
            return 100;
        };
        var i = instance(parity(), maxCode, Imports.NONE, InstanceOptions.DEFAULT.withPoller(poller, 100));
        for (String name : List.of("even", "evenIndirect", "self")) {
            long before = i.spent() + polls.stream().mapToLong(x -> x).sum();
            call(i, name, 1000);
            assertEquals(1000, i.spent() + polls.stream().mapToLong(x -> x).sum() - before);
        }
        assertEquals(List.of(101L), polls.stream().distinct().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0, 20})
    void aPollMayMakeTailCallsOfItsOwn(int maxCode) {
        var running = new boolean[1];
        Poller poller = (x, spent) -> {
            if (!running[0]) {
                running[0] = true;
                assertEquals(1, call(x, "even", 50));
                running[0] = false;
            }
            return 10;
        };
        var i = instance(parity(), maxCode, Imports.NONE, InstanceOptions.DEFAULT.withPoller(poller, 10));
        assertEquals(1, call(i, "even", 1000));
        assertEquals(1, call(i, "evenIndirect", 1000));
        assertEquals(7, call(i, "self", 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0, 20})
    void recursionThroughTailCallsEndsAtACountedDepth(int maxCode) {
        var i = instance(parity(), maxCode, Imports.NONE, InstanceOptions.DEFAULT);
        assertEquals(101, call(i, "deep", 100));
        int low = 0, high = 100_000;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            boolean fits;
            try {
                call(i, "deep", middle);
                fits = true;
            } catch (Trap e) {
                assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, e.kind());
                fits = false;
            }
            low = fits ? middle : low;
            high = fits ? high : middle;
        }
        assertEquals(low + 1, call(i, "deep", low));
        int beyond = high;
        assertThrows(Trap.class, () -> call(i, "deep", beyond));
        assertEquals(1, call(i, "even", 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void resultsOfSeveralValuesAndReferences(int maxCode) {
        var w = new WasmWriter().table(1);
        int many = w.type(new int[] {I32, I64, 0x7d, 0x7c, 0x6f}, I64, 0x6f, I32, 0x7c, 0x7d);
        int reference = w.type(new int[] {0x6f}, 0x6f);
        w.function("first", many, 0, bytes(0x20, 0, 0x41, 1, 0x6a, 0x20, 1, 0x20, 2, 0x20, 3, 0x20, 4, 0x12, 1));
        w.function("second", many, 0, bytes(0x20, 1, 0x20, 4, 0x20, 0, 0x20, 3, 0x20, 2));
        w.function("a", reference, 0, bytes(0x20, 0, 0x41, 0, 0x13, reference, 0));
        w.function("b", reference, 0, bytes(0x20, 0));
        w.elements(3);
        // The arguments of a tail call of itself come from its parameters, crosswise.
        int swap = w.type(new int[] {I32, I32, I32}, I32, I32);
        w.function("swap", swap, 1, bytes(0x20, 0, 0x04, 0x40, 0x20, 3, 0x04, 0x40, 0x00, 0x0b, 0x41, 1, 0x21, 3,
                0x20, 0, 0x41, 1, 0x6b, 0x20, 2, 0x20, 1, 0x12, 4, 0x0b, 0x20, 1, 0x20, 2));
        var i = instance(w.write(), maxCode, Imports.NONE, InstanceOptions.DEFAULT);
        assertArrayEquals(new Object[] {5L, "x", 4, 2.5, 1.5f}, i.function("first").call(3, 5L, 1.5f, 2.5, "x"));
        assertArrayEquals(new Object[] {"y"}, i.function("a").call("y"));
        assertArrayEquals(new Object[] {null}, i.function("a").call((Object) null));
        assertArrayEquals(new Object[] {20, 10}, i.function("swap").call(7, 10, 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void trapsOfIndirectCalls(int maxCode) {
        var w = new WasmWriter().table(2);
        int t = w.type(new int[] {I32}, I32), v = w.type(new int[0]);
        w.function("to", t, 0, bytes(0x41, 3, 0x20, 0, 0x13, t, 0));
        w.function(null, v, 0);
        w.elements(1);
        var i = instance(w.write(), maxCode, Imports.NONE, InstanceOptions.DEFAULT);
        var kinds = List.of(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, Trap.Kind.UNINITIALIZED_ELEMENT, Trap.Kind.UNDEFINED_ELEMENT);
        for (int x = 0; x < 3; x++) {
            int index = x;
            assertEquals(kinds.get(x), assertThrows(Trap.class, () -> call(i, "to", index)).kind());
        }
    }

    @Test
    void aBacktraceShowsWhoIsThere() {
        var w = new WasmWriter();
        int v = w.type(new int[0]);
        w.function("outer", v, 0, bytes(0x10, 1));
        w.function(null, v, 0, bytes(0x12, 2));
        w.function(null, v, 0, bytes(0x10, 3, 0x12, 0));
        w.function(null, v, 0, bytes(0x12, 4));
        w.function(null, v, 0, bytes(0x00));
        var i = instance(w.write(), 49152, Imports.NONE, InstanceOptions.DEFAULT);
        assertEquals("[4, 2, 0]", Arrays.toString(assertThrows(Trap.class, () -> i.function("outer").callVoid()).frames()));
    }

    @Nested
    class AcrossInstances {
        /** ping(n) tail-calls pong(n - 1), imported or, where {@code indirect}, from an imported table. */
        private static byte[] half(boolean indirect, int own, int other) {
            var w = new WasmWriter();
            int t = w.type(new int[] {I32}, I32);
            if (indirect) {
                w.importTable("env", "table", 2).elementsAt(own, 0);
                w.function("ping", t, 0, countdown(own + 1, bytes(0x41, other, 0x13, t, 0)));
            } else {
                int pong = w.importFunction("env", "pong", t);
                w.function("ping", t, 0, countdown(2, bytes(0x12, pong)));
            }
            return w.write();
        }

        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void aChainThroughATableRunsInConstantStack(int maxCode) {
            var table = new Table(new TableType(ValueType.FUNCREF, 2, 2), null, Ledger.UNLIMITED);
            var imports = Imports.of().table("env", "table", table);
            var polls = new long[1];
            Poller poller = (x, spent) -> {
                polls[0] += spent;
                return 1000;
            };
            var options = InstanceOptions.DEFAULT.withStackBytes(4000).withPoller(poller, 1000);
            var a = instance(half(true, 0, 1), maxCode, imports, options);
            instance(half(true, 1, 0), maxCode == 0 ? 49152 : 0, imports, options);
            assertEquals(1, call(a, "ping", 200_000));
            assertEquals(2, call(a, "ping", 200_001));
            assertEquals(400_001, polls[0] + a.spent());
        }

        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void intoHostFunctions(int maxCode) {
            var calls = new ArrayList<Object>();
            FunctionType t = FunctionType.of(new int[] {ValueType.I32}, ValueType.I32);
            FunctionRef[] back = new FunctionRef[1];
            var i = instance(half(false, 0, 0), maxCode, Imports.of().function("env", "pong", t, (caller, arguments) -> {
                calls.add(arguments[0]);
                return (Integer) arguments[0] > 3 ? back[0].call((Integer) arguments[0] - 1) : new Object[] {42};
            }), InstanceOptions.DEFAULT);
            back[0] = i.function("ping");
            assertEquals(42, call(i, "ping", 9));
            assertEquals(List.of(8, 6, 4, 2), calls);
            assertEquals(42, call(i, "ping", 1));
            assertEquals(2, call(i, "ping", 0));
        }

        @ParameterizedTest
        @ValueSource(ints = {49152, 0})
        void intoImportedFunctionsOfOthers(int maxCode) {
            var parity = instance(parity(), maxCode, Imports.NONE, InstanceOptions.DEFAULT);
            var i = instance(half(false, 0, 0), 49152, Imports.of().function("env", "pong", parity.function("even")), InstanceOptions.DEFAULT);
            assertEquals(1, call(i, "ping", 10_001));
            assertEquals(0, call(i, "ping", 10_000));
        }
    }
}
