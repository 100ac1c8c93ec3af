// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** Stores of one value one behind the other, at once: for generated code. */
public final class RepeatedStore {
    private static final int SEED = 8;
    /** So much is copied at a time, so that what is copied stays near the processor. */
    private static final int PIECE = 16 << 10;

    private RepeatedStore() {}

    /**
     * Stores the low {@code width} (1, 2, 4 or 8) bytes of {@code value} so many times, from {@code index} on. By System.arraycopy, which is as fast when the JVM has not yet compiled us.
     *
     * @return {@code times}, or 0 and nothing is stored if not all of it is inside the array
     */
    public static int store(byte[] m, int index, long value, int times, int width) {
        long length = (long) times * width;
        if (index < 0 || length < SEED || length > m.length - (long) index) {
            return 0;
        }
        for (int i = 0; i < SEED; i++) {
            m[index + i] = (byte) (value >>> 8 * (i % width));
        }
        int end = (int) length;
        for (int filled = SEED; filled < end; ) {
            int piece = Math.min(Math.min(filled, PIECE), end - filled);
            System.arraycopy(m, index, m, index + filled, piece);
            filled += piece;
        }
        return times;
    }
}
