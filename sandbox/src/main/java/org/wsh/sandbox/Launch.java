// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.process.LaunchRequest;
import org.wsh.process.Preopen;
import org.wsh.process.Process;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.SpawnRequest;
import org.wsh.process.limit.ControlLimits;
import org.wsh.sandbox.host.HostOutput;
import org.wsh.sandbox.host.HostStream;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

/**
 * A command to be started in a machine: what runs, with what environment, where its streams lead. Standard input is empty and the
 * output streams are kept for the {@link Result}, unless said otherwise. Not thread-safe; starts once.
 */
public final class Launch {
    private final Machine machine;
    private final String path;
    private final List<String> arguments;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String directory;
    private Duration timeout;
    private Terminal terminal;
    private ControlLimits limits = ControlLimits.UNLIMITED;
    private List<Preopen> preopens; // null for the whole tree
    private final OpenFileDescription[] streams = new OpenFileDescription[3];

    Launch(Machine machine, String path, List<String> arguments) {
        this.machine = machine;
        this.path = path;
        this.arguments = List.copyOf(arguments);
        environment.putAll(machine.environment());
        directory = machine.directory();
    }

    /** Sets a variable for this command. */
    public Launch environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Forgets all variables, the machine's included, that were set so far. */
    public Launch emptyEnvironment() {
        environment.clear();
        return this;
    }

    /** Where a plain WASI program may reach nothing, until {@link #preopen} says otherwise. */
    public Launch noPreopens() {
        preopens = new ArrayList<>();
        return this;
    }

    /**
     * Gives a plain WASI program (one that imports nothing of WASIX or wsh_1) this directory under that name, and nothing of the tree beside what is given so: whatever leads out of
     * it is refused with EPERM. What other programs reach is decided by mounts and permissions alone.
     */
    public Launch preopen(String guest, String name) {
        if (preopens == null) {
            noPreopens();
        }
        preopens.add(new Preopen(name, guest));
        return this;
    }

    /** Where it starts: an absolute path in the machine. */
    public Launch directory(String guest) {
        directory = guest;
        return this;
    }

    /** How many bytes it and all its descendants may hold together, files not counted: beyond it, ENOMEM. */
    public Launch memory(long bytes) {
        limits = limits.withMemory(bytes);
        return this;
    }

    /** How many processes it and its descendants may be, zombies included: beyond it, EAGAIN. */
    public Launch processes(int most) {
        limits = limits.withProcesses(most);
        return this;
    }

    /** How many descriptors it and its descendants may have in use together: beyond it, ENFILE, and EAGAIN of a fork. */
    public Launch descriptors(int most) {
        limits = limits.withDescriptors(most);
        return this;
    }

    /** How much CPU time it and its descendants may use together: then all get SIGXCPU, and SIGKILL a second of CPU time later. */
    public Launch cpuTime(Duration most) {
        limits = limits.withCpuTime(most.toNanos());
        return this;
    }

    /** {@link #run} kills it when it takes longer than this. */
    public Launch timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    /** What it reads from standard input, as UTF-8. */
    public Launch input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What it reads from standard input. */
    public Launch input(byte[] bytes) {
        return stream(0, HostStream.input(new ByteArrayInputStream(bytes), true, machine.repeatable(), machine.streamOwner()));
    }

    /** Where it reads standard input from, when it does, on a thread that reading may block. It is not closed. */
    public Launch input(InputStream stream) {
        return stream(0, HostStream.input(stream, false, machine.repeatable(), machine.streamOwner()));
    }

    /** Where its standard output goes, while it runs. It is flushed, but not closed. */
    public Launch output(OutputStream stream) {
        return stream(1, HostStream.output(stream, machine.repeatable(), machine.streamOwner()));
    }

    /** Where its standard error goes, while it runs. It is flushed, but not closed. */
    public Launch errors(OutputStream stream) {
        return stream(2, HostStream.output(stream, machine.repeatable(), machine.streamOwner()));
    }

    /** Its descriptor {@code fd} (0, 1, 2) is this open file. The reference is taken over. */
    Launch stream(int fd, OpenFileDescription file) {
        if (streams[fd] != null) {
            streams[fd].release();
        }
        streams[fd] = file;
        return this;
    }

    /** Its controlling terminal. */
    Launch terminal(Terminal controlling) {
        terminal = controlling;
        return this;
    }

    /**
     * Starts it.
     *
     * @throws ErrnoException when it cannot be: ENOENT, EACCES, ENOEXEC (which says why), ENOMEM …
     */
    public Job start() {
        if (streams[0] == null) {
            input(new byte[0]);
        }
        for (int fd = 1; fd < 3; fd++) {
            if (streams[fd] == null) {
                stream(fd, machine.capture());
            }
        }
        var outputs = new ArrayList<HostOutput>(2);
        for (OpenFileDescription stream : streams) {
            if (stream instanceof HostOutput output && !outputs.contains(output)) {
                outputs.add(output);
            }
        }
        var variables = new ArrayList<String>(environment.size());
        for (Map.Entry<String, String> each : environment.entrySet()) {
            variables.add(each.getKey() + "=" + each.getValue());
        }
        var request = new SpawnRequest(path, arguments, variables, List.of(), SpawnAttributes.INHERIT);
        Process process = machine.launcher().launch(
                new LaunchRequest(request, List.of(streams), terminal, machine.credentials(), directory, preopens, limits));
        return new Job(machine.processes(), process, outputs);
    }

    /**
     * Runs it to its end.
     *
     * @return its status, and what it wrote to the streams that do not lead elsewhere
     * @throws ErrnoException as {@link #start}
     */
    public Result run() throws InterruptedException {
        var job = start();
        if (timeout != null && !job.awaitEnd(timeout.toNanos())) {
            job.kill();
        }
        int status = job.await();
        return new Result(status, taken(1), taken(2));
    }

    private byte[] taken(int fd) {
        return streams[fd] instanceof Capture capture ? capture.take() : new byte[0];
    }
}
