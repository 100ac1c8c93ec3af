// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;

/** Runs a caught signal's handler in the program. */
public interface SignalHandler {
    /** For hosted programs, which ask for their signals themselves. */
    SignalHandler NONE = null;

    /** How the program goes on when the handlers on top of it have ended: what the call returns to it, after perhaps it was made again. */
    @FunctionalInterface
    interface GoesOn {
        Results in(Instance instance);
    }

    /**
     * Where the program is when a handler runs on top of it. It can be captured where nothing of Java's is left to do but to go on in one of two ways; a handler that runs elsewhere cannot fork.
     *
     * @param restarted   after handlers that restart calls
     * @param interrupted after one that does not
     */
    record Place(GoesOn restarted, GoesOn interrupted) {
        /** At a loop's turn or a function's entry. */
        static final Place AT_A_POLL = new Place(instance -> Results.NONE);
        /** Behind a call that has done its work and will return success. */
        static final Place AFTER_A_CALL = new Place(instance -> Results.of(0));
        /** In the middle of a call, whose Java code cannot be captured. */
        static final Place INSIDE_A_CALL = new Place(null);

        Place(GoesOn anyhow) {
            this(anyhow, anyhow);
        }

        public boolean canBeCaptured() {
            return restarted != null;
        }

        /** What it is when a handler of that action has run. */
        Place after(SignalAction action) {
            return action.has(SignalAction.RESTART) || restarted == interrupted ? this : new Place(interrupted);
        }
    }

    void handle(SignalInfo info, SignalAction action, Place place);

    /** Whether the program exports a function of that name that takes a signal's number. */
    boolean canCallBack(String export);
}
