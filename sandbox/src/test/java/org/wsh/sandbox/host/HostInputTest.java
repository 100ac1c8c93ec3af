// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

class HostInputTest {
    private static final StreamOwner OWNER = new StreamOwner(1, 0, 0, 0);

    /** Blocks until told that bytes have come, and remembers how many were asked for. */
    private static final class SlowStream extends InputStream {
        private final Semaphore come = new Semaphore(0);
        private final AtomicInteger asked = new AtomicInteger(-1);

        @Override
        public int read() {
            throw new AssertionError("bytes are read in pieces");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            asked.set(length);
            come.acquireUninterruptibly();
            into[offset] = 'x';
            return 1;
        }
    }

    private static String read(HostInput input, int most) {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        await().atMost(Duration.ofMinutes(1)).until(() -> input.read(bytes.clear()) != OpenFileDescription.WOULD_BLOCK);
        return new String(bytes.array(), 0, bytes.position());
    }

    @Test
    void theHostIsNotAskedBeforeTheGuestAsks() {
        var stream = new SlowStream();
        var input = new HostInput(stream, false, OWNER);
        assertEquals(-1, stream.asked.get());
        assertEquals(OpenFileDescription.WOULD_BLOCK, input.read(ByteBuffer.allocate(7)));
        await().atMost(Duration.ofMinutes(1)).until(() -> stream.asked.get() == 7);
    }

    @Test
    void whoWaitsIsWokenWhenBytesCome() {
        var stream = new SlowStream();
        var input = new HostInput(stream, false, OWNER);
        var woken = new AtomicInteger();
        input.read(ByteBuffer.allocate(7));
        input.subscribe(woken::incrementAndGet);
        assertEquals(0, input.readiness());
        stream.come.release();
        await().atMost(Duration.ofMinutes(1)).until(() -> woken.get() > 0);
        assertEquals(Pollable.READABLE, input.readiness());
        assertEquals("x", read(input, 7));
    }

    @Test
    void askingForReadinessAsksTheHostForOneByte() {
        var stream = new SlowStream();
        var input = new HostInput(stream, false, OWNER);
        assertEquals(0, input.readiness());
        await().atMost(Duration.ofMinutes(1)).until(() -> stream.asked.get() == 1);
    }

    @Test
    void bytesThatAreThereAreTakenAtOnceAndNotMoreThanWanted() {
        var stream = new ByteArrayInputStream("abcdef".getBytes());
        var input = new HostInput(stream, true, OWNER);
        ByteBuffer bytes = ByteBuffer.allocate(2);
        assertEquals(2, input.read(bytes));
        assertEquals(4, stream.available());
    }

    @Test
    void endOfFileIsReadAgainAndAgain() {
        var input = new HostInput(new ByteArrayInputStream(new byte[0]), true, OWNER);
        assertEquals("", read(input, 10));
        assertEquals("", read(input, 10));
    }

    @Test
    void aFailureOfTheHostIsAnErrno() {
        var input = new HostInput(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        }, false, OWNER);
        input.read(ByteBuffer.allocate(1));
        await().atMost(Duration.ofMinutes(1)).until(() -> (input.readiness() & Pollable.READABLE) != 0);
        var error = assertThrows(ErrnoException.class, () -> input.read(ByteBuffer.allocate(1)));
        assertEquals(Errno.EIO, error.errno());
    }
}
