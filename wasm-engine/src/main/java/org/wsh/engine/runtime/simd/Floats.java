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
import jdk.internal.vm.vector.VectorSupport.VectorSpecies;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.Vector128;

/** 4 lanes of type float in a vector register: see {@link Vector128}. */
final class Floats extends VectorSupport.Vector<Float> {
    static final Class<Float> ETYPE = float.class;      // these two are read by the JVM
    static final int VLENGTH = 4;

    private static final Slow EQ = new Slow(0x41);
    private static final Slow NE = new Slow(0x42);
    private static final Slow LT = new Slow(0x43);
    private static final Slow GT = new Slow(0x44);
    private static final Slow LE = new Slow(0x45);
    private static final Slow GE = new Slow(0x46);
    private static final Slow ADD = new Slow(0xe4);
    private static final Slow SUB = new Slow(0xe5);
    private static final Slow MUL = new Slow(0xe6);
    private static final Slow DIV = new Slow(0xe7);
    private static final Slow SQRT = new Slow(0xe3);
    private static final Slow MIN = new Slow(0xe8);
    private static final Slow MAX = new Slow(0xe9);

    Floats(float[] lanes) {
        super(lanes);
    }

    private float[] lanes() {
        return (float[]) getPayload();
    }

    private static Floats from(V128 v) {
        return new Floats(new float[] {Float.intBitsToFloat((int) v.low()), Float.intBitsToFloat((int) (v.low() >> 32)), Float.intBitsToFloat((int) v.high()), Float.intBitsToFloat((int) (v.high() >> 32))});
    }

    /** The same bits as two longs, for what the JIT doesn't do in vector registers (yet). */
    private V128 bits() {
        long low = 0, high = 0;
        float[] lanes = lanes();
        for (int i = 0; i < 2; i++) {
            low |= (Float.floatToRawIntBits(lanes[i]) & 0xffffffffL) << 32 * i;
            high |= (Float.floatToRawIntBits(lanes[i + 2]) & 0xffffffffL) << 32 * i;
        }
        return V128.of(low, high);
    }

    private static final VectorConvertOp<Floats, Vector128, VectorSpecies<?>> FROM = new VectorConvertOp<>() {
        @Override
        public Floats apply(Vector128 v, VectorSpecies<?> s) {
            return from(v);
        }
    };
    private static final VectorConvertOp<Vector128, Floats, VectorSpecies<?>> BACK = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Floats v, VectorSpecies<?> s) {
            return (Vector128) v.bits();
        }
    };

    static Floats of(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Floats.class, float.class, 4, Vector128.of(v), null, FROM);
    }

    V128 back() {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Floats.class, float.class, 4, Vector128.class, long.class, 2, this, null, BACK);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Floats, Mask>, UnaryOperation<Floats, Mask>, VectorBroadcastIntOp<Floats, Mask>, VectorCompareOp<Floats, Mask> {
        @Override
        public Floats apply(Floats a, Mask m) {
            return from(Scalar.unary(number, a.bits()));
        }

        @Override
        public Floats apply(Floats a, Floats b, Mask m) {
            return from(Scalar.binary(number, a.bits(), b.bits()));
        }

        @Override
        public Floats apply(Floats a, int n, Mask m) {
            return from(Scalar.shift(number, a.bits(), n));
        }

        @Override
        public Mask apply(int condition, Floats a, Floats b, Mask m) {
            return new Mask(Scalar.binary(number, a.bits(), b.bits()));
        }
    }

    static final class Mask extends VectorMask<Float> {
        static final Class<Float> ETYPE = float.class;      // these two are read by the JVM
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

    private static final VectorBlendOp<Floats, Mask> BLEND = new VectorBlendOp<>() {
        @Override
        public Floats apply(Floats a, Floats b, Mask m) {
            return from(ScalarWhole.bitselect(b.bits(), a.bits(), m.lanes()));
        }
    };

    /** Lanes of b where the mask is set, else of a. */
    static Floats blend(Floats a, Floats b, Mask m) {
        return VectorSupport.blend(Floats.class, Mask.class, float.class, 4, a, b, m, BLEND);
    }

    /** A mask as lanes of all ones or zeros. */
    private static V128 all(Mask m) {
        return blend(every(0), every(-1), m).back();
    }

    private static final FromBitsCoercedOperation<Floats, VectorSpecies<Float>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Floats fromBits(long bits, VectorSpecies<Float> s) {
            return from(ScalarInt32.splat((int) bits));
        }
    };

    private static Floats every(long bits) {
        return VectorSupport.fromBitsCoerced(Floats.class, float.class, 4, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Floats> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Floats v, int lane) {
            return ScalarInt32.extract_lane(v.bits(), lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Floats.class, float.class, 4, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Floats> INSERT = new VecInsertOp<>() {
        @Override
        public Floats apply(Floats v, int lane, long x) {
            return from(ScalarInt32.replace_lane(v.bits(), (int) x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Floats.class, float.class, 4, of(a), lane, x, INSERT).back();
    }

    static V128 splat(float x) {
        return every(Float.floatToRawIntBits(x)).back();
    }

    static float extract_lane(V128 a, int lane) {
        return Float.intBitsToFloat((int) lane(a, lane));
    }

    static V128 replace_lane(V128 a, float x, int lane) {
        return replace(a, Float.floatToRawIntBits(x), lane);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, NE));
    }

    static V128 lt(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, LT));
    }

    static V128 gt(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, GT));
    }

    static V128 le(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, LE));
    }

    static V128 ge(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, GE));
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Floats.class, null, float.class, 4, of(a), of(b), null, ADD).back();
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Floats.class, null, float.class, 4, of(a), of(b), null, SUB).back();
    }

    static V128 mul(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MUL, Floats.class, null, float.class, 4, of(a), of(b), null, MUL).back();
    }

    static V128 div(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_DIV, Floats.class, null, float.class, 4, of(a), of(b), null, DIV).back();
    }

    static V128 sqrt(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_SQRT, Floats.class, null, float.class, 4, of(a), null, SQRT).back();
    }

    static V128 abs(V128 a) {
        return Longs.and(a, Longs.splat(0x7fff_ffff_7fff_ffffL));
    }

    static V128 neg(V128 a) {
        return Longs.xor(a, Longs.splat(0x8000_0000_8000_0000L));
    }

    private static Mask compare(V128 a, V128 b) {
        return VectorSupport.compare(VectorSupport.BT_ne, Floats.class, Mask.class, float.class, 4, of(a), of(b), null, NE);
    }

    /** The vector unit's minimum, but where an operand is a NaN their sum, which is a quiet one. */
    private static V128 quiet(Floats result, V128 a, V128 b) {
        Floats sum = of(add(a, b));
        return blend(blend(result, sum, compare(a, a)), sum, compare(b, b)).back();
    }

    static V128 min(V128 a, V128 b) {
        return quiet(VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MIN, Floats.class, null, float.class, 4, of(a), of(b), null, MIN), a, b);
    }

    static V128 max(V128 a, V128 b) {
        return quiet(VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MAX, Floats.class, null, float.class, 4, of(a), of(b), null, MAX), a, b);
    }

    static V128 pmin(V128 a, V128 b) {
        return Longs.bitselect(b, a, lt(b, a));
    }

    static V128 pmax(V128 a, V128 b) {
        return Longs.bitselect(b, a, lt(a, b));
    }

    static V128 relaxed_min(V128 a, V128 b) {
        return min(a, b);
    }

    static V128 relaxed_max(V128 a, V128 b) {
        return max(a, b);
    }

    static V128 relaxed_madd(V128 a, V128 b, V128 c) {
        return add(mul(a, b), c);
    }

    static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
        return add(mul(neg(a), b), c);
    }

    private static final VectorConvertOp<Floats, Ints, VectorSpecies<?>> CONVERT = new VectorConvertOp<>() {
        @Override
        public Floats apply(Ints v, VectorSpecies<?> s) {
            return from(ScalarFloat32.convert_i32x4_s(v.back()));
        }
    };

    static V128 convert_i32x4_s(V128 a) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_CAST, Ints.class, int.class, 4, Floats.class, float.class, 4, Ints.of(a), null, CONVERT).back();
    }
}
