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

/** 8 lanes of type short in a vector register: see {@link Vector128}. */
final class Shorts extends VectorSupport.Vector<Short> {
    static final Class<Short> ETYPE = short.class;      // these two are read by the JVM
    static final int VLENGTH = 8;

    private static final Slow EQ = new Slow(0x2d);
    private static final Slow NE = new Slow(0x2e);
    private static final Slow LT_S = new Slow(0x2f);
    private static final Slow GT_S = new Slow(0x31);
    private static final Slow LE_S = new Slow(0x33);
    private static final Slow GE_S = new Slow(0x35);
    private static final Slow LT_U = new Slow(0x30);
    private static final Slow GT_U = new Slow(0x32);
    private static final Slow LE_U = new Slow(0x34);
    private static final Slow GE_U = new Slow(0x36);
    private static final Slow ABS = new Slow(0x80);
    private static final Slow NEG = new Slow(0x81);
    private static final Slow ADD = new Slow(0x8e);
    private static final Slow SUB = new Slow(0x91);
    private static final Slow MUL = new Slow(0x95);
    private static final Slow MIN_S = new Slow(0x96);
    private static final Slow MAX_S = new Slow(0x98);
    private static final Slow MIN_U = new Slow(0x97);
    private static final Slow MAX_U = new Slow(0x99);
    private static final Slow ADD_SAT_S = new Slow(0x8f);
    private static final Slow SUB_SAT_S = new Slow(0x92);
    private static final Slow ADD_SAT_U = new Slow(0x90);
    private static final Slow SUB_SAT_U = new Slow(0x93);
    private static final Slow SHL = new Slow(0x8b);
    private static final Slow SHR_S = new Slow(0x8c);
    private static final Slow SHR_U = new Slow(0x8d);

    Shorts(short[] lanes) {
        super(lanes);
    }

    private short[] lanes() {
        return (short[]) getPayload();
    }

    private static Shorts from(V128 v) {
        return new Shorts(new short[] {(short) v.low(), (short) (v.low() >> 16), (short) (v.low() >> 32), (short) (v.low() >> 48), (short) v.high(), (short) (v.high() >> 16), (short) (v.high() >> 32), (short) (v.high() >> 48)});
    }

    /** The same bits as two longs, for what the JIT doesn't do in vector registers (yet). */
    private V128 bits() {
        long low = 0, high = 0;
        short[] lanes = lanes();
        for (int i = 0; i < 4; i++) {
            low |= (lanes[i] & 0xffffL) << 16 * i;
            high |= (lanes[i + 4] & 0xffffL) << 16 * i;
        }
        return V128.of(low, high);
    }

    private static final VectorConvertOp<Shorts, Vector128, VectorSpecies<?>> FROM = new VectorConvertOp<>() {
        @Override
        public Shorts apply(Vector128 v, VectorSpecies<?> s) {
            return from(v);
        }
    };
    private static final VectorConvertOp<Vector128, Shorts, VectorSpecies<?>> BACK = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Shorts v, VectorSpecies<?> s) {
            return (Vector128) v.bits();
        }
    };

    static Shorts of(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Shorts.class, short.class, 8, Vector128.of(v), null, FROM);
    }

    V128 back() {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Shorts.class, short.class, 8, Vector128.class, long.class, 2, this, null, BACK);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Shorts, Mask>, UnaryOperation<Shorts, Mask>, VectorBroadcastIntOp<Shorts, Mask>, VectorCompareOp<Shorts, Mask> {
        @Override
        public Shorts apply(Shorts a, Mask m) {
            return from(Scalar.unary(number, a.bits()));
        }

        @Override
        public Shorts apply(Shorts a, Shorts b, Mask m) {
            return from(Scalar.binary(number, a.bits(), b.bits()));
        }

        @Override
        public Shorts apply(Shorts a, int n, Mask m) {
            return from(Scalar.shift(number, a.bits(), n));
        }

        @Override
        public Mask apply(int condition, Shorts a, Shorts b, Mask m) {
            return new Mask(Scalar.binary(number, a.bits(), b.bits()));
        }
    }

    static final class Mask extends VectorMask<Short> {
        static final Class<Short> ETYPE = short.class;      // these two are read by the JVM
        static final int VLENGTH = 8;

        Mask(V128 lanes) {
            super(Scalar.booleans(lanes, 8));
        }

        long bits() {
            return Scalar.bits((boolean[]) getPayload());
        }

        V128 lanes() {
            return Scalar.lanes((boolean[]) getPayload());
        }
    }

    private static final VectorBlendOp<Shorts, Mask> BLEND = new VectorBlendOp<>() {
        @Override
        public Shorts apply(Shorts a, Shorts b, Mask m) {
            return from(ScalarWhole.bitselect(b.bits(), a.bits(), m.lanes()));
        }
    };

    /** Lanes of b where the mask is set, else of a. */
    static Shorts blend(Shorts a, Shorts b, Mask m) {
        return VectorSupport.blend(Shorts.class, Mask.class, short.class, 8, a, b, m, BLEND);
    }

    /** A mask as lanes of all ones or zeros. */
    private static V128 all(Mask m) {
        return blend(every(0), every(-1), m).back();
    }

    private static final FromBitsCoercedOperation<Shorts, VectorSpecies<Short>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Shorts fromBits(long bits, VectorSpecies<Short> s) {
            return from(ScalarInt16.splat((int) bits));
        }
    };

    private static Shorts every(long bits) {
        return VectorSupport.fromBitsCoerced(Shorts.class, short.class, 8, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Shorts> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Shorts v, int lane) {
            return ScalarInt16.extract_lane_s(v.bits(), lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Shorts.class, short.class, 8, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Shorts> INSERT = new VecInsertOp<>() {
        @Override
        public Shorts apply(Shorts v, int lane, long x) {
            return from(ScalarInt16.replace_lane(v.bits(), (int) x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Shorts.class, short.class, 8, of(a), lane, x, INSERT).back();
    }

    static V128 splat(int x) {
        return every(x).back();
    }

    static int extract_lane_s(V128 a, int lane) {
        return (int) lane(a, lane);
    }

    static int extract_lane_u(V128 a, int lane) {
        return (int) lane(a, lane) & 0xffff;
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
        return (int) VectorSupport.maskReductionCoerced(VectorSupport.VECTOR_OP_MASK_TOLONG, Mask.class, short.class, 8, m, TO_LONG);
    }

    static int bitmask(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_lt, Shorts.class, Mask.class, short.class, 8, of(a), every(0), null, LT_S));
    }

    static int all_true(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_eq, Shorts.class, Mask.class, short.class, 8, of(a), every(0), null, EQ)) == 0 ? 1 : 0;
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return Longs.bitselect(a, b, mask);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, NE));
    }

    static V128 lt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, LT_S));
    }

    static V128 gt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, GT_S));
    }

    static V128 le_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, LE_S));
    }

    static V128 ge_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, GE_S));
    }

    static V128 lt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ult, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, LT_U));
    }

    static V128 gt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ugt, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, GT_U));
    }

    static V128 le_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ule, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, LE_U));
    }

    static V128 ge_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_uge, Shorts.class, Mask.class, short.class, 8, of(a), of(b), null, GE_U));
    }

    static V128 abs(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_ABS, Shorts.class, null, short.class, 8, of(a), null, ABS).back();
    }

    static V128 neg(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_NEG, Shorts.class, null, short.class, 8, of(a), null, NEG).back();
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Shorts.class, null, short.class, 8, of(a), of(b), null, ADD).back();
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Shorts.class, null, short.class, 8, of(a), of(b), null, SUB).back();
    }

    static V128 mul(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MUL, Shorts.class, null, short.class, 8, of(a), of(b), null, MUL).back();
    }

    static V128 min_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MIN, Shorts.class, null, short.class, 8, of(a), of(b), null, MIN_S).back();
    }

    static V128 max_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MAX, Shorts.class, null, short.class, 8, of(a), of(b), null, MAX_S).back();
    }

    static V128 min_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMIN, Shorts.class, null, short.class, 8, of(a), of(b), null, MIN_U).back();
    }

    static V128 max_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMAX, Shorts.class, null, short.class, 8, of(a), of(b), null, MAX_U).back();
    }

    static V128 add_sat_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SADD, Shorts.class, null, short.class, 8, of(a), of(b), null, ADD_SAT_S).back();
    }

    static V128 sub_sat_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SSUB, Shorts.class, null, short.class, 8, of(a), of(b), null, SUB_SAT_S).back();
    }

    static V128 add_sat_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUADD, Shorts.class, null, short.class, 8, of(a), of(b), null, ADD_SAT_U).back();
    }

    static V128 sub_sat_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUSUB, Shorts.class, null, short.class, 8, of(a), of(b), null, SUB_SAT_U).back();
    }

    static V128 shl(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_LSHIFT, Shorts.class, null, short.class, 8, of(a), n & 15, null, SHL).back();
    }

    static V128 shr_s(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_RSHIFT, Shorts.class, null, short.class, 8, of(a), n & 15, null, SHR_S).back();
    }

    static V128 shr_u(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_URSHIFT, Shorts.class, null, short.class, 8, of(a), n & 15, null, SHR_U).back();
    }

    /** Rounded up: no carry is needed, as the upper half of a sum is the common bits and half of those that differ. */
    static V128 avgr_u(V128 a, V128 b) {
        return sub(Longs.or(a, b), shr_u(Longs.xor(a, b), 1));
    }

    // From lanes half as wide: into the upper half (and the lower, whatever that is), then shifted.

    static V128 extend_low_i8x16_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x03030202_01010000L, 0x07070606_05050404L), 8);
    }

    static V128 extend_low_i8x16_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x03030202_01010000L, 0x07070606_05050404L), 8);
    }

    static V128 extend_high_i8x16_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x0b0b0a0a_09090808L, 0x0f0f0e0e_0d0d0c0cL), 8);
    }

    static V128 extend_high_i8x16_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x0b0b0a0a_09090808L, 0x0f0f0e0e_0d0d0c0cL), 8);
    }

    static V128 extmul_low_i8x16_s(V128 a, V128 b) {
        return mul(extend_low_i8x16_s(a), extend_low_i8x16_s(b));
    }

    static V128 extmul_low_i8x16_u(V128 a, V128 b) {
        return mul(extend_low_i8x16_u(a), extend_low_i8x16_u(b));
    }

    static V128 extmul_high_i8x16_s(V128 a, V128 b) {
        return mul(extend_high_i8x16_s(a), extend_high_i8x16_s(b));
    }

    static V128 extmul_high_i8x16_u(V128 a, V128 b) {
        return mul(extend_high_i8x16_u(a), extend_high_i8x16_u(b));
    }

    private static V128 even(V128 a) {
        return shr_s(shl(a, 8), 8);
    }

    static V128 extadd_pairwise_i8x16_s(V128 a) {
        return add(even(a), shr_s(a, 8));
    }

    static V128 extadd_pairwise_i8x16_u(V128 a) {
        return add(shr_u(shl(a, 8), 8), shr_u(a, 8));
    }

    // From lanes twice as wide, those out of range becoming the nearest in range.

    static V128 narrow_i32x4_s(V128 a, V128 b) {
        return narrow(clamp(a, Short.MIN_VALUE, Short.MAX_VALUE), clamp(b, Short.MIN_VALUE, Short.MAX_VALUE));
    }

    static V128 narrow_i32x4_u(V128 a, V128 b) {
        return narrow(clamp(a, 0, 0xffff), clamp(b, 0, 0xffff));
    }

    private static V128 clamp(V128 a, int least, int greatest) {
        return Ints.min_s(Ints.max_s(a, Ints.splat(least)), Ints.splat(greatest));
    }

    private static V128 narrow(V128 a, V128 b) {
        return Longs.bitselect(Bytes.rearrange(a, 0x0d0c0908_05040100L, 0), Bytes.rearrange(b, 0, 0x0d0c0908_05040100L), V128.of(-1, 0));
    }
}
