// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** What a thread runs: a Wasm program, or a hosted one; from its beginning, or from where a fork was. */
public interface Program {
    /** Runs to its end on the process's thread and frees what it took. @return exit status */
    int run(ProcessThread thread);
}
