// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.vector.VectorSupport;

/**
 * Whether vectors live in the processor's vector registers, which takes internal packages of the JDK and three flags that the launcher passes: see docs/DECISIONS.md, "SIMD". Without them
 * everything works, more slowly. Only the JDK release that was tested is accepted, as nothing internal is promised to stay.
 */
public final class VectorUnit {
    private static final int TESTED_RELEASE = 25;

    public static final boolean ON = isTested() && isThere();

    private VectorUnit() {}

    /** Whether we may use what is the JDK's own: the launcher says so, and this release is the one that was tested. */
    static boolean isTested() {
        return "on".equals(System.getProperty("wsh.vectors")) && Runtime.version().feature() == TESTED_RELEASE;
    }

    private static boolean isThere() {
        try {
            return VectorSupport.getMaxLaneCount(byte.class) >= 32 && Unsafe.ARRAY_BYTE_BASE_OFFSET > 0;
        } catch (LinkageError e) {
            return false;   // the packages are not exported to us
        }
    }
}
