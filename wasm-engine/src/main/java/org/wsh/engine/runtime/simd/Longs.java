// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

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
import jdk.internal.vm.vector.VectorSupport.VectorSpecies;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.Vector128;

/** 2 lanes of type long in a vector register: see {@link Vector128}. */
final class Longs {
    private Longs() {}

    private static final Slow ABS = new Slow(0xc0);
    private static final Slow NEG = new Slow(0xc1);
    private static final Slow ADD = new Slow(0xce);
    private static final Slow SUB = new Slow(0xd1);
    private static final Slow MUL = new Slow(0xd5);
    private static final Slow SHL = new Slow(0xcb);
    private static final Slow SHR_S = new Slow(0xcc);
    private static final Slow SHR_U = new Slow(0xcd);
    private static final Slow AND = new Slow(0x4e);
    private static final Slow OR = new Slow(0x50);
    private static final Slow XOR = new Slow(0x51);

    private static Vector128 of(V128 v) {
        return Vector128.of(v);
    }

    private static Vector128 from(V128 v) {
        return Vector128.of(v);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Vector128, VectorMask<Long>>, UnaryOperation<Vector128, VectorMask<Long>>, VectorBroadcastIntOp<Vector128, VectorMask<Long>> {
        @Override
        public Vector128 apply(Vector128 a, VectorMask<Long> m) {
            return from(Scalar.unary(number, a));
        }

        @Override
        public Vector128 apply(Vector128 a, Vector128 b, VectorMask<Long> m) {
            return from(Scalar.binary(number, a, b));
        }

        @Override
        public Vector128 apply(Vector128 a, int n, VectorMask<Long> m) {
            return from(Scalar.shift(number, a, n));
        }
    }

    private static final FromBitsCoercedOperation<Vector128, VectorSpecies<Long>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Vector128 fromBits(long bits, VectorSpecies<Long> s) {
            return from(ScalarInt64.splat(bits));
        }
    };

    private static Vector128 every(long bits) {
        return VectorSupport.fromBitsCoerced(Vector128.class, long.class, 2, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Vector128> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Vector128 v, int lane) {
            return ScalarInt64.extract_lane(v, lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Vector128.class, long.class, 2, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Vector128> INSERT = new VecInsertOp<>() {
        @Override
        public Vector128 apply(Vector128 v, int lane, long x) {
            return from(ScalarInt64.replace_lane(v, x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Vector128.class, long.class, 2, of(a), lane, x, INSERT);
    }

    static V128 splat(long x) {
        return every(x);
    }

    static long extract_lane(V128 a, int lane) {
        return lane(a, lane);
    }

    static V128 replace_lane(V128 a, long x, int lane) {
        return replace(a, x, lane);
    }

    static V128 relaxed_laneselect(V128 a, V128 b, V128 mask) {
        return bitselect(a, b, mask);
    }

    static V128 abs(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_ABS, Vector128.class, null, long.class, 2, of(a), null, ABS);
    }

    static V128 neg(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_NEG, Vector128.class, null, long.class, 2, of(a), null, NEG);
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Vector128.class, null, long.class, 2, of(a), of(b), null, ADD);
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Vector128.class, null, long.class, 2, of(a), of(b), null, SUB);
    }

    static V128 mul(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MUL, Vector128.class, null, long.class, 2, of(a), of(b), null, MUL);
    }

    static V128 shl(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_LSHIFT, Vector128.class, null, long.class, 2, of(a), n & 63, null, SHL);
    }

    static V128 shr_s(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_RSHIFT, Vector128.class, null, long.class, 2, of(a), n & 63, null, SHR_S);
    }

    static V128 shr_u(V128 a, int n) {
        return VectorSupport.broadcastInt(VectorSupport.VECTOR_OP_URSHIFT, Vector128.class, null, long.class, 2, of(a), n & 63, null, SHR_U);
    }

    static V128 and(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_AND, Vector128.class, null, long.class, 2, of(a), of(b), null, AND);
    }

    static V128 or(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_OR, Vector128.class, null, long.class, 2, of(a), of(b), null, OR);
    }

    static V128 xor(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_XOR, Vector128.class, null, long.class, 2, of(a), of(b), null, XOR);
    }

    private static final LoadOperation<long[], Vector128, VectorSpecies<Long>> LOAD = new LoadOperation<>() {
        @Override
        public Vector128 load(long[] frame, long at, VectorSpecies<Long> s) {
            return from(V128.of(frame[(int) at], frame[(int) at + 1]));
        }
    };
    private static final StoreVectorOperation<long[], Vector128> STORE = new StoreVectorOperation<>() {
        @Override
        public void store(long[] frame, long at, Vector128 v) {
            frame[(int) at] = v.low();
            frame[(int) at + 1] = v.high();
        }
    };
    private static final long BASE = Unsafe.ARRAY_LONG_BASE_OFFSET;

    /** Not checked: generated code knows that the index is inside. */
    static V128 load(long[] frame, int i) {
        return VectorSupport.load(Vector128.class, long.class, 2, frame, BASE + 16 * i, false, frame, 2 * i, null, LOAD);
    }

    static void store(long[] frame, int i, V128 v) {
        VectorSupport.store(Vector128.class, long.class, 2, frame, BASE + 16 * i, false, of(v), frame, 2 * i, STORE);
    }
    // v128.

    static V128 not(V128 a) {
        return xor(a, every(-1));
    }

    static V128 andnot(V128 a, V128 b) {
        return and(a, not(b));
    }

    static V128 bitselect(V128 a, V128 b, V128 mask) {
        return or(and(a, mask), andnot(b, mask));
    }

    static int any_true(V128 a) {
        return (a.low() | a.high()) != 0 ? 1 : 0;
    }

    // From lanes half as wide: into the upper half (and the lower, whatever that is), then shifted.

    static V128 extend_low_i32x4_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x03020100_03020100L, 0x07060504_07060504L), 32);
    }

    static V128 extend_high_i32x4_s(V128 a) {
        return shr_s(Bytes.rearrange(a, 0x0b0a0908_0b0a0908L, 0x0f0e0d0c_0f0e0d0cL), 32);
    }

    static V128 extend_low_i32x4_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x03020100_03020100L, 0x07060504_07060504L), 32);
    }

    static V128 extend_high_i32x4_u(V128 a) {
        return shr_u(Bytes.rearrange(a, 0x0b0a0908_0b0a0908L, 0x0f0e0d0c_0f0e0d0cL), 32);
    }

    static V128 extmul_low_i32x4_s(V128 a, V128 b) {
        return mul(extend_low_i32x4_s(a), extend_low_i32x4_s(b));
    }

    static V128 extmul_high_i32x4_s(V128 a, V128 b) {
        return mul(extend_high_i32x4_s(a), extend_high_i32x4_s(b));
    }

    static V128 extmul_low_i32x4_u(V128 a, V128 b) {
        return mul(extend_low_i32x4_u(a), extend_low_i32x4_u(b));
    }

    static V128 extmul_high_i32x4_u(V128 a, V128 b) {
        return mul(extend_high_i32x4_u(a), extend_high_i32x4_u(b));
    }

    // Comparisons. The JVM has no masks of two lanes, so the upper half of a vector of four goes along.

    /** Twice as long; what is in the upper half doesn't matter. */
    private static final class Four extends VectorSupport.Vector<Long> {
        static final Class<Long> ETYPE = long.class;      // these two are read by the JVM
        static final int VLENGTH = 4;

        Four(V128 v) {
            super(new long[] {v.low(), v.high(), 0, 0});
        }

        V128 bits() {
            long[] lanes = (long[]) getPayload();
            return V128.of(lanes[0], lanes[1]);
        }

        static Four of(V128 v) {
            return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Four.class, long.class, 4, Vector128.of(v), null, WIDEN);
        }

        static Four every(long bits) {
            return VectorSupport.fromBitsCoerced(Four.class, long.class, 4, bits, VectorSupport.MODE_BROADCAST, null, EVERY_OF_FOUR);
        }
    }

    static final class Mask extends VectorMask<Long> {
        static final Class<Long> ETYPE = long.class;      // these two are read by the JVM
        static final int VLENGTH = 4;

        /** {@code lanes} are all ones or zeros. */
        Mask(V128 lanes) {
            super(new boolean[] {lanes.low() != 0, lanes.high() != 0, false, false});
        }

        V128 lanes() {
            var mask = (boolean[]) getPayload();
            return V128.of(mask[0] ? -1 : 0, mask[1] ? -1 : 0);
        }
    }

    private static final VectorConvertOp<Four, Vector128, VectorSpecies<?>> WIDEN = new VectorConvertOp<>() {
        @Override
        public Four apply(Vector128 v, VectorSpecies<?> s) {
            return new Four(v);
        }
    };
    private static final VectorConvertOp<Vector128, Four, VectorSpecies<?>> LOWER_HALF = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Four v, VectorSpecies<?> s) {
            return Vector128.of(v.bits());
        }
    };
    private static final FromBitsCoercedOperation<Four, VectorSpecies<Long>> EVERY_OF_FOUR = new FromBitsCoercedOperation<>() {
        @Override
        public Four fromBits(long bits, VectorSpecies<Long> s) {
            return new Four(V128.of(bits, bits));
        }
    };
    private static final VectorBlendOp<Four, Mask> BLEND = new VectorBlendOp<>() {
        @Override
        public Four apply(Four a, Four b, Mask m) {
            return new Four(ScalarWhole.bitselect(b.bits(), a.bits(), m.lanes()));
        }
    };

    private record Comparison(int number) implements VectorCompareOp<Four, Mask> {
        @Override
        public Mask apply(int condition, Four a, Four b, Mask m) {
            return new Mask(Scalar.binary(number, a.bits(), b.bits()));
        }
    }

    private static final Comparison EQ = new Comparison(0xd6);
    private static final Comparison NE = new Comparison(0xd7);
    private static final Comparison LT_S = new Comparison(0xd8);
    private static final Comparison GT_S = new Comparison(0xd9);
    private static final Comparison LE_S = new Comparison(0xda);
    private static final Comparison GE_S = new Comparison(0xdb);

    private static V128 all(Mask m) {
        Four lanes = VectorSupport.blend(Four.class, Mask.class, long.class, 4, Four.every(0), Four.every(-1), m, BLEND);
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Four.class, long.class, 4, Vector128.class, long.class, 2, lanes, null, LOWER_HALF);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, NE));
    }

    static V128 lt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, LT_S));
    }

    static V128 gt_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, GT_S));
    }

    static V128 le_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, LE_S));
    }

    static V128 ge_s(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Four.class, Mask.class, long.class, 4, Four.of(a), Four.of(b), null, GE_S));
    }
}
