// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.concurrent.Callable;

/**
 * Does host I/O that may take long. A guest's thread must not sit in it, so the kernel's implementation hands the work to
 * a bounded set of platform threads and lets the guest sleep; alone, {@link #DIRECT} is enough.
 */
public interface BlockingWork {
    BlockingWork DIRECT = new BlockingWork() {
        @Override
        public <T> T run(Callable<T> work) throws Exception {
            return work.call();
        }
    };

    /** Runs {@code work} and returns its result or throws what it threw. */
    <T> T run(Callable<T> work) throws Exception;
}
