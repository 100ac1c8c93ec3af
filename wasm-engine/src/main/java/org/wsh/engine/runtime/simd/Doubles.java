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

/** 2 lanes of type double in a vector register: see {@link Vector128}. */
final class Doubles extends VectorSupport.Vector<Double> {
    static final Class<Double> ETYPE = double.class;      // these two are read by the JVM
    static final int VLENGTH = 2;

    private static final Slow ADD = new Slow(0xf0);
    private static final Slow SUB = new Slow(0xf1);
    private static final Slow MUL = new Slow(0xf2);
    private static final Slow DIV = new Slow(0xf3);
    private static final Slow SQRT = new Slow(0xef);

    Doubles(double[] lanes) {
        super(lanes);
    }

    private double[] lanes() {
        return (double[]) getPayload();
    }

    private static Doubles from(V128 v) {
        return new Doubles(new double[] {Double.longBitsToDouble(v.low()), Double.longBitsToDouble(v.high())});
    }

    /** The same bits as two longs, for what the JIT doesn't do in vector registers (yet). */
    private V128 bits() {
        long low = 0, high = 0;
        double[] lanes = lanes();
        for (int i = 0; i < 1; i++) {
            low |= Double.doubleToRawLongBits(lanes[i]) << 64 * i;
            high |= Double.doubleToRawLongBits(lanes[i + 1]) << 64 * i;
        }
        return V128.of(low, high);
    }

    private static final VectorConvertOp<Doubles, Vector128, VectorSpecies<?>> FROM = new VectorConvertOp<>() {
        @Override
        public Doubles apply(Vector128 v, VectorSpecies<?> s) {
            return from(v);
        }
    };
    private static final VectorConvertOp<Vector128, Doubles, VectorSpecies<?>> BACK = new VectorConvertOp<>() {
        @Override
        public Vector128 apply(Doubles v, VectorSpecies<?> s) {
            return (Vector128) v.bits();
        }
    };

    static Doubles of(V128 v) {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Doubles.class, double.class, 2, Vector128.of(v), null, FROM);
    }

    V128 back() {
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Doubles.class, double.class, 2, Vector128.class, long.class, 2, this, null, BACK);
    }

    /** What the interpreter does, and compiled code that the JIT makes nothing better of: the instruction in general registers. */
    private record Slow(int number) implements BinaryOperation<Doubles, VectorMask<Double>>, UnaryOperation<Doubles, VectorMask<Double>>, VectorBroadcastIntOp<Doubles, VectorMask<Double>> {
        @Override
        public Doubles apply(Doubles a, VectorMask<Double> m) {
            return from(Scalar.unary(number, a.bits()));
        }

        @Override
        public Doubles apply(Doubles a, Doubles b, VectorMask<Double> m) {
            return from(Scalar.binary(number, a.bits(), b.bits()));
        }

        @Override
        public Doubles apply(Doubles a, int n, VectorMask<Double> m) {
            return from(Scalar.shift(number, a.bits(), n));
        }
    }

    private static final FromBitsCoercedOperation<Doubles, VectorSpecies<Double>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Doubles fromBits(long bits, VectorSpecies<Double> s) {
            return from(ScalarInt64.splat(bits));
        }
    };

    private static Doubles every(long bits) {
        return VectorSupport.fromBitsCoerced(Doubles.class, double.class, 2, bits, VectorSupport.MODE_BROADCAST, null, EVERY);
    }

    private static final VecExtractOp<Doubles> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Doubles v, int lane) {
            return ScalarInt64.extract_lane(v.bits(), lane);
        }
    };

    private static long lane(V128 a, int lane) {
        return VectorSupport.extract(Doubles.class, double.class, 2, of(a), lane, EXTRACT);
    }

    private static final VecInsertOp<Doubles> INSERT = new VecInsertOp<>() {
        @Override
        public Doubles apply(Doubles v, int lane, long x) {
            return from(ScalarInt64.replace_lane(v.bits(), x, lane));
        }
    };

    private static V128 replace(V128 a, long x, int lane) {
        return VectorSupport.insert(Doubles.class, double.class, 2, of(a), lane, x, INSERT).back();
    }

    static V128 splat(double x) {
        return every(Double.doubleToRawLongBits(x)).back();
    }

    static double extract_lane(V128 a, int lane) {
        return Double.longBitsToDouble(lane(a, lane));
    }

    static V128 replace_lane(V128 a, double x, int lane) {
        return replace(a, Double.doubleToRawLongBits(x), lane);
    }

    static V128 add(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_ADD, Doubles.class, null, double.class, 2, of(a), of(b), null, ADD).back();
    }

    static V128 sub(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_SUB, Doubles.class, null, double.class, 2, of(a), of(b), null, SUB).back();
    }

    static V128 mul(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_MUL, Doubles.class, null, double.class, 2, of(a), of(b), null, MUL).back();
    }

    static V128 div(V128 a, V128 b) {
        return VectorSupport.binaryOp(VectorSupport.VECTOR_OP_DIV, Doubles.class, null, double.class, 2, of(a), of(b), null, DIV).back();
    }

    static V128 sqrt(V128 a) {
        return VectorSupport.unaryOp(VectorSupport.VECTOR_OP_SQRT, Doubles.class, null, double.class, 2, of(a), null, SQRT).back();
    }

    static V128 abs(V128 a) {
        return Longs.and(a, Longs.splat(Long.MAX_VALUE));
    }

    static V128 neg(V128 a) {
        return Longs.xor(a, Longs.splat(Long.MIN_VALUE));
    }

    static V128 pmin(V128 a, V128 b) {
        return Longs.bitselect(b, a, lt(b, a));
    }

    static V128 pmax(V128 a, V128 b) {
        return Longs.bitselect(b, a, lt(a, b));
    }

    static V128 relaxed_madd(V128 a, V128 b, V128 c) {
        return add(mul(a, b), c);
    }

    static V128 relaxed_nmadd(V128 a, V128 b, V128 c) {
        return add(mul(neg(a), b), c);
    }

    // Comparisons. The JVM has no masks of two lanes, so the upper half of a vector of four goes along.

    /** Twice as long; what is in the upper half doesn't matter. */
    private static final class Four extends VectorSupport.Vector<Double> {
        static final Class<Double> ETYPE = double.class;      // these two are read by the JVM
        static final int VLENGTH = 4;

        Four(V128 v) {
            super(new double[] {Double.longBitsToDouble(v.low()), Double.longBitsToDouble(v.high()), 0, 0});
        }

        V128 bits() {
            double[] lanes = (double[]) getPayload();
            return V128.of(Double.doubleToRawLongBits(lanes[0]), Double.doubleToRawLongBits(lanes[1]));
        }

        static Four of(V128 v) {
            return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Vector128.class, long.class, 2, Four.class, double.class, 4, Vector128.of(v), null, WIDEN);
        }

        static Four every(long bits) {
            return VectorSupport.fromBitsCoerced(Four.class, double.class, 4, bits, VectorSupport.MODE_BROADCAST, null, EVERY_OF_FOUR);
        }
    }

    static final class Mask extends VectorMask<Double> {
        static final Class<Double> ETYPE = double.class;      // these two are read by the JVM
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
    private static final FromBitsCoercedOperation<Four, VectorSpecies<Double>> EVERY_OF_FOUR = new FromBitsCoercedOperation<>() {
        @Override
        public Four fromBits(long bits, VectorSpecies<Double> s) {
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

    private static final Comparison EQ = new Comparison(0x47);
    private static final Comparison NE = new Comparison(0x48);
    private static final Comparison LT = new Comparison(0x49);
    private static final Comparison GT = new Comparison(0x4a);
    private static final Comparison LE = new Comparison(0x4b);
    private static final Comparison GE = new Comparison(0x4c);

    private static V128 all(Mask m) {
        Four lanes = VectorSupport.blend(Four.class, Mask.class, double.class, 4, Four.every(0), Four.every(-1), m, BLEND);
        return VectorSupport.convert(VectorSupport.VECTOR_OP_REINTERPRET, Four.class, double.class, 4, Vector128.class, long.class, 2, lanes, null, LOWER_HALF);
    }

    static V128 eq(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_eq, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, EQ));
    }

    static V128 ne(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ne, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, NE));
    }

    static V128 lt(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_lt, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, LT));
    }

    static V128 gt(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_gt, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, GT));
    }

    static V128 le(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_le, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, LE));
    }

    static V128 ge(V128 a, V128 b) {
        return all(VectorSupport.compare(VectorSupport.BT_ge, Four.class, Mask.class, double.class, 4, Four.of(a), Four.of(b), null, GE));
    }
}
