// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.SignalAction;
import org.wsh.process.SignalSet;
import org.wsh.vfs.Caller;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.computed.Node;

/** {@code /proc/PID}: one table, name to node. Formats: proc(5). */
record ProcessFolder(Filesystem proc, Processes processes, Process process) implements Node.Directory {
    private static final List<String> NAMES =
            List.of("cmdline", "comm", "cwd", "environ", "exe", "fd", "mounts", "root", "stat", "status", "wchan");

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
        return NAMES;
    }

    @Override
    public Node lookup(Caller caller, String name) {
        return switch (name) {
            case "cmdline" -> new Strings(process.program().arguments(), 0444, uid());
            case "comm" -> Node.text(asker -> process.program().name() + "\n");
            case "cwd" -> new PlaceLink(() -> new LinkTarget.Place(process.workingDirectory()), () -> pathOfWorkingDirectory());
            case "environ" -> new Strings(process.program().environment(), 0400, uid());
            case "exe" -> Node.link(process.program().path());
            case "fd" -> new DescriptorFolder(proc, processes, process);
            case "mounts" -> Node.text(asker -> ProcFilesystem.mounts(processes));
            case "root" -> new PlaceLink(() -> new LinkTarget.Place(process.root()), () -> "/");
            case "stat" -> Node.text(asker -> stat());
            case "status" -> Node.text(asker -> status());
            case "wchan" -> Node.text(asker -> process.thread().task().wchan() == null ? "0" : process.thread().task().wchan());
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

    /** A link that leads to a place even where its path would not. */
    private record PlaceLink(java.util.function.Supplier<LinkTarget> place, java.util.function.Supplier<String> path) implements Node.Link {
        @Override
        public String target(Caller caller) {
            return path.get();
        }

        @Override
        public LinkTarget follow(Caller caller) {
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

    /** R running or ready, S sleeping, T stopped, Z zombie. */
    static char stateLetter(Processes processes, Process process) {
        if (processes.kinship(process).zombie() != null) {
            return 'Z';
        }
        return switch (process.thread().task().state()) {
            case NEW, READY, RUNNING -> 'R';
            case SLEEPING -> 'S';
            case STOPPED -> 'T';
            case DEAD -> 'Z';
        };
    }

    private String stat() {
        var kin = processes.kinship(process);
        long ticks = process.cpuTime() / 10_000_000;
        int terminal = kin.terminal() == null ? 0 : (int) kin.terminal().rdev();
        long[] fields = {
            kin.parent(), kin.group(), kin.session(), terminal, kin.terminal() == null ? -1 : kin.foreground(), 0, // flags
            0, 0, 0, 0, // page faults
            ticks, 0, 0, 0, // utime stime cutime cstime
            20 + process.thread().task().nice(), process.thread().task().nice(), 1, 0, // priority nice threads itrealvalue
            process.startTime() / 10_000_000, process.memoryUsed(), process.memoryUsed() >> 12, -1, // starttime vsize rss rsslim
            0, 0, 0, 0, 0, // code, stack, esp, eip
            process.pendingSignals().bits() & 0x7fffffffL, process.blockedSignals().bits() & 0x7fffffffL,
            process.signalsWith(SignalAction.Kind.IGNORE).bits(), process.signalsWith(SignalAction.Kind.CATCH).bits(),
            0, 0, 0, 17, 0, 0, 0 // wchan nswap cnswap exit_signal processor rt_priority policy
        };
        StringBuilder line = new StringBuilder();
        line.append(process.pid()).append(" (").append(process.program().name()).append(") ").append(stateLetter(processes, process));
        for (long field : fields) {
            line.append(' ').append(field);
        }
        return line.append('\n').toString();
    }

    private String status() {
        var kin = processes.kinship(process);
        var ids = process.ids();
        String state = switch (stateLetter(processes, process)) {
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
                + "\nPid:\t" + process.pid()
                + "\nPPid:\t" + kin.parent()
                + "\nUid:\t" + ids.realUid() + "\t" + ids.effectiveUid() + "\t" + ids.savedUid() + "\t" + ids.effectiveUid()
                + "\nGid:\t" + ids.realGid() + "\t" + ids.effectiveGid() + "\t" + ids.savedGid() + "\t" + ids.effectiveGid()
                + "\nGroups:\t" + groups
                + "\nNSpgid:\t" + kin.group()
                + "\nNSsid:\t" + kin.session()
                + "\nVmSize:\t" + kilobytes + " kB"
                + "\nVmRSS:\t" + kilobytes + " kB"
                + "\nThreads:\t1"
                + "\nSigPnd:\t" + hex(process.pendingSignals())
                + "\nSigBlk:\t" + hex(process.blockedSignals())
                + "\nSigIgn:\t" + hex(process.signalsWith(SignalAction.Kind.IGNORE))
                + "\nSigCgt:\t" + hex(process.signalsWith(SignalAction.Kind.CATCH))
                + "\n";
    }

    private static String hex(SignalSet set) {
        String digits = Long.toHexString(set.bits());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
