// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;
import org.wsh.process.FileAction;
import org.wsh.process.ProcessThread;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** Standard streams of a child of proc_spawn, some of them pipes whose other ends its parent keeps. */
final class SpawnedStreams {
    private static final int PIPED = 0;
    private static final int INHERIT = 1;
    private static final int NULL = 2;
    private static final int LOG = 3;
    private static final int NONE = -1;

    private final ProcessThread thread;
    private final int[] own = {NONE, NONE, NONE};
    private final int[] childs = {NONE, NONE, NONE};

    SpawnedStreams(ProcessThread thread) {
        this.thread = thread;
    }

    /** EMFILE, ENFILE; EINVAL: no such mode. */
    void add(int fd, int mode, List<FileAction> actions) {
        switch (mode) {
            case PIPED -> {
                int[] ends = thread.processes().openPipe(thread.process(), true);
                own[fd] = fd == 0 ? ends[1] : ends[0];
                childs[fd] = fd == 0 ? ends[0] : ends[1];
                actions.add(new FileAction.Duplicate(childs[fd], fd));
            }
            case INHERIT, LOG -> {}
            case NULL -> actions.add(new FileAction.Open(fd, "/dev/null", OpenFlags.READ_WRITE, 0));
            default -> throw new ErrnoException(Errno.EINVAL);
        }
    }

    /** The parent's end of that stream's pipe; negative if it is none. */
    int own(int fd) {
        return own[fd];
    }

    void closeOwn() {
        close(own);
    }

    void closeChilds() {
        close(childs);
    }

    private void close(int[] ends) {
        for (int end : ends) {
            if (end != NONE) {
                thread.process().descriptors().close(end);
            }
        }
    }
}
