// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

/**
 * The stacks of a thread's program beside the one that runs: those that setjmp kept, those of its other contexts, and whether the one that runs is its parent's.
 *
 * <p>Belongs to the thread.
 */
public final class GuestStacks {
    private final Checkpoints checkpoints = new Checkpoints();
    private final Contexts contexts = new Contexts();
    /** Set in a child of proc_fork_env until it leaves. */
    private EnvironmentLoan loan;

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public Contexts contexts() {
        return contexts;
    }

    /** The program's stack is its parent's. */
    public void borrow(EnvironmentLoan parents) {
        loan = parents;
    }

    /** Null: the stack is its own. */
    public EnvironmentLoan loan() {
        return loan;
    }

    /** The program is gone. */
    public void clear() {
        checkpoints.clear();
        contexts.clear();
    }
}
