// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.*;
import static org.wsh.engine.WasmWriter.*;

import java.util.List;
import java.util.function.IntSupplier;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.Tag;
import org.wsh.engine.syntax.FunctionType;

/** A module that forks in the middle of every construct there is, the host function that captures its stack, and ways to go on from there. */
final class ForkingGuest {
    /** Compiled whole, cut into small methods, interpreted, and both. */
    static final List<ImageOptions> TIERS = List.of(ImageOptions.DEFAULT, ImageOptions.DEFAULT.withMethodBytes(60), new ImageOptions(true, 0), new ImageOptions(true, 30));
    private static final byte[] GET = bytes(0x20, 0), DROP = bytes(0x1a);
    /** Calls fork. */
    static final byte[] FORK = bytes(0x10, 0);
    private static final int REF = 0x70, V128 = 0x7b;
    static final Tag TAG = Tag.of(FunctionType.of(new int[] {I32}));

    /** Function 0 is fork, () -> i32; each export takes an i32 and returns one. */
    static byte[] module() {
        var w = new WasmWriter().memory(1).table(4);
        int t = w.type(new int[] {I32}, I32), f = w.type(new int[0], I32), v = w.type(new int[0]), three = w.type(new int[0], I32, I64, I32), carried = w.type(new int[] {I32});
        w.importFunction("env", "fork", f);
        w.importTag("env", "tag", carried);
        w.function("plain", t, 0, GET, FORK, bytes(0x6a));
        // x times: sum = 3 * sum + fork()
        w.function("loop", t, 1, bytes(0x03, 0x40, 0x20, 1, 0x41, 3, 0x6c), FORK, bytes(0x6a, 0x21, 1, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 1));
        // a local, constants and a sum below, in two blocks
        w.function("operands", t, 0, GET, bytes(0x41, 9, 0x42, 5), GET, GET, bytes(0x6c, 0x02, 0x7f, 0x02, 0x7f), GET, GET, bytes(0x6a), FORK,
                bytes(0x6c, 0x0b, 0x41, 2, 0x6c, 0x0b, 0x6a, 0xac, 0x7c, 0xa7, 0x6b, 0x6a));
        // the old value of a local that is set after
        w.function("oldLocal", t, 0, GET, bytes(0x41, 1, 0x21, 0), FORK, bytes(0x6a, 0x20, 0, 0x6a));
        w.function("floats", t, bytes(2, 1, 0x7d, 1, 0x7c), GET, bytes(0xb2, 0x21, 1), GET, bytes(0xb7, 0x22, 2, 0x20, 2, 0xa2), FORK, bytes(0xb7, 0xa0, 0x20, 1, 0xbb, 0xa0, 0xaa));
        int helper = w.function("deeper", t, 0, GET, bytes(0x45, 0x04, 0x7f), FORK, bytes(0x05), GET, bytes(0x41, 1, 0x6b, 0x10, 6, 0x41, 1, 0x6a, 0x0b));
        assertEquals(6, helper);
        w.elements(0, helper);
        w.function("indirect", t, 0, GET, bytes(0x41, 1, 0x11, t, 0), bytes(0x41, 0, 0x11, f, 0, 0x6a));
        w.function("vectors", t, bytes(1, 1, V128), GET, bytes(0xfd, 0x11, 0x22, 1, 0x20, 1, 0xfd, 0xae, 0x01), FORK, bytes(0xfd, 0x11, 0xfd, 0xae, 0x01, 0x20, 1, 0xfd, 0xae, 0x01, 0xfd, 0x1b, 2));
        w.function("references", t, bytes(1, 1, REF), bytes(0xd2, helper, 0x21, 1, 0xd2, 1), FORK, bytes(0x1a, 0xd1, 0x20, 1, 0xd1, 0x6a, 0x41, 3, 0x20, 1, 0x26, 0, 0x41, 1, 0x41, 3, 0x11, t, 0, 0x6a));
        w.function("several", t, 0, bytes(0x02, three, 0x41, 1, 0x42, 2), FORK, bytes(0x0b, 0x1a, 0xa7, 0x6b), GET, bytes(0x6a));
        // try_table: fork() inside, throws what it returned, fork() again in what goes on
        w.function("tryTable", t, 0, bytes(0x41, 7, 0x02, 0x7f, 0x1f, 0x40, 1, 0, 0, 0), FORK, bytes(0x08, 0, 0x0b, 0, 0x0b), FORK, bytes(0x6c, 0x6a));
        // the older form: forks in the handler, then rethrows what that had caught
        w.function("legacy", t, 0, bytes(0x06, 0x7f, 0x06, 0x7f), FORK, bytes(0x08, 0, 0x07, 0, 0x1a), FORK, bytes(0x1a, 0x09, 0, 0x0b, 0x07, 0, 0x41, 5, 0x6c, 0x0b), GET, bytes(0x6a));
        int tail = w.function("tail", t, 0, GET, bytes(0x12, helper));
        w.function("tailOfFork", t, 0, bytes(0x12, 0));
        w.function("callsTails", t, 0, GET, bytes(0x10, tail), GET, bytes(0x10, tail + 1, 0x6a));
        // a jump to itself x times, each with a fork
        int self = w.function("self", t, 0, FORK, DROP, GET, bytes(0x45, 0x04, 0x7f, 0x41, 1, 0x05), GET, bytes(0x41, 1, 0x6b, 0x12, tail + 3, 0x0b));
        assertEquals(tail + 3, self);
        // a switch in a loop: large enough to be cut
        byte[] one = join(GET, bytes(0x20, 1, 0x6a), FORK, bytes(0x6a, 0x21, 1));
        byte[] many = {};
        for (int i = 0; i < 30; i++) {
            many = join(many, one);
        }
        w.function("large", t, 1, bytes(0x03, 0x40), many, bytes(0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b), many, bytes(0x20, 1));
        w.function("trap", t, 0, GET, FORK, bytes(0x41, 0, 0x6d, 0x6a));
        w.function("spin", t, 0, bytes(0x03, 0x40), GET, bytes(0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b), GET);
        // catches what its fork throws
        w.function("catches", t, 0, bytes(0x02, 0x7f, 0x1f, 0x40, 1, 0, 0, 0), FORK, DROP, bytes(0x0b, 0x41, 100, 0x0b), GET, bytes(0x6a));
        w.function("store", t, 0, bytes(0x41, 0), FORK, bytes(0x36, 2, 0, 0x41, 0, 0x28, 2, 0));
        w.function("fork", f, 0, FORK);
        return w.write();
    }

    /** The exports that do nothing but compute. */
    static final List<String> CONSTRUCTS = List.of("plain", "loop", "operands", "oldLocal", "floats", "deeper", "indirect", "vectors", "references", "several", "tryTable", "legacy", "tail",
            "tailOfFork", "callsTails", "self", "large", "spin", "store");

    /** Forks by capture; what fork returns is up to whoever goes on. */
    static Imports forking() {
        var imports = Imports.of().tag("env", "tag", TAG).capturing("env", "fork", Capturing.ASKS);
        return imports.function("env", "fork", FunctionType.of(new int[0], I32), (caller, a) -> {
            throw capture(caller);
        });
    }

    static StackCapture capture(Instance i) {
        var c = StackCapture.of(i, "fork");
        assertNotNull(c);
        return c;
    }

    static Instance instance(ImageOptions options, Imports imports, InstanceOptions limits) {
        return Image.of(Module.parse(module()), options, imports.binding()).instantiate(imports, limits);
    }

    static Instance instance(ImageOptions options) {
        return instance(options, forking(), InstanceOptions.DEFAULT);
    }

    /** Until it ends; {@code next} says what each fork returns. */
    static int finish(StackCapture first, IntSupplier next, boolean copying) {
        StackCapture c = first;
        while (true) {
            CapturedStack stack = c.stack();
            if (copying) {
                var copy = InstanceCopy.of(c.instance(), stack, InstanceOptions.DEFAULT);
                c.instance().close();
                stack = copy.stack();
            }
            try {
                return (int) stack.resume(Results.of(next.getAsInt())).values()[0];
            } catch (StackCapture again) {
                c = again;
            }
        }
    }

    static StackCapture captured(Instance i, String function, int x) {
        return assertThrows(StackCapture.class, () -> i.function(function).call(x));
    }

    static IntSupplier counter() {
        var n = new int[] {2};
        return () -> n[0]++;
    }

    static int call(Instance i, String name, int x) {
        return (int) i.function(name).call(x)[0];
    }

    private ForkingGuest() {}
}
