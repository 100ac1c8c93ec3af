// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * Where large contents are kept: a Jimfs filesystem, made when the first one is needed. Its files are named by numbers nobody
 * sees. Quota is reserved by our callers, so Jimfs itself has none, and keeps no freed blocks.
 */
final class JimfsDisk {
    private static final long NO_LIMIT = 1L << 46;   // Jimfs counts blocks in an int

    // Guarded by this.
    private FileSystem disk;
    private long lastName;

    synchronized File create() {
        if (disk == null) {
            disk = Jimfs.newFileSystem(Configuration.builder(PathType.unix())
                    .setRoots("/")
                    .setWorkingDirectory("/")
                    .setAttributeViews("basic")
                    .setBlockSize(ChunkedBytes.CHUNK)
                    .setMaxSize(NO_LIMIT)
                    .setMaxCacheSize(0)
                    .setSupportedFeatures(Feature.FILE_CHANNEL)
                    .build());
        }
        try {
            return new File(disk.getPath("/" + ++lastName));
        } catch (IOException e) {
            throw new ErrnoException(Errno.EIO, e.getMessage());
        }
    }

    /** Whether a content was large enough to need it. */
    synchronized boolean isMade() {
        return disk != null;
    }

    synchronized void close() {
        try {
            if (disk != null) {
                disk.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("closing a Jimfs filesystem cannot fail", e);
        }
    }

    /**
     * A content's file. A Jimfs channel closes itself when the thread using it is interrupted, which must not lose a guest's
     * file: so the interrupt is put aside during a transfer, and the channel is opened again if one came all the same.
     */
    static final class File {
        private final Path path;
        private FileChannel channel;

        private File(Path path) throws IOException {
            this.path = path;
            channel = open(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        private FileChannel open(StandardOpenOption... options) throws IOException {
            return FileChannel.open(path, options);
        }

        /** Fills {@code into}, which ends within the file. */
        void read(ByteBuffer into, long position) {
            int start = into.position();
            uninterrupted(() -> {
                into.position(start);
                while (into.hasRemaining()) {
                    if (channel.read(into, position + into.position() - start) < 0) {
                        throw new IllegalStateException("a chunk ends beyond its file");
                    }
                }
            });
        }

        void write(ByteBuffer from, long position) {
            int start = from.position();
            uninterrupted(() -> {
                from.position(start);
                while (from.hasRemaining()) {
                    channel.write(from, position + from.position() - start);
                }
            });
        }

        void truncate(long size) {
            uninterrupted(() -> channel.truncate(size));
        }

        void delete() {
            uninterrupted(() -> {
                channel.close();
                Files.deleteIfExists(path);
            });
        }

        private interface Transfer {
            void run() throws IOException;
        }

        private void uninterrupted(Transfer transfer) {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try {
                        transfer.run();
                        return;
                    } catch (ClosedChannelException e) {
                        interrupted |= Thread.interrupted();
                        channel = open(StandardOpenOption.READ, StandardOpenOption.WRITE);
                    }
                }
            } catch (IOException e) {
                throw new ErrnoException(Errno.EIO, e.getMessage());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
