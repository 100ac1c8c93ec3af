// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import java.io.IOException;
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
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Tag;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/** Exceptions between guest and host, and what must stay exact when they unwind. Bodies above the given size are interpreted: 49152 none, 0 all. */
class ExceptionTest {
    private static final Tag TAG = Tag.of(FunctionType.of(new int[] {ValueType.I32, ValueType.I64}));

    /** Imports tag 0 (i32, i64) and function host (i32) -> i32; its own tag 1 has the same type. */
    private static byte[] module() {
        var w = new WasmWriter().memory(1);
        int payload = w.type(new int[] {I32, I64}), t = w.type(new int[] {I32}, I32), both = w.type(new int[0], I32, I64), v = w.type(new int[0]);
        int imported = w.importTag("env", "tag", payload);
        int host = w.importFunction("env", "host", t);
        int own = w.tag(payload);
        byte[] get = bytes(0x20, 0);
        // throws tag 0 with (x, 7) if x is even, the own one if not
        int raise = w.function("raise", t, 0, get, bytes(0x41, 1, 0x71, 0x04, 0x40, 0x20, 0, 0x42, 7, 0x08, own, 0x0b, 0x20, 0, 0x42, 7, 0x08, imported));
        w.function("catches", t, 0, bytes(0x41, 0xe4, 0), caughtWithin(both, imported, join(get, bytes(0x10, raise, 0x1a))));
        w.function("catchesHost", t, 0, bytes(0x41, 0xe4, 0), caughtWithin(both, imported, join(get, bytes(0x10, host, 0x1a))));
        // The older form: the payload, or for tag 1 -1 after it was rethrown to another try.
        w.function("older", t, 0, bytes(0x06, 0x7f), get, bytes(0x10, raise, 0x07, imported, 0xa7, 0x6a, 0x07, own, 0x1a, 0x1a, 0x06, 0x40, 0x09, 1, 0x19, 0x0b, 0x41, 0x7f, 0x0b));
        // goes round x times, each time throwing and catching; counts in memory
        int loop = w.function("often", t, 1, bytes(0x03, 0x40, 0x02, both, 0x1f, 0x40, 1, 0, imported, 0, 0x41, 2, 0x10, raise, 0x1a, 0x0b, 0x00, 0x0b, 0xa7, 0x6a, 0x20, 1, 0x6a, 0x21, 1,
                0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 1));
        // a poll inside a try
        w.function("spin", t, 0, bytes(0x02, both, 0x1f, 0x40, 1, 0, imported, 0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b, 0x00, 0x0b, 0xa7, 0x6a));
        w.function("trap", t, 0, bytes(0x02, 0x40, 0x1f, 0x40, 1, 2, 0, 0x41, 1, 0x41, 0, 0x6d, 0x1a, 0x0b, 0x0b, 0x41, 0));
        w.function("null", v, 0, bytes(0xd0, 0x69, 0x0a));
        w.export("tag", 4, imported).export("own", 4, own);
        // down x frames, then throws
        int down = loop + 4;
        w.function("down", t, 0, get, bytes(0x04, 0x7f), get, bytes(0x41, 1, 0x6b, 0x10, down, 0x05, 0x41, 2, 0x10, raise, 0x0b, 0x41, 0, 0x6a));
        w.function("catchesDeep", t, 0, bytes(0x41, 0), caughtWithin(both, imported, join(get, bytes(0x10, down, 0x1a))));
        return w.write();
    }

    /** With 100 on the stack, which is found again: that plus the payload of tag 0 thrown in {@code code}; -1 for another. */
    private static byte[] caughtWithin(int both, int tag, byte[] code) {
        return join(bytes(0x02, 0x7f, 0x02, 0x40, 0x02, both, 0x1f, 0x40, 2, 0, tag, 0, 2, 1), code,
                bytes(0x0b, 0x00, 0x0b, 0xa7, 0x6a, 0x0c, 1, 0x0b, 0x41, 0x9b, 0x7f, 0x0b, 0x6a));
    }

    private static Instance instance(int maxCode, InstanceOptions options) {
        var imports = Imports.of().tag("env", "tag", TAG).function("env", "host", FunctionType.of(new int[] {ValueType.I32}, ValueType.I32), (caller, arguments) -> {
            throw new WasmException(TAG, arguments[0], 1L);
        });
        return Image.of(Module.parse(module()), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(imports, options);
    }

    private static int call(Instance i, String name, int x) {
        return (int) i.function(name).call(x)[0];
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void theTagDecidesWhoCatches(int maxCode) {
        var i = instance(maxCode, InstanceOptions.DEFAULT);
        assertEquals(111, call(i, "catches", 4));
        assertEquals(-1, call(i, "catches", 5));
        assertEquals(11, call(i, "older", 4));
        assertEquals(-1, call(i, "older", 5));
        assertSame(i.export("own"), assertThrows(WasmException.class, () -> call(i, "raise", 5)).tag());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void theHostSeesWhatNobodyCaughtAndThrowsWhatTheGuestCatches(int maxCode) {
        var i = instance(maxCode, InstanceOptions.DEFAULT);
        var e = assertThrows(WasmException.class, () -> call(i, "raise", 4));
        assertSame(TAG, e.tag());
        assertSame(TAG, i.export("tag"));
        assertArrayEquals(new Object[] {4, 7L}, e.payload());
        assertEquals("wasm exception with tag (i32, i64) -> ()", e.getMessage());
        assertEquals(109, call(i, "catchesHost", 8));
        assertThrows(IllegalArgumentException.class, () -> new WasmException(TAG, 1));
        assertThrows(IllegalArgumentException.class, () -> new WasmException(TAG, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void anUncaughtOneTellsWhereItWasThrownUnlessThereWereMany(int maxCode) {
        var i = instance(maxCode, InstanceOptions.DEFAULT);
        var frames = assertThrows(WasmException.class, () -> call(i, "raise", 4)).backtrace().frames();
        assertEquals(frames.getFirst().function(), frames.getLast().function());
        byte[] module = i.declarations().bytes();
        assertEquals(0x08, module[(int) frames.getFirst().offset()]);      // throw
        for (int n = 0; n < 100; n++) {
            call(i, "catches", 4);
        }
        assertEquals(0, assertThrows(WasmException.class, () -> call(i, "raise", 4)).backtrace().frames().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void trapsAndErrorsPassEveryHandler(int maxCode) {
        var error = new Error("kill");
        var i = instance(maxCode, InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            throw error;
        }, 1000));
        assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, assertThrows(Trap.class, () -> call(i, "trap", 0)).kind());
        assertEquals(Trap.Kind.NULL_EXCEPTION_REFERENCE, assertThrows(Trap.class, () -> i.function("null").callVoid()).kind());
        assertSame(error, assertThrows(Error.class, () -> call(i, "spin", 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void unwindingLosesAndInventsNoTicks(int maxCode) {
        var polls = new ArrayList<Long>();
        var i = instance(maxCode, InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            polls.add(spent);
            return 100;
        }, 100));
        assertEquals(9000, call(i, "often", 1000));
        // 1 at entry, 999 back-edges; raise makes no call.
        assertEquals(1000, polls.stream().mapToLong(x -> x).sum() + i.spent());
        assertEquals(List.of(101L), polls.stream().distinct().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void depthIsRightAfterUnwinding(int maxCode) {
        var i = instance(maxCode, InstanceOptions.DEFAULT);
        int before = i.stack;
        for (int round = 0; round < 3000; round++) {
            assertEquals(9, call(i, "catchesDeep", 100));
        }
        assertEquals(before, i.stack);
    }

    /** As when a signal handler longjmps out. */
    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void whatAPollThrowsIsCaughtWhereItPolls(int maxCode) {
        var i = instance(maxCode, InstanceOptions.DEFAULT.withPoller((x, spent) -> {
            throw new WasmException(TAG, 30, 12L);
        }, 1000));
        assertEquals(42, call(i, "spin", 0));
    }

    /** C++ by clang, in the older encoding; source in src/test/resources/exceptions. */
    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void destructorsRunAndHandlersRethrow(int maxCode) throws IOException {
        byte[] program;
        try (var in = ExceptionTest.class.getResourceAsStream("/exceptions/exceptions.wasm")) {
            program = in.readAllBytes();
        }
        var i = Image.of(Module.parse(program), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
        assertEquals(3 * (-1 + 60 + 30), i.function("run").call(9, 60)[0]);
        assertEquals(9 * 111, i.function("destroyed").call()[0]);
        assertEquals(3 * (1000 + 200 + 100), i.function("run").call(9, 200)[0]);
        assertEquals(9 * 111, i.function("destroyed").call()[0]);
        assertThrows(WasmException.class, () -> i.function("uncaught").call());
    }

    @Test
    void tagsAreLinkedByType() {
        var image = Image.of(Module.parse(module()), ImageOptions.DEFAULT, ImportBinding.NONE);
        var wrong = Imports.of().tag("env", "tag", Tag.of(FunctionType.of(new int[] {ValueType.I32}))).stubMissingFunctions();
        assertThrows(LinkError.class, () -> image.instantiate(wrong, InstanceOptions.DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> Tag.of(FunctionType.of(new int[0], ValueType.I32)));
    }
}
