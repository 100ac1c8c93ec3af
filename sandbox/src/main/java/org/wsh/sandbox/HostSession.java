// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.wsh.process.signal.Signal;
import org.wsh.sandbox.Invocation.MountOption;
import org.wsh.sandbox.Invocation.Options;
import org.wsh.sandbox.Invocation.Task;
import org.wsh.sandbox.host.HistoryFile;
import org.wsh.sandbox.host.HostSignals;
import org.wsh.sandbox.host.HostTerminal;
import org.wsh.sandbox.host.StandardStreams;
import org.wsh.vfs.ErrnoException;

/** One command of the host's user, from the machine's making to its end: joined to the host's streams, terminal and signals. */
final class HostSession {
    private static final String HISTORY = MachineBuilder.HOME + "/.wsh_history";
    /** How long processes have to tidy up when the session is ended from outside. */
    private static final long GRACE_NANOS = 1_000_000_000;

    /** Whether the JVM was told to record (in {@code WSH_JAVA_OPTS}); to ask the recorder itself would load it. */
    private static final boolean FLIGHT_RECORDER = Boolean.getBoolean("wsh.jfr");

    private final Options options;
    private final Task task;
    private final String kinds;

    /** @param kinds what kind of file each standard stream is: see {@link StandardStreams} */
    HostSession(Options options, Task task, String kinds) {
        this.options = options;
        this.task = task;
        this.kinds = kinds;
    }

    /** @return the status to end with */
    int run() throws UsageError, InterruptedException {
        boolean interactive = task instanceof Task.Interactive && StandardStreams.isTerminal(kinds, 0);
        Machine machine = machine();
        HistoryFile history = interactive ? restoreHistory(machine) : null;
        Launch launch = launch(machine);
        options.limits().applyTo(launch);
        int status;
        try (HostTerminal terminal = StandardStreams.anyTerminal(kinds) ? new HostTerminal(machine.kernel(), kinds, interactive) : null) {
            connect(launch, machine, terminal);
            if (interactive) {
                terminal.awaitAttached();
            }
            // Listening first: who sees the command's first words may answer with Ctrl-C at once.
            var started = new CompletableFuture<Job>();
            listen(started, terminal, interactive);
            Job job = start(launch);
            started.complete(job);
            boolean late = options.limits().timeout() >= 0 && !job.awaitEnd(options.limits().timeout());
            if (late) {
                job.kill();
            }
            status = job.await();
            String death = late ? null : job.death();
            if (death != null) {
                OwnMessages.line(death);
            }
        }
        if (history != null) {
            keepHistory(machine, history);
        }
        machine.keepCode();
        machine.endTrace();
        return status;
    }

    private Machine machine() throws UsageError {
        var builder = Machine.builder();
        for (MountOption mount : options.mounts()) {
            try {
                Path host = Path.of(mount.host());
                if (mount.writable()) {
                    builder.mountWritable(host, mount.guest());
                } else {
                    builder.mount(host, mount.guest());
                }
            } catch (IllegalArgumentException e) {
                throw new UsageError("--mount: " + e.getMessage());
            }
        }
        for (String name : new String[] {"TERM", "TZ", "NO_COLOR"}) {
            String value = System.getenv(name);
            if (value != null) {
                builder.environment(name, value);
            }
        }
        for (String variable : options.environment()) {
            int equals = variable.indexOf('=');
            builder.environment(variable.substring(0, equals), variable.substring(equals + 1));
        }
        options.limits().applyTo(builder);
        builder.plan(options.network());
        if (options.seed() != null && options.network().leavesTheMachine()) {
            throw new UsageError("--deterministic: not with a network beyond the machine: nobody could repeat what came from there");
        }
        if (FLIGHT_RECORDER) {
            builder.flightRecorder();
        }
        if (options.seed() != null) {
            builder.deterministic(options.seed());
        }
        if (options.trace() != null) {
            try {
                builder.trace(Files.newOutputStream(Path.of(options.trace().file())));
            } catch (IOException | InvalidPathException e) {
                throw new UsageError("--trace: " + options.trace().file() + ": cannot be written (" + e + ")");
            }
        }
        if (options.trace() != null && options.trace().calls()) {
            builder.traceCalls();
        }
        if (options.missingImportsAllowed()) {
            builder.allowMissingImports();
        }
        Path cache = CodeCacheFolder.ofUser();
        if (cache != null) {
            builder.codeCache(cache, CodeCacheFolder.MOST_BYTES);
        }
        if (options.workdir() != null) {
            builder.directory(options.workdir());
        }
        Machine machine;
        try {
            machine = builder.build();
        } catch (NetworkPlan.PortTaken e) {
            throw new UsageError("--publish: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UsageError("--mount: " + e.getMessage());
        }
        if (!Tree.isDirectory(machine.vfs(), machine.directory())) {
            throw new UsageError("--workdir: " + machine.directory() + ": no such directory in the guest");
        }
        return machine;
    }

    private Launch launch(Machine machine) throws UsageError {
        if (task instanceof Task.Command command) {
            return machine.launch("/bin/sh", arguments(List.of("sh", "-c", command.text()), command.arguments()));
        }
        if (task instanceof Task.Script script) {
            String path = new HostProgram(machine).script(script.path());
            return machine.launch("/bin/sh", arguments(List.of("sh", path), script.arguments()));
        }
        if (task instanceof Task.Program program) {
            String path = new HostProgram(machine).program(program.name());
            return machine.launch(path, arguments(List.of(program.name()), program.arguments()));
        }
        return machine.launch("/bin/sh", List.of("wsh"));
    }

    private static List<String> arguments(List<String> first, List<String> rest) {
        var all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    /** The guest's descriptors 0, 1 and 2. */
    private void connect(Launch launch, Machine machine, HostTerminal terminal) {
        var streams = new StandardStreams(kinds, machine.kernel().hostWork(), machine.repeatable(), machine::streamOwner);
        for (int fd = 0; fd < 3; fd++) {
            launch.stream(fd, StandardStreams.isTerminal(kinds, fd) ? terminal.open() : streams.open(fd));
        }
        if (terminal != null) {
            launch.terminal(terminal.guest());
        }
    }

    private Job start(Launch launch) throws UsageError {
        try {
            return launch.start();
        } catch (ErrnoException e) {
            String name = switch (task) {
                case Task.Interactive() -> "/bin/sh";
                case Task.Command(var _, var _) -> "/bin/sh";
                case Task.Script(var path, var _) -> path;
                case Task.Program(var program, var _) -> program;
            };
            throw HostProgram.refused(name, e);
        }
    }

    /** The host's signals go to those in front; a session that is ended from outside is hung up. */
    private static void listen(CompletableFuture<Job> started, HostTerminal terminal, boolean interactive) {
        HostSignals.on("INT", () -> started.join().signalForeground(Signal.INT));
        if (interactive) {
            HostSignals.on("TERM", () -> hangUp(started.join(), terminal));
            HostSignals.on("HUP", () -> hangUp(started.join(), terminal));
            HostSignals.on("TSTP", () -> started.join().signalForeground(Signal.TSTP));
        } else {
            HostSignals.on("TERM", () -> started.join().signalForeground(Signal.TERM));
            HostSignals.on("HUP", () -> started.join().signalForeground(Signal.HUP));
        }
        if (terminal != null) {
            HostSignals.on("WINCH", terminal::resized);
            HostSignals.on("CONT", terminal::continued);
        }
    }

    /** The end of an interactive session from outside: its processes are told, and have a moment. */
    private static void hangUp(Job job, HostTerminal terminal) {
        terminal.hangUp();
        job.signalSession(Signal.HUP);
        job.signalSession(Signal.CONT);
        boolean ended = false;
        try {
            ended = job.awaitEnd(GRACE_NANOS);
        } catch (InterruptedException e) {
            // Then there is no time for grace.
        }
        if (!ended) {
            job.kill();
        }
    }

    /** What earlier sessions typed, as a file of the guest. */
    private static HistoryFile restoreHistory(Machine machine) {
        HistoryFile history = HistoryFile.of(System.getenv());
        if (history != null) {
            byte[] past = history.load();
            if (past.length > 0) {
                machine.write(HISTORY, past, 0600);
            }
        }
        return history;
    }

    private static void keepHistory(Machine machine, HistoryFile history) {
        try {
            history.save(machine.read(HISTORY));
        } catch (ErrnoException e) {
            // Nothing was typed, or the guest has removed it: the past stays as it was.
        } catch (IOException e) {
            OwnMessages.complain("the history could not be kept: " + e);
        }
    }
}
