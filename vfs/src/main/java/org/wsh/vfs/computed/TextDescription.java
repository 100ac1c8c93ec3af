// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import java.nio.ByteBuffer;
import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.Location;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.RegularFileDescription;

/** An open computed file: what it said when it was opened, and the way in for what is written. */
final class TextDescription extends RegularFileDescription {
    private static final int LONGEST_WRITE = 4096;   // a page, as Linux has it
    private static final byte[] NOTHING = {};

    private final Caller opener;
    private final Node.Text node;
    private final byte[] content;

    TextDescription(OpenFlags flags, ComputedInode inode, Location where, Caller opener, Node.Text node) {
        super(flags, inode, where);
        this.opener = opener;
        this.node = node;
        content = flags.read() ? node.content(opener) : NOTHING;
    }

    @Override
    protected int transferTo(ByteBuffer into, long position) {
        int count = (int) Math.min(into.remaining(), Math.max(0, content.length - position));
        if (count > 0) {
            into.put(content, (int) position, count);
        }
        return count;
    }

    /** EINVAL when longer than a page. */
    @Override
    protected int transferFrom(ByteBuffer from, long position) {
        if (from.remaining() > LONGEST_WRITE) {
            throw new ErrnoException(Errno.EINVAL);
        }
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        node.write(opener, bytes);
        return bytes.length;
    }

    @Override
    protected long append(ByteBuffer from) {
        return transferFrom(from, 0);
    }

    @Override
    protected long size() {
        return content.length;
    }
}
