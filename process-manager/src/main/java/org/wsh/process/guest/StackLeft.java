// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

/** Unwinds the guest's stack because it goes on at a checkpoint: longjmp. Caught only at the thread's root. */
final class StackLeft extends Error {
    private static final long serialVersionUID = 1L;

    private final long checkpoint;
    private final long value;

    StackLeft(long checkpoint, long value) {
        super("longjmp", null, false, false);
        this.checkpoint = checkpoint;
        this.value = value;
    }

    long checkpoint() {
        return checkpoint;
    }

    long value() {
        return value;
    }
}
