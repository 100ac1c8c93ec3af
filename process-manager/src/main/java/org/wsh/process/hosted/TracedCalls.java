// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.wsh.kernel.Clock;
import org.wsh.kernel.Trace;
import org.wsh.kernel.TraceEvent;
import org.wsh.kernel.TraceEvent.CallText;
import org.wsh.kernel.TraceEvent.Outcome;
import org.wsh.process.ProcessThread;
import org.wsh.process.ProgramReplaced;
import org.wsh.process.Quoted;
import org.wsh.process.SpawnRequest;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/**
 * {@link HostedCalls} that are trace events while somebody listens, under POSIX's names. Those that only ask a process about itself are not: hosted programs ask often, and
 * nobody watches a shell for that.
 */
final class TracedCalls extends HostedCalls {
    private final ProcessThread thread;
    private final Trace trace;
    private final Clock clock;

    TracedCalls(ProcessThread thread) {
        super(thread);
        this.thread = thread;
        trace = thread.processes().kernel().trace();
        clock = thread.processes().kernel().clock();
    }

    /** What a call answers, and what of it only the end knows. */
    private record Answer(Object result, long value, CallText late) {
        static Answer of(long value) {
            return new Answer(value, value, mostString -> ")");
        }

        int number() {
            return (int) value;
        }
    }

    private interface Work {
        Answer run();
    }

    private Answer traced(String name, CallText arguments, Work work) {
        long began = clock.monotonic();
        int pid = thread.process().pid();
        trace.emit(new TraceEvent.SyscallEnter(began, thread.task(), pid, name, mostString -> name + "(" + arguments.text(mostString)));
        Outcome outcome = Outcome.NEVER;
        CallText rest = mostString -> ")";
        try {
            Answer answer = work.run();
            outcome = Outcome.of(answer.value());
            rest = answer.late();
            return answer;
        } catch (ErrnoException e) {
            outcome = Outcome.failed(e.errno());
            throw e;
        } catch (ProgramReplaced replaced) {
            outcome = Outcome.of(0);
            throw replaced;
        } finally {
            long now = clock.monotonic();
            trace.emit(new TraceEvent.SyscallExit(now, thread.task(), pid, name, outcome, now - began, rest));
        }
    }

    private int number(String name, CallText arguments, LongSupplier work) {
        return traced(name, arguments, () -> Answer.of(work.getAsLong())).number();
    }

    private void nothing(String name, CallText arguments, Runnable work) {
        traced(name, arguments, () -> {
            work.run();
            return Answer.of(0);
        });
    }

    private static String quoted(String text) {
        return Quoted.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(byte[] bytes, int offset, int length, int most) {
        String text = Quoted.of(Arrays.copyOfRange(bytes, offset, offset + Math.min(length, most)));
        return length > most ? text + "..." : text;
    }

    private static String strings(List<String> all) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        all.forEach(each -> text.add(quoted(each)));
        return text.toString();
    }

    private static String program(String path, List<String> arguments, List<String> environment) {
        return quoted(path) + ", " + strings(arguments) + ", [/* " + environment.size() + " vars */]";
    }

    private static String flags(OpenFlags flags) {
        return (flags.read() && flags.write() ? "O_RDWR" : flags.write() ? "O_WRONLY" : "O_RDONLY") + (flags.create() ? "|O_CREAT" : "")
                + (flags.exclusive() ? "|O_EXCL" : "") + (flags.truncate() ? "|O_TRUNC" : "") + (flags.append() ? "|O_APPEND" : "")
                + (flags.nonblock() ? "|O_NONBLOCK" : "") + (flags.directory() ? "|O_DIRECTORY" : "");
    }

    @Override
    public int open(String path, OpenFlags flags, int mode, boolean closeOnExec) {
        return !trace.calls() ? super.open(path, flags, mode, closeOnExec)
                : number("open", most -> quoted(path) + ", " + flags(flags) + (closeOnExec ? "|O_CLOEXEC" : "") + (flags.create() ? ", 0" + Integer.toOctalString(mode) : ""),
                        () -> super.open(path, flags, mode, closeOnExec));
    }

    @Override
    public void close(int fd) {
        if (!trace.calls()) {
            super.close(fd);
        } else {
            nothing("close", most -> Integer.toString(fd), () -> super.close(fd));
        }
    }

    @Override
    public int duplicate(int fd, int least, boolean closeOnExec) {
        return !trace.calls() ? super.duplicate(fd, least, closeOnExec)
                : number("fcntl", most -> fd + (closeOnExec ? ", F_DUPFD_CLOEXEC, " : ", F_DUPFD, ") + least, () -> super.duplicate(fd, least, closeOnExec));
    }

    @Override
    public void duplicateTo(int from, int to) {
        if (!trace.calls()) {
            super.duplicateTo(from, to);
        } else {
            number("dup2", most -> from + ", " + to, () -> {
                super.duplicateTo(from, to);
                return to;
            });
        }
    }

    @Override
    public int[] pipe(boolean closeOnExec) {
        return !trace.calls() ? super.pipe(closeOnExec) : (int[]) traced("pipe", most -> "", () -> {
            int[] ends = super.pipe(closeOnExec);
            return new Answer(ends, 0, most -> Arrays.toString(ends) + ")");
        }).result();
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) {
        return !trace.calls() ? super.read(fd, into, offset, length) : traced("read", most -> Integer.toString(fd), () -> {
            int got = super.read(fd, into, offset, length);
            return new Answer(null, got, most -> ", " + quoted(into, offset, got, most) + ", " + length + ")");
        }).number();
    }

    @Override
    public void write(int fd, byte[] from, int offset, int length) {
        if (!trace.calls()) {
            super.write(fd, from, offset, length);
        } else {
            number("write", most -> fd + ", " + quoted(from, offset, length, most) + ", " + length, () -> {
                super.write(fd, from, offset, length);
                return length;
            });
        }
    }

    @Override
    public Attributes attributes(String path, boolean followLast) {
        return !trace.calls() ? super.attributes(path, followLast) : (Attributes) traced(followLast ? "stat" : "lstat", most -> quoted(path), () -> {
            Attributes found = super.attributes(path, followLast);
            return new Answer(found, 0, most -> ", {st_mode=0" + Integer.toOctalString(found.mode()) + ", st_size=" + found.size() + ", ...})");
        }).result();
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<DirectoryEntry> directory(String path) {
        return !trace.calls() ? super.directory(path) : (List<DirectoryEntry>) traced("getdents", most -> quoted(path), () -> {
            List<DirectoryEntry> all = super.directory(path);
            return new Answer(all, all.size(), most -> ")");
        }).result();
    }

    @Override
    public void changeDirectory(String path) {
        if (!trace.calls()) {
            super.changeDirectory(path);
        } else {
            nothing("chdir", most -> quoted(path), () -> super.changeDirectory(path));
        }
    }

    @Override
    public int fork(HostedProgram body, int group) {
        return !trace.calls() ? super.fork(body, group) : number("fork", most -> "", () -> super.fork(body, group));
    }

    @Override
    public int spawn(SpawnRequest request) {
        return !trace.calls() ? super.spawn(request)
                : number("spawn", most -> program(request.path(), request.arguments(), request.environment()), () -> super.spawn(request));
    }

    @Override
    public void exec(String path, List<String> arguments, List<String> environment) {
        if (!trace.calls()) {
            super.exec(path, arguments, environment);
        } else {
            nothing("execve", most -> program(path, arguments, environment), () -> super.exec(path, arguments, environment));
        }
    }

    @Override
    public Waited wait(int pid, boolean block, boolean untraced) {
        String options = block ? untraced ? "WUNTRACED" : "0" : untraced ? "WNOHANG|WUNTRACED" : "WNOHANG";
        return !trace.calls() ? super.wait(pid, block, untraced) : (Waited) traced("wait4", most -> Integer.toString(pid), () -> {
            Waited found = super.wait(pid, block, untraced);
            return new Answer(found, found.pid(), most -> ", " + (found.pid() == 0 ? "NULL" : "[" + WaitStatus.described(found.status().word()) + "]") + ", " + options + ")");
        }).result();
    }

    @Override
    public void kill(int pid, Signal signal) {
        if (!trace.calls()) {
            super.kill(pid, signal);
        } else {
            nothing("kill", most -> pid + ", " + (signal == null ? "0" : "SIG" + signal), () -> super.kill(pid, signal));
        }
    }

    @Override
    public void setGroup(int pid, int group) {
        if (!trace.calls()) {
            super.setGroup(pid, group);
        } else {
            nothing("setpgid", most -> pid + ", " + group, () -> super.setGroup(pid, group));
        }
    }

    @Override
    public void setDisposition(Signal signal, Disposition disposition) {
        if (!trace.calls()) {
            super.setDisposition(signal, disposition);
        } else {
            nothing("sigaction", most -> "SIG" + signal + ", " + disposition, () -> super.setDisposition(signal, disposition));
        }
    }

    @Override
    public void sleep(long nanos) {
        if (!trace.calls()) {
            super.sleep(nanos);
        } else {
            nothing("nanosleep", most -> Long.toString(nanos), () -> super.sleep(nanos));
        }
    }
}
