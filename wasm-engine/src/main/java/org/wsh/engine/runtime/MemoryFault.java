// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** The host was given a range that isn't inside the guest's memory; syscalls turn it into EFAULT. Stackless, as it is the guest's mistake. */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemoryFault(long address, long length) {
        super("0x" + Long.toHexString(address) + "+" + length + " is outside the linear memory", null, false, false);
    }
}
