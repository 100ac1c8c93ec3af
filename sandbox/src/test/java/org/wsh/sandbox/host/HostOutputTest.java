// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;

class HostOutputTest {
    private static final StreamOwner OWNER = new StreamOwner(1, 0, 0, 0);

    /** Takes nothing until told. */
    private static final class StuckStream extends OutputStream {
        private final Semaphore takes = new Semaphore(0);

        @Override
        public void write(int value) {
            throw new AssertionError("bytes are written in pieces");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            takes.acquireUninterruptibly();
        }
    }

    @Test
    void everyByteComesOutInOrder() throws Exception {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        var host = new ByteArrayOutputStream();
        var output = new HostOutput(host, OWNER);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            int limit = rest.limit();
            rest.limit(Math.min(limit, rest.position() + 1 + rest.position() % 30_011));
            output.write(rest);
            rest.limit(limit);
        }
        output.drain();
        assertArrayEquals(bytes, host.toByteArray());
    }

    @Test
    void aFullRingRefusesAndWakesWhenThereIsRoomForAnAtomicWrite() {
        var host = new StuckStream();
        var output = new HostOutput(host, OWNER);
        while (output.write(ByteBuffer.allocate(5000)) != OpenFileDescription.WOULD_BLOCK) {
            // until full
        }
        var woken = new AtomicInteger();
        output.subscribe(woken::incrementAndGet);
        assertEquals(0, output.readiness());
        host.takes.release();
        await().atMost(Duration.ofMinutes(1)).until(() -> woken.get() > 0);
        assertTrue(output.readiness() != 0);
    }

    @Test
    void aSmallWriteGoesWholeOrNotAtAll() {
        var output = new HostOutput(new StuckStream(), OWNER);
        assertEquals(65_000, output.write(ByteBuffer.allocate(65_000)));
        assertEquals(OpenFileDescription.WOULD_BLOCK, output.write(ByteBuffer.allocate(4096)));
        assertEquals(536, output.write(ByteBuffer.allocate(4097)));
    }

    @Test
    void whenTheReaderHasGoneWritersGetEpipe() throws Exception {
        var output = new HostOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        }, OWNER);
        output.write(ByteBuffer.allocate(10));
        output.drain();
        var error = assertThrows(ErrnoException.class, () -> output.write(ByteBuffer.allocate(1)));
        assertEquals(Errno.EPIPE, error.errno());
    }
}
