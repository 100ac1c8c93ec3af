// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.function.Supplier;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * The host's standard streams as open files of the guest. What kind of file each is, the launcher has found out: a letter each
 * for input, output and error; {@code t} terminal, {@code f} regular file, {@code d} device, {@code p} pipe or the like,
 * {@code =} the same file as standard output.
 */
public final class StandardStreams {
    private final String kinds;
    private final BlockingWork work;
    private final Supplier<StreamOwner> owners;
    private final boolean steady;
    private OpenFileDescription output;

    /** @param steady see {@link HostStream#input} */
    public StandardStreams(String kinds, BlockingWork work, boolean steady, Supplier<StreamOwner> owners) {
        this.kinds = kinds;
        this.work = work;
        this.owners = owners;
        this.steady = steady;
    }

    /** Whether one of them is a terminal. */
    public static boolean anyTerminal(String kinds) {
        return kinds.indexOf('t') >= 0;
    }

    /** Whether standard stream {@code fd} (0, 1, 2) is a terminal. */
    public static boolean isTerminal(String kinds, int fd) {
        char kind = kinds.charAt(fd);
        return (kind == '=' ? kinds.charAt(1) : kind) == 't';
    }

    /** Standard stream {@code fd}, when it is no terminal; a new reference. Ask for 1 before 2. */
    public OpenFileDescription open(int fd) {
        return switch (fd) {
            case 0 -> input(kinds.charAt(0));
            case 1 -> output = output(kinds.charAt(1), new FileOutputStream(FileDescriptor.out));
            default -> {
                if (kinds.charAt(2) == '=') {
                    // One object, so that what is written to both comes out in the order in which it was written.
                    output.retain();
                    yield output;
                }
                yield output(kinds.charAt(2), new FileOutputStream(FileDescriptor.err));
            }
        };
    }

    private OpenFileDescription input(char kind) {
        var stream = new FileInputStream(FileDescriptor.in);
        return kind == 'f' || kind == 'd'
                ? new HostFile(stream.getChannel(), kind == 'f', OpenFlags.READ, work, owners.get())
                : HostStream.input(stream, true, steady, owners.get());
    }

    private OpenFileDescription output(char kind, FileOutputStream stream) {
        return kind == 'f' || kind == 'd'
                ? new HostFile(stream.getChannel(), kind == 'f', OpenFlags.WRITE, work, owners.get())
                : HostStream.output(stream, steady, owners.get());
    }
}
