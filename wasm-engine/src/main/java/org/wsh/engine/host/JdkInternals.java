// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.host;

import java.nio.ByteOrder;
import jdk.internal.misc.Unsafe;

/**
 * What of the JDK's own may be used here. It takes internal packages, which the launcher opens to us (docs/DECISIONS.md, "SIMD"); without them everything works, more slowly. Only the JDK
 * release that was tested is accepted, as nothing internal is promised to stay.
 */
public final class JdkInternals {
    private static final int TESTED_RELEASE = 25;

    /** Arrays of bytes can be read and written by any machine word at any index. A constant to the JIT. */
    public static final boolean RAW_MEMORY = areTested() && canReadWords();

    private JdkInternals() {}

    /** The launcher says so, and this release is the one that was tested. */
    public static boolean areTested() {
        return "on".equals(System.getProperty("wsh.vectors")) && Runtime.version().feature() == TESTED_RELEASE;
    }

    private static boolean canReadWords() {
        try {
            return Unsafe.getUnsafe().unalignedAccess() && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        } catch (LinkageError e) {
            return false;   // the package is not exported to us
        }
    }
}
