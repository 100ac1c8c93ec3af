// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import java.util.Arrays;
import java.util.Objects;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.vector.VectorSupport;
import jdk.internal.vm.vector.VectorSupport.BinaryOperation;
import jdk.internal.vm.vector.VectorSupport.FromBitsCoercedOperation;
import jdk.internal.vm.vector.VectorSupport.LoadOperation;
import jdk.internal.vm.vector.VectorSupport.StoreVectorOperation;
import jdk.internal.vm.vector.VectorSupport.UnaryOperation;
import jdk.internal.vm.vector.VectorSupport.VecExtractOp;
import jdk.internal.vm.vector.VectorSupport.VecInsertOp;
import jdk.internal.vm.vector.VectorSupport.VectorBlendOp;
import jdk.internal.vm.vector.VectorSupport.VectorBroadcastIntOp;
import jdk.internal.vm.vector.VectorSupport.VectorCompareOp;
import jdk.internal.vm.vector.VectorSupport.VectorConvertOp;
import jdk.internal.vm.vector.VectorSupport.VectorMask;
import jdk.internal.vm.vector.VectorSupport.VectorMaskOp;
import jdk.internal.vm.vector.VectorSupport.VectorRearrangeOp;
import jdk.internal.vm.vector.VectorSupport.VectorShuffle;
import jdk.internal.vm.vector.VectorSupport.VectorSpecies;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.Vector128;

/** 16 lanes of type byte in a vector register: see {@link Vector128}. */
final class Bytes extends VectorSupport.Vector<Byte> {
    static final Class<Byte> ETYPE = byte.class;      // these two are read by the JVM
    static final int VLENGTH = 16;

    private static final Slow EQ = new Slow(0x23);
    private static final Slow NE = new Slow(0x24);
    private static final Slow LT_S = new Slow(0x25);
    private static final Slow GT_S = new Slow(0x27);
    private static final Slow LE_S = new Slow(0x29);
    private static final Slow GE_S = new Slow(0x2b);
    private static final Slow LT_U = new Slow(0x26);
    private static final Slow GT_U = new Slow(0x28);
    private static final Slow LE_U = new Slow(0x2a);
    private static final Slow GE_U = new Slow(0x2c);
    private static final Slow ABS = new Slow(0x60);
    private static final Slow NEG = new Slow(0x61);
    private static final Slow ADD = new Slow(0x6e);
    private static final Slow SUB = new Slow(0x71);
    private static final Slow MIN_S = new Slow(0x76);
    private static final Slow MAX_S = new Slow(0x78);
    private static final Slow MIN_U = new Slow(0x77);
    private static final Slow MAX_U = new Slow(0x79);
    private static final Slow ADD_SAT_S = new Slow(0x6f);
    private static final Slow SUB_SAT_S = new Slow(0x72);
    private static final Slow ADD_SAT_U = new Slow(0x70);
    private static final Slow SUB_SAT_U = new Slow(0x73);
    private static final Slow SHL = new Slow(0x6b);
    private static final Slow SHR_S = new Slow(0x6c);
    private static final Slow SHR_U = new Slow(0x6d);

    Bytes(byte[] lanes) {
        super(lanes);
    }

    private byte[] lanes() {
        return (byte[]) getPayload();
    }

    private static Bytes from(V128 v) {
        return new Bytes(new byte[] {(byte) v.low(), (byte) (v.low() >> 8), (byte) (v.low() >> 16), (byte) (v.low() >> 24), (byte) (v.low() >> 32), (byte) (v.low() >> 40), (byte) (v.low() >> 48), (byte) (v.low() >> 56), (byte) v.high(), (byte) (v.high() >> 8), (byte) (v.high() >> 16), (byte) (v.high() >> 24), (byte) (v.high() >> 32), (byte) (v.high() >> 40), (byte) (v.high() >> 48), (byte) (v.high() >> 56)});
    }

    /** The same bits as two longs, for what the JIT doesn't do in vector registers (yet). */
    private V128 bits() {
        long low = 0, high = 0;
        byte[] lanes = lanes();
        for (int i = 0; i < 8; i++) {
            low |= (lanes[i] & 0xffL) << 8 * i;
            high |= (lanes[i + 8] & 0xffL) << 8 * i;
        }
        return V128.of(low, high);
    }

    private static final VectorConvertOp<Bytes, Vector128, VectorSpecies<?>> FROM = new VectorConvertOp<>() {
        @Override
        public Bytes apply(Vector128 v, VectorSpecies<?> s) {
            return from(v);
        }
    };
    private static final VectorConvertOp<Vector128, Bytes, VectorSpecies<?>> BACK = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Bytes v, VectorSpecies<?> s) {
            return (Vector128) v.bits();
        }
    };

    static Bytes of(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Bytes.class, byte.class, 16, Vector128.of(v), null, FROM);
    }

    V128 back() {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Bytes.class, byte.class, 16, Vector128.class, long.class, 2, this, null, BACK);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Bytes, Mask>, UnaryOperation<Bytes, Mask>, VectorBroadcastIntOp<Bytes, Mask>, VectorCompareOp<Bytes, Mask> {
        @Override
        public Bytes apply(Bytes a, Mask m) {
            return from(Scalar.unary(number, a.bits()));
        }

        @Override
        public Bytes apply(Bytes a, Bytes b, Mask m) {
            return from(Scalar.binary(number, a.bits(), b.bits()));
        }

        @Override
        public Bytes apply(Bytes a, int n, Mask m) {
            return from(Scalar.shift(number, a.bits(), n));
        }

        @Override
        public Mask apply(int condition, Bytes a, Bytes b, Mask m) {
            return new Mask(Scalar.binary(number, a.bits(), b.bits()));
        }
    }

    static final class Mask extends VectorMask<Byte> {
        static final Class<Byte> ETYPE = byte.class;      // these two are read by the JVM
        static final int VLENGTH = 16;

        Mask(V128 lanes) {
            super(Scalar.booleans(lanes, 16));
        }

        long bits() {
            return Scalar.bits((boolean[]) getPayload());
        }

        V128 lanes() {
            return Scalar.lanes((boolean[]) getPayload());
        }
    }

    private static final VectorBlendOp<Bytes, Mask> BLEND = new VectorBlendOp<>() {
        @Override
        public Bytes apply(Bytes a, Bytes b, Mask m) {
            return from(ScalarWhole.bitselect(b.bits(), a.bits(), m.lanes()));
        }
    };

    /** Lanes of b where the mask is set, else of a. */
    static Bytes blend(Bytes a, Bytes b, Mask m) {
        return VectorSupport.blend(Bytes.class, Mask.class, byte.class, 16, a, b, m, BLEND);
    }

    /** A mask as lanes of all ones or zeros. */
    private static V128 all(Mask m) {
        return blend(every(0), every(-1), m).back();
    }

    private static final FromBitsCoercedOperation<Bytes, VectorSpecies<Byte>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Bytes fromBits(long bits, VectorSpecies<Byte> s) {
            return from(ScalarInt8.splat((int) bits));
        }
    };

    private static Bytes every(long bits) {
        return VectorSupport.fromBitsCoerced(Bytes.class, byte.class, 16, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Bytes> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Bytes v, int lane) {
            return ScalarInt8.extract_lane_s(v.bits(), lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Bytes.class, byte.class, 16, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Bytes> INSERT = new VecInsertOp<>() {
        @Override
        public Bytes apply(Bytes v, int lane, long x) {
            return from(ScalarInt8.replace_lane(v.bits(), (int) x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Bytes.class, byte.class, 16, of(a), lane, x, INSERT).back();
    }

    static V128 splat(int x) {
        return every(x).back();
    }

    static int extract_lane_s(V128 a, int lane) {
        return (int) lane(a, lane);
    }

    static int extract_lane_u(V128 a, int lane) {
        return (int) lane(a, lane) & 0xff;
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
        return (int) VectorSupport.maskReductionCoerced(VectorSupport.VECTOR_OP_MASK_TOLONG, Mask.class, byte.class, 16, m, TO_LONG);
    }

    static int bitmask(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_lt, Bytes.class, Mask.class, byte.class, 16, of(a), every(0), null, LT_S));
    }

    static int all_true(V128 a) {
        return bits(VectorSupport.compare(VectorSupport.BT_eq, Bytes.class, Mask.class, byte.class, 16, of(a), every(0), null, EQ)) == 0 ? 1 : 0;
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return Longs.bitselect(a, b, mask);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, NE));
    }

    static V128 lt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, LT_S));
    }

    static V128 gt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, GT_S));
    }

    static V128 le_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, LE_S));
    }

    static V128 ge_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, GE_S));
    }

    static V128 lt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ult, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, LT_U));
    }

    static V128 gt_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ugt, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, GT_U));
    }

    static V128 le_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ule, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, LE_U));
    }

    static V128 ge_u(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_uge, Bytes.class, Mask.class, byte.class, 16, of(a), of(b), null, GE_U));
    }

    static V128 abs(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_ABS, Bytes.class, null, byte.class, 16, of(a), null, ABS).back();
    }

    static V128 neg(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_NEG, Bytes.class, null, byte.class, 16, of(a), null, NEG).back();
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Bytes.class, null, byte.class, 16, of(a), of(b), null, ADD).back();
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Bytes.class, null, byte.class, 16, of(a), of(b), null, SUB).back();
    }

    static V128 min_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MIN, Bytes.class, null, byte.class, 16, of(a), of(b), null, MIN_S).back();
    }

    static V128 max_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MAX, Bytes.class, null, byte.class, 16, of(a), of(b), null, MAX_S).back();
    }

    static V128 min_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMIN, Bytes.class, null, byte.class, 16, of(a), of(b), null, MIN_U).back();
    }

    static V128 max_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_UMAX, Bytes.class, null, byte.class, 16, of(a), of(b), null, MAX_U).back();
    }

    static V128 add_sat_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SADD, Bytes.class, null, byte.class, 16, of(a), of(b), null, ADD_SAT_S).back();
    }

    static V128 sub_sat_s(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SSUB, Bytes.class, null, byte.class, 16, of(a), of(b), null, SUB_SAT_S).back();
    }

    static V128 add_sat_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUADD, Bytes.class, null, byte.class, 16, of(a), of(b), null, ADD_SAT_U).back();
    }

    static V128 sub_sat_u(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUSUB, Bytes.class, null, byte.class, 16, of(a), of(b), null, SUB_SAT_U).back();
    }

    static V128 shl(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_LSHIFT, Bytes.class, null, byte.class, 16, of(a), n & 7, null, SHL).back();
    }

    static V128 shr_s(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_RSHIFT, Bytes.class, null, byte.class, 16, of(a), n & 7, null, SHR_S).back();
    }

    static V128 shr_u(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_URSHIFT, Bytes.class, null, byte.class, 16, of(a), n & 7, null, SHR_U).back();
    }

    // Memory.

    private static final LoadOperation<byte[], Bytes, VectorSpecies<Byte>> LOAD = new LoadOperation<>() {
        @Override
        public Bytes load(byte[] m, long at, VectorSpecies<Byte> s) {
            return new Bytes(Arrays.copyOfRange(m, (int) at, (int) at + 16));
        }
    };
    private static final StoreVectorOperation<byte[], Bytes> STORE = new StoreVectorOperation<>() {
        @Override
        public void store(byte[] m, long at, Bytes v) {
            System.arraycopy(v.lanes(), 0, m, (int) at, 16);
        }
    };
    /** Where an array's bytes start. */
    private static final long BASE = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    static V128 load(byte[] m, int at) {
        Objects.checkIndex(at, m.length - 15);
        return VectorSupport.load(Bytes.class, byte.class, 16, m, BASE + at, false, m, at, null, LOAD).back();
    }

    /** The caller has checked the index. */
    static void store(byte[] m, int at, V128 v) {
        VectorSupport.store(Bytes.class, byte.class, 16, m, BASE + at, false, of(v), m, at, STORE);
    }

    /** Rounded up: no carry is needed, as the upper half of a sum is the common bits and half of those that differ. */
    static V128 avgr_u(V128 a, V128 b) {
        return sub(Longs.or(a, b), Longs.and(Longs.shr_u(Longs.xor(a, b), 1), Longs.splat(0x7f7f_7f7f_7f7f_7f7fL)));
    }

    // Lanes by index.

    static final class Shuffle extends VectorShuffle<Byte> {
        static final Class<Byte> ETYPE = byte.class;      // these two are read by the JVM
        static final int VLENGTH = 16;

        Shuffle(byte[] indices) {
            super(indices);
        }

        byte[] indices() {
            return (byte[]) getPayload();
        }
    }

    private static final VectorConvertOp<Shuffle, Vector128, VectorSpecies<?>> INDICES = new VectorConvertOp<>() {
        @Override
        public Shuffle apply(Vector128 v, VectorSpecies<?> s) {
            return new Shuffle(from(v).lanes());
        }
    };

    private static final VectorRearrangeOp<Bytes, Shuffle, Mask> REARRANGE = new VectorRearrangeOp<>() {
        @Override
        public Bytes apply(Bytes v, Shuffle indices, Mask m) {
            byte[] from = v.lanes(), at = indices.indices();
            var result = new byte[16];
            for (int i = 0; i < 16; i++) {
                result[i] = from[at[i] & 15];
            }
            return new Bytes(result);
        }
    };

    /** The lanes of {@code a} by indices modulo 16. */
    private static Bytes rearrange(V128 a, Shuffle indices) {
        return VectorSupport.rearrangeOp(Bytes.class, Shuffle.class, null, byte.class, 16, of(a), indices, null, REARRANGE);
    }

    private static Shuffle indices(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Shuffle.class, byte.class, 16, Vector128.of(v), null, INDICES);
    }

    static V128 rearrange(V128 a, long low, long high) {
        return rearrange(a, indices(V128.of(low, high))).back();
    }

    /** With 0 for indices above 15. */
    static V128 swizzle(V128 a, V128 b) {
        Mask inside = VectorSupport.compare(VectorSupport.BT_ult, Bytes.class, Mask.class, byte.class, 16, of(b), every(16), null, LT_U);
        return blend(every(0), rearrange(a, indices(b)), inside).back();
    }

    static V128 relaxed_swizzle(V128 a, V128 b) {
        return swizzle(a, b);
    }

    static V128 shuffle(V128 a, V128 b, long low, long high) {
        long lowA = below16(low), highA = below16(high);
        if ((lowA & highA) == -1) {
            return rearrange(a, low, high);
        }
        return (lowA | highA) == 0 ? rearrange(b, low, high)
                : Longs.bitselect(rearrange(a, low, high), rearrange(b, low, high), V128.of(lowA, highA));
    }

    /** All ones in those bytes, each below 32, that are below 16. */
    private static long below16(long indices) {
        return ((indices >>> 4 & 0x0101_0101_0101_0101L) ^ 0x0101_0101_0101_0101L) * 0xff;
    }

    // From lanes twice as wide, those out of range becoming the nearest in range.

    static V128 narrow_i16x8_s(V128 a, V128 b) {
        return narrow(clamp(a, -128, 127), clamp(b, -128, 127));
    }

    static V128 narrow_i16x8_u(V128 a, V128 b) {
        return narrow(clamp(a, 0, 255), clamp(b, 0, 255));
    }

    private static V128 clamp(V128 a, int least, int greatest) {
        return Shorts.min_s(Shorts.max_s(a, Shorts.splat(least)), Shorts.splat(greatest));
    }

    private static V128 narrow(V128 a, V128 b) {
        return Longs.bitselect(rearrange(a, 0x0e0c0a08_06040200L, 0), rearrange(b, 0, 0x0e0c0a08_06040200L), V128.of(-1, 0));
    }
}
