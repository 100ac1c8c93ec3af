// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.engine.runtime.Watch;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.kernel.Pipe;
import org.wsh.kernel.net.Network;
import org.wsh.kernel.terminal.PseudoTerminals;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.Randomness;

/**
 * The processes of one machine, to find, ask and signal; and what they share: the kernel below, the file tree, the network, the terminals. {@link Launcher} makes it, and starts them.
 *
 * <p>Thread-safe.
 */
public final class Processes {
    private final Kernel kernel;
    private final VirtualFilesystem vfs;
    private final BugReport bugs;
    private final MachineName name;
    private final Randomness randomness;
    /** Holds the rings of pipes: they belong to no single process. */
    private final Ledger.Account pipes;
    /** On while somebody traces system calls. */
    private final Watch watch = new Watch();
    private final Network network;
    private final PseudoTerminals pseudoTerminals;
    /** The terminal of the last session that the machine's owner has started; null if none had one. */
    private volatile Terminal console;

    final ProcessTable table = new ProcessTable();
    final SignalDelivery signals;
    final ControllingTerminal controllingTerminals;
    final Wait wait = new Wait(table);
    final Exit exit;
    private final Groups groups = new Groups(table);
    private final Priorities priorities = new Priorities(table);

    /** Gets to see our own mistakes. */
    @FunctionalInterface
    public interface BugReport {
        void report(Process process, Throwable bug);
    }

    /** What uname() answers. */
    public record MachineName(String system, String node, String release, String version, String hardware) {}

    Processes(Kernel kernel, VirtualFilesystem vfs, Randomness randomness, MachineName name, BugReport bugs) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.randomness = randomness;
        this.name = name;
        this.bugs = bugs;
        pipes = kernel.ledger().account("pipes");
        kernel.trace().onCallsChanged(() -> watch.on = kernel.trace().calls());
        network = new Network(kernel);
        pseudoTerminals = new PseudoTerminals(kernel);
        signals = new SignalDelivery(table, kernel);
        controllingTerminals = new ControllingTerminal(table, signals);
        exit = new Exit(table, signals, controllingTerminals, kernel);
    }

    public Kernel kernel() {
        return kernel;
    }

    public VirtualFilesystem vfs() {
        return vfs;
    }

    public MachineName name() {
        return name;
    }

    public Randomness randomness() {
        return randomness;
    }

    public Watch watch() {
        return watch;
    }

    public Network network() {
        return network;
    }

    public PseudoTerminals pseudoTerminals() {
        return pseudoTerminals;
    }

    /** Becomes what {@code /dev/console} is. */
    void setConsole(Terminal last) {
        console = last;
    }

    /** What {@code /dev/console} is; null if there is none. */
    public Terminal console() {
        return console;
    }

    public Groups groups() {
        return groups;
    }

    public Priorities priorities() {
        return priorities;
    }

    /** A moment's picture of all processes, zombies included, by pid. */
    public List<Process> all() {
        return table.all();
    }

    /** CPU time, and the most memory held, of a process, or of its children that were waited for (of the one that held most). */
    public record Usage(long user, long system, long memory) {}

    public Usage usage(Process process, boolean ofChildren) {
        if (!ofChildren) {
            return new Usage(process.cpuTime(), 0, process.memory.peak());
        }
        synchronized (table.lock) {
            return new Usage(process.childrenTime, 0, process.childrenPeak);
        }
    }

    /**
     * prlimit(): a null {@code change} only asks.
     *
     * @param pid 0 for oneself
     * @return the limits before
     * @throws ErrnoException ESRCH, EPERM (another user's, or raises a hard limit), EINVAL
     */
    public ResourceLimits limit(Process caller, int pid, LimitChange change) {
        synchronized (table.lock) {
            Process target = pid == 0 || pid == caller.pid() ? caller : table.get(pid);
            if (!caller.ids().mayLimit(target.ids())) {
                throw new ErrnoException(Errno.EPERM);
            }
            ResourceLimits before = target.limits();
            if (change != null) {
                target.setLimits(before.with(change.resource(), change.soft(), change.hard(), caller.ids().effectiveUid() == 0));
            }
            return before;
        }
    }

    /** A new value for one resource's limits. */
    public record LimitChange(int resource, long soft, long hard) {}

    /** The process of that pid, or null. */
    public Process find(int pid) {
        return table.find(pid);
    }

    /** CPU time in ns of all processes there are and were. */
    public long cpuTimeOfAll() {
        return table.cpuTimeOfAll();
    }

    /** The pid that was given last. */
    public int lastPid() {
        return table.lastPid();
    }

    /** What {@code /proc} tells about relations, taken at one moment. */
    public record Kinship(int parent, int group, int session, Terminal terminal, int foreground, WaitStatus zombie) {}

    public Kinship kinship(Process process) {
        synchronized (table.lock) {
            Session session = process.group.session;
            return new Kinship(process.parent == null ? 0 : process.parent.pid(), process.group.id, session.id,
                    session.terminal(), session.foreground(), process.zombieStatus);
        }
    }

    /** Sends a signal on the machine's own behalf: to a process, or ({@code pid} negative) a group. Nobody there: nothing happens. */
    public void signal(int pid, Signal signal) {
        if (pid < 0) {
            signals.sendToGroup(-pid, signal);
            return;
        }
        Process target = table.find(pid);
        if (target != null) {
            signals.send(target, signal);
        }
    }

    /** Sends a signal to a launched process and all that descend from it. */
    public void signalTree(Process launched, Signal signal) {
        signals.sendToTree(launched.control, signal);
    }

    /** pipe(): read end, write end, as descriptors of {@code process}. EMFILE; ENFILE when there is no memory for one. */
    public int[] openPipe(Process process, boolean closeOnExec) {
        Pipe pipe = kernel.pipe(pipes, process.credentials());
        OpenFileDescription reader = pipe.openReader(false);
        OpenFileDescription writer = pipe.openWriter(false);
        int readEnd;
        try {
            readEnd = process.descriptors.add(reader, closeOnExec);
        } catch (ErrnoException e) {
            writer.release();
            throw e;
        }
        try {
            return new int[] {readEnd, process.descriptors.add(writer, closeOnExec)};
        } catch (ErrnoException e) {
            process.descriptors.close(readEnd);
            throw e;
        }
    }

    /** Ends every process. Returns at once: they unwind at their next poll. */
    void close() {
        table.close();
        for (Process process : table.all()) {
            signals.terminate(process, new WaitStatus.Killed(Signal.KILL, false));
        }
        pipes.close();
    }

    void reportBug(Process process, Throwable bug) {
        bugs.report(process, bug);
    }

    /** The directory that a descriptor stands for. ENOTDIR. */
    static Location directoryOf(OpenFileDescription file) {
        Location location = file.location();
        if (location == null || file.attributes().type() != FileType.DIRECTORY) {
            throw new ErrnoException(Errno.ENOTDIR);
        }
        return location;
    }
}
