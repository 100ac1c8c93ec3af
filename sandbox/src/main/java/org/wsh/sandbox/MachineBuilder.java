// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wsh.engine.store.DiskCodeStore;
import org.wsh.kernel.KernelOptions;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.sandbox.host.NetworkGrants;
import org.wsh.vfs.ErrnoException;

/**
 * What a {@link Machine} shall be. A machine is given nothing of the host by itself: no file, no variable, no network.
 *
 * <p>Not thread-safe; may build several machines.
 */
public final class MachineBuilder {
    /** The ordinary user that commands run as, and its home. */
    static final String USER = "user";

    static final int UID = 1000;
    static final String HOME = "/home/user";
    private static final int MOST_CAPTURED = 1 << 30;

    private KernelOptions kernel = KernelOptions.defaults().withBugHandler(new BugReport());
    private final List<Grant> grants = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String directory = HOME;
    private String hostname = "wsh";
    private boolean root;
    private int capture = MOST_CAPTURED;
    private long disk = Long.MAX_VALUE;
    private long output = Long.MAX_VALUE;
    private DiskCodeStore codeCache;
    private boolean missingImportsAllowed;
    private int processes;
    private ResourceLimits limits = ResourceLimits.DEFAULT;
    private Long seed;
    private OutputStream trace;
    private boolean traceCalls;
    private NetworkPlan network = NetworkPlan.LOOPBACK;
    private boolean flightRecorder;

    MachineBuilder() {
        environment.put("PATH", "/bin:/usr/bin");
        environment.put("HOME", HOME);
        environment.put("USER", USER);
        environment.put("LOGNAME", USER);
        environment.put("SHELL", "/bin/sh");
        environment.put("LANG", "C.UTF-8");
    }

    /** Shows a folder of the host in the machine, read-only. The guest's path is absolute, and is made if it is not there. */
    public MachineBuilder mount(Path host, String guest) {
        return grant(host, guest, false);
    }

    /** As {@link #mount}, and the guest may change what is in it, on the host too. */
    public MachineBuilder mountWritable(Path host, String guest) {
        return grant(host, guest, true);
    }

    private MachineBuilder grant(Path host, String guest, boolean writable) {
        if (!Files.isDirectory(host)) {
            throw new IllegalArgumentException(
                    host + (Files.exists(host) ? ": not a directory on the host" : ": no such directory on the host"));
        }
        requireAbsolute(guest, "mount point");
        grants.add(new Grant(host, guest, writable));
        return this;
    }

    /** Sets a variable in every command's environment. */
    public MachineBuilder environment(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("environment variable \"" + name + "\": a name has no = and no NUL, a value no NUL");
        }
        environment.put(name, value);
        return this;
    }

    /** Where commands start: an absolute path in the machine. The user's home unless said. */
    public MachineBuilder directory(String guest) {
        requireAbsolute(guest, "working directory");
        directory = guest;
        return this;
    }

    /** Commands run as root (uid 0) instead of an ordinary user. Root in a machine has no more rights on the host than others. */
    public MachineBuilder asRoot() {
        root = true;
        environment.put("HOME", "/root");
        environment.put("USER", "root");
        environment.put("LOGNAME", "root");
        if (directory.equals(HOME)) {
            directory = "/root";
        }
        return this;
    }

    /** What {@code uname -n} says. */
    public MachineBuilder hostname(String name) {
        hostname = Objects.requireNonNull(name, "hostname");
        return this;
    }

    /**
     * How many bytes all that guests make grow may take together: memories, files, pipes, variables, captured output. Three
     * quarters of the JVM's largest heap unless said; several machines in one JVM should share it out.
     */
    public MachineBuilder memory(long bytes) {
        kernel = kernel.withMemoryBudget(bytes);
        return this;
    }

    /** How many guest threads may run at the same time. As many as the host has processors unless said. */
    public MachineBuilder processors(int count) {
        kernel = kernel.withProcessors(count);
        return this;
    }

    /** How many processes there may be, pid 1 included: beyond it, fork and spawn fail with EAGAIN. 32 768 unless said, which is also the most. */
    public MachineBuilder processes(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at most " + most + " processes: must be at least 1");
        }
        processes = most;
        return this;
    }

    /**
     * A resource limit that every command starts with, as {@code setrlimit} has them.
     *
     * @param resource as {@link ResourceLimits} numbers them
     * @throws IllegalArgumentException if there is no such resource, the soft limit is above the hard one, or the machine gives nobody so much
     */
    public MachineBuilder limit(int resource, long soft, long hard) {
        try {
            limits = limits.with(resource, soft, hard, true);
        } catch (ErrnoException e) {
            throw new IllegalArgumentException("limit of resource " + resource + ": " + Long.toUnsignedString(soft) + " to " + Long.toUnsignedString(hard) + ": "
                    + e.errno().message());
        }
        return this;
    }

    /** How many bytes files may take, as far as they are not the image's or the host's: beyond it, writing fails with ENOSPC. Half of the memory unless said, which is also the most. */
    public MachineBuilder disk(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("disk of " + bytes + " bytes: must not be negative");
        }
        disk = bytes;
        return this;
    }

    /** How many bytes all commands together may write to streams that lead out of the machine, {@link Result}s included: beyond it, writing fails with ENOSPC. */
    public MachineBuilder outputLimit(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("output limit " + bytes + ": must not be negative");
        }
        output = bytes;
        return this;
    }

    long disk() {
        return disk;
    }

    long outputLimit() {
        return output;
    }

    /** The most bytes of each of stdout and stderr that are kept for a {@link Result}: more is ENOSPC for who writes it. */
    public MachineBuilder captureLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("capture limit " + bytes + ": must not be negative");
        }
        capture = bytes;
        return this;
    }

    /**
     * Keeps the code of programs, once compiled, in a folder of the host, so that they start faster the next time, in this JVM or another. The folder
     * is made if need be; it must be this user's and nobody else's (mode 0700), else there is no cache. Machines may share it. See docs/code-cache.md.
     *
     * @param mostBytes when there is more, what was used longest ago is removed
     */
    public MachineBuilder codeCache(Path folder, long mostBytes) {
        codeCache = new DiskCodeStore(folder, mostBytes, EngineBuild.name());
        return this;
    }

    /** Programs that import functions which this machine doesn't have run nevertheless, and die of a trap (SIGILL) if they call one. */
    public MachineBuilder allowMissingImports() {
        missingImportsAllowed = true;
        return this;
    }

    /**
     * A machine whose runs can be repeated: the same image, mounted files, arguments, environment, input bytes, memory limit and seed give the same
     * output, in the same order, at the same (virtual) times. One guest thread runs at a time; nothing happens inside except while the host waits for a
     * {@link Job}. See docs/deterministic.md.
     */
    public MachineBuilder deterministic(long newSeed) {
        seed = newSeed;
        kernel = kernel.withDeterminism();
        return this;
    }

    /** What the machine may reach: {@link NetworkReach#LOOPBACK}, itself only, unless said. See docs/network.md. */
    public MachineBuilder network(NetworkReach reach) {
        network = network.with(Objects.requireNonNull(reach, "reach"));
        return this;
    }

    /**
     * Lets guests make TCP connections to that port of a host, beyond the machine.
     *
     * @param host a name, or an address in figures; a name never stands for the host's own loopback
     */
    public MachineBuilder allowTcp(String host, int port) {
        network = network.allowing(NetworkGrants.Protocol.TCP, host, port);
        return this;
    }

    /** The same for datagrams (UDP), and the answers of that host. */
    public MachineBuilder allowUdp(String host, int port) {
        network = network.allowing(NetworkGrants.Protocol.UDP, host, port);
        return this;
    }

    /**
     * Shows what listens at {@code guestPort} in the machine at {@code hostPort} of the host's loopback (127.0.0.1).
     *
     * @param hostPort 0 for any free one: {@link Machine#publishedPort} says which
     */
    public MachineBuilder publish(int hostPort, int guestPort) {
        network = network.publishing(hostPort, guestPort);
        return this;
    }

    /** Writes what happens in the machine, an event a line, to this stream, which {@link Machine#close} closes. See docs/deterministic.md. */
    public MachineBuilder trace(OutputStream lines) {
        trace = lines;
        return this;
    }

    /** The trace tells of every system call, too, with its arguments and what came of it. */
    public MachineBuilder traceCalls() {
        traceCalls = true;
        return this;
    }

    /** Switches it on. IllegalArgumentException if a mount point cannot be made, or a port of the host cannot be had. */
    public Machine build() {
        if (seed != null && network.leavesTheMachine()) {
            throw new IllegalArgumentException("a deterministic machine has no network beyond itself: nobody could repeat what came from there");
        }
        return new Machine(this);
    }

    private static void requireAbsolute(String path, String what) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " \"" + path + "\": must be an absolute path of the guest");
        }
    }

    KernelOptions kernel() {
        return kernel;
    }

    List<Grant> grants() {
        return List.copyOf(grants);
    }

    Map<String, String> environment() {
        return new LinkedHashMap<>(environment);
    }

    String directory() {
        return directory;
    }

    String hostname() {
        return hostname;
    }

    boolean root() {
        return root;
    }

    DiskCodeStore codeCache() {
        return codeCache;
    }

    boolean missingImportsAllowed() {
        return missingImportsAllowed;
    }

    /** 0: as many as there may be. */
    int processes() {
        return processes;
    }

    ResourceLimits limits() {
        return limits;
    }

    int captureLimit() {
        return capture;
    }

    /** Of the random source; null for the host's. */
    Long seed() {
        return seed;
    }

    /**
     * Recordings of the JDK's Flight Recorder, whenever there is one, get events of this machine: forks, execs, exits, signals, and if they enable
     * {@code org.wsh.SystemCall} and {@code org.wsh.ContextSwitch} those, too. Needs the module {@code jdk.jfr}.
     */
    public MachineBuilder flightRecorder() {
        flightRecorder = true;
        return this;
    }

    boolean hasFlightRecorder() {
        return flightRecorder;
    }

    OutputStream trace() {
        return trace;
    }

    boolean tracesCalls() {
        return traceCalls;
    }

    void plan(NetworkPlan plan) {
        network = plan;
    }

    NetworkPlan network() {
        return network;
    }
}
