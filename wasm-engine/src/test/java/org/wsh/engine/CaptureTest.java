// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.*;
import static org.wsh.engine.ForkingGuest.*;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.I32;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.HostFrame;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Poller;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;

/** What goes on after its stack was captured can't tell; and what was copied doesn't know of the original. */
class CaptureTest {
    @TestFactory
    Stream<DynamicTest> whatIsCapturedGoesOnAsIfNothingHadBeen() {
        var tests = new ArrayList<DynamicTest>();
        for (String name : CONSTRUCTS) {
            for (var tier : TIERS) {
                for (boolean copying : new boolean[] {false, true}) {
                    tests.add(DynamicTest.dynamicTest(name + " " + tier.id() + (copying ? " copied" : ""), () -> {
                        var returns = counter();
                        var plain = Imports.of().tag("env", "tag", TAG).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> new Object[] {returns.getAsInt()});
                        int expected = call(instance(tier, plain, InstanceOptions.DEFAULT), name, 5);
                        int got;
                        try {
                            got = call(instance(tier), name, 5);
                        } catch (StackCapture c) {
                            got = finish(c, counter(), copying);
                        }
                        assertEquals(expected, got);
                    }));
                }
            }
        }
        return tests.stream();
    }

    @Test
    void parentAndChildGoOnFromTheSameFrames() {
        for (var tier : TIERS) {
            var parent = instance(tier);
            var stack = captured(parent, "store", 0).stack();
            var child = InstanceCopy.of(parent, stack, InstanceOptions.DEFAULT);
            assertEquals(42, stack.resume(Results.of(42)).values()[0]);
            assertEquals(0, child.instance().memory().i32(0));
            assertEquals(7, child.stack().resume(Results.of(7)).values()[0]);
            assertEquals(42, parent.memory().i32(0));
            assertNotSame(parent.function("store"), child.instance().function("store"));
            assertThrows(IllegalStateException.class, () -> stack.resume(Results.of(1)));
        }
    }

    @Test
    void aCheckpointCanBeComeBackToAnyNumberOfTimes() {
        for (var tier : TIERS) {
            var ledger = new TestLedger(1 << 20);
            var i = instance(tier, forking(), InstanceOptions.DEFAULT.withLedger(ledger));
            long before = ledger.reserved;
            var checkpoint = captured(i, "operands", 5).stack();
            long first = checkpoint.again().resume(Results.of(3)).values()[0];
            assertNotEquals(first, checkpoint.again().resume(Results.of(4)).values()[0]);
            assertEquals(first, checkpoint.resume(Results.of(3)).values()[0]);
            assertEquals(before, ledger.reserved);
        }
    }

    @Test
    void aHotLoopOfAResumedFrameIsCompiled() {
        for (boolean copying : new boolean[] {false, true}) {
            var hot = ImageOptions.DEFAULT.withHotLoop(2);
            for (String name : List.of("loop", "large")) {
                var forks = counter();
                var all = new ArrayList<Integer>();
                int got = finish(captured(instance(hot), name, 50), () -> {
                    all.add(forks.getAsInt());
                    return all.getLast();
                }, copying);
                var again = all.iterator();
                var same = Imports.of().tag("env", "tag", TAG).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> new Object[] {again.next()});
                assertEquals(call(instance(hot, same, InstanceOptions.DEFAULT), name, 50), got);
            }
        }
    }

    @Test
    void framesAreCountedWhereTheyAre() {
        for (var tier : TIERS) {
            var stack = captured(instance(tier), "deeper", 20).stack();
            assertEquals(21, stack.frames().size());
            assertEquals(21, stack.functions().length);
            assertEquals(20 + 3, stack.resume(Results.of(3)).values()[0]);
        }
    }

    @Test
    void anExceptionForThePendingCallIsCaughtByItsFrame() {
        for (var tier : TIERS) {
            assertEquals(9 + 5, captured(instance(tier), "catches", 5).stack().resumeThrowing(new WasmException(TAG, 9)).values()[0]);
            var stack = captured(instance(tier), "plain", 5).stack();
            var e = new WasmException(TAG, 9);
            assertSame(e, assertThrows(WasmException.class, () -> stack.resumeThrowing(e)));
            assertEquals("unreachable", assertThrows(Trap.class, () -> captured(instance(tier), "catches", 5).stack().resumeThrowing(new Trap(Trap.Kind.UNREACHABLE))).getMessage());
        }
    }

    @Test
    void aTrapAfterwardsTellsTheSamePlaces() {
        for (var tier : TIERS) {
            var plain = Imports.of().tag("env", "tag", TAG).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> new Object[] {1});
            var expected = assertThrows(Trap.class, () -> call(instance(tier, plain, InstanceOptions.DEFAULT), "trap", 5));
            var got = assertThrows(Trap.class, () -> captured(instance(tier), "trap", 5).stack().resume(Results.of(1)));
            assertEquals(expected.getMessage(), got.getMessage());
            assertEquals(expected.backtrace().toString(), got.backtrace().toString());
            assertArrayEquals(expected.frames(), got.frames());
            var deep = assertThrows(Trap.class, () -> captured(instance(tier), "deeper", 5).stack().resumeThrowing(new Trap(Trap.Kind.UNREACHABLE)));
            assertArrayEquals(new int[] {6, 6, 6, 6, 6, 6}, deep.frames());
            assertEquals(6, captured(instance(tier), "deeper", 5).stack().backtrace().frames().size());
        }
    }

    @Test
    void theLedgerHoldsTheFramesWhileTheyAreHeld() {
        for (var tier : TIERS) {
            var ledger = new TestLedger(10 << 20);
            var parent = instance(tier, forking(), InstanceOptions.DEFAULT.withLedger(ledger).withStackBytes(1 << 20));
            long before = ledger.reserved;
            var stack = captured(parent, "deeper", 200).stack();
            assertEquals(before + stack.bytes(), ledger.reserved);
            var childLedger = new TestLedger(10 << 20);
            var child = InstanceCopy.of(parent, stack, InstanceOptions.DEFAULT.withLedger(childLedger));
            assertEquals(203, stack.resume(Results.of(3)).values()[0]);
            assertEquals(before, ledger.reserved);
            assertEquals(before + child.stack().bytes(), childLedger.reserved);
            child.stack().close();
            child.stack().close();
            child.instance().close();
            assertEquals(0, childLedger.reserved);
        }
    }

    @Test
    void aCopyThatIsRefusedLeavesNothing() {
        var parent = instance(ImageOptions.DEFAULT);
        var stack = captured(parent, "deeper", 200).stack();
        var whole = new TestLedger(Long.MAX_VALUE);
        InstanceCopy.of(parent, stack, InstanceOptions.DEFAULT.withLedger(whole));
        for (long budget = 0; budget < whole.reserved; budget += whole.reserved / 50) {
            var ledger = new TestLedger(budget);
            assertNull(InstanceCopy.of(parent, stack, InstanceOptions.DEFAULT.withLedger(ledger)));
            assertEquals(0, ledger.reserved);
        }
    }

    @Test
    void aCaptureThatCannotBeHeldIsRefusedBeforeAnythingUnwinds() {
        for (var tier : TIERS) {
            var ledger = new TestLedger(800_000);
            var refused = new int[1];
            var imports = Imports.of().tag("env", "tag", TAG).capturing("env", "fork", Capturing.ASKS).function("env", "fork", FunctionType.of(new int[0], I32), (caller, a) -> {
                var c = StackCapture.of(caller, null);
                if (c != null) {
                    throw c;
                }
                refused[0]++;
                return new Object[] {-1};
            });
            var i = instance(tier, imports, InstanceOptions.DEFAULT.withLedger(ledger).withStackBytes(1 << 20));
            assertEquals(1, captured(i, "deeper", 1).stack().resume(Results.of(0)).values()[0]);
            ledger.reserve(720_000);
            assertEquals(199, call(i, "deeper", 200));
            assertEquals(1, refused[0]);
        }
    }

    @Test
    void depthIsTheSameAfterwards() {
        for (var tier : TIERS) {
            var depths = new ArrayList<Integer>();
            var plain = Imports.of().tag("env", "tag", TAG).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> {
                depths.add(c.stack);
                return new Object[] {2};
            });
            call(instance(tier, plain, InstanceOptions.DEFAULT), "self", 3);
            call(instance(tier, plain, InstanceOptions.DEFAULT), "callsTails", 3);
            var after = new ArrayList<Integer>();
            for (String name : List.of("self", "callsTails")) {
                var imports = Imports.of().tag("env", "tag", TAG).capturing("env", "fork", Capturing.ASKS).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> {
                    after.add(c.stack);
                    throw capture(c);
                });
                var i = instance(tier, imports, InstanceOptions.DEFAULT);
                int stack = i.stack;
                finish(captured(i, name, 3), () -> 2, false);
                assertEquals(stack, i.stack);
            }
            assertEquals(depths, after);
        }
    }

    /** A handler's frame: gives the guest back what it had below. */
    private record Handler(Instance of, List<String> log) implements HostFrame {
        @Override
        public Results returned(Instance instance, Results results) {
            assertSame(of, instance);
            log.add("handler returned " + results.values()[0]);
            return Results.NONE;
        }

        @Override
        public HostFrame copy(Instance child) {
            return new Handler(child, log);
        }
    }

    @Test
    void aSignalHandlerAtAPollMayFork() {
        for (var tier : TIERS) {
            for (boolean copying : new boolean[] {false, true}) {
                var log = new ArrayList<String>();
                var fired = new boolean[1];
                Poller poller = (i, spent) -> {
                    if (!fired[0]) {
                        fired[0] = true;
                        i.function("fork").invoke(new long[1], new Object[1], new Handler(i, log));
                    }
                    return 100;
                };
                var i = instance(tier, forking(), InstanceOptions.DEFAULT.withPoller(poller, 100));
                var c = captured(i, "spin", 3_000_000);
                assertEquals(0, finish(c, () -> 6, copying));
                assertEquals(List.of("handler returned 6"), log);
            }
        }
    }

    @Test
    void javaCodeThatCannotGoOnFromAFrameLetsNoCapturePass() {
        var seen = new ArrayList<String>();
        var imports = Imports.of().tag("env", "tag", TAG).capturing("env", "fork", Capturing.ASKS);
        imports.function("env", "fork", FunctionType.of(new int[0], I32), (caller, a) -> {
            seen.add(caller.canBeCaptured() + "");
            return seen.size() > 1 ? new Object[] {1} : new Object[] {(int) caller.function("plain").call(1)[0]};
        });
        call(instance(ImageOptions.DEFAULT, imports, InstanceOptions.DEFAULT), "plain", 1);
        assertEquals(List.of("true", "false"), seen);
    }

    @Test
    void whoAsksWithoutHavingSaidSoIsFoundOut() {
        var w = new WasmWriter();
        int f = w.type(new int[0], I32);
        w.importFunction("env", "fork", f);
        w.importFunction("env", "liar", f);
        int inner = w.function(null, f, 0, bytes(0x10, 1));
        int middle = w.function(null, f, 0, bytes(0x10, inner));
        w.function("outer", f, 0, bytes(0x10, middle));
        var imports = forking().function("env", "liar", FunctionType.of(new int[0], I32), (caller, a) -> {
            throw capture(caller);
        });
        var i = Image.of(Module.parse(w.write()), ImageOptions.DEFAULT, imports.binding()).instantiate(imports, InstanceOptions.DEFAULT);
        var e = assertThrows(IllegalStateException.class, () -> i.function("outer").call());
        assertTrue(e.getMessage().contains("a frame is missing"), e.getMessage());
    }

    @Test
    void aStartFunctionMayFork() {
        var w = new WasmWriter().memory(1);
        int f = w.type(new int[0], I32), v = w.type(new int[0]);
        w.importFunction("env", "fork", f);
        int start = w.function(null, v, 0, bytes(0x41, 0), FORK, bytes(0x36, 2, 0));
        w.start(start).export("memory", 2, 0);
        for (var tier : TIERS) {
            var imports = forking();
            var image = Image.of(Module.parse(w.write()), tier, imports.binding());
            var c = assertThrows(StackCapture.class, () -> image.instantiate(imports, InstanceOptions.DEFAULT));
            c.stack().resume(Results.of(8));
            assertEquals(8, c.instance().memory().i32(0));
        }
    }

    @Test
    void withoutAnImportThatAsksTheCodeIsTheSame() {
        var options = ImageOptions.DEFAULT;
        var module = Module.parse(module());
        assertEquals(Image.key(module, options, Imports.of().binding()), Image.key(module, options, Imports.of().capturing("env", "fork", Capturing.PASSES).binding()));
        assertNotEquals(Image.key(module, options, Imports.of().binding()), Image.key(module, options, forking().binding()));
        var i = instance(options, Imports.of().tag("env", "tag", TAG).function("env", "fork", FunctionType.of(new int[0], I32), (c, a) -> {
            assertFalse(c.canBeCaptured());
            assertThrows(IllegalStateException.class, () -> StackCapture.of(c, null));
            return new Object[] {1};
        }), InstanceOptions.DEFAULT);
        assertEquals(2, call(i, "plain", 1));
    }

    @Test
    void forkingInALoopNeitherGrowsNorLosesDepth() {
        var ledger = new TestLedger(1 << 20);
        var i = instance(ImageOptions.DEFAULT, forking(), InstanceOptions.DEFAULT.withLedger(ledger).withStackBytes(20_000));
        long before = ledger.reserved;
        for (String name : List.of("self", "loop")) {
            finish(captured(i, name, 20_000), () -> 1, false);
            assertEquals(before, ledger.reserved);
        }
    }
}
