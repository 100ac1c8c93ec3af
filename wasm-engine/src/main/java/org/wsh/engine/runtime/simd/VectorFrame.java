// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime.simd;

import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.VectorUnit;

/** The array in which a loop's vectors pass from one round to the next, two longs each. */
public final class VectorFrame {
    private VectorFrame() {}

    public static V128 get(long[] frame, int i) {
        return VectorUnit.ON ? Longs.load(frame, i) : V128.of(frame[2 * i], frame[2 * i + 1]);
    }

    public static void set(long[] frame, int i, V128 v) {
        if (VectorUnit.ON) {
            Longs.store(frame, i, v);
        } else {
            frame[2 * i] = v.low();
            frame[2 * i + 1] = v.high();
        }
    }
}
