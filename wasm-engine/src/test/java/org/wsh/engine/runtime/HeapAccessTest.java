// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.host.JdkInternals;

/** The wall: what is outside is refused at every edge, and what is inside is the bytes in their order, however a loop of such accesses is compiled. */
class HeapAccessTest {
    /** Enough for the JIT's last tier. */
    private static final int ROUNDS = 20_000;

    private interface Load {
        long at(byte[] m, int base, int offset, int last);
    }

    private interface Store {
        void at(byte[] m, int base, int offset, int last, long value);
    }

    private record Access(String name, int width, Load load, Store store) {}

    private static Stream<Access> accesses() {
        return Stream.of(
                new Access("i8", 1, HeapAccess::i8, (m, b, o, l, v) -> HeapAccess.i8(m, b, o, l, (byte) v)),
                new Access("i16", 2, HeapAccess::i16, (m, b, o, l, v) -> HeapAccess.i16(m, b, o, l, (short) v)),
                new Access("i32", 4, HeapAccess::i32, (m, b, o, l, v) -> HeapAccess.i32(m, b, o, l, (int) v)),
                new Access("i64", 8, HeapAccess::i64, HeapAccess::i64),
                new Access("f32", 4, (m, b, o, l) -> Float.floatToRawIntBits(HeapAccess.f32(m, b, o, l)), (m, b, o, l, v) -> HeapAccess.f32(m, b, o, l, Float.intBitsToFloat((int) v))),
                new Access("f64", 8, (m, b, o, l) -> Double.doubleToRawLongBits(HeapAccess.f64(m, b, o, l)), (m, b, o, l, v) -> HeapAccess.f64(m, b, o, l, Double.longBitsToDouble(v))),
                new Access("i8 in a span", 1, SpanAccess::i8, (m, b, o, l, v) -> SpanAccess.i8(m, b, o, l, (byte) v)),
                new Access("i16 in a span", 2, SpanAccess::i16, (m, b, o, l, v) -> SpanAccess.i16(m, b, o, l, (short) v)),
                new Access("i32 in a span", 4, SpanAccess::i32, (m, b, o, l, v) -> SpanAccess.i32(m, b, o, l, (int) v)),
                new Access("i64 in a span", 8, SpanAccess::i64, SpanAccess::i64),
                new Access("f32 in a span", 4, (m, b, o, l) -> Float.floatToRawIntBits(SpanAccess.f32(m, b, o, l)), (m, b, o, l, v) -> SpanAccess.f32(m, b, o, l, Float.intBitsToFloat((int) v))),
                new Access("f64 in a span", 8, (m, b, o, l) -> Double.doubleToRawLongBits(SpanAccess.f64(m, b, o, l)), (m, b, o, l, v) -> SpanAccess.f64(m, b, o, l, Double.longBitsToDouble(v))));
    }

    /** Sign-extended, as the shorter ones are. */
    private static long expected(byte[] m, int index, int width) {
        long value = m[index + width - 1];
        for (int i = width - 2; i >= 0; i--) {
            value = value << 8 | m[index + i] & 0xff;
        }
        return value;
    }

    private static void put(byte[] m, int index, int width, long value) {
        for (int i = 0; i < width; i++) {
            m[index + i] = (byte) (value >>> 8 * i);
        }
    }

    @TestFactory
    Stream<DynamicTest> isInsideOrRefused() {
        return accesses().map(access -> DynamicTest.dynamicTest(access.name(), () -> {
            for (int round = 0; round < ROUNDS / 2_000; round++) {
                for (int length = 0; length <= 20; length++) {
                    edges(access, length);
                }
            }
        }));
    }

    private static void edges(Access access, int length) {
        var memory = new byte[length];
        Arrays.fill(memory, (byte) 0x3a);
        for (int span : new int[] {access.width(), access.width() + 1, 12, 20, 21, 1 << 29}) {
            for (int base : new int[] {-1, -span, -span - 1, length - span + 1, length - 1, length, length + 1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - span + 1}) {
                if (span < access.width() || base >= 0 && base + (long) span <= length) {
                    continue;
                }
                for (int offset : new int[] {0, span - access.width()}) {
                    assertThrows(IndexOutOfBoundsException.class, () -> access.load().at(memory, base, offset, span - 1));
                    assertThrows(IndexOutOfBoundsException.class, () -> access.store().at(memory, base, offset, span - 1, -1));
                }
            }
            for (int base = 0; base + span <= length; base++) {
                for (int offset = 0; offset + access.width() <= span; offset++) {
                    assertEquals(expected(memory, base + offset, access.width()), access.load().at(memory, base, offset, span - 1));
                }
            }
        }
        for (byte each : memory) {
            assertEquals(0x3a, each);
        }
    }

    @Test
    void noMethodIsTooLargeToBeInlinedWhereItIsSeldomCalled() throws IOException {
        for (Class<?> each : List.of(HeapAccess.class, SpanAccess.class)) {
            try (var in = each.getResourceAsStream(each.getSimpleName() + ".class")) {
                for (var method : ClassFile.of().parse(in.readAllBytes()).methods()) {
                    var code = method.findAttribute(Attributes.code()).orElseThrow();
                    assertTrue(code.codeLength() <= 35, () -> each.getSimpleName() + "." + method.methodName() + ": " + code.codeLength());
                }
            }
        }
    }

    @Test
    void isRawWithTheLaunchersFlags() {
        assertEquals(JdkInternals.areTested(), HeapAccess.RAW);
    }

    // Loops that the JIT would like to make vectors of, with places that overlap by any number of bytes.

    private static void scale(byte[] m, int to, int from, int n, int k) {
        for (int i = 0; i < n; i++) {
            HeapAccess.i32(m, to + 4 * i, 0, 3, HeapAccess.i32(m, from + 4 * i, 0, 3) * 3 + k);
        }
    }

    private static void add(byte[] m, int to, int from, int n, int k) {
        for (int i = 0; i < n; i++) {
            HeapAccess.i64(m, to + 8 * i, 0, 7, HeapAccess.i64(m, from + 8 * i, 0, 7) + k);
        }
    }

    private static void both(byte[] m, int to, int from, int n, int k) {
        for (int i = 0; i < n; i++) {
            SpanAccess.i16(m, to + 2 * i, 0, 1, (short) (SpanAccess.i16(m, to + 2 * i, 0, 1) + k));
            HeapAccess.i32(m, from + 4 * i, 0, 3, k);
        }
    }

    @Test
    void loopsOverPlacesThatOverlapAreRightWhenCompiled() {
        var random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            var memory = new byte[480];
            random.nextBytes(memory);
            byte[] expected = memory.clone();
            int to = 64 + random.nextInt(24), from = 64 + random.nextInt(24), n = 40, k = random.nextInt();
            switch (round % 3) {
                case 0 -> scale(memory, to, from, n, k);
                case 1 -> add(memory, to, from, n, k);
                default -> both(memory, to, from, n, k);
            }
            for (int i = 0; i < n; i++) {
                switch (round % 3) {
                    case 0 -> put(expected, to + 4 * i, 4, expected(expected, from + 4 * i, 4) * 3 + k);
                    case 1 -> put(expected, to + 8 * i, 8, expected(expected, from + 8 * i, 8) + k);
                    default -> {
                        put(expected, to + 2 * i, 2, expected(expected, to + 2 * i, 2) + k);
                        put(expected, from + 4 * i, 4, k);
                    }
                }
            }
            assertArrayEquals(expected, memory, () -> "to " + to + ", from " + from);
        }
    }
}
