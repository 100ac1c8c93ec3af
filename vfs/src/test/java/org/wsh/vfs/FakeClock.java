// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on by a second at each look. */
public final class FakeClock implements TimeSource {
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);

    @Override
    public long realtime() {
        return now.addAndGet(1_000_000_000L);
    }
}
