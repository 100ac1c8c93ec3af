// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.strace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.wsh.kernel.TraceEvent;
import org.wsh.process.Quoted;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.SpawnRequest;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.hosted.Tracer;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** {@code strace}: runs a command, or looks at processes that run, and shows their system calls as Linux's strace(1) does. Any program's, hosted ones included. */
public final class Strace implements HostedProgram {
    private static final int FIRST_OWN = 10;
    private static final String DEFAULT_PATH = "/bin:/usr/bin";

    @Override
    public int run(HostedProcess self) {
        Options options;
        try {
            options = new Options(self.arguments());
        } catch (Options.Wrong e) {
            say(self, 2, "strace: " + e.getMessage() + "\nTry 'strace --help' for more information.\n");
            return 1;
        }
        if (options.help) {
            say(self, 1, Options.HELP);
            return 0;
        }
        try {
            int out = options.output == null ? self.duplicate(2, FIRST_OWN, true) : self.open(options.output, OpenFlags.REWRITE, 0666, true);
            return new Run(self, options, out).toTheEnd();
        } catch (ErrnoException e) {
            say(self, 2, "strace: " + e.getMessage() + "\n");
            return 1;
        }
    }

    private static void say(HostedProcess self, int fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            self.write(fd, bytes, 0, bytes.length);
        } catch (ErrnoException e) {
            // nobody listens
        }
    }

    /** One strace, from here on. */
    private record Run(HostedProcess self, Options options, int out, Summary summary, Log log) {
        Run(HostedProcess self, Options options, int out) {
            this(self, options, out, new Summary(), new Log(options, self.realtime() - self.monotonic(), text -> say(self, out, text)));
        }

        int toTheEnd() {
            // The command gets what is typed; we stay to tell of it.
            self.setDisposition(Signal.INT, HostedProcess.Disposition.CATCH);
            self.setDisposition(Signal.QUIT, HostedProcess.Disposition.CATCH);
            int child = 0;
            try (Tracer tracer = self.trace(options.follow, options.mostString)) {
                for (int pid : options.pids) {
                    attach(tracer, pid);
                }
                if (!options.command.isEmpty()) {
                    child = start(tracer);
                }
                follow(tracer, child);
            }
            if (options.summary) {
                say(self, out, summary.toString());
            }
            return child == 0 ? 0 : status(child);
        }

        private void attach(Tracer tracer, int pid) {
            try {
                tracer.attach(pid);
                log.came(pid, true);
            } catch (ErrnoException e) {
                throw new ErrnoException(e.errno(), "attach: ptrace(PTRACE_SEIZE, " + pid + ")");
            }
        }

        private int start(Tracer tracer) {
            String name = options.command.getFirst();
            try {
                return tracer.spawn(new SpawnRequest(found(name), options.command, self.environment(), List.of(), SpawnAttributes.INHERIT));
            } catch (ErrnoException e) {
                throw new ErrnoException(e.errno(), "Can't stat '" + name + "'");
            }
        }

        private String found(String name) {
            if (name.indexOf('/') >= 0) {
                return name;
            }
            String path = DEFAULT_PATH;
            for (String variable : self.environment()) {
                path = variable.startsWith("PATH=") ? variable.substring(5) : path;
            }
            for (String folder : path.split(":")) {
                String file = (folder.isEmpty() ? "." : folder) + "/" + name;
                if (self.mayAccess(file, 1)) {
                    return file;
                }
            }
            return name;
        }

        private void follow(Tracer tracer, int child) {
            while (true) {
                Tracer.Seen seen;
                try {
                    seen = tracer.next();
                } catch (ErrnoException interrupted) {
                    while (self.takePendingSignal() != null) {
                        self.poll(1);
                    }
                    if (child == 0) {
                        return; // those that run already go on without us
                    }
                    continue;
                }
                if (seen == null) {
                    return;
                }
                self.poll(10);
                note(seen);
            }
        }

        private void note(Tracer.Seen seen) {
            if (seen.event() instanceof TraceEvent.SyscallExit call && options.shown.has(call.name())) {
                summary.add(call);
            }
            if (!options.calls) {
                return;
            }
            if (seen.event() instanceof TraceEvent.Fork fork) {
                boolean ours = fork.pid() == self.pid();
                log.came(fork.child(), !ours);
                if (ours) {
                    log.line(fork, fork.child(), execve());
                }
                return;
            }
            log.write(seen);
        }

        /** The call that made the command what it is: it was our child's, before it began. */
        private String execve() {
            StringJoiner words = new StringJoiner(", ", "[", "]");
            options.command.forEach(word -> words.add(quoted(word)));
            return "execve(" + quoted(found(options.command.getFirst())) + ", " + words + ", [/* " + self.environment().size() + " vars */]) = 0";
        }

        private static String quoted(String text) {
            return Quoted.of(text.getBytes(StandardCharsets.UTF_8));
        }

        private int status(int child) {
            while (true) {
                try {
                    return switch (self.wait(child, true, false).status()) {
                        case WaitStatus.Exited(int code) -> code;
                        case WaitStatus.Killed(Signal signal, boolean core) -> 128 + signal.number();
                        case WaitStatus.Stopped _, WaitStatus.Continued _ -> 1;
                    };
                } catch (ErrnoException e) {
                    if (self.takePendingSignal() == null) {
                        return 1;
                    }
                }
            }
        }
    }
}
