// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.kernel.TraceEvent;
import org.wsh.vfs.ErrnoException;

/** execve(): another program under the same pid. */
final class Exec {
    private final Processes processes;
    private final Loader loader;

    Exec(Processes processes, Loader loader) {
        this.processes = processes;
        this.loader = loader;
    }

    /**
     * Loads the program, then crosses the point of no return: other threads end, descriptors marked so are closed, caught signals fall back to the default, and the
     * thread unwinds to its root, which frees the old program's memory and runs the new one.
     *
     * @throws ErrnoException what the loader can fail with; then nothing has changed
     */
    ProgramReplaced exec(ProcessThread thread, String path, List<String> arguments, List<String> environment) {
        Process process = thread.process();
        Loader.Loaded loaded = loader.load(process, path, arguments, environment);
        process.threads.remainAlone(thread.member());
        thread.becomeMain();
        process.descriptors.closeOnExec();
        process.signals.resetCaught();
        process.threadLocals().clear();
        process.setProgram(loaded.info());
        synchronized (processes.table.lock) {
            process.hasExecuted = true;
        }
        var trace = processes.kernel().trace();
        if (trace.active()) {
            trace.emit(new TraceEvent.Exec(processes.kernel().clock().monotonic(), thread.task(), process.pid(), path));
        }
        throw new ProgramReplaced(loaded.program());
    }
}
