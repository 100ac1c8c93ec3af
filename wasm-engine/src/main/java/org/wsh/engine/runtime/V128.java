// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * A vector of 128 bits, immutable. Lanes count from the lowest bits of the first half: byte 0, the one at the lowest address when stored, is the lowest of {@link #low}.
 * Vectors are equal when their bits are.
 */
public sealed interface V128 permits TwoLongs, Vector128 {
    V128 ZERO = of(0, 0);

    /** Lanes of the lower 8 bytes. */
    long low();

    long high();

    static V128 of(long low, long high) {
        return VectorUnit.ON ? Vector128.of(low, high) : new TwoLongs(low, high);
    }

    static String show(long low, long high) {
        return String.format("v128 0x%016x%016x", high, low);
    }
}
