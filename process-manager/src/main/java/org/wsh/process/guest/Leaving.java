// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Results;
import org.wsh.process.ProcessThread;
import org.wsh.process.wasm.EnvironmentLoan;

/**
 * The call by which a child of WASIX proc_fork_env leaves: exec or exit. It returns in the parent.
 *
 * @param results what it returns there
 * @param leave   by what the child's thread goes on from its root
 */
record Leaving(EnvironmentLoan loan, Results results, Error leave) implements CapturedCall {
    @Override
    public Runnable perform(ProcessThread thread, CapturedStack stack) {
        loan.handBack(stack, results);
        return () -> {
            throw leave;
        };
    }
}
