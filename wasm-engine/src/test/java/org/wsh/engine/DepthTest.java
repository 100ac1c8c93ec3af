// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.*;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Trap;

/** Recursion ends at a counted depth: the same on each run, on any thread and in any mode of the JVM. */
class DepthTest {
    /** dive(): counts at address 0 how often it called itself. wide: with many locals. */
    static byte[] module(int locals) {
        var w = new WasmWriter().memory(1);
        int v = w.type(new int[0]);
        w.function("dive", v, locals, bytes(0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6a, 0x36, 2, 0, 0x10, 0));
        return w.write();
    }

    private static int depth(int locals, int maxCode) {
        Instance i = Image.of(Module.parse(module(locals)), new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
        int first = 0;
        for (int round = 0; round < 200; round++) {
            i.memory().setI32(0, 0);
            var trap = assertThrows(Trap.class, () -> i.function("dive").callVoid());
            assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, trap.kind());
            first = round == 0 ? i.memory().i32(0) : first;
            assertEquals(first, i.memory().i32(0));
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 200})
    void isTheSameEachTime(int locals) {
        assertEquals(depth(locals, 49152), depth(locals, 49152));
        assertEquals(depth(locals, 0), depth(locals, 0));
    }

    @Test
    void isTheSameInAVirtualThread() throws InterruptedException {
        var found = new AtomicReference<Integer>();
        Thread.ofVirtual().start(() -> found.set(depth(3, 49152))).join();
        assertEquals(depth(3, 49152), found.get());
    }

    /** A JVM of its own with the stack that it has by default, in each mode: prints the depth. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-Xcomp", "-XX:+UseSerialGC"})
    void isSafeOnAStackOfOneMegabyte(String mode) throws Exception {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var process = new ProcessBuilder(java, mode, "-XX:ThreadStackSize=1024", "-cp", System.getProperty("java.class.path"), DepthTest.class.getName())
                .redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        assertEquals(depth(0, 49152) + " " + depth(200, 49152) + " " + depth(5, 0), out.strip());
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.ofVirtual().start(() -> System.out.println(depth(0, 49152) + " " + depth(200, 49152) + " " + depth(5, 0))).join();
    }
}
