// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.ThreadGroup;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalSet;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.computed.Node;

/**
 * {@code /proc/PID}, and {@code /proc/PID/task/TID}: one table, name to node. Formats: proc(5).
 *
 * @param only the thread that it is about; null: the process, of which the main thread is shown
 */
record ProcessFolder(Filesystem proc, Processes processes, Process process, ThreadGroup.Member only) implements Node.Directory {
    private static final List<String> NAMES =
            List.of("cmdline", "comm", "cwd", "environ", "exe", "fd", "limits", "maps", "mounts", "root", "stat", "statm", "status", "task", "wchan");

    private ThreadGroup.Member thread() {
        return only != null ? only : process.thread();
    }

    @Override
    public int uid() {
        return process.ids().effectiveUid();
    }

    @Override
    public int gid() {
        return process.ids().effectiveGid();
    }

    @Override
    public List<String> list(Caller caller) {
        return only == null ? NAMES : NAMES.stream().filter(name -> !name.equals("task")).toList();
    }

    @Override
    public Node lookup(Caller caller, String name) {
        return switch (name) {
            case "cmdline" -> new Strings(process.program().arguments(), 0444, uid());
            case "comm" -> Node.text(asker -> process.program().name() + "\n");
            case "cwd" -> new PlaceLink(this, () -> new LinkTarget.Place(process.workingDirectory()), () -> pathOfWorkingDirectory());
            case "environ" -> new Strings(process.program().environment(), 0400, uid());
            case "exe" -> new PlaceLink(this, () -> new LinkTarget.Text(process.program().path()), () -> process.program().path());
            case "fd" -> new DescriptorFolder(proc, processes, process);
            case "limits" -> Node.text(asker -> LimitsText.of(process.limits()));
            case "maps" -> Node.text(asker -> {
                requireSame(asker);
                return MapsText.of(process);
            });
            case "mounts" -> Node.text(asker -> MountsText.of(processes));
            case "root" -> new PlaceLink(this, () -> new LinkTarget.Place(process.root()), () -> "/");
            case "stat" -> Node.text(asker -> stat());
            case "status" -> Node.text(asker -> status());
            case "statm" -> Node.text(asker -> statm());
            case "task" -> only != null ? null : new TaskFolder(proc, processes, process);
            case "wchan" -> Node.text(asker -> thread().task().wchan() == null ? "0" : thread().task().wchan());
            default -> null;
        };
    }

    /** NUL-ended strings. */
    private record Strings(List<String> strings, int mode, int uid) implements Node.Text {
        @Override
        public byte[] content(Caller caller) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (String string : strings) {
                bytes.writeBytes(string.getBytes(StandardCharsets.UTF_8));
                bytes.write(0);
            }
            return bytes.toByteArray();
        }
    }

    /** Linux's ptrace rule: what tells of a process's inside is for its own user, and root. A null caller only lists. EACCES. */
    private void requireSame(Caller asker) {
        if (asker != null && asker.credentials().uid() != 0 && (asker.credentials().uid() != process.ids().realUid() || asker.credentials().uid() != uid())) {
            throw new ErrnoException(Errno.EACCES);
        }
    }

    /** A link that leads to a place even where its path would not. */
    private record PlaceLink(ProcessFolder folder, java.util.function.Supplier<LinkTarget> place, java.util.function.Supplier<String> path) implements Node.Link {
        @Override
        public String target(Caller caller) {
            folder.requireSame(caller);
            return path.get();
        }

        @Override
        public LinkTarget follow(Caller caller) {
            folder.requireSame(caller);
            return place.get();
        }
    }

    private String pathOfWorkingDirectory() {
        try {
            return processes.vfs().pathOf(process, process.workingDirectory());
        } catch (ErrnoException removed) {
            return "(deleted)";
        }
    }

    private String stat() {
        var kin = processes.kinship(process);
        long ticks = (only == null ? process.cpuTime() : thread().task().cpuTime()) / 10_000_000;
        int terminal = kin.terminal() == null ? 0 : (int) kin.terminal().rdev();
        long[] fields = {
            kin.parent(), kin.group(), kin.session(), terminal, kin.terminal() == null ? -1 : kin.foreground(), 0, // flags
            0, 0, 0, 0, // page faults
            ticks, 0, processes.usage(process, true).user() / 10_000_000, 0, // utime stime cutime cstime
            20 + thread().task().nice(), thread().task().nice(), threads(), 0, // priority nice threads itrealvalue
            process.startTime() / 10_000_000, process.memoryUsed(), process.memoryUsed() >> 12, -1, // starttime vsize rss rsslim
            0, 0, 0, 0, 0, // code, stack, esp, eip
            thread().pending().bits() & 0x7fffffffL, thread().mask().bits() & 0x7fffffffL,
            process.signalsWith(SignalAction.Kind.IGNORE).bits(), process.signalsWith(SignalAction.Kind.CATCH).bits(),
            0, 0, 0, 17, 0, 0, 0 // wchan nswap cnswap exit_signal processor rt_priority policy
        };
        StringBuilder line = new StringBuilder();
        line.append(thread().tid()).append(" (").append(process.program().name()).append(") ").append(StateLetter.of(processes, process, thread()));
        for (long field : fields) {
            line.append(' ').append(field);
        }
        return line.append('\n').toString();
    }

    /** In pages: all, and of it resident, shared, code, libraries, data, dirty. */
    private String statm() {
        long pages = process.memoryUsed() >> 12;
        return pages + " " + pages + " 0 0 0 " + pages + " 0\n";
    }

    private String status() {
        var kin = processes.kinship(process);
        var ids = process.ids();
        String state = switch (StateLetter.of(processes, process, thread())) {
            case 'R' -> "R (running)";
            case 'S' -> "S (sleeping)";
            case 'T' -> "T (stopped)";
            default -> "Z (zombie)";
        };
        StringBuilder groups = new StringBuilder();
        for (int group : ids.groups()) {
            groups.append(group).append(' ');
        }
        long kilobytes = process.memoryUsed() >> 10;
        return "Name:\t" + process.program().name()
                + "\nUmask:\t0" + Integer.toOctalString(process.umask())
                + "\nState:\t" + state
                + "\nTgid:\t" + process.pid()
                + "\nPid:\t" + thread().tid()
                + "\nPPid:\t" + kin.parent()
                + "\nTracerPid:\t0"
                + "\nUid:\t" + ids.realUid() + "\t" + ids.effectiveUid() + "\t" + ids.savedUid() + "\t" + ids.effectiveUid()
                + "\nGid:\t" + ids.realGid() + "\t" + ids.effectiveGid() + "\t" + ids.savedGid() + "\t" + ids.effectiveGid()
                + "\nGroups:\t" + groups
                + "\nNSpgid:\t" + kin.group()
                + "\nNSsid:\t" + kin.session()
                + "\nVmSize:\t" + kilobytes + " kB"
                + "\nVmRSS:\t" + kilobytes + " kB"
                + "\nThreads:\t" + threads()
                + "\nSigPnd:\t" + hex(thread().pendingAlone())
                + "\nShdPnd:\t" + hex(process.pendingSignals())
                + "\nSigBlk:\t" + hex(thread().mask())
                + "\nSigIgn:\t" + hex(process.signalsWith(SignalAction.Kind.IGNORE))
                + "\nSigCgt:\t" + hex(process.signalsWith(SignalAction.Kind.CATCH))
                + "\n";
    }

    /** A zombie counts as one. */
    private int threads() {
        return Math.max(1, process.threads().size());
    }

    private static String hex(SignalSet set) {
        String digits = Long.toHexString(set.bits());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
