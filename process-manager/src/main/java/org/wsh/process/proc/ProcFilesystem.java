// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.Kernel;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.computed.ComputedFilesystem;
import org.wsh.vfs.computed.Listing;
import org.wsh.vfs.computed.Node;

/** {@code /proc}: the machine and its processes as files, in Linux's formats (proc(5)). */
public final class ProcFilesystem extends ComputedFilesystem {
    public ProcFilesystem(Processes processes) {
        Root root = new Root(processes, machineFiles(processes));
        super("proc", root, processes.kernel().clock());
        root.filesystem = this;
    }

    /** A folder for each process, and the machine's own files. */
    private static final class Root implements Node.Directory {
        private final Processes processes;
        private final Listing files;
        /** Set when there is one, before it is mounted. */
        private ProcFilesystem filesystem;

        Root(Processes processes, Listing files) {
            this.processes = processes;
            this.files = files;
        }

        @Override
        public Node lookup(Caller caller, String name) {
            Node file = files.lookup(caller, name);
            if (file != null) {
                return file;
            }
            int pid = Numbered.number(name);
            Process process = pid < 0 ? null : processes.find(pid);
            return process == null ? null : new ProcessFolder(filesystem, processes, process, null);
        }

        @Override
        public List<String> list(Caller caller) {
            List<String> names = new ArrayList<>(files.list(caller));
            for (Process process : processes.all()) {
                names.add(Integer.toString(process.pid()));
            }
            return names;
        }
    }

    private static Listing machineFiles(Processes processes) {
        Kernel kernel = processes.kernel();
        var machine = new MachineText(processes);
        return new Listing()
                .add("self", (Node.Link) caller -> caller instanceof Process process ? Integer.toString(process.pid()) : "1")
                .add("mounts", Node.link("self/mounts"))
                .add("filesystems", Node.text(caller -> "nodev\tproc\nnodev\tdevtmpfs\nnodev\toverlay\nnodev\ttmpfs\n"))
                .add("version", Node.text(caller -> {
                    var name = processes.name();
                    return name.system() + " version " + name.release() + " " + name.version() + "\n";
                }))
                .add("stat", Node.text(caller -> machine.stat()))
                .add("uptime", Node.text(caller -> machine.uptime()))
                .add("loadavg", Node.text(caller -> machine.loadAverage()))
                .add("meminfo", Node.text(caller -> machine.memory()))
                .add("cpuinfo", Node.text(caller -> processors(kernel)));
    }

    private static String processors(Kernel kernel) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kernel.scheduler().processors(); i++) {
            text.append("processor\t: ").append(i).append("\nmodel name\t: WebAssembly\n\n");
        }
        return text.toString();
    }
}
