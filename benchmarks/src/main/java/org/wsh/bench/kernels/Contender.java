// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A process that serves one kernel on one engine: given a line with n, it answers {@code checksum nanoseconds}. Idle until asked. */
final class Contender implements AutoCloseable {
    /** One run's outcome. */
    record Sample(long checksum, long nanos) {}

    final Engine engine;
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    Contender(Engine engine, List<String> command) throws IOException {
        this.engine = engine;
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = process.outputWriter();
        answers = process.inputReader();
    }

    Sample run(int n) throws IOException {
        questions.write(n + "\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(engine.label + " ended without an answer");
        }
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IOException(engine.label + " answered: " + line);
        }
        return new Sample(Long.parseLong(line, 0, space, 10), Long.parseLong(line, space + 1, line.length(), 10));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
