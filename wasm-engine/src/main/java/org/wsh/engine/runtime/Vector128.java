// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Objects;
import jdk.internal.vm.vector.VectorSupport;
import jdk.internal.vm.vector.VectorSupport.FromBitsCoercedOperation;
import jdk.internal.vm.vector.VectorSupport.VecExtractOp;
import jdk.internal.vm.vector.VectorSupport.VecInsertOp;
import jdk.internal.vm.vector.VectorSupport.VectorSpecies;

/**
 * A vector that the JIT keeps in a vector register, as it does with those of the Vector API: it knows the methods of {@code VectorSupport}, when the
 * classes given to them are constants, and boxes and unboxes what they return and take. Of this class are vectors wherever they travel; to compute with lanes of another type they are
 * looked at as another class ({@code simd.Ints} and so on), which costs no instruction. What a method's last argument does is what the interpreter does.
 */
public final class Vector128 extends VectorSupport.Vector<Long> implements V128 {
    static final Class<Long> ETYPE = long.class;        // these two are read by the JVM
    static final int VLENGTH = 2;

    private static final FromBitsCoercedOperation<Vector128, VectorSpecies<Long>> EVERY = new FromBitsCoercedOperation<>() {
        @Override
        public Vector128 fromBits(long bits, VectorSpecies<Long> s) {
            return new Vector128(bits, bits);
        }
    };
    private static final VecInsertOp<Vector128> INSERT = new VecInsertOp<>() {
        @Override
        public Vector128 apply(Vector128 v, int lane, long x) {
            return lane == 0 ? new Vector128(x, v.lanes()[1]) : new Vector128(v.lanes()[0], x);
        }
    };
    private static final VecExtractOp<Vector128> EXTRACT = new VecExtractOp<>() {
        @Override
        public long apply(Vector128 v, int lane) {
            return v.lanes()[lane];
        }
    };

    private Vector128(long low, long high) {
        super(new long[] {low, high});
    }

    private long[] lanes() {
        return (long[]) getPayload();
    }

    static Vector128 of(long low, long high) {
        Vector128 every = VectorSupport.fromBitsCoerced(Vector128.class, long.class, 2, low, VectorSupport.MODE_BROADCAST, null, EVERY);
        return VectorSupport.insert(Vector128.class, long.class, 2, every, 1, high, INSERT);
    }

    /** To the JIT intrinsics only take what surely isn't null. */
    public static Vector128 of(V128 v) {
        return Objects.requireNonNull((Vector128) v);
    }

    @Override
    public long low() {
        return VectorSupport.extract(Vector128.class, long.class, 2, this, 0, EXTRACT);
    }

    @Override
    public long high() {
        return VectorSupport.extract(Vector128.class, long.class, 2, this, 1, EXTRACT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof V128 v && v.low() == low() && v.high() == high();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low()) * 31 + Long.hashCode(high());
    }

    @Override
    public String toString() {
        return V128.show(low(), high());
    }
}
