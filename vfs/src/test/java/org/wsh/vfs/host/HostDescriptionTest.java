// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Guest;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

class HostDescriptionTest {
    /** As a kernel with one processor does it: who waits for the host gives the processor away, and needs it back to go on. */
    private static final class OneProcessor implements BlockingWork {
        private final Semaphore processor = new Semaphore(1);
        private final ExecutorService threads;

        OneProcessor(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public <T> T run(Callable<T> work) throws Exception {
            var result = threads.submit(work);
            processor.release();
            try {
                return result.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                processor.acquireUninterruptibly();
            }
        }
    }

    @Test
    void sharersOfAnOffsetDoNotHangOnOneProcessor(@TempDir Path folder) throws Exception {
        int size = 3 << 20;
        Files.write(folder.resolve("f"), new byte[size]);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            OneProcessor one = new OneProcessor(threads);
            one.processor.acquire();
            Guest guest = Guest.root(new HostFilesystem(folder, HostOptions.READ_WRITE, one));
            OpenFileDescription shared = guest.open("/f", OpenFlags.READ_WRITE);
            one.processor.release();
            AtomicInteger total = new AtomicInteger();
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                Thread[] readers = new Thread[8];
                for (int i = 0; i < readers.length; i++) {
                    int number = i;
                    readers[i] = Thread.ofVirtual().start(() -> {
                        ByteBuffer piece = ByteBuffer.allocate(1000);
                        one.processor.acquireUninterruptibly();
                        for (int count = 1; count > 0; ) {
                            count = shared.read(piece.clear());
                            total.addAndGet(count);
                            if (number == 0) {
                                shared.writeAt(ByteBuffer.allocate(1), 0);
                            }
                            one.processor.release();
                            one.processor.acquireUninterruptibly();
                        }
                        one.processor.release();
                    });
                }
                for (Thread reader : readers) {
                    reader.join();
                }
            });
            assertEquals(size, total.get());
        }
    }
}
