// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import java.util.function.Function;
import org.wsh.kernel.Ledger;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.process.limit.ControlGroup;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.Signals;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * New processes: posix_spawn(), and fork() of a hosted program. The child is built whole by its parent's thread, and enters the process
 * table when nothing can fail any more: a spawn that fails leaves no trace.
 */
final class Spawn implements Life {
    private final Processes processes;
    private final Loader loader;
    private final Exec exec;

    Spawn(Processes processes, Loader loader) {
        this.processes = processes;
        this.loader = loader;
        exec = new Exec(processes, loader);
    }

    /**
     * posix_spawn().
     *
     * @return the child's pid
     * @throws ErrnoException what the loader, the file actions and the attributes can fail with; EAGAIN, ENOMEM
     */
    @Override
    public int spawn(ProcessThread caller, SpawnRequest request) {
        Process parent = caller.process();
        Process child = copyOf(caller);
        try {
            Program program = prepare(child, request, caller);
            start(child, caller, program, groupFor(child, parent, request.attributes()));
        } catch (RuntimeException | Error e) { // an Error: the parent is killed while it waits
            discard(child);
            throw e;
        }
        return child.pid();
    }

    @Override
    public int fork(ProcessThread caller, int group, Function<ProcessThread, Program> body) {
        Process child = copyOf(caller);
        try {
            ProcessThread main = mainThread(child);
            main.setFirst(body.apply(main));
            enter(child, caller, groupFor(child, caller.process(), SpawnAttributes.INHERIT.withGroup(group)));
        } catch (RuntimeException e) {
            discard(child);
            throw e;
        }
        return child.pid();
    }

    @Override
    public ProgramReplaced exec(ProcessThread thread, String path, List<String> arguments, List<String> environment) {
        throw exec.exec(thread, path, arguments, environment);
    }

    /** A process from outside: a child of {@code init} that leads a session, with its own ids and streams. */
    Process launch(ProcessThread init, LaunchRequest launch, ResourceLimits limits) {
        SpawnRequest request = launch.program();
        Process child;
        try {
            child = copyOf(init, new ControlGroup(launch.limits(), processes.kernel().ledger()));
        } catch (RuntimeException e) {
            for (OpenFileDescription stream : launch.streams()) {
                stream.release();
            }
            throw e;
        }
        try {
            for (OpenFileDescription stream : launch.streams()) {
                child.descriptors.add(stream, false);
            }
            child.setLimits(limits);
            child.setIds(Ids.of(launch.credentials()));
            child.grant(launch.preopens());
            child.setWorkingDirectory(processes.vfs().directory(child, null, launch.directory()));
            Program program = prepare(child, request, init);
            Session session = new Session(child.pid());
            if (launch.terminal() != null) {
                processes.controllingTerminals.give(launch.terminal(), session, child.pid());
            }
            start(child, init, program, new ProcessGroup(child.pid(), session));
            return child;
        } catch (RuntimeException e) {
            discard(child);
            throw e;
        }
    }

    private Process copyOf(ProcessThread caller) {
        return copyOf(caller, caller.process().control);
    }

    private Process copyOf(ProcessThread caller, ControlGroup control) {
        Process parent = caller.process();
        control.enter();
        int pid;
        try {
            pid = processes.table.allocatePid(parent);
        } catch (ErrnoException e) {
            control.leave();
            throw e;
        }
        Ledger.Account memory = processes.kernel().ledger().account("process " + pid, control.memory);
        DescriptorTable descriptors;
        try {
            if (!memory.reserve(ProcessThread.OVERHEAD)) {
                throw new ErrnoException(Errno.EAGAIN, "no memory for another process");
            }
            descriptors = parent.descriptors.copy(control.descriptors);
        } catch (ErrnoException e) {
            memory.close();
            control.leave();
            processes.table.forgetPid();
            throw e;
        }
        Process child = new Process(pid, processes.kernel(), processes.signals, descriptors, parent.signals.copy(caller.signals().state()), memory, control,
                parent.ids(), parent.umask(), parent.root(), parent.workingDirectory(), parent.program());
        child.setLimits(parent.limits());
        child.grant(parent.preopens());
        return child;
    }

    /** Makes the child, a copy so far, what is asked for. @return the program it will run */
    private Program prepare(Process child, SpawnRequest request, ProcessThread caller) {
        if (request.attributes().resetIds()) {
            child.setIds(child.ids().withEffectiveReal());
        }
        prepareDescriptors(child, request, caller);
        Loader.Loaded loaded = loader.load(child, request.path(), request.arguments(), request.environment());
        child.descriptors.closeOnExec();
        child.setProgram(loaded.info());
        child.hasExecuted = true;
        prepareSignals(child.signals, request.attributes());
        return loaded.program();
    }

    private void discard(Process child) {
        child.descriptors.closeAll();
        child.memory.close();
        child.control.leave();
        processes.table.forgetPid();
    }

    private void prepareDescriptors(Process child, SpawnRequest request, ProcessThread caller) {
        for (FileAction action : request.actions()) {
            switch (action) {
                case FileAction.Close(int fd) -> {
                    if (child.descriptors.isOpen(fd)) {
                        child.descriptors.close(fd);
                    }
                }
                case FileAction.Duplicate(int from, int to) -> {
                    if (from == to) {
                        child.descriptors.setCloseOnExec(from, false);
                    } else {
                        child.descriptors.duplicateTo(from, to);
                    }
                }
                case FileAction.Open(int fd, var path, var flags, int mode) -> {
                    // A FIFO's other side may have to come first. The parent waits for it, as on Linux, where it sleeps until its child has become another program.
                    child.descriptors.place(fd, caller.waiting().opened(processes.vfs().open(child, null, path, flags, mode), true));
                }
                case FileAction.ChangeDirectory(var path) ->
                        child.setWorkingDirectory(processes.vfs().directory(child, null, path));
                case FileAction.ChangeDirectoryTo(int fd) -> {
                    try (var file = child.descriptors.borrow(fd)) {
                        child.setWorkingDirectory(Processes.directoryOf(file.file()));
                    }
                }
            }
        }
    }

    private static void prepareSignals(Signals signals, SpawnAttributes attributes) {
        signals.resetCaught();
        for (Signal signal : Signal.values()) {
            if (signal.unstoppable()) {
                continue;
            }
            if (attributes.ignored().contains(signal)) {
                signals.setAction(signal, SignalAction.IGNORE);
            }
            if (attributes.defaulted().contains(signal)) {
                signals.setAction(signal, SignalAction.DEFAULT);
            }
        }
        if (attributes.mask() != null) {
            signals.setMask(signals.main(), attributes.mask());
        }
    }

    private void start(Process child, ProcessThread caller, Program program, ProcessGroup group) {
        mainThread(child).setFirst(program);
        enter(child, caller, group);
    }

    private ProcessThread mainThread(Process child) {
        ProcessThread main = new ProcessThread(processes, this, child);
        child.threads.setMain(main.member());
        return main;
    }

    /** From here on it exists and runs. */
    private void enter(Process child, ProcessThread caller, ProcessGroup group) {
        Process parent = caller.process();
        processes.table.enter(child, parent, group);
        var trace = processes.kernel().trace();
        if (trace.active()) {
            trace.emit(new TraceEvent.Fork(processes.kernel().clock().monotonic(), caller.task(), parent.pid(), child.pid()));
        }
        child.thread().task().setNice(caller.task().nice());
        child.thread().task().start();
        if (processes.table.isClosed() || child.control.isKilled()) {
            // The machine was switched off, or its tree killed, while this child was made, and whoever did that has not seen it.
            processes.signals.terminate(child, new WaitStatus.Killed(Signal.KILL, false));
        }
    }

    /** EPERM: no such group in the session. */
    private ProcessGroup groupFor(Process child, Process parent, SpawnAttributes attributes) {
        synchronized (processes.table.lock) {
            return groupForLocked(child, parent, attributes);
        }
    }

    private ProcessGroup groupForLocked(Process child, Process parent, SpawnAttributes attributes) {
        if (attributes.session()) {
            return new ProcessGroup(child.pid(), new Session(child.pid()));
        }
        int id = attributes.group();
        if (id < 0) {
            return parent.group;
        }
        if (id == 0 || id == child.pid()) {
            return new ProcessGroup(child.pid(), parent.group.session);
        }
        ProcessGroup group = processes.table.group(id);
        if (group == null || group.session != parent.group.session) {
            throw new ErrnoException(Errno.EPERM);
        }
        return group;
    }
}
