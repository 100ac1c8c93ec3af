// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.wsh.sandbox.Job;
import org.wsh.sandbox.Launch;

/** A program that somebody talks with: a line goes in, and sooner or later one comes back. */
final class Conversation {
    private final LinkedBlockingQueue<byte[]> typed = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Job job;

    Conversation(Launch program) {
        job = program.input(new Typed()).output(new Heard()).start();
    }

    Job job() {
        return job;
    }

    /** Types a line and waits for one. @return nanoseconds until it came */
    long ask(String line, String answer) throws InterruptedException {
        long start = System.nanoTime();
        typed.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        String got = heard.poll(60, TimeUnit.SECONDS);
        long took = System.nanoTime() - start;
        if (!answer.equals(got)) {
            throw new IllegalStateException("\"" + line + "\" was answered by " + got);
        }
        return took;
    }

    /** Times in milliseconds of {@code count} questions, one each {@code pause} milliseconds, in order of size. */
    double[] askOften(int count, int pause, String line, String answer) throws InterruptedException {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = ask(line, answer) / 1e6;
            Thread.sleep(pause);
        }
        Arrays.sort(times);
        return times;
    }

    void end() throws InterruptedException {
        typed.add(new byte[0]);
        job.kill();
        job.await();
    }

    private final class Typed extends InputStream {
        private byte[] now = {};
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                if (at == now.length) {
                    now = typed.take();
                    at = 0;
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            int count = Math.min(length, now.length - at);
            System.arraycopy(now, at, into, offset, count);
            at += count;
            return count == 0 ? -1 : count;
        }
    }

    private final class Heard extends OutputStream {
        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(int character) {
            if (character == '\n') {
                heard.add(line.toString());
                line.setLength(0);
            } else {
                line.append((char) character);
            }
        }
    }
}
