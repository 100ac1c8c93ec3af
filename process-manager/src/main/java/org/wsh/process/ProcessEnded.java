// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Unwinds a thread whose process has a reason to end: exit, or a deadly signal taken by the thread itself. Caught only at the thread's root. */
public final class ProcessEnded extends Error {
    private static final long serialVersionUID = 1L;

    ProcessEnded() {
        super("process ended", null, false, false);
    }
}
