// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.InputStream;
import java.io.OutputStream;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/** What an open file on one of the host's streams has in common: somebody may wait for it, and stat says little. */
public abstract class HostStream extends OpenFileDescription {
    final WaitQueue changed = new WaitQueue();
    private final FileType type;
    private final StreamOwner owner;

    HostStream(OpenFlags flags, FileType type, StreamOwner owner) {
        super(flags);
        this.type = type;
        this.owner = owner;
    }

    /**
     * A stream to read from, on a thread that reading may block.
     *
     * @param immediate whether {@code available} is to be trusted
     * @param steady    how and when its bytes come shall make no difference
     */
    public static OpenFileDescription input(InputStream stream, boolean immediate, boolean steady, StreamOwner owner) {
        return steady ? new SteadyInput(stream, owner) : new HostInput(stream, immediate, owner);
    }

    /** A stream to write to. {@code steady}: how fast it takes them shall make no difference. */
    public static OpenFileDescription output(OutputStream stream, boolean steady, StreamOwner owner) {
        return steady ? new SteadyOutput(stream, owner) : new HostOutput(stream, owner);
    }

    /** What of so many bytes may be written. ENOSPC: nothing, ever. */
    final int allowed(int count) {
        return owner.limit().take(count);
    }

    final void unwritten(int count) {
        owner.limit().giveBack(count);
    }

    /** Its length, if it has one. */
    long size() {
        return 0;
    }

    @Override
    public Attributes attributes() {
        long size = size();
        return new Attributes(0, owner.inode(), type, type == FileType.REGULAR ? 0644 : 0620, 1, owner.uid(), owner.gid(), 0, size,
                size + 511 >> 9, owner.now(), owner.now(), owner.now());
    }

    @Override
    public void subscribe(Runnable wake) {
        changed.subscribe(wake);
    }

    @Override
    public void unsubscribe(Runnable wake) {
        changed.unsubscribe(wake);
    }
}
