// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** Something a process can run. Made by the {@link Loader}; shared by all processes that run it. */
sealed interface Program permits WasmProgram, ThreadStart, JavaProgram, Fork.Child, Vfork.Child {
    /** Runs to its end on the process's thread and frees what it took. @return exit status */
    int run(ProcessThread thread);
}
