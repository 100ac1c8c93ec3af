// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wsh.engine.link.CodeStore;
import org.wsh.engine.store.DiskCodeStore;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Ledger;
import org.wsh.process.Launcher;
import org.wsh.process.Processes;
import org.wsh.sandbox.host.HostRandomness;
import org.wsh.sandbox.host.OutputLimit;
import org.wsh.sandbox.host.SeededRandomness;
import org.wsh.sandbox.host.StreamOwner;
import org.wsh.sandbox.jfr.FlightTrace;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.VirtualFilesystem;

/**
 * A machine: processes, files and a clock of its own, in this JVM. Its programs are WebAssembly and a shell; they see nothing of
 * the host but what the {@link MachineBuilder} was told to show, and nothing of other machines.
 *
 * <p>Thread-safe: commands may run in it side by side, and see each other's files and processes.
 */
public final class Machine implements AutoCloseable {
    private final Kernel kernel;
    private final VirtualFilesystem vfs;
    private final Launcher launcher;
    private final Processes processes;
    private final List<Grant> grants;
    private final DiskCodeStore code; // null for none
    private final TraceLog trace; // null for none
    private final FlightTrace flight; // null for none
    private final boolean repeatable;

    private final AttachedNetwork network;
    private final Ledger.Account captured;
    private final Credentials credentials;
    private final Map<String, String> environment;
    private final String directory;
    private final int captureLimit;
    private final OutputLimit output;

    /** Puts it together, bottom up: the table of contents of the house. */
    Machine(MachineBuilder plan) {
        credentials = plan.root() ? Credentials.ROOT : new Credentials(MachineBuilder.UID, MachineBuilder.UID, List.of());
        code = plan.codeCache();
        kernel = new Kernel(plan.kernel());                        // processors, time, memory to give away
        repeatable = plan.seed() != null;
        trace = plan.trace() == null ? null : new TraceLog(kernel.trace(), plan.trace(), plan.tracesCalls());
        flight = plan.hasFlightRecorder() ? new FlightTrace(kernel.trace()) : null;
        vfs = Tree.root(kernel, plan.disk());                                  // the image below, memory above
        launcher = Programs.start(kernel, vfs, plan.seed() == null ? new HostRandomness() : new SeededRandomness(plan.seed()), plan.hostname(), code == null ? CodeStore.NONE : code, plan.missingImportsAllowed()); // pid 1, the loader, the system calls, the shell
        processes = launcher.processes();
        launcher.limit(plan.limits(), plan.processes());          // what everybody may use
        Tree.mountSystem(vfs, kernel, processes);                  // /dev, /proc
        for (Grant grant : plan.grants()) {
            Tree.mountHost(vfs, kernel, grant, credentials);       // what the host lends
        }
        grants = plan.grants();
        network = plan.network().attachTo(processes);              // what of the host's network it may reach, and who may reach it
        captured = kernel.ledger().account("captured output");
        environment = plan.environment();
        directory = plan.directory();
        captureLimit = plan.captureLimit();
        output = new OutputLimit(plan.outputLimit());
    }

    /** To say what the machine shall be; {@link MachineBuilder#build} switches it on. */
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    /**
     * Runs a shell command to its end: {@code sh -c command}, with empty standard input.
     *
     * @return its status, and what it wrote
     */
    public Result run(String command) throws InterruptedException {
        return shell(command).run();
    }

    /** A shell command, to be given streams, variables or a timeout before it is started. */
    public Launch shell(String command) {
        return program("/bin/sh", "-c", command);
    }

    /**
     * A program, without a shell: {@code path} is a file in the machine, {@code arguments} what follows its name.
     */
    public Launch program(String path, String... arguments) {
        var argv = new ArrayList<String>(arguments.length + 1);
        argv.add(path);
        for (String argument : arguments) {
            argv.add(argument);
        }
        return launch(path, argv);
    }

    /** As {@link #program}, with a name for it as first argument. */
    Launch launch(String path, List<String> argv) {
        return new Launch(this, path, argv);
    }

    /**
     * What is in a file of the machine.
     *
     * @throws ErrnoException ENOENT, EISDIR …
     */
    public byte[] read(String path) {
        return Tree.read(vfs, path);
    }

    /**
     * Makes or replaces a file in the machine, and the folders above it if there are none. It belongs to the user that commands run as.
     *
     * @param mode permission bits, such as 0644
     * @throws ErrnoException EISDIR, EROFS, ENOSPC …
     */
    public void write(String path, byte[] bytes, int mode) {
        Tree.write(vfs, path, bytes.clone(), mode, credentials);
    }

    /** Bytes that guests hold now: memories, files, pipes and the rest. */
    public long memoryUsed() {
        return kernel.ledger().used();
    }

    /** The host's port at which that port of the machine is published. IllegalArgumentException if it is not. */
    public int publishedPort(int guestPort) {
        return network.publishedPort(guestPort);
    }

    /** What starts processes. */
    Launcher launcher() {
        return launcher;
    }

    /** The processes, to look at or signal. */
    public Processes processes() {
        return processes;
    }

    /** Whether that absolute path is in a folder of the host. */
    boolean isLent(String path) {
        String normal = Path.of(path).normalize().toString();
        for (Grant grant : grants) {
            String guest = grant.guest().endsWith("/") ? grant.guest() : grant.guest() + "/";
            if (normal.startsWith(guest)) {
                return true;
            }
        }
        return false;
    }

    Kernel kernel() {
        return kernel;
    }

    VirtualFilesystem vfs() {
        return vfs;
    }

    Map<String, String> environment() {
        return environment;
    }

    String directory() {
        return directory;
    }

    Credentials credentials() {
        return credentials;
    }

    Capture capture() {
        return new Capture(captured, captureLimit, output);
    }

    StreamOwner streamOwner() {
        return new StreamOwner(kernel.anonymousInode(), kernel.clock().realtime(), credentials.uid(), credentials.gid(), output);
    }

    /** Whether it depends on nothing but its inputs. */
    boolean repeatable() {
        return repeatable;
    }

    /** What has happened is in the trace's file; what happens from now on is not. */
    void endTrace() {
        if (trace != null) {
            trace.close();
        }
    }

    /** Writes what was compiled into the code cache, if there is one: once nobody waits for us any more. */
    void keepCode() {
        if (code != null) {
            code.flush();
        }
    }

    /** Switches it off: kills what still runs, and forgets every file that is not on the host. */
    @Override
    public void close() {
        launcher.close();
        network.close();
        kernel.close();
        keepCode();
        endTrace();
        if (flight != null) {
            flight.close();
        }
    }
}
