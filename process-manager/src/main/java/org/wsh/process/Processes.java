// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import java.util.Map;
import org.wsh.engine.runtime.Watch;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.kernel.Pipe;
import org.wsh.kernel.net.Network;
import org.wsh.kernel.terminal.PseudoTerminals;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.VirtualFilesystem;
import org.wsh.vfs.device.Randomness;

/**
 * The processes of one machine: put together, started from outside, and found. Pid 1 is {@link Init}, made here; everything else descends
 * from it.
 *
 * <p>Thread-safe.
 */
public final class Processes implements AutoCloseable {
    private final Kernel kernel;
    private final VirtualFilesystem vfs;
    private final BugReport bugs;
    private final MachineName name;
    private final Randomness randomness;
    /** Holds the rings of pipes: they belong to no single process. */
    private final Ledger.Account pipes;
    private final ImageCache images;
    private volatile ResourceLimits launchLimits = ResourceLimits.DEFAULT;
    private final GuestFutexes futexes;
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
    final Loader loader;
    final Spawn spawn = new Spawn(this);
    final Exec exec = new Exec(this);
    private final Groups groups = new Groups(this);
    private final Priorities priorities = new Priorities(table);

    /** Gets to see our own mistakes. */
    @FunctionalInterface
    public interface BugReport {
        void report(Process process, Throwable bug);
    }

    /** What uname() answers. */
    public record MachineName(String system, String node, String release, String version, String hardware) {}

    /**
     * What it is put together of.
     *
     * @param wasm       how Wasm programs are run
     * @param hosted     hosted programs, by the name that their file in the tree gives
     * @param randomness what random_get answers from
     */
    public record Parts(Kernel kernel, VirtualFilesystem vfs, WasmSettings wasm,
            Map<String, HostedProgram> hosted, Randomness randomness, MachineName name, BugReport bugs) {}

    public Processes(Parts parts) {
        kernel = parts.kernel();
        vfs = parts.vfs();
        name = parts.name();
        bugs = parts.bugs();
        randomness = parts.randomness();
        pipes = kernel.ledger().account("pipes");
        futexes = new GuestFutexes(kernel.futexes());
        kernel.trace().onCallsChanged(() -> watch.on = kernel.trace().calls());
        network = new Network(kernel);
        pseudoTerminals = new PseudoTerminals(kernel);
        images = new ImageCache(kernel, parts.wasm());
        loader = new Loader(vfs, parts.hosted(), images);
        signals = new SignalDelivery(table, kernel);
        controllingTerminals = new ControllingTerminal(table, signals);
        exit = new Exit(table, signals, controllingTerminals, kernel);
        Init.start(this);
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

    public GuestFutexes futexes() {
        return futexes;
    }

    Watch watch() {
        return watch;
    }

    public Network network() {
        return network;
    }

    public PseudoTerminals pseudoTerminals() {
        return pseudoTerminals;
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

    /** What is launched from now on starts with these limits; and there are no more than so many processes, pid 1 included (0: as many as can be). */
    public void limit(ResourceLimits limits, int mostProcesses) {
        launchLimits = limits;
        if (mostProcesses > 0) {
            table.limit(mostProcesses);
        }
    }

    ResourceLimits launchLimits() {
        return launchLimits;
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

    /**
     * What the machine's owner starts.
     *
     * @param request     the program; actions and attributes hold
     * @param streams     become descriptors 0, 1, 2 …; a reference on each is taken over
     * @param terminal    becomes the controlling terminal of the new session; null for none
     * @param credentials whose process it is
     * @param directory   absolute path of its working directory
     * @param preopens    what a plain WASI program may reach, and nothing above it; null for all that its user may
     * @param limits      of it and all that descend from it
     */
    public record Launch(SpawnRequest request, List<OpenFileDescription> streams, Terminal terminal, Credentials credentials,
            String directory, List<Preopen> preopens, ControlLimits limits) {
        public Launch(SpawnRequest request, List<OpenFileDescription> streams, Terminal terminal, Credentials credentials, String directory) {
            this(request, streams, terminal, credentials, directory, null, ControlLimits.UNLIMITED);
        }
    }

    /** Starts a program as a child of pid 1, leading a session of its own. The errors of spawn. */
    public Process launch(Launch launch) {
        if (launch.terminal() != null) {
            console = launch.terminal();
        }
        return spawn.launch(table.init(), launch);
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
    @Override
    public void close() {
        table.close();
        for (Process process : table.all()) {
            signals.terminate(process, new WaitStatus.Killed(Signal.KILL, false));
        }
        images.close();
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
