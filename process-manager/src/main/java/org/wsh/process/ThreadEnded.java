// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Unwinds a thread that ends while its process goes on, if it has other threads. Caught only at the thread's root. */
public final class ThreadEnded extends Error {
    private static final long serialVersionUID = 1L;

    public ThreadEnded() {
        super("thread ended", null, false, false);
    }
}
