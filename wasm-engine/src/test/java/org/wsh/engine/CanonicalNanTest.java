// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.wsh.engine.WasmWriter.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;

/** With canonical NaNs, what float arithmetic makes of whatever NaN is the positive canonical one, in compiled code and in the interpreter; what only moves bits keeps them. */
class CanonicalNanTest {
    private static final ImageOptions COMPILED = ImageOptions.DEFAULT.withCanonicalNans(true);
    private static final ImageOptions[] TIERS = {COMPILED, new ImageOptions(true, 0).withCanonicalNans(true)};
    private static final long SINGLE = 0x7fc0_0000L, DOUBLE = 0x7ff8_0000_0000_0000L;

    /** Negative, with a payload; signalling; canonical but negative. */
    private static final int[] SINGLES = {0xffc0_1234, 0x7fa0_0001, 0xff80_0001, 0xffc0_0000};
    private static final long[] DOUBLES = {0xfff8_0000_0000_1234L, 0x7ff4_0000_0000_0001L, 0xfff0_0000_0000_0001L, 0xfff8_0000_0000_0000L};

    private static Instance instance(ImageOptions options, int[] parameters, int result, byte[]... code) {
        var w = new WasmWriter();
        w.function("run", w.type(parameters, result), 0, code);
        return Image.of(Module.parse(w.write()), options, ImportBinding.NONE).instantiate(Imports.NONE, InstanceOptions.DEFAULT);
    }

    private static long bits(Object result) {
        return result instanceof Integer i ? i & 0xffff_ffffL : (long) result;
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97})
    void singleArithmetic(int op) {
        boolean binary = op >= 0x92;
        for (ImageOptions tier : TIERS) {
            var i = instance(tier, new int[] {I32, I32}, I32, bytes(0x20, 0, 0xbe), binary ? bytes(0x20, 1, 0xbe) : bytes(), bytes(op, 0xbc));
            for (int nan : SINGLES) {
                assertEquals(SINGLE, bits(i.function("run").call(nan, 0x3f80_0000)[0]), Integer.toHexString(nan));
                assertEquals(binary ? SINGLE : bits(i.function("run").call(0x3f80_0000, nan)[0]), bits(i.function("run").call(0x3f80_0000, nan)[0]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5})
    void doubleArithmetic(int op) {
        boolean binary = op >= 0xa0;
        for (ImageOptions tier : TIERS) {
            var i = instance(tier, new int[] {I64, I64}, I64, bytes(0x20, 0, 0xbf), binary ? bytes(0x20, 1, 0xbf) : bytes(), bytes(op, 0xbd));
            for (long nan : DOUBLES) {
                assertEquals(DOUBLE, bits(i.function("run").call(nan, 0x3ff0_0000_0000_0000L)[0]), Long.toHexString(nan));
            }
        }
    }

    @Test
    void newNansToo() {
        for (ImageOptions tier : TIERS) {
            long infinity = 0x7ff0_0000_0000_0000L;
            assertEquals(DOUBLE, bits(instance(tier, new int[] {I64}, I64, bytes(0x20, 0, 0xbf, 0x20, 0, 0xbf, 0xa1, 0xbd)).function("run").call(infinity)[0]), "infinity - infinity");
            assertEquals(SINGLE, bits(instance(tier, new int[] {I32}, I32, bytes(0x20, 0, 0xbe, 0x20, 0, 0xbe, 0x95, 0xbc)).function("run").call(0)[0]), "0 / 0");
            assertEquals(SINGLE, bits(instance(tier, new int[] {I32}, I32, bytes(0x20, 0, 0xbe, 0x91, 0xbc)).function("run").call(0xbf80_0000)[0]), "the root of -1");
        }
    }

    @Test
    void wideningAndNarrowing() {
        for (ImageOptions tier : TIERS) {
            var narrow = instance(tier, new int[] {I64}, I32, bytes(0x20, 0, 0xbf, 0xb6, 0xbc));
            var widen = instance(tier, new int[] {I32}, I64, bytes(0x20, 0, 0xbe, 0xbb, 0xbd));
            for (long nan : DOUBLES) {
                assertEquals(SINGLE, bits(narrow.function("run").call(nan)[0]));
            }
            for (int nan : SINGLES) {
                assertEquals(DOUBLE, bits(widen.function("run").call(nan)[0]));
            }
        }
    }

    /** abs, neg, copysign: of the quiet ones, as a signalling NaN may become quiet on its way through the processor. */
    @Test
    void whatMovesBitsKeepsThem() {
        for (ImageOptions tier : TIERS) {
            assertEquals(0x7fc0_1234L, bits(instance(tier, new int[] {I32}, I32, bytes(0x20, 0, 0xbe, 0x8b, 0xbc)).function("run").call(0xffc0_1234)[0]));
            assertEquals(0x7fc0_1234L, bits(instance(tier, new int[] {I32}, I32, bytes(0x20, 0, 0xbe, 0x8c, 0xbc)).function("run").call(0xffc0_1234)[0]));
            assertEquals(0xffc0_1234L, bits(instance(tier, new int[] {I32}, I32, bytes(0x20, 0, 0xbe, 0xbc)).function("run").call(0xffc0_1234)[0]));
        }
    }

    /** f32x4: ceil floor trunc nearest sqrt add sub mul div min max; f64x2: the same; then relaxed ones with two operands. */
    @ParameterizedTest
    @ValueSource(ints = {0x67, 0x68, 0x69, 0x6a, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0x74, 0x75, 0x7a, 0x94, 0xef, 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0x10d, 0x10e, 0x10f, 0x110})
    void lanes(int op) {
        boolean single = op < 0x74 || op >= 0xe3 && op <= 0xe9 || op == 0x10d || op == 0x10e;
        boolean binary = op >= 0xe4 && op != 0xef;
        long canonical = single ? SINGLE << 32 | SINGLE : DOUBLE;
        for (ImageOptions tier : TIERS) {
            var i = instance(tier, new int[] {I64}, I64, bytes(0x20, 0, 0xfd, 0x12), binary ? bytes(0x20, 0, 0xfd, 0x12) : bytes(), simd(op), bytes(0xfd, 0x1d, 1));
            for (int n = 0; n < 4; n++) {
                long nan = single ? (long) SINGLES[n] << 32 | SINGLES[n] & 0xffff_ffffL : DOUBLES[n];
                assertEquals(Long.toHexString(canonical), Long.toHexString(bits(i.function("run").call(nan)[0])));
            }
        }
    }

    @Test
    void pminReturnsAnOperandAsItIs() {
        for (ImageOptions tier : TIERS) {
            var i = instance(tier, new int[] {I64}, I64, bytes(0x20, 0, 0xfd, 0x12, 0x20, 0, 0xfd, 0x12), simd(0xf6), bytes(0xfd, 0x1d, 0));
            assertEquals(0xfff8_0000_0000_1234L, bits(i.function("run").call(0xfff8_0000_0000_1234L)[0]));
        }
    }

    private static byte[] simd(int op) {
        return bytes(0xfd, op & 0x7f | 0x80, op >>> 7);
    }

    @Test
    void codeWithAndWithoutIsKeptApart() {
        var module = Module.parse(new WasmWriter().write());
        assertNotEquals(Image.key(module, ImageOptions.DEFAULT, ImportBinding.NONE), Image.key(module, COMPILED, ImportBinding.NONE));
    }
}
