// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Watch;
import org.wsh.engine.syntax.FunctionType;

/** Calls of host functions are told of while somebody watches, with what went in and came out. */
class WatchTest {
    /** The instance's host is the list of what was told. */
    public static final class Host {
        private Host() {}

        public static int difference(Instance i, long a, int b) {
            if (b == 0) {
                throw new IllegalArgumentException("zero");
            }
            if (b < 0) {
                throw new UnsupportedOperationException("unwinds");
            }
            return (int) (a - b);
        }

        public static void nothing(Instance i) {}

        public static int refused(Instance i, IllegalArgumentException e, int importIndex) {
            return -100 - importIndex;
        }
    }

    public static final class Told {
        private Told() {}

        @SuppressWarnings("unchecked")
        private static List<String> list(Object told) {
            return (List<String>) told;
        }

        public static Object enter(Instance i, String module, String name, long[] arguments) {
            list(i.host()).add(module + "." + name + Arrays.toString(arguments));
            return i.host();
        }

        public static void exit(Object call, int result) {
            list(call).add("= " + result);
        }

        public static void left(Object call, Throwable thrown) {
            list(call).add("left by " + thrown.getMessage());
        }
    }

    private static final ImportBinding BINDING = new ImportBinding() {
        @Override
        public String id() {
            return "watched";
        }

        @Override
        public Optional<HostFunction> function(String module, String name, FunctionType type) {
            var failure = name.equals("difference") ? new HostFunction.Failure(IllegalArgumentException.class, Host.class, "refused") : null;
            return Optional.of(new HostFunction(Host.class, name, failure, new HostFunction.Watcher(Told.class)));
        }
    };

    private static byte[] module() {
        var w = new WasmWriter();
        int two = w.type(new int[] {I64, I32}, I32), none = w.type(new int[] {});
        int difference = w.importFunction("env", "difference", two);
        int nothing = w.importFunction("env", "nothing", none);
        w.function("difference", two, 0, bytes(0x20, 0, 0x20, 1, 0x10, difference));
        w.function("nothing", none, 0, bytes(0x10, nothing));
        return w.write();
    }

    private final List<String> told = new ArrayList<>();
    private final Watch watch = new Watch();
    private final Instance instance = Image.of(Module.parse(module()), ImageOptions.DEFAULT, BINDING)
            .instantiate(Imports.NONE, InstanceOptions.DEFAULT.withHost(told).withWatch(watch));

    private Object difference(long a, int b) {
        return instance.function("difference").call(a, b)[0];
    }

    @Test
    void nobodyIsToldBeforeAndAfterItIsOn() {
        assertEquals(4, difference(7L, 3));
        watch.on = true;
        assertEquals(4, difference(7L, 3));
        watch.on = false;
        assertEquals(4, difference(7L, 3));
        assertEquals(List.of("env.difference[7, 3]", "= 4"), told);
    }

    @Test
    void aFailureThatBecameAResultIsAResult() {
        watch.on = true;
        assertEquals(-100, difference(7L, 0));
        assertEquals(List.of("env.difference[7, 0]", "= -100"), told);
    }

    @Test
    void whatUnwindsTheGuestIsToldToo() {
        watch.on = true;
        assertThrows(UnsupportedOperationException.class, () -> difference(1L << 40, -1));
        assertEquals(List.of("env.difference[1099511627776, -1]", "left by unwinds"), told);
    }

    @Test
    void aCallWithoutResultEndsToo() {
        watch.on = true;
        instance.function("nothing").callVoid();
        assertEquals(List.of("env.nothing[]", "= 0"), told);
    }
}
