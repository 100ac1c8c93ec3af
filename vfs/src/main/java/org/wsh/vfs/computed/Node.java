// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Inode;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * A file that is computed when somebody looks. Implementations are asked by many threads at once and must not wait. The
 * caller is null where nobody in particular asks (a listing's types).
 */
public sealed interface Node {
    FileType type();

    /** The twelve permission bits. */
    int mode();

    default int uid() {
        return 0;
    }

    default int gid() {
        return 0;
    }

    /** A directory. */
    non-sealed interface Directory extends Node {
        @Override
        default FileType type() {
            return FileType.DIRECTORY;
        }

        @Override
        default int mode() {
            return 0555;
        }

        /** The node called so, or null. */
        Node lookup(Caller caller, String name);

        /** The names it has now, in any order. */
        List<String> list(Caller caller);

        /**
         * Whether asking again gives the same nodes: then their inodes stay the same objects, so that filesystems can be mounted
         * on them. False where nodes come and go, as {@code /proc/PID}.
         */
        default boolean lasting() {
            return false;
        }
    }

    /** A regular file whose bytes are made at open and do not change for that description. {@code stat} shows size 0, as Linux does. */
    non-sealed interface Text extends Node {
        @Override
        default FileType type() {
            return FileType.REGULAR;
        }

        @Override
        default int mode() {
            return 0444;
        }

        byte[] content(Caller caller);

        /** Takes what one write() brought, whole. EACCES for files that cannot be written; EINVAL for what makes no sense. */
        default void write(Caller caller, byte[] bytes) {
            throw new ErrnoException(Errno.EACCES);
        }
    }

    /** A symbolic link, ordinary or magic. */
    non-sealed interface Link extends Node {
        @Override
        default FileType type() {
            return FileType.SYMBOLIC_LINK;
        }

        @Override
        default int mode() {
            return 0777;
        }

        String target(Caller caller);

        /** Where it really leads: {@link LinkTarget.Place} or {@link OpenFileNode#of} for a magic link. */
        default LinkTarget follow(Caller caller) {
            return new LinkTarget.Text(target(caller));
        }
    }

    /** A device, or whatever opens itself. */
    non-sealed interface Device extends Node {
        @Override
        default int mode() {
            return 0666;
        }

        @Override
        default FileType type() {
            return FileType.CHARACTER_DEVICE;
        }

        /** {@code major << 8 | minor}. */
        long rdev();

        /** May also hand out a description that exists already, with one more reference. */
        OpenFileDescription open(Caller caller, OpenFlags flags, Inode inode, Location where);
    }

    /** A file with this text at each open. */
    static Text text(Function<Caller, String> content) {
        return caller -> content.apply(caller).getBytes(StandardCharsets.UTF_8);
    }

    /** An ordinary symbolic link that always leads to {@code target}. */
    static Link link(String target) {
        return caller -> target;
    }
}
