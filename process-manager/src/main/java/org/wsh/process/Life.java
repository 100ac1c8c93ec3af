// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import java.util.function.Function;

/** What a thread can do about life: make another process, or become another program. Declared here for {@link ProcessThread}, done by {@code Spawn} and {@code Exec}, which make threads. */
interface Life {
    /** posix_spawn(). @return the child's pid */
    int spawn(ProcessThread parent, SpawnRequest request);

    /**
     * fork().
     *
     * @param group as in {@link SpawnAttributes}
     * @param body  makes what the child runs, for the thread that will run it
     * @return the child's pid
     * @throws org.wsh.vfs.ErrnoException EAGAIN, EPERM (no such group) and what {@code body} throws; there is no child then
     */
    int fork(ProcessThread parent, int group, Function<ProcessThread, Program> body);

    /** execve(). To be thrown; an ErrnoException if it cannot be, and nothing has changed then. */
    ProgramReplaced exec(ProcessThread thread, String path, List<String> arguments, List<String> environment);
}
