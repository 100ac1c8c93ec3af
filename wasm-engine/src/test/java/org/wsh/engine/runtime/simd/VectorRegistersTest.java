// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/**
 * What the JIT makes of an instruction in vector registers is what general registers give: every method is called until it is compiled. The official suite calls each too seldom
 * for that. Needs the launcher's flags, which the build's tests have.
 */
class VectorRegistersTest {
    private static final int ROUNDS = 8_000;
    private static final long[] INTERESTING = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0x8000_0000_8000_0000L, 0x7fff_ffff_7fff_ffffL, 0x8000_8000_8000_8000L,
            0x7fff_7fff_7fff_7fffL, 0x8080_8080_8080_8080L, 0x7f7f_7f7f_7f7f_7f7fL, 0x0f0e_0d0c_0b0a_0908L, 0x1312_1110_100f_0e0dL, 0x3ff0_0000_0000_0000L,
            0x7ff8_0000_0000_0000L, 0x7ff0_0000_0000_0000L, 0xfff0_0000_0000_0001L, 0x7fc0_0000_3f80_0000L, 0x7f80_0000_ff80_0001L, 0x4f00_0000_cf00_0000L};

    @TestFactory
    List<DynamicTest> everyInstructionIsTheSameInBothKindsOfRegisters() {
        assumeTrue(VectorUnit.ON, "skipped: no vector registers without the launcher's flags");
        var tests = new ArrayList<DynamicTest>();
        add(tests, Int8Lanes.class, ScalarInt8.class, 16);
        add(tests, Int16Lanes.class, ScalarInt16.class, 8);
        add(tests, Int32Lanes.class, ScalarInt32.class, 4);
        add(tests, Int64Lanes.class, ScalarInt64.class, 2);
        add(tests, Float32Lanes.class, ScalarFloat32.class, 4);
        add(tests, Float64Lanes.class, ScalarFloat64.class, 2);
        add(tests, WholeVector.class, ScalarWhole.class, 1);
        return tests;
    }

    private static void add(List<DynamicTest> tests, Class<?> tested, Class<?> reference, int lanes) {
        for (Method m : tested.getDeclaredMethods()) {
            boolean inGeneralRegistersOnly = m.getName().equals("canonical"); // there is only one kind of it
            if (Modifier.isPublic(m.getModifiers()) && !inGeneralRegistersOnly) {
                tests.add(DynamicTest.dynamicTest(tested.getSimpleName() + "." + m.getName(),
                        () -> compare(m, reference.getDeclaredMethod(m.getName(), m.getParameterTypes()), lanes)));
            }
        }
    }

    private static void compare(Method tested, Method reference, int lanes) throws ReflectiveOperationException {
        var random = new Random(tested.getName().hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            Object[] arguments = arguments(tested, lanes, random);
            Object expected = reference.invoke(null, arguments);
            Object actual = tested.invoke(null, arguments);
            if (!expected.equals(actual)) {
                String call = "round " + i + ": " + tested.getName() + Arrays.toString(arguments);
                assertTrue(tested.getDeclaringClass().getSimpleName().startsWith("Float") && expected instanceof V128, call + " is " + actual + ", expected " + expected);
                V128 e = (V128) expected, a = (V128) actual;
                assertEquals(quiet(e.low(), lanes), quiet(a.low(), lanes), call);
                assertEquals(quiet(e.high(), lanes), quiet(a.high(), lanes), call);
            }
        }
    }

    /** NaNs that the spec lets be one or the other, those with the highest bit of the payload set, are made the same. */
    private static long quiet(long half, int lanes) {
        if (lanes == 2) {
            return (half & 0x7ff8_0000_0000_0000L) == 0x7ff8_0000_0000_0000L ? 0x7ff8_0000_0000_0000L : half;
        }
        long low = half & 0xffff_ffffL, high = half >>> 32;
        low = (low & 0x7fc0_0000) == 0x7fc0_0000 ? 0x7fc0_0000 : low;
        high = (high & 0x7fc0_0000) == 0x7fc0_0000 ? 0x7fc0_0000 : high;
        return low | high << 32;
    }

    private static Object[] arguments(Method m, int lanes, Random random) {
        Class<?>[] types = m.getParameterTypes();
        var arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean lane = i == types.length - 1 && m.getName().contains("_lane");
            arguments[i] = types[i] == V128.class ? V128.of(half(random), half(random))
                    : types[i] == float.class ? (Object) Float.intBitsToFloat((int) half(random))
                    : types[i] == double.class ? (Object) Double.longBitsToDouble(half(random))
                    : types[i] == int.class ? (Object) (lane ? random.nextInt(lanes) : (int) half(random))
                    : (Object) (m.getName().equals("shuffle") ? half(random) & 0x1f1f_1f1f_1f1f_1f1fL : half(random));
        }
        return arguments;
    }

    private static long half(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> INTERESTING[random.nextInt(INTERESTING.length)];
            case 1 -> random.nextLong() & 0x1f1f_1f1f_1f1f_1f1fL;
            case 2 -> Float.floatToRawIntBits(random.nextFloat() * 100 - 50) & 0xffff_ffffL | (long) Float.floatToRawIntBits(random.nextFloat()) << 32;
            default -> random.nextLong();
        };
    }
}
