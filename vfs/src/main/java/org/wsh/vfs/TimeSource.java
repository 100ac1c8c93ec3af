// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** Where file times come from: the kernel's clock, or a test's. */
@FunctionalInterface
public interface TimeSource {
    /** Nanoseconds since 1970-01-01T00:00Z. */
    long realtime();
}
