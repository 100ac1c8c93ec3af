// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** An i31 reference: 31 bits, kept sign-extended. Equal ones are the same reference to the guest, so identity means nothing. */
public record I31(int value) {
    /** What one takes of the JVM's heap. */
    static final int BYTES = 24;

    /** Zero-extended: i31.get_u. */
    public int unsigned() {
        return value & 0x7fff_ffff;
    }
}
