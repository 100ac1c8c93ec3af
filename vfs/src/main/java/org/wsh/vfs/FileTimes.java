// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * Times to set, in nanoseconds since 1970; {@link #KEEP} leaves one as it is and {@link #NOW} takes the clock's. POSIX
 * {@code utimensat()}.
 */
public record FileTimes(long accessTime, long modificationTime) {
    public static final long KEEP = Long.MIN_VALUE;
    public static final long NOW = Long.MIN_VALUE + 1;
}
