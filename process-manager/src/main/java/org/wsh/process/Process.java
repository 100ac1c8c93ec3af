// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.wsh.engine.runtime.Instance;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.kernel.Task;
import org.wsh.kernel.WaitQueue;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.process.limit.ControlGroup;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.Signals;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Location;

/**
 * A process: what POSIX says one is, beside the code that it runs.
 *
 * <pre>
 *   state      how it gets there                        what it still has
 *   NEW        made by Spawn, not yet in the table      everything; dropped whole if the spawn fails
 *   ALIVE      entered into the table, thread started   everything
 *   ENDING     exit, deadly signal or trap: all its     everything; the first reason given is the exit status
 *              threads unwind
 *   ZOMBIE     its last thread is gone (Exit)           pid, status, times, place in its group and among its siblings
 *   REAPED     its parent waited for it (Wait), or      nothing
 *              doesn't care about children
 * </pre>
 * A process is the {@link Caller} of its own file operations.
 */
public final class Process implements Caller {
    // Never changes.
    private final int pid;
    private final long startTime;
    final DescriptorTable descriptors;
    final Signals signals;
    final Ledger.Account memory;
    /** Null for pid 1. */
    final ControlGroup control;
    private final Kernel kernel;
    /** Woken when a child ends, stops or continues. */
    final WaitQueue childEvents = new WaitQueue();
    private final CompletableFuture<WaitStatus> ended = new CompletableFuture<>();
    /** Woken when {@link #ended} is. */
    final WaitQueue over = new WaitQueue();

    // Have locks of their own.
    final ThreadGroup threads = new ThreadGroup();
    final IntervalTimers timers;
    final CpuClock cpuClock;

    private final ThreadLocals threadLocals = new ThreadLocals();

    // Guarded by the process table's lock.
    Process parent;
    final Set<Process> children = new LinkedHashSet<>();
    ProcessGroup group;
    WaitStatus zombieStatus;
    /** A stop or continue that the parent has not been told of; null if none. */
    WaitStatus unreportedChange;
    boolean hasExecuted;
    /** CPU time (ns) of children that were waited for. */
    long childrenTime;
    /** The most memory that one of those, or of theirs, has held. */
    long childrenPeak;

    // Changed by the process's own threads only (or before it starts); others may look.
    private volatile Ids ids;
    private volatile int umask;
    private volatile Location root;
    private volatile Location workingDirectory;
    private volatile ProgramInfo program;
    /** For those who look at it in {@code /proc}. */
    private volatile Instance running;
    private volatile boolean confined;

    /** What it was given at its start instead of the whole tree; null for that. Set before it starts. */
    private List<Preopen> preopens;

    /** Changed by the process itself, or another with the right to, under the table's lock. */
    private volatile ResourceLimits limits = ResourceLimits.DEFAULT;

    /** How its clocks' signals come to it. {@link SignalDelivery} is one. */
    interface Sender {
        void send(Process target, Signal signal);

        void sendToTree(ControlGroup tree, Signal signal);
    }

    Process(int pid, Kernel kernel, Sender sender, DescriptorTable descriptors, Signals signals, Ledger.Account memory, ControlGroup control, Ids ids, int umask,
            Location root, Location workingDirectory, ProgramInfo program) {
        this.pid = pid;
        this.kernel = kernel;
        this.control = control;
        startTime = kernel.clock().monotonic();
        timers = new IntervalTimers(kernel, signal -> sender.send(this, signal));
        cpuClock = new CpuClock(threads, control, signal -> sender.send(this, signal), signal -> sender.sendToTree(control, signal));
        this.descriptors = descriptors;
        this.signals = signals;
        this.memory = memory;
        this.ids = ids;
        this.umask = umask;
        this.root = root;
        this.workingDirectory = workingDirectory;
        this.program = program;
    }

    public int pid() {
        return pid;
    }

    /** Nanoseconds on the machine's monotonic clock. */
    public long startTime() {
        return startTime;
    }

    public DescriptorTable descriptors() {
        return descriptors;
    }

    /** The main one, which may have ended before the others. */
    public ThreadGroup.Member thread() {
        return threads.main();
    }

    public ThreadLocals threadLocals() {
        return threadLocals;
    }

    /** Those that have not ended, in the order of birth. */
    public List<ThreadGroup.Member> threads() {
        return threads.living();
    }

    public Ids ids() {
        return ids;
    }

    void setIds(Ids newIds) {
        ids = newIds;
    }

    @Override
    public Credentials credentials() {
        return ids.effective();
    }

    /** This process as access() sees it: with its real ids. */
    public Caller withRealIds() {
        return new AsRealUser(this);
    }

    private record AsRealUser(Process process) implements Caller {
        @Override
        public Credentials credentials() {
            return process.ids.real();
        }

        @Override
        public int umask() {
            return process.umask;
        }

        @Override
        public Location root() {
            return process.root;
        }

        @Override
        public Location workingDirectory() {
            return process.workingDirectory;
        }
    }

    @Override
    public int umask() {
        return umask;
    }

    /** @return the old one */
    public int setUmask(int mask) {
        int old = umask;
        umask = mask & 0777;
        return old;
    }

    @Override
    public Location root() {
        return root;
    }

    @Override
    public Location workingDirectory() {
        return workingDirectory;
    }

    void setWorkingDirectory(Location directory) {
        workingDirectory = directory;
    }

    /** What it runs now. */
    public ProgramInfo program() {
        return program;
    }

    void setProgram(ProgramInfo info) {
        program = info;
    }

    /** alarm() and setitimer() of real time. */
    public IntervalTimers timers() {
        return timers;
    }

    /** setitimer() of CPU time. */
    public CpuClock cpuClock() {
        return cpuClock;
    }

    /** Before it starts. */
    void grant(List<Preopen> directories) {
        preopens = directories;
    }

    public List<Preopen> preopens() {
        return preopens;
    }

    @Override
    public boolean confined() {
        return confined;
    }

    void setConfined(boolean toPreopens) {
        confined = toPreopens;
    }

    public ResourceLimits limits() {
        return limits;
    }

    /** From now on these hold. */
    void setLimits(ResourceLimits next) {
        limits = next;
        descriptors.setLimit(next.descriptors());
        memory.limit(next.memory());
        cpuClock.limit(next);
    }

    /** Pending for the process, not for one of its threads alone. */
    public SignalSet pendingSignals() {
        return signals.pending();
    }

    public SignalAction signalAction(Signal signal) {
        return signals.action(signal);
    }

    public SignalSet signalsWith(SignalAction.Kind kind) {
        return signals.with(kind);
    }

    /** Bytes reserved for its memory, tables and variables. */
    public long memoryUsed() {
        return memory.held();
    }

    /** What it holds beside that of its objects: all that its program takes is reserved there. */
    public Ledger.Account memory() {
        return memory;
    }

    /** It runs in that instance; null: in none. */
    public void runsIn(Instance instance) {
        running = instance;
    }

    /** Bytes of each linear memory of its program; none for a hosted one. */
    public long[] memorySizes() {
        Instance instance = running;
        long[] sizes = new long[instance == null ? 0 : instance.memories.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = instance.memories[i].pages() << 16;
        }
        return sizes;
    }

    /** CPU time in ns. */
    public long cpuTime() {
        return threads.cpuTime();
    }

    /** Gives a reason to end; the first one stays. @return whether this was the first */
    boolean giveEndReason(WaitStatus status) {
        return threads.giveEndReason(status);
    }

    /** Ends as if by that signal's default action. To be thrown by a thread of it. */
    public ProcessEnded die(Signal signal) {
        giveEndReason(new WaitStatus.Killed(signal, signal.action() == Signal.Action.CORE));
        return new ProcessEnded();
    }

    /** What comes with a signal that it sends. */
    SignalInfo sends(Signal signal, int code, long value) {
        return new SignalInfo(signal, code, pid, ids.realUid(), 0, value);
    }

    /** The CHLD that tells of its change. */
    SignalInfo tellsOf(WaitStatus change) {
        return SignalInfo.ofChild(pid, ids.realUid(), change);
    }

    /** Why it is ending; null while it is not. */
    public WaitStatus endReason() {
        return threads.endReason();
    }

    /** Completed when the process has become a zombie: its descriptors are closed and its memory is free. */
    public CompletableFuture<WaitStatus> ended() {
        return ended;
    }

    /** Waits for the end. For threads of the host; a guest waits by {@code waitpid}. */
    public WaitStatus await() throws InterruptedException {
        awaitUntil(Task.NEVER);
        return ended.join();
    }

    /**
     * Waits for the end, for threads of the host.
     *
     * @param deadline on the machine's monotonic clock
     * @return whether it came before the deadline
     */
    public boolean awaitUntil(long deadline) throws InterruptedException {
        return kernel.awaitOutside(new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return ended.isDone();
            }
        }, deadline, over);
    }

    @Override
    public String toString() {
        return "process " + pid + " (" + program.name() + ")";
    }

    /**
     * What a process runs.
     *
     * @param path      of the file that was executed, absolute, without symbolic links
     * @param name      Linux's comm: the last component of the path as it was given, at most 15 characters
     * @param arguments argv, the name included
     * @param environment NAME=VALUE texts
     */
    public record ProgramInfo(String path, String name, List<String> arguments, List<String> environment) {
        private static final int MOST_NAME = 15;

        public ProgramInfo {
            String last = name.substring(name.lastIndexOf('/') + 1);
            name = last.length() > MOST_NAME ? last.substring(0, MOST_NAME) : last;
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }
    }
}
