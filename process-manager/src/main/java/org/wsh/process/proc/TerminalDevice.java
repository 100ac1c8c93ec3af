// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

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

/** {@code /dev/tty}: whichever terminal controls the session of the process that opens it. ENXIO if none does. */
public record TerminalDevice(Processes processes) implements Node.Device {
    /** Major 5, minor 0, as on Linux. */
    private static final long RDEV = 5 << 8;

    /** Adds what in {@code /dev} depends on who looks: tty, and the caller's own descriptors. */
    public static void addTo(DeviceFilesystem dev, Processes processes) {
        dev.add("tty", new TerminalDevice(processes));
        dev.add("fd", Node.link("/proc/self/fd"));
        dev.add("stdin", Node.link("/proc/self/fd/0"));
        dev.add("stdout", Node.link("/proc/self/fd/1"));
        dev.add("stderr", Node.link("/proc/self/fd/2"));
    }

    @Override
    public long rdev() {
        return RDEV;
    }

    @Override
    public OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where) {
        Terminal terminal = caller instanceof Process process ? processes.kinship(process).terminal() : null;
        if (terminal == null) {
            throw new ErrnoException(Errno.ENXIO, "/dev/tty");
        }
        return terminal.open(flags);
    }
}
