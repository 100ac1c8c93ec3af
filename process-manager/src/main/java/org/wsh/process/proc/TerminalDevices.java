// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.List;
import org.wsh.kernel.terminal.PseudoTerminal;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.computed.Node;
import org.wsh.vfs.device.DeviceFilesystem;

/** What in {@code /dev} depends on the machine's terminals and on who looks. Device numbers are Linux's. */
public final class TerminalDevices {
    /** The group that may write to others' terminals. */
    private static final int TTY_GROUP = 5;

    private TerminalDevices() {}

    /** Adds them: tty, console, ptmx, pts, and the caller's own descriptors. */
    public static void addTo(DeviceFilesystem dev, Processes processes) {
        dev.add("tty", new Controlling(processes));
        dev.add("console", new Console(processes));
        dev.add("ptmx", new Multiplexer(processes));
        dev.add("pts", new Slaves(processes));
        dev.add("fd", Node.link("/proc/self/fd"));
        dev.add("stdin", Node.link("/proc/self/fd/0"));
        dev.add("stdout", Node.link("/proc/self/fd/1"));
        dev.add("stderr", Node.link("/proc/self/fd/2"));
    }

    /** {@code /dev/tty}: whichever terminal controls the session of the process that opens it. ENXIO if none does. */
    private record Controlling(Processes processes) implements Node.Device {
        @Override
        public long rdev() {
            return 5 << 8;
        }

        @Override
        public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
            return opened(caller instanceof Process process ? processes.kinship(process).terminal() : null, flags);
        }
    }

    /** {@code /dev/console}: what the machine's owner sits at. ENXIO if there is nothing. */
    private record Console(Processes processes) implements Node.Device {
        @Override
        public long rdev() {
            return 5 << 8 | 1;
        }

        @Override
        public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
            return opened(processes.console(), flags);
        }
    }

    private static OpenFileDescription opened(Terminal terminal, OpenFlags flags) {
        if (terminal == null) {
            throw new ErrnoException(Errno.ENXIO);
        }
        return terminal.open(flags);
    }

    /** {@code /dev/ptmx}: each open makes a pseudo-terminal, and is its master. */
    private record Multiplexer(Processes processes) implements Node.Device {
        @Override
        public long rdev() {
            return 5 << 8 | 2;
        }

        @Override
        public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
            return processes.pseudoTerminals().open(flags, caller.credentials().uid());
        }
    }

    /** {@code /dev/pts}: the slaves, by number. */
    private record Slaves(Processes processes) implements Node.Directory {
        @Override
        public List<String> list(Caller caller) {
            return processes.pseudoTerminals().numbers().stream().map(String::valueOf).toList();
        }

        @Override
        public Node lookup(Caller caller, String name) {
            PseudoTerminal found = name.matches("0|[1-9][0-9]{0,3}") ? processes.pseudoTerminals().find(Integer.parseInt(name)) : null;
            return found == null ? null : new Slave(found);
        }
    }

    /** {@code /dev/pts/N}: of the user that opened the master. */
    private record Slave(PseudoTerminal master) implements Node.Device {
        @Override
        public int mode() {
            return 0620;
        }

        @Override
        public int uid() {
            return master.owner();
        }

        @Override
        public int gid() {
            return TTY_GROUP;
        }

        @Override
        public long rdev() {
            return master.slave().rdev();
        }

        @Override
        public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
            return master.openSlave(flags);
        }
    }
}
