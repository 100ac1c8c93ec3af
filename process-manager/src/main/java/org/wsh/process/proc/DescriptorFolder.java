// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.descriptor.DescriptorTable;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.computed.Node;
import org.wsh.vfs.computed.OpenFileNode;

/** {@code /proc/PID/fd}: a magic link for each descriptor, which opens what the descriptor is open on, named or not. */
record DescriptorFolder(Filesystem proc, Processes processes, Process process) implements Node.Directory {
    @Override
    public int mode() {
        return 0500;
    }

    @Override
    public int uid() {
        return process.ids().effectiveUid();
    }

    @Override
    public List<String> list(Caller caller) {
        List<String> names = new ArrayList<>();
        process.descriptors().forEach((fd, descriptor) -> names.add(fd.toString()));
        return names;
    }

    @Override
    public Node lookup(Caller caller, String name) {
        try {
            int fd = Integer.parseInt(name);
            return process.descriptors().isOpen(fd) ? new DescriptorLink(this, fd) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private record DescriptorLink(DescriptorFolder folder, int fd) implements Node.Link {
        @Override
        public int mode() {
            return 0700;
        }

        private DescriptorTable descriptors() {
            return folder.process.descriptors();
        }

        @Override
        public String target(Caller caller) {
            try (var file = descriptors().borrow(fd)) {
                Location location = file.file().location();
                return location != null ? path(caller, location) : anonymous(file.file());
            } catch (ErrnoException closed) {
                throw new ErrnoException(Errno.ENOENT);
            }
        }

        private String path(Caller caller, Location location) {
            try {
                return folder.processes.vfs().pathOf(caller, location);
            } catch (ErrnoException removed) {
                return "(deleted)";
            }
        }

        private static String anonymous(OpenFileDescription file) {
            Attributes attributes = file.attributes();
            String kind = switch (attributes.type()) {
                case FIFO -> "pipe";
                case SOCKET -> "socket";
                case CHARACTER_DEVICE -> null;
                case REGULAR, DIRECTORY, SYMBOLIC_LINK, BLOCK_DEVICE -> "anon";
            };
            return kind == null ? file.toString() : kind + ":[" + attributes.inode() + "]"; // a terminal says its path
        }

        @Override
        public LinkTarget follow(Caller caller) {
            try (var file = descriptors().borrow(fd)) {
                return OpenFileNode.of(folder.proc, file.file());
            } catch (ErrnoException closed) {
                throw new ErrnoException(Errno.ENOENT);
            }
        }
    }
}
