// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.vector.VectorSupport;
import org.wsh.engine.host.JdkInternals;

/**
 * Whether vectors live in the processor's vector registers, which takes internal packages of the JDK ({@link JdkInternals}) and three flags that the launcher passes: see
 * docs/DECISIONS.md, "SIMD". Without them everything works, more slowly.
 */
public final class VectorUnit {
    /** A constant to the JIT. */
    public static final boolean ON = JdkInternals.areTested() && isThere();

    private VectorUnit() {}

    private static boolean isThere() {
        try {
            return VectorSupport.getMaxLaneCount(byte.class) >= 32 && Unsafe.ARRAY_BYTE_BASE_OFFSET > 0;
        } catch (LinkageError e) {
            return false;   // the packages are not exported to us
        }
    }
}
