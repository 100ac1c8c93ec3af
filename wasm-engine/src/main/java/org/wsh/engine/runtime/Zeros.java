// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** For generated code: bytes that are 0, and stay so, which the JIT doesn't know. What is added to one of them is another value to it, though the same. */
public final class Zeros {
    public static final int COUNT = 4096;
    public static final byte[] BYTES = new byte[COUNT];

    private Zeros() {}
}
