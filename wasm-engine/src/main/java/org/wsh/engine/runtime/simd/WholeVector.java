// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The instructions on 128 bits without lanes, v128, by their names in the text format. */
public final class WholeVector {
    private WholeVector() {}

    public static V128 not(V128 a) {
        return VectorUnit.ON ? Longs.not(a) : ScalarWhole.not(a);
    }

    public static V128 and(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.and(a, b) : ScalarWhole.and(a, b);
    }

    public static V128 andnot(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.andnot(a, b) : ScalarWhole.andnot(a, b);
    }

    public static V128 or(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.or(a, b) : ScalarWhole.or(a, b);
    }

    public static V128 xor(V128 a, V128 b) {
        return VectorUnit.ON ? Longs.xor(a, b) : ScalarWhole.xor(a, b);
    }

    public static V128 bitselect(V128 a, V128 b, V128 c) {
        return VectorUnit.ON ? Longs.bitselect(a, b, c) : ScalarWhole.bitselect(a, b, c);
    }

    public static int any_true(V128 a) {
        return VectorUnit.ON ? Longs.any_true(a) : ScalarWhole.any_true(a);
    }
}
