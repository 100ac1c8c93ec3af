// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;

/** The instructions on 128 bits without lanes, v128, in general registers. */
final class ScalarWhole {
    private ScalarWhole() {}

    static V128 not(V128 a) {
        return V128.of(~a.low(), ~a.high());
    }

    static V128 and(V128 a, V128 b) {
        return V128.of(a.low() & b.low(), a.high() & b.high());
    }

    static V128 andnot(V128 a, V128 b) {
        return V128.of(a.low() & ~b.low(), a.high() & ~b.high());
    }

    static V128 or(V128 a, V128 b) {
        return V128.of(a.low() | b.low(), a.high() | b.high());
    }

    static V128 xor(V128 a, V128 b) {
        return V128.of(a.low() ^ b.low(), a.high() ^ b.high());
    }

    /** Bits of a where the mask's are 1, else of b. */
    static V128 bitselect(V128 a, V128 b, V128 mask) {
        return V128.of(Swar.select(mask.low(), a.low(), b.low()), Swar.select(mask.high(), a.high(), b.high()));
    }

    static int any_true(V128 a) {
        return (a.low() | a.high()) != 0 ? 1 : 0;
    }

    /** With the bits of {@code ones}, at {@code position} of 128, replaced by {@code x}. */
    static V128 replace(V128 a, long x, long ones, int position) {
        return position < 64 ? V128.of(a.low() & ~(ones << position) | x << position, a.high())
                : V128.of(a.low(), a.high() & ~(ones << position) | x << position);
    }
}
