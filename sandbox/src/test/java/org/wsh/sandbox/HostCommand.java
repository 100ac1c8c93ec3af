// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the real launcher, or any command, as a person would, in a folder of its own. */
final class HostCommand {
    /** The clone: Maven runs tests in the module's folder. */
    static final Path CLONE = Path.of("..").toAbsolutePath().normalize();
    static final String WSH = CLONE.resolve("wsh").toString();
    private static final long PATIENCE_SECONDS = 600;

    private final ProcessBuilder builder;
    private byte[] input = {};

    record Outcome(int status, byte[] stdout, String errors) {
        String output() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "status " + status + ", output \"" + output() + "\", errors \"" + errors + "\"";
        }
    }

    private HostCommand(Path folder, List<String> command) {
        builder = new ProcessBuilder(command).directory(folder.toFile());
        var environment = builder.environment();
        environment.put("XDG_CACHE_HOME", CLONE.resolve("sandbox/target/cache").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        environment.put("WSH_BUILD", "off");
        environment.put("LC_ALL", "C");
        environment.remove("JAVA_TOOL_OPTIONS");
    }

    /** {@code ./wsh arguments} in {@code folder}. */
    static HostCommand wsh(Path folder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(WSH);
        command.addAll(Arrays.asList(arguments));
        return new HostCommand(folder, command);
    }

    /** A line for the host's shell, in which {@code $WSH} is the launcher. */
    static HostCommand shell(Path folder, String line) {
        var command = new HostCommand(folder, List.of("/bin/sh", "-c", line));
        command.builder.environment().put("WSH", WSH);
        return command;
    }

    HostCommand environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    HostCommand input(byte[] bytes) {
        input = bytes;
        return this;
    }

    Process start() throws IOException {
        return builder.start();
    }

    Outcome run() throws Exception {
        Path errors = Files.createTempFile("wsh-test", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            Thread writer = Thread.ofVirtual().start(() -> {
                try (var in = process.getOutputStream()) {
                    in.write(input);
                } catch (IOException e) {
                    // It does not read all of it: its business.
                }
            });
            AtomicBoolean hangs = new AtomicBoolean();
            Thread watchdog = Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                        hangs.set(true);
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    // It has ended in time.
                }
            });
            byte[] output = process.getInputStream().readAllBytes();
            int status = process.waitFor();
            watchdog.interrupt();
            writer.join();
            Outcome outcome = new Outcome(status, output, Files.readString(errors, StandardCharsets.UTF_8));
            if (hangs.get()) {
                throw new AssertionError("does not end: " + builder.command() + ": " + outcome);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Files.delete(errors);
        }
    }
}
