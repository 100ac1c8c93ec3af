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

    /** down(n) calls itself n times, then for the first time functions in a group of their own, which must be compiled there. */
    private static void compileAtTheEdge() {
        var w = new WasmWriter().memory(1);
        int t = w.type(new int[] {I32}, I32);
        w.function("down", t, 0, bytes(0x20, 0, 0x04, 0x7f, 0x20, 0, 0x41, 1, 0x6b, 0x10, 0, 0x05, 0x41, 1, 0x10, 1, 0x0b));
        w.function(null, t, 0, repeat(400, 0x20, 0, 0x04, 0x40, 0x20, 0, 0x41, 3, 0x6c, 0x21, 0, 0x0b), bytes(0x20, 0));
        byte[] b = w.write();
        int low = 0, high = 100_000;    // the deepest that doesn't trap
        while (high - low > 1) {
            int middle = (low + high) / 2;
            Instance i = Image.of(Module.parse(b), ImageOptions.DEFAULT, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
            try {
                i.function("down").call(middle);
                low = middle;
            } catch (Trap e) {
                assertEquals(Trap.Kind.CALL_STACK_EXHAUSTED, e.kind());
                high = middle;
            }
        }
        System.out.println("deepest " + low);
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
        assertEquals("deepest 2183 " + depth(0, 49152) + " " + depth(200, 49152) + " " + depth(5, 0), out.strip().replace("\n", " "));
    }

    public static void main(String[] args) throws InterruptedException {
        Thread.ofVirtual().start(DepthTest::compileAtTheEdge).join();
        Thread.ofVirtual().start(() -> System.out.println(depth(0, 49152) + " " + depth(200, 49152) + " " + depth(5, 0))).join();
    }
}
