// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Runs a caught signal's handler in the program. */
interface SignalHandler {
    /** For hosted programs, which ask for their signals themselves. */
    SignalHandler NONE = null;

    /** Where the program is when a handler runs on top of it; what a handler may do depends on it. */
    enum Place {
        /** At a loop's turn or a function's entry. It can be captured there. */
        AT_A_POLL,
        /** Behind a call that has done its work and will return success. It can be captured there. */
        AFTER_A_CALL,
        /** In the middle of a call, whose Java code cannot be captured: a handler that runs there cannot fork. */
        INSIDE_A_CALL
    }

    void handle(SignalInfo info, SignalAction action, Place place);

    /** Whether the program exports a function of that name that takes a signal's number. */
    boolean canCallBack(String export);
}
