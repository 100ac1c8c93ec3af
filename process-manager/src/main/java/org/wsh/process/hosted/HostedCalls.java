// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.Task;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.Buffers;
import org.wsh.process.Process;
import org.wsh.process.ProcessThread;
import org.wsh.process.Processes;
import org.wsh.process.SpawnRequest;
import org.wsh.process.Transfers;
import org.wsh.process.Wait;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** {@link HostedProcess} over a process's thread: each method one call into the part that does it. */
class HostedCalls implements HostedProcess {
    private static final int ENTRIES_AT_ONCE = 1024;

    private final ProcessThread thread;
    private final Process process;
    private final Processes processes;
    private final Transfers transfers;

    /** Cost since the last real poll, and how much may come before the next. */
    private long spent;
    private long budget;

    HostedCalls(ProcessThread thread) {
        this.thread = thread;
        process = thread.process();
        processes = thread.processes();
        transfers = thread.transfers();
    }

    @Override
    public void poll(int cost) {
        spent += cost;
        if (spent >= budget) {
            budget = thread.poll(spent);
            spent = 0;
        }
    }

    @Override
    public void charge(long bytes) {
        if (bytes < 0) {
            process.memory().release(-bytes);
        } else if (!process.memory().reserve(bytes)) {
            throw new ErrnoException(Errno.ENOMEM);
        }
    }

    @Override
    public int pid() {
        return process.pid();
    }

    @Override
    public int parentPid() {
        return processes.groups().parentOf(process, 0);
    }

    @Override
    public List<String> arguments() {
        return process.program().arguments();
    }

    @Override
    public List<String> environment() {
        return process.program().environment();
    }

    @Override
    public int uid() {
        return process.ids().realUid();
    }

    @Override
    public int effectiveUid() {
        return process.ids().effectiveUid();
    }

    @Override
    public int umask() {
        return process.umask();
    }

    @Override
    public void setUmask(int mask) {
        process.setUmask(mask);
    }

    @Override
    public int open(String path, OpenFlags flags, int mode, boolean closeOnExec) {
        return process.descriptors().add(thread.waiting().opened(processes.vfs().open(process, null, path, flags, mode)), closeOnExec);
    }

    @Override
    public void close(int fd) {
        process.descriptors().close(fd);
    }

    @Override
    public int duplicate(int fd, int least, boolean closeOnExec) {
        return process.descriptors().duplicate(fd, least, closeOnExec);
    }

    @Override
    public void duplicateTo(int from, int to) {
        process.descriptors().duplicateTo(from, to);
    }

    @Override
    public boolean isOpen(int fd) {
        return process.descriptors().isOpen(fd);
    }

    @Override
    public int[] pipe(boolean closeOnExec) {
        return processes.openPipe(process, closeOnExec);
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) {
        try (var file = process.descriptors().borrow(fd)) {
            return (int) transfers.read(file.file(), Buffers.of(into, offset, length));
        }
    }

    @Override
    public void write(int fd, byte[] from, int offset, int length) {
        try (var file = process.descriptors().borrow(fd)) {
            int done = 0;
            while (done < length) {
                done += (int) transfers.write(file.file(), Buffers.of(from, offset + done, length - done));
            }
        }
    }

    @Override
    public boolean isTerminal(int fd) {
        return process.descriptors().isOpen(fd) && thread.terminals().isTerminal(fd);
    }

    @Override
    public Attributes attributes(String path, boolean followLast) {
        return processes.vfs().attributes(process, null, path, followLast);
    }

    @Override
    public boolean mayAccess(String path, int mask) {
        try {
            processes.vfs().access(process, null, path, mask);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    @Override
    public List<DirectoryEntry> directory(String path) {
        OpenFileDescription file = processes.vfs().open(process, null, path, OpenFlags.DIRECTORY, 0);
        try {
            List<DirectoryEntry> all = new ArrayList<>();
            long cookie = 0;
            while (true) {
                List<DirectoryEntry> some = file.readDirectory(cookie, ENTRIES_AT_ONCE);
                if (some.isEmpty()) {
                    return all;
                }
                poll(some.size());
                all.addAll(some);
                cookie = some.getLast().next();
            }
        } finally {
            file.release();
        }
    }

    @Override
    public void changeDirectory(String path) {
        thread.changeDirectory(path);
    }

    @Override
    public String workingDirectory() {
        return processes.vfs().pathOf(process, process.workingDirectory());
    }

    @Override
    public int fork(HostedProgram body, int group) {
        return thread.fork(group, child -> new JavaProgram(body));
    }

    @Override
    public int spawn(SpawnRequest request) {
        return thread.spawn(request);
    }

    @Override
    public void exec(String path, List<String> arguments, List<String> environment) {
        throw thread.exec(path, arguments, environment);
    }

    @Override
    public Waited wait(int pid, boolean block, boolean untraced) {
        Wait.Result result = thread.waitFor(pid, block, untraced, false);
        return new Waited(result.pid(), result.status());
    }

    @Override
    public void kill(int pid, Signal signal) {
        thread.signals().kill(pid, signal);
    }

    @Override
    public int group() {
        return processes.groups().groupOf(process, 0);
    }

    @Override
    public int groupOf(int pid) {
        return processes.groups().groupOf(process, pid);
    }

    @Override
    public void setGroup(int pid, int group) {
        processes.groups().setGroup(process, pid, group);
    }

    @Override
    public int session() {
        return processes.groups().sessionOf(process, 0);
    }

    @Override
    public int foregroundGroup(int fd) {
        return thread.terminals().foreground(fd);
    }

    @Override
    public void setForegroundGroup(int fd, int group) {
        thread.terminals().setForeground(fd, group);
    }

    @Override
    public int[] windowSize(int fd) {
        var size = thread.terminals().windowSize(fd);
        return new int[] {size.rows(), size.columns()};
    }

    @Override
    public Termios termios(int fd) {
        return thread.terminals().attributes(fd);
    }

    @Override
    public void setTermios(int fd, Termios termios) {
        thread.terminals().setAttributes(fd, termios);
    }

    @Override
    public void setDisposition(Signal signal, Disposition disposition) {
        thread.signals().setAction(signal, switch (disposition) {
            case DEFAULT -> SignalAction.DEFAULT;
            case IGNORE -> SignalAction.IGNORE;
            case CATCH -> SignalAction.CATCH;
        });
    }

    @Override
    public Disposition disposition(Signal signal) {
        return switch (process.signalAction(signal).kind()) {
            case DEFAULT -> Disposition.DEFAULT;
            case IGNORE -> Disposition.IGNORE;
            case CATCH -> Disposition.CATCH;
        };
    }

    @Override
    public Signal takePendingSignal() {
        return thread.signals().takeCaught();
    }

    @Override
    public Tracer trace(boolean follow, int mostString) {
        return new Tracer(thread, follow, mostString);
    }

    @Override
    public long[] limit(int resource) {
        return new long[] {process.limits().soft(resource), process.limits().hard(resource)};
    }

    @Override
    public void setLimit(int resource, long soft, long hard) {
        processes.limit(process, 0, new Processes.LimitChange(resource, soft, hard));
    }

    @Override
    public long realtime() {
        return processes.kernel().clock().realtime();
    }

    @Override
    public long monotonic() {
        return processes.kernel().clock().monotonic();
    }

    @Override
    public long[] times() {
        long own = process.cpuTime();
        long children = processes.usage(process, true).user();
        return new long[] {own, 0, children, 0};
    }

    @Override
    public void sleep(long nanos) {
        long now = monotonic();
        long deadline = nanos >= Task.NEVER - now ? Task.NEVER : now + Math.max(0, nanos);
        thread.waiting().any(() -> false, deadline, "sleep");
    }
}
