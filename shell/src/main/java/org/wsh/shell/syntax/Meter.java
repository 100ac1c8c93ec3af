// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** Where the shell pays for what it does: a hosted program must be killable and limited wherever it could run or grow for long. */
public interface Meter {
    /** Pays for nothing: for tests and tools outside a machine. */
    Meter FREE = new Meter() {
        @Override
        public void poll(int cost) {}

        @Override
        public void hold(long bytes) {}
    };

    /** Spends {@code cost} units of time. Does not return in a killed process. */
    void poll(int cost);

    /**
     * Reserves memory that what is being read or expanded will take, until the command that needs it ends. Throws
     * {@code ErrnoException} (ENOMEM) when there is no more.
     */
    void hold(long bytes);
}
