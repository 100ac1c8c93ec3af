// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/** Where a filesystem reserves room before it grows, so that many small files cannot exhaust the JVM. Thread-safe. */
public interface SpaceBudget {
    SpaceBudget UNLIMITED = new SpaceBudget() {
        @Override
        public boolean reserve(long bytes) {
            return true;
        }

        @Override
        public void release(long bytes) {}
    };

    /** False when there is not that much left; nothing is reserved then. */
    boolean reserve(long bytes);

    void release(long bytes);
}
