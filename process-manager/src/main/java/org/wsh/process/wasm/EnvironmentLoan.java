// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Results;

/**
 * What WASIX proc_fork_env lends a child beside the instance: its parent's control flow. When the child execs or exits, the stack it has then is its parent's, in which that call returns.
 */
public final class EnvironmentLoan {
    private volatile Returned returned;

    private record Returned(CapturedStack stack, Results results) {}

    /** By the child, before it ends the loan: where the parent goes on. */
    public void handBack(CapturedStack stack, Results results) {
        returned = new Returned(stack, results);
    }

    /** @return how the parent goes on; null if the child ended without saying */
    public Runnable parentsTurn() {
        Returned back = returned;
        return back == null ? null : () -> back.stack().resume(back.results());
    }
}
