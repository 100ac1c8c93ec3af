// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import org.wsh.process.signal.Signal;

/** Told of signals that are caught while a line is edited. */
@FunctionalInterface
public interface SignalListener {
    /** @return whether the shell has a use for it: then it does not interrupt the editing */
    boolean arrived(Signal signal);
}
