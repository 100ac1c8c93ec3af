// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.DirectoryDescription;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Inode;
import org.wsh.vfs.Location;

/**
 * How files of a lower filesystem show through: each is wrapped once, when first looked up, by an inode of ours that copies its
 * metadata and number and reads its bytes from below until they are changed. Read as root: modes are checked above.
 */
final class LowerLayer {
    private static final Caller READER = new Reader();

    private final MemoryFilesystem filesystem;

    /** Lower files with several names, by number: all names must lead to one inode here. Guarded by the tree lock. */
    private final Map<Long, MemoryInode> shared = new HashMap<>();

    LowerLayer(MemoryFilesystem filesystem) {
        this.filesystem = filesystem;
    }

    /** Sorted, so that the same lower files make the same listing, whatever order a host keeps them in. */
    List<DirectoryEntry> list(Inode lowerDirectory) {
        List<DirectoryEntry> entries = lowerDirectory.list(READER, DirectoryDescription.DOTS, Integer.MAX_VALUE);
        entries.sort((a, b) -> a.name().compareTo(b.name()));
        return entries;
    }

    MemoryDirectory directory(Inode lower, MemoryDirectory parent, String name) {
        return new MemoryDirectory(filesystem, lower.attributes(), lower, parent, name);
    }

    /** Caller holds the tree lock. ESTALE if the lower filesystem lost the name meanwhile: it should not change under us. */
    MemoryInode wrap(Inode lowerDirectory, DirectoryEntry entry, MemoryDirectory parent) {
        Inode lower = lowerDirectory.lookup(READER, entry.name());
        if (lower == null) {
            throw new ErrnoException(Errno.ESTALE, entry.name());
        }
        if (lower.type() == FileType.DIRECTORY) {
            return directory(lower, parent, entry.name());
        }
        Attributes attributes = lower.attributes();
        if (attributes.links() > 1) {
            MemoryInode known = shared.get(attributes.inode());
            if (known == null) {
                known = wrapFile(lower, attributes);
                shared.put(attributes.inode(), known);
            }
            return known;
        }
        return wrapFile(lower, attributes);
    }

    private MemoryInode wrapFile(Inode lower, Attributes attributes) {
        return switch (lower.type()) {
            case REGULAR -> new MemoryFile(filesystem, attributes, lower);
            case SYMBOLIC_LINK -> new MemoryLink(filesystem, attributes, lower.readLink(READER));
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> new MemorySpecial(filesystem, attributes);
            case DIRECTORY -> throw new IllegalStateException("a directory is not wrapped as a file");
        };
    }

    static Caller reader() {
        return READER;
    }

    /** The overlay itself, as seen from below. It walks no paths there, so it has no place. */
    private record Reader() implements Caller {
        @Override
        public Credentials credentials() {
            return Credentials.ROOT;
        }

        @Override
        public int umask() {
            return 0;
        }

        @Override
        public Location root() {
            throw new IllegalStateException("a lower layer is read by inode, not by path");
        }

        @Override
        public Location workingDirectory() {
            return root();
        }
    }
}
