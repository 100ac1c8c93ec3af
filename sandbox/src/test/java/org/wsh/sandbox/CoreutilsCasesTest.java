// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables of {@code userland-wasm/src/test/cases}: command lines, and what GNU's commands answered to them. The README there tells the format. A
 * table's cases share a machine; each has a folder of its own.
 */
class CoreutilsCasesTest {
    private static final Path CASES = Path.of("../userland-wasm/src/test/cases");
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final class Case {
        String name;
        final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
        final StringBuilder command = new StringBuilder();
        final ByteArrayOutputStream input = new ByteArrayOutputStream();
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status;
    }

    @TestFactory
    Stream<DynamicNode> commandsAnswerAsGnus() throws IOException {
        return Files.list(CASES).filter(file -> file.toString().endsWith(".cases")).sorted().map(file -> {
            Machine[] machine = new Machine[1];
            List<Case> cases = parse(file);
            List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                Case one = cases.get(i);
                String folder = "/tmp/" + i;
                boolean last = i == cases.size() - 1;
                tests.add(DynamicTest.dynamicTest(one.name, () -> {
                    if (machine[0] == null) {
                        machine[0] = Machine.builder().asRoot().build();
                    }
                    try {
                        check(machine[0], folder, one);
                    } finally {
                        if (last) {
                            machine[0].close();
                        }
                    }
                }));
            }
            return DynamicContainer.dynamicContainer(file.getFileName().toString(), tests);
        });
    }

    private static void check(Machine machine, String folder, Case one) throws InterruptedException {
        machine.run("mkdir " + folder);
        one.files.forEach((path, content) -> machine.write(folder + "/" + path, content.toByteArray(), 0644));
        Result result = machine.shell(one.command.toString()).directory(folder).input(one.input.toByteArray())
                .environment("LC_ALL", "C").environment("TZ", "UTC0").environment("HOME", "/").timeout(LONG).run();
        assertEquals(text(one.output), latin(result.stdout()), () -> one.command + "\nstderr: " + latin(result.stderr()));
        assertEquals(text(one.errors), latin(result.stderr()), one.command::toString);
        assertEquals(one.status, result.status(), one.command::toString);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return latin(bytes.toByteArray());
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<Case> parse(Path file) {
        List<Case> cases = new ArrayList<>();
        Case common = new Case();
        Case now = common;
        ByteArrayOutputStream made = null;
        try {
            for (String line : Files.readString(file).split("\n")) {
                String rest = line.length() > 2 ? line.substring(2) : "";
                switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                    case '#' -> {
                        if (line.startsWith("## ")) {
                            now = new Case();
                            now.name = line.substring(3);
                            now.files.putAll(common.files);
                            cases.add(now);
                        }
                    }
                    case '@' -> {
                        made = new ByteArrayOutputStream();
                        now.files.put(rest, made);
                    }
                    case '|' -> append(made, rest);
                    case '$' -> now.command.append(rest).append('\n');
                    case '<' -> append(now.input, rest);
                    case '>' -> append(now.output, rest);
                    case '!' -> append(now.errors, rest);
                    case '=' -> now.status = Integer.parseInt(rest.strip());
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return cases;
    }

    /** A line with its newline, unless it ends in {@code \c}; {@code \\} and {@code \xHH} stand for bytes. */
    private static void append(ByteArrayOutputStream out, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\\' || i + 1 == bytes.length) {
                out.write(bytes[i]);
                continue;
            }
            i++;
            switch (bytes[i]) {
                case 'c' -> {
                    return;
                }
                case 'x' -> {
                    out.write(Integer.parseInt(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII), 16));
                    i += 2;
                }
                default -> out.write(bytes[i]);
            }
        }
        out.write('\n');
    }
}
