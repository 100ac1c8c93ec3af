// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

/** Those in front of a terminal: implemented by the floor above, which knows sessions and groups. */
@FunctionalInterface
public interface Foreground {
    /** Nobody is there. */
    Foreground NOBODY = new Foreground() {
        @Override
        public void signal(TerminalSignal signal) {}
    };

    /** Called on the thread that typed, resized or hung up, without any lock of the terminal. Must be quick and must not throw. */
    void signal(TerminalSignal signal);
}
