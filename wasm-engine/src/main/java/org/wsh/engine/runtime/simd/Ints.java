// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import jdk.internal.vm.vector.VectorSupport;
import jdk.internal.vm.vector.VectorSupport.BinaryOperation;
import jdk.internal.vm.vector.VectorSupport.FromBitsCoercedOperation;
import jdk.internal.vm.vector.VectorSupport.UnaryOperation;
import jdk.internal.vm.vector.VectorSupport.VecExtractOp;
import jdk.internal.vm.vector.VectorSupport.VecInsertOp;
import jdk.internal.vm.vector.VectorSupport.VectorBlendOp;
import jdk.internal.vm.vector.VectorSupport.VectorBroadcastIntOp;
import jdk.internal.vm.vector.VectorSupport.VectorCompareOp;
import jdk.internal.vm.vector.VectorSupport.VectorConvertOp;
import jdk.internal.vm.vector.VectorSupport.VectorMask;
import jdk.internal.vm.vector.VectorSupport.VectorMaskOp;
import jdk.internal.vm.vector.VectorSupport.VectorSpecies;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.Vector128;

/** 4 lanes of type int in a vector register: see {@link Vector128}. */
final class Ints extends VectorSupport.Vector<Integer> {
    static final Class<Integer> ETYPE = int.class;      // these two are read by the JVM
    static final int VLENGTH = 4;

    private static final Slow EQ = new Slow(0x37);
    private static final Slow NE = new Slow(0x38);
    private static final Slow LT_S = new Slow(0x39);
    private static final Slow GT_S = new Slow(0x3b);
    private static final Slow LE_S = new Slow(0x3d);
    private static final Slow GE_S = new Slow(0x3f);
    private static final Slow LT_U = new Slow(0x3a);
    private static final Slow GT_U = new Slow(0x3c);
    private static final Slow LE_U = new Slow(0x3e);
    private static final Slow GE_U = new Slow(0x40);
    private static final Slow ABS = new Slow(0xa0);
    private static final Slow NEG = new Slow(0xa1);
    private static final Slow ADD = new Slow(0xae);
    private static final Slow SUB = new Slow(0xb1);
    private static final Slow MUL = new Slow(0xb5);
    private static final Slow MIN_S = new Slow(0xb6);
    private static final Slow MAX_S = new Slow(0xb8);
    private static final Slow MIN_U = new Slow(0xb7);
    private static final Slow MAX_U = new Slow(0xb9);
    private static final Slow SHL = new Slow(0xab);
    private static final Slow SHR_S = new Slow(0xac);
    private static final Slow SHR_U = new Slow(0xad);

    Ints(int[] lanes) {
        super(lanes);
    }

    private int[] lanes() {
        return (int[]) getPayload();
    }

    private static Ints from(V128 v) {
        return new Ints(new int[] {(int) v.low(), (int) (v.low() >> 32), (int) v.high(), (int) (v.high() >> 32)});
    }

    /** The same bits as two longs, for what the JIT doesn't do in vector registers (yet). */
    private V128 bits() {
        long low = 0, high = 0;
        int[] lanes = lanes();
        for (int i = 0; i < 2; i++) {
            low |= (lanes[i] & 0xffffffffL) << 32 * i;
            high |= (lanes[i + 2] & 0xffffffffL) << 32 * i;
        }
        return V128.of(low, high);
    }

    private static final VectorConvertOp<Ints, Vector128, VectorSpecies<?>> FROM = new VectorConvertOp<>() {
        @Override
        public Ints apply(Vector128 v, VectorSpecies<?> s) {
            return from(v);
        }
    };
    private static final VectorConvertOp<Vector128, Ints, VectorSpecies<?>> BACK = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Ints v, VectorSpecies<?> s) {
            return (Vector128) v.bits();
        }
    };

    static Ints of(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Ints.class, int.class, 4, Vector128.of(v), null, FROM);
    }

    V128 back() {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Ints.class, int.class, 4, Vector128.class, long.class, 2, this, null, BACK);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Ints, Mask>, UnaryOperation<Ints, Mask>, VectorBroadcastIntOp<Ints, Mask>, VectorCompareOp<Ints, Mask> {
        @Override
        public Ints apply(Ints a, Mask m) {
            return from(Scalar.unary(number, a.bits()));
        }

        @Override
        public Ints apply(Ints a, Ints b, Mask m) {
            return from(Scalar.binary(number, a.bits(), b.bits()));
        }

        @Override
        public Ints apply(Ints a, int n, Mask m) {
            return from(Scalar.shift(number, a.bits(), n));
        }

        @Override
        public Mask apply(int condition, Ints a, Ints b, Mask m) {
            return new Mask(Scalar.binary(number, a.bits(), b.bits()));
        }
    }

    static final class Mask extends VectorMask<Integer> {
        static final Class<Integer> ETYPE = int.class;      // these two are read by the JVM
        static final int VLENGTH = 4;

        Mask(V128 lanes) {
            super(Scalar.booleans(lanes, 4));
        }

        long bits() {
            return Scalar.bits((boolean[]) getPayload());
        }

        V128 lanes() {
            return Scalar.lanes((boolean[]) getPayload());
        }
    }

    private static final VectorBlendOp<Ints, Mask> BLEND = new VectorBlendOp<>() {
        @Override
        public Ints apply(Ints a, Ints b, Mask m) {
            return from(ScalarWhole.bitselect(b.bits(), a.bits(), m.lanes()));
        }
    };

    /** Lanes of b where the mask is set, else of a. */
    static Ints blend(Ints a, Ints b, Mask m) {
        return VectorSupport.blend(Ints.class, Mask.class, int.class, 4, a, b, m, BLEND);
    }

    /** A mask as lanes of all ones or zeros. */
    private static V128 all(Mask m) {
        return blend(every(0), every(-1), m).back();
    }

    private static final FromBitsCoercedOperation<Ints, VectorSpecies<Integer>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Ints fromBits(long bits, VectorSpecies<Integer> s) {
            return from(ScalarInt32.splat((int) bits));
        }
    };

    private static Ints every(long bits) {
        return VectorSupport.fromBitsCoerced(Ints.class, int.class, 4, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Ints> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Ints v, int lane) {
            return ScalarInt32.extract_lane(v.bits(), lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Ints.class, int.class, 4, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Ints> INSERT = new VecInsertOp<>() {
        @Override
        public Ints apply(Ints v, int lane, long x) {
            return from(ScalarInt32.replace_lane(v.bits(), (int) x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Ints.class, int.class, 4, of(a), lane, x, INSERT).back();
    }

    static V128 splat(int x) {
        return every(x).back();
    }

    static int extract_lane(V128 a, int lane) {
        return (int) lane(a, lane);
    }

    static V128 replace_lane(V128 a, int x, int lane) {
        return replace(a, x, lane);
    }

    private static final VectorMaskOp<Mask> TO_LONG = new VectorMaskOp<>() {
        @Override
        public long apply(Mask m) {
            return m.bits();
        }
    };

    private static int bits(Mask m) {
        return (int) VectorSupport.maskReductionCoerced(VectorSupport.VECTOR_OP_MASK_TOLONG, Mask.class, int.class, 4, m, TO_LONG);
    }

    static int bitmask(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_lt, Ints.class, Mask.class, int.class, 4, of(a), every(0), null, LT_S));
    }

    static int all_true(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_eq, Ints.class, Mask.class, int.class, 4, of(a), every(0), null, EQ)) == 0 ? 1 : 0;
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return Longs.bitselect(a, b, mask);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, NE));
    }

    static V128 lt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, LT_S));
    }

    static V128 gt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, GT_S));
    }

    static V128 le_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, LE_S));
    }

    static V128 ge_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, GE_S));
    }

    static V128 lt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ult, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, LT_U));
    }

    static V128 gt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ugt, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, GT_U));
    }

    static V128 le_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ule, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, LE_U));
    }

    static V128 ge_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_uge, Ints.class, Mask.class, int.class, 4, of(a), of(b), null, GE_U));
    }

    static V128 abs(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_ABS, Ints.class, null, int.class, 4, of(a), null, ABS).back();
    }

    static V128 neg(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_NEG, Ints.class, null, int.class, 4, of(a), null, NEG).back();
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Ints.class, null, int.class, 4, of(a), of(b), null, ADD).back();
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Ints.class, null, int.class, 4, of(a), of(b), null, SUB).back();
    }

    static V128 mul(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MUL, Ints.class, null, int.class, 4, of(a), of(b), null, MUL).back();
    }

    static V128 min_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MIN, Ints.class, null, int.class, 4, of(a), of(b), null, MIN_S).back();
    }

    static V128 max_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MAX, Ints.class, null, int.class, 4, of(a), of(b), null, MAX_S).back();
    }

    static V128 min_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMIN, Ints.class, null, int.class, 4, of(a), of(b), null, MIN_U).back();
    }

    static V128 max_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMAX, Ints.class, null, int.class, 4, of(a), of(b), null, MAX_U).back();
    }

    static V128 shl(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_LSHIFT, Ints.class, null, int.class, 4, of(a), n & 31, null, SHL).back();
    }

    static V128 shr_s(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_RSHIFT, Ints.class, null, int.class, 4, of(a), n & 31, null, SHR_S).back();
    }

    static V128 shr_u(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_URSHIFT, Ints.class, null, int.class, 4, of(a), n & 31, null, SHR_U).back();
    }

    // From lanes half as wide: into the upper half (and the lower, whatever that is), then shifted.

    static V128 extend_low_i16x8_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x03020302_01000100L, 0x07060706_05040504L), 16);
    }

    static V128 extend_low_i16x8_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x03020302_01000100L, 0x07060706_05040504L), 16);
    }

    static V128 extend_high_i16x8_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x0b0a0b0a_09080908L, 0x0f0e0f0e_0d0c0d0cL), 16);
    }

    static V128 extend_high_i16x8_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x0b0a0b0a_09080908L, 0x0f0e0f0e_0d0c0d0cL), 16);
    }

    static V128 extmul_low_i16x8_s(V128 a, V128 b) {
        return mul(extend_low_i16x8_s(a), extend_low_i16x8_s(b));
    }

    static V128 extmul_low_i16x8_u(V128 a, V128 b) {
        return mul(extend_low_i16x8_u(a), extend_low_i16x8_u(b));
    }

    static V128 extmul_high_i16x8_s(V128 a, V128 b) {
        return mul(extend_high_i16x8_s(a), extend_high_i16x8_s(b));
    }

    static V128 extmul_high_i16x8_u(V128 a, V128 b) {
        return mul(extend_high_i16x8_u(a), extend_high_i16x8_u(b));
    }

    private static V128 even(V128 a) {
        return shr_s(shl(a, 16), 16);
    }

    static V128 extadd_pairwise_i16x8_s(V128 a) {
        return add(even(a), shr_s(a, 16));
    }

    static V128 extadd_pairwise_i16x8_u(V128 a) {
        return add(shr_u(shl(a, 16), 16), shr_u(a, 16));
    }

    static V128 dot_i16x8_s(V128 a, V128 b) {
        return add(mul(even(a), even(b)), mul(shr_s(a, 16), shr_s(b, 16)));
    }

    // From floats: Java's cast saturates, and makes 0 of NaN.

    private static final VectorConvertOp<Ints, Floats, VectorSpecies<?>> TRUNCATE = new VectorConvertOp<>() {
        @Override
        public Ints apply(Floats v, VectorSpecies<?> s) {
            return from(ScalarInt32.trunc_sat_f32x4_s(v.back()));
        }
    };

    static V128 trunc_sat_f32x4_s(V128 a) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_CAST, Floats.class, float.class, 4, Ints.class, int.class, 4, Floats.of(a), null, TRUNCATE).back();
    }

    static V128 relaxed_trunc_f32x4_s(V128 a) {
        return trunc_sat_f32x4_s(a);
    }
}
