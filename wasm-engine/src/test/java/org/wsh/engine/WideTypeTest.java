// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.engine.WasmWriter.I32;
import static org.wsh.engine.WasmWriter.I64;
import static org.wsh.engine.WasmWriter.bytes;
import static org.wsh.engine.WasmWriter.constant;
import static org.wsh.engine.WasmWriter.join;
import static org.wsh.engine.WasmWriter.u32;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.syntax.FunctionType;

/** Function types of more parameters than a JVM method has, and of as many results, are types like others. */
class WideTypeTest {
    private static final int N = 300, F32 = 0x7d, F64 = 0x7c, FUNCREF = 0x70;
    private static final int[] KINDS = {I32, I64, F32, F64, FUNCREF};
    private static final List<ImageOptions> TIERS = List.of(ImageOptions.DEFAULT, ImageOptions.DEFAULT.withMethodBytes(60), new ImageOptions(true, 0), new ImageOptions(true, 2500));

    private static int kind(int i) {
        return KINDS[i % KINDS.length];
    }

    private static int[] wide() {
        var types = new int[N];
        java.util.Arrays.setAll(types, WideTypeTest::kind);
        return types;
    }

    private static byte[] each(IntFunction<byte[]> one) {
        return join(java.util.stream.IntStream.range(0, N).mapToObj(one).toArray(byte[][]::new));
    }

    /** All arguments of a call, made of the i32 in local 0; only functions differ in being null. */
    private static byte[] arguments() {
        return each(i -> {
            byte[] sum = join(bytes(0x20, 0), constant(i), bytes(0x6a));
            return switch (kind(i)) {
                case I32 -> sum;
                case I64 -> join(sum, bytes(0xac));
                case F32 -> join(sum, bytes(0xb2));
                case F64 -> join(sum, bytes(0xb7));
                default -> i % 2 == 0 ? bytes(0xd0, FUNCREF) : bytes(0xd2, 1);
            };
        });
    }

    /** The sum of all parameters, each times its number. */
    private static byte[] sum() {
        return join(bytes(0x42, 0), each(i -> join(bytes(0x20), u32(i), switch (kind(i)) {
            case I32 -> bytes(0xac);
            case I64 -> bytes();
            case F32 -> bytes(0xae);
            case F64 -> bytes(0xb0);
            default -> bytes(0xd1, 0xac);
        }, constant(i), bytes(0xac, 0x7e, 0x7c))));
    }

    private static long expected(int x) {
        long sum = 0;
        for (int i = 0; i < N; i++) {
            sum += (kind(i) == FUNCREF ? 1 - i % 2 : x + i) * (long) i;
        }
        return sum;
    }

    /** What a host function of that type gets, summed up the same way. */
    private static Object[] host(Instance caller, Object[] arguments) {
        long sum = 0;
        for (int i = 0; i < N; i++) {
            sum += i * (arguments[i] instanceof Number n ? n.longValue() : arguments[i] == null ? 1 : 0);
        }
        return new Object[] {sum};
    }

    /** Imports a function of the type (0, by which the exports call), fork (() -> i32) and another instance's function of the type. Exports take an i32 and give the sum. */
    private static byte[] module() {
        var w = new WasmWriter().table(2);
        int many = w.type(wide(), I64), t = w.type(new int[] {I32}, I64), fork = w.type(new int[0], I32);
        w.importFunction("env", "host", many);
        int asks = w.importFunction("env", "fork", fork);
        int other = w.importFunction("other", "sum", many);
        int sum = w.function("sum", many, 0, sum());
        w.elements(sum, asks);
        w.function("direct", t, 0, arguments(), bytes(0x10, sum));
        w.function("operandsBelow", t, 0, bytes(0x42, 5, 0x20, 0, 0xac, 0x42, 1, 0x7e), arguments(), bytes(0x10, sum, 0x7c, 0x20, 0, 0xac, 0x7d, 0x7c, 0x42, 5, 0x7d));
        w.function("indirect", t, 0, arguments(), bytes(0x41, 0, 0x11, many, 0));
        w.function("reference", t, 0, arguments(), bytes(0xd2, sum, 0x14, many));
        w.function("ofTheHost", t, 0, arguments(), bytes(0x10, 0));
        w.function("ofAnotherInstance", t, 0, arguments(), bytes(0x10, other));
        w.function("tail", t, 0, arguments(), bytes(0x12, sum));
        w.function("tailOfTheHost", t, 0, arguments(), bytes(0x12, 0));
        w.function("tailIndirect", t, 0, arguments(), bytes(0x41, 0, 0x13, many, 0));
        // a jump to itself, 5 times, each with the first parameter and a half of the others exchanged for what they are
        int self = w.function(null, many, 1, bytes(0x23, 0, 0x45, 0x04, 0x40), each(i -> join(bytes(0x20), u32(i))), bytes(0x12, sum, 0x0b, 0x23, 0, 0x41, 1, 0x6b, 0x24, 0),
                each(i -> join(bytes(0x20), u32(i))), bytes(0x12, sum + 10));
        assertEquals(sum + 10, self);
        w.function("itself", t, 0, bytes(0x41, 5, 0x24, 0), arguments(), bytes(0x10, self));
        int forks = w.function(null, many, 0, bytes(0x10, asks, 0x20, 0, 0x6a, 0x21, 0), sum());
        w.function("captured", t, 0, arguments(), bytes(0x10, forks));
        return w.write();
    }

    private static byte[] withGlobal(byte[] module) {
        // one mutable i32, between the memory or table section and the exports
        for (int at = 8; ; ) {
            int size = 0, shift = 0, p = at + 1;
            do {
                size |= (module[p] & 0x7f) << shift;
                shift += 7;
            } while (module[p++] < 0);
            if (module[at] >= 7) {
                return join(java.util.Arrays.copyOf(module, at), bytes(6, 6, 1, I32, 1, 0x41, 0, 0x0b), java.util.Arrays.copyOfRange(module, at, module.length));
            }
            at = p + size;
        }
    }

    private static Imports imports(FunctionRef other) {
        return Imports.of().function("env", "host", FunctionType.of(wide(), I64), WideTypeTest::host).capturing("env", "fork", Capturing.ASKS)
                .function("env", "fork", FunctionType.of(new int[0], I32), (caller, none) -> {
                    throw StackCapture.of(caller, "fork");
                }).function("other", "sum", other);
    }

    private static Instance instance(ImageOptions options) {
        byte[] wasm = withGlobal(module());
        FunctionRef host = FunctionRef.of(FunctionType.of(wide(), I64), WideTypeTest::host);
        var first = imports(host);
        var other = Image.of(Module.parse(wasm), options, first.binding()).instantiate(first, InstanceOptions.DEFAULT);
        var second = imports(other.function("sum"));
        return Image.of(Module.parse(wasm), options, second.binding()).instantiate(second, InstanceOptions.DEFAULT);
    }

    @TestFactory
    Stream<DynamicTest> everyWayToCall() {
        var ways = List.of("direct", "operandsBelow", "indirect", "reference", "ofTheHost", "ofAnotherInstance", "tail", "tailOfTheHost", "tailIndirect", "itself");
        return TIERS.stream().flatMap(tier -> ways.stream().map(way -> DynamicTest.dynamicTest(way + ", " + tier, () -> {
            var i = instance(tier);
            assertEquals(expected(1000), i.function(way).call(1000)[0]);
            assertEquals(expected(-7), i.function(way).call(-7)[0]);
        })));
    }

    @TestFactory
    Stream<DynamicTest> fromTheHost() {
        return TIERS.stream().map(tier -> DynamicTest.dynamicTest(tier.toString(), () -> {
            var i = instance(tier);
            var arguments = new Object[N];
            for (int k = 0; k < N; k++) {
                arguments[k] = switch (kind(k)) {
                    case I32 -> (Object) (k + 3);
                    case I64 -> k + 3L;
                    case F32 -> k + 3f;
                    case F64 -> k + 3.0;
                    default -> k % 2 == 0 ? null : i.function("sum");
                };
            }
            assertEquals(expected(3), i.function("sum").call(arguments)[0]);
        }));
    }

    @TestFactory
    Stream<DynamicTest> aFrameWithItsParametersIsCapturedAndCopied() {
        return TIERS.stream().map(tier -> DynamicTest.dynamicTest(tier.toString(), () -> {
            var i = instance(tier);
            var capture = assertThrows(StackCapture.class, () -> i.function("captured").call(50));
            var stack = capture.stack();
            var copy = InstanceCopy.of(i, stack, InstanceOptions.DEFAULT);
            assertEquals(expected(50), copy.stack().resume(Results.of(9)).boxed(FunctionType.of(new int[0], I64))[0]);
            assertEquals(expected(50), stack.resume(Results.of(11)).boxed(FunctionType.of(new int[0], I64))[0]);
        }));
    }

    /** 300 parameters, all of which come back in reverse. */
    @Test
    void asManyResults() {
        var w = new WasmWriter();
        var types = new int[N];
        java.util.Arrays.setAll(types, i -> i % 2 == 0 ? I32 : I64);
        int many = w.type(types, types);
        int turn = w.function("turn", many, 0, each(i -> join(bytes(0x20), u32(N - 1 - i), i % 2 == 0 ? bytes(0xa7) : bytes(0xac))));
        w.function("twice", many, 0, each(i -> join(bytes(0x20), u32(i))), bytes(0x10, turn, 0x12, turn));
        for (var tier : TIERS) {
            var i = Image.of(Module.parse(w.write()), tier, Imports.NONE.binding()).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
            var arguments = new Object[N];
            java.util.Arrays.setAll(arguments, k -> k % 2 == 0 ? (Object) k : (Object) (long) k);
            assertArrayEquals(arguments, i.function("twice").call(arguments), tier.toString());
            assertEquals(N - 1, i.function("turn").call(arguments)[0]);
        }
    }

    @Test
    void noMethodHandleHasSoManyParameters() {
        var e = assertThrows(IllegalArgumentException.class, () -> instance(ImageOptions.DEFAULT).function("sum").handle());
        assertEquals("a function of 300 parameters has no handle: use call", e.getMessage());
    }
}
