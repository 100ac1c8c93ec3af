// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.vfs.ErrnoException;

/** How a system call that forks returns: the ABI's business. Asked on the forking thread, for both instances. */
public interface ForkAnswer {
    /**
     * fork returns in {@code instance}.
     *
     * @param pid 0 in the child, the child's in the parent
     */
    Results forked(Instance instance, int pid);

    /** There is no child. */
    Results refused(ErrnoException why);
}
