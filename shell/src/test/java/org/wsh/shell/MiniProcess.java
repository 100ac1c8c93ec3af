// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.FileAction;
import org.wsh.process.SpawnRequest;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** A process of the {@link MiniMachine}; everything but its thread's stack is guarded by the machine. */
final class MiniProcess extends MiniSignals {
    final int pid;
    final MiniProcess parent;
    final List<String> arguments;
    final List<String> environment;
    int group;
    Thread thread;
    Throwable failure;
    long charged;
    /** It has become another program: the old one must not touch it any more. */
    private boolean replaced;

    MiniProcess(MiniMachine machine, int pid, MiniProcess parent, List<String> arguments, List<String> environment) {
        super(machine);
        this.pid = pid;
        this.parent = parent;
        this.arguments = arguments;
        this.environment = environment;
        this.group = parent == null ? pid : parent.group;
    }

    void end(WaitStatus how) {
        synchronized (machine) {
            descriptors.closeAll();
            machine.memory -= charged;
            charged = 0;
            status = how;
            if (parent == null || parent.status != null) {
                machine.processes.remove(pid);
            }
            if (parent != null) {
                parent.deliver(Signal.CHLD);
            }
            machine.notifyAll();
        }
    }

    @Override
    boolean isReplaced() {
        return replaced;
    }

    @Override
    public void charge(long bytes) {
        if (replaced) {
            throw new IllegalStateException("charged after exec");
        }
        synchronized (machine) {
            if (bytes > 0 && machine.memory + bytes > machine.memoryLimit) {
                throw new ErrnoException(Errno.ENOMEM);
            }
            charged += bytes;
            machine.memory += bytes;
            if (charged < 0) {
                throw new IllegalStateException("gave back more than was charged: " + charged);
            }
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public int parentPid() {
        return parent == null ? 1 : parent.pid;
    }

    @Override
    public List<String> arguments() {
        return arguments;
    }

    @Override
    public List<String> environment() {
        return environment;
    }

    @Override
    public int uid() {
        return 1000;
    }

    @Override
    public int effectiveUid() {
        return 1000;
    }

    private MiniProcess child(List<String> childArguments, List<String> childEnvironment, int childGroup) {
        MiniProcess child = new MiniProcess(machine, machine.newPid(), this, childArguments, childEnvironment);
        descriptors.copyTo(child.descriptors);
        child.workingDirectory = workingDirectory;
        child.umask = umask;
        child.group = childGroup < 0 ? group : childGroup == 0 ? child.pid : childGroup;
        child.dispositions.putAll(dispositions);
        return child;
    }

    @Override
    public int fork(HostedProgram body, int childGroup) {
        synchronized (machine) {
            MiniProcess child = child(arguments, environment, childGroup);
            machine.start(child, body);
            return child.pid;
        }
    }

    private HostedProgram program(String path) {
        MiniFile file = machine.lookup(path, workingDirectory);
        if (file.type != FileType.REGULAR || (file.mode & 0100) == 0) {
            throw new ErrnoException(Errno.EACCES, path);
        }
        HostedProgram program = machine.programs.get(MiniMachine.absolute(path, workingDirectory));
        if (program == null) {
            throw new ErrnoException(Errno.ENOEXEC, path);
        }
        return program;
    }

    @Override
    public int spawn(SpawnRequest request) {
        synchronized (machine) {
            HostedProgram program = program(request.path());
            MiniProcess child = child(request.arguments(), request.environment(), request.attributes().group());
            for (FileAction action : request.actions()) {
                switch (action) {
                    case FileAction.Close close -> child.close(close.fd());
                    case FileAction.Duplicate(int from, int to) -> child.duplicateTo(from, to);
                    case FileAction.Open open -> throw new AssertionError("not used by the shell");
                    case FileAction.ChangeDirectory to -> child.changeDirectory(to.path());
                    case FileAction.ChangeDirectoryTo to -> throw new AssertionError("not used by the shell");
                }
            }
            child.descriptors.closeOnExec();
            child.dispositions.values().removeIf(disposition -> disposition == Disposition.CATCH);
            child.dispositions.keySet().removeIf(request.attributes().defaulted()::contains);
            machine.start(child, program);
            return child.pid;
        }
    }

    @Override
    public void exec(String path, List<String> newArguments, List<String> newEnvironment) {
        HostedProgram program;
        MiniProcess image;
        synchronized (machine) {
            program = program(path);
            descriptors.closeOnExec();
            dispositions.values().removeIf(disposition -> disposition == Disposition.CATCH);
        }
        replaced = true;
        image = new MiniProcess(machine, pid, parent, newArguments, newEnvironment);
        // The new image is this process for all others: it takes over what they see.
        synchronized (machine) {
            descriptors.moveTo(image.descriptors);
            image.dispositions.putAll(dispositions);
            image.workingDirectory = workingDirectory;
            image.umask = umask;
            image.group = group;
            machine.processes.put(pid, image);
        }
        WaitStatus how;
        try {
            how = new WaitStatus.Exited(program.run(image) & 0xff);
        } catch (Death death) {
            how = death.status;
        }
        synchronized (machine) {
            image.descriptors.closeAll();
            machine.memory -= image.charged;
            machine.processes.put(pid, this);
            machine.notifyAll();
        }
        throw new Death(how);
    }

    @Override
    public Waited wait(int which, boolean block, boolean untraced) {
        synchronized (machine) {
            while (true) {
                boolean any = false;
                for (MiniProcess child : new ArrayList<>(machine.processes.values())) {
                    if (child.parent != this || !(which == -1 || which == child.pid || which == 0 && child.group == group || which < -1 && child.group == -which)) {
                        continue;
                    }
                    any = true;
                    if (child.status != null && child.status.ended()) {
                        machine.processes.remove(child.pid);
                        return new Waited(child.pid, child.status);
                    }
                    if (untraced && child.status != null && !child.reported) {
                        child.reported = true;
                        return new Waited(child.pid, child.status);
                    }
                }
                if (!any) {
                    throw new ErrnoException(Errno.ECHILD);
                }
                if (!block) {
                    return new Waited(0, null);
                }
                pause(true);
            }
        }
    }

    @Override
    public void kill(int target, Signal signal) {
        synchronized (machine) {
            boolean any = false;
            for (MiniProcess process : new ArrayList<>(machine.processes.values())) {
                if (target > 0 && process.pid == target || target == 0 && process.group == group || target < -1 && process.group == -target) {
                    any = true;
                    if (signal != null) {
                        process.deliver(signal);
                    }
                }
            }
            if (!any) {
                throw new ErrnoException(Errno.ESRCH);
            }
        }
        check();
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public int groupOf(int other) {
        return machine.processes.get(other).group;
    }

    @Override
    public void setGroup(int other, int newGroup) {
        (other == 0 ? this : machine.processes.get(other)).group = newGroup == 0 ? pid : newGroup;
    }

    @Override
    public int session() {
        return pid;
    }

    @Override
    public long realtime() {
        return machine.clock;
    }

    @Override
    public long monotonic() {
        return System.nanoTime();
    }

    private org.wsh.process.limit.ResourceLimits limits = org.wsh.process.limit.ResourceLimits.DEFAULT;

    @Override
    public long[] limit(int resource) {
        return new long[] {limits.soft(resource), limits.hard(resource)};
    }

    @Override
    public void setLimit(int resource, long soft, long hard) {
        limits = limits.with(resource, soft, hard, false);
    }

    @Override
    public long[] times() {
        return new long[] {1_000_000, 2_000_000, 61_500_000_000L, 0};
    }
}
