// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;

/** call_indirect finds what is in the table now, though it is compiled for what the module's segments put there. */
class DeclaredTableTest {
    private static final byte[] GET = bytes(0x20, 0);

    /** A table of 8: an imported function that gives 10 at 0, then ones that give 11, 12 and 13, at 4 one of another type, at 5 the last of two segments' (12). */
    private static Instance instance(int maxCode) {
        var w = new WasmWriter().table(8).export("table", 1, 0);
        int number = w.type(new int[0], I32), taking = w.type(new int[] {I32}, I32), action = w.type(new int[0]);
        int ten = w.importFunction("env", "ten", number);
        int eleven = w.function(null, number, 0, constant(11));
        int twelve = w.function(null, number, 0, constant(12));
        int thirteen = w.function(null, number, 0, constant(13));
        int other = w.function(null, taking, 0, GET);
        w.elements(ten, eleven, twelve, thirteen, other, eleven).elementsAt(5, twelve);
        w.function("call", taking, 0, GET, bytes(0x11, number, 0));
        w.function("set", action, 0, constant(1), bytes(0xd2, thirteen, 0x26, 0));
        w.function("clear", action, 0, constant(1), bytes(0xd0, 0x70, 0x26, 0));
        w.function("fill", action, 0, constant(1), bytes(0xd2, ten), constant(3), bytes(0xfc, 17, 0));
        w.function("copy", action, 0, constant(0), constant(1), constant(3), bytes(0xfc, 14, 0, 0));
        w.function("grow", action, 0, bytes(0xd2, thirteen), constant(2), bytes(0xfc, 15, 0, 0x1a));
        return Image.of(Module.parse(w.write()), new ImageOptions(true, maxCode), ImportBinding.NONE)
                .instantiate(Imports.of().function("env", "ten", IntSupplier.class, () -> 10), InstanceOptions.DEFAULT);
    }

    private static String calls(Instance instance, int places) {
        var found = new StringBuilder();
        for (int i = 0; i < places; i++) {
            String each;
            try {
                each = instance.function("call").call(i)[0].toString();
            } catch (Trap t) {
                each = t.kind().name().charAt(0) + (t.kind() == Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH ? "!" : "");
            }
            found.append(found.isEmpty() ? "" : " ").append(each);
        }
        return found.toString();
    }

    @TestFactory
    Stream<DynamicTest> whateverChangesTheTableIsSeen() {
        Map<String, String> after = new LinkedHashMap<>();
        after.put("", "10 11 12 13 I! 12 U U U U U");
        after.put("set", "10 13 12 13 I! 12 U U U U U");
        after.put("clear", "10 U 12 13 I! 12 U U U U U");
        after.put("fill", "10 10 10 10 I! 12 U U U U U");
        after.put("copy", "11 12 13 13 I! 12 U U U U U");
        after.put("grow", "10 11 12 13 I! 12 U U 13 13 U");
        Consumer<Instance> host = i -> ((Table) i.export("table")).set(2, i.function("call"));
        return Stream.of(0, 49152).flatMap(maxCode -> Stream.concat(
                after.keySet().stream().map(change -> test(change, maxCode, i -> run(i, change), after.get(change))),
                Stream.of(test("by the host", maxCode, host, "10 11 I! 13 I! 12 U U U U U"))));
    }

    private static DynamicTest test(String name, int maxCode, Consumer<Instance> change, String expected) {
        return DynamicTest.dynamicTest(name + (maxCode == 0 ? ", interpreted" : ", compiled"), () -> {
            try (var i = instance(maxCode)) {
                assertEquals("10 11 12 13 I! 12 U U U U U", calls(i, 11));
                change.accept(i);
                assertEquals(expected, calls(i, 11));
            }
        });
    }

    private static void run(Instance instance, String change) {
        if (!change.isEmpty()) {
            instance.function(change).callVoid();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void aCopyHasItsOwnTableAndFunctions(int maxCode) {
        try (var original = instance(maxCode); var copy = InstanceCopy.of(original, null, InstanceOptions.DEFAULT).instance()) {
            run(copy, "set");
            assertEquals(List.of("10 11 12", "10 13 12"), List.of(calls(original, 3), calls(copy, 3)));
            try (var second = InstanceCopy.of(copy, null, InstanceOptions.DEFAULT).instance()) {
                assertEquals("10 13 12", calls(second, 3));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {49152, 0})
    void theTableOfAClosedInstanceIsEmpty(int maxCode) {
        var i = instance(maxCode);
        var call = i.function("call");
        assertEquals(11, call.call(1)[0]);
        i.close();
        assertThrows(RuntimeException.class, () -> call.call(1));
    }
}
