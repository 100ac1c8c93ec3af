// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.Task;
import org.wsh.kernel.net.IpAddress;
import org.wsh.kernel.net.Outside;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** What address a name has: a literal address itself; else what {@code /etc/hosts} says; else the machine's own name; else what the host says, if that was granted. */
public final class Resolver {
    private static final String HOSTS = "/etc/hosts";
    private static final int MOST_BYTES = 1 << 18;

    private final Process process;
    private final Processes processes;
    private final Task task;

    Resolver(Process process, Processes processes, Task task) {
        this.process = process;
        this.processes = processes;
        this.task = task;
    }

    /** None if nobody knows it. */
    public List<IpAddress> resolve(String name) {
        IpAddress literal = IpAddress.parse(name);
        if (literal != null) {
            return List.of(literal);
        }
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<IpAddress> listed = listed(plain);
        if (!listed.isEmpty()) {
            return listed;
        }
        if (plain.equalsIgnoreCase("localhost") || plain.equalsIgnoreCase(processes.name().node())) {
            return List.of(IpAddress.LOOPBACK_V4);
        }
        Outside outside = processes.network().outside();
        if (outside == Outside.NOTHING) {
            return List.of();
        }
        try {
            return processes.kernel().hostWork().run(task, () -> outside.resolve(plain));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the host's resolver failed", e);
        }
    }

    private List<IpAddress> listed(String name) {
        List<IpAddress> found = new ArrayList<>();
        for (String line : hosts().split("\n")) {
            int comment = line.indexOf('#');
            String[] words = (comment < 0 ? line : line.substring(0, comment)).trim().split("[ \t]+");
            for (int i = 1; i < words.length; i++) {
                IpAddress address = words[i].equalsIgnoreCase(name) ? IpAddress.parse(words[0]) : null;
                if (address != null && !found.contains(address)) {
                    found.add(address);
                }
            }
        }
        return found;
    }

    private String hosts() {
        OpenFileDescription file;
        try {
            file = processes.vfs().open(process, null, HOSTS, OpenFlags.READ, 0);
        } catch (ErrnoException e) {
            return "";
        }
        try {
            var bytes = ByteBuffer.allocate((int) Math.clamp(file.attributes().size(), 0, MOST_BYTES));
            while (bytes.hasRemaining() && file.read(bytes) > 0) {
                // until it is whole
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        } finally {
            file.release();
        }
    }
}
