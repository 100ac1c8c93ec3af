// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** Whose budget a guest's growth is taken from: bytes are reserved before they are allocated. Called by the threads of the instances that it was given to. */
public interface Ledger {
    /** Returns false if the budget doesn't hold {@code bytes} more; then nothing was reserved. */
    boolean reserve(long bytes);

    /** Gives back what was reserved, in other portions perhaps; after its instance is closed all of it was. */
    void release(long bytes);

    /** A ledger that refuses nothing but what no JVM array can hold. */
    Ledger UNLIMITED = new Ledger() {
        @Override
        public boolean reserve(long bytes) {
            return true;
        }

        @Override
        public void release(long bytes) {}
    };
}
