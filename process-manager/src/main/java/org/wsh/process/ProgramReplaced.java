// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Unwinds a thread whose process has become another program by exec. Caught only at the thread's root, which runs that one. */
public final class ProgramReplaced extends Error {
    private static final long serialVersionUID = 1L;

    private final transient Program next;

    ProgramReplaced(Program next) {
        super("program replaced", null, false, false);
        this.next = next;
    }

    Program next() {
        return next;
    }
}
