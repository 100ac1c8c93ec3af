// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import org.wsh.vfs.TimeSource;

/** What time it is. A part that can be swapped: for a virtual clock, for a test's. Thread-safe. */
public interface Clock extends TimeSource {
    /** Nanoseconds since 1970-01-01T00:00Z. May be set, and then jump. */
    @Override
    long realtime();

    /** Nanoseconds since some moment before boot. Never goes back. Deadlines are on this clock. */
    long monotonic();
}
