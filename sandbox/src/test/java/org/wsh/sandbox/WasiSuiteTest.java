// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.wasix.SyscallTable;

/**
 * The official tests of WASI preview 1 and of wasi-threads, as published. Those that want files are run on each filesystem that a folder may be of.
 */
class WasiSuiteTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path temporary;

    /** What holds the files that a test is given. */
    private enum Holder {
        MEMORY,
        HOST
    }

    private record Case(String name, byte[] module, Map<String, byte[]> fixture, List<String> arguments, Map<String, String> environment, boolean hasRoot,
            String output, int status) {}

    @TestFactory
    Stream<DynamicTest> inAssemblyScript() throws IOException {
        return suite("wasip1/assemblyscript.zip");
    }

    @TestFactory
    Stream<DynamicTest> inC() throws IOException {
        return suite("wasip1/c.zip");
    }

    @TestFactory
    Stream<DynamicTest> inRust() throws IOException {
        return suite("wasip1/rust.zip");
    }

    @TestFactory
    Stream<DynamicTest> withThreads() throws IOException {
        var spawn = FunctionType.of(new int[] {ValueType.I32}, ValueType.I32);
        assumeTrue(new SyscallTable().function("wasi", "thread-spawn", spawn).isPresent(), "there are no threads yet");
        return suite("wasi-threads.zip");
    }

    private Stream<DynamicTest> suite(String zip) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Case one : read(SharedSuite.folder("testsuites/wasi").resolve(zip))) {
            tests.add(DynamicTest.dynamicTest(one.name, () -> run(one, Holder.MEMORY)));
            if (one.hasRoot) {
                tests.add(DynamicTest.dynamicTest(one.name + " in a folder of the host", () -> run(one, Holder.HOST)));
            }
        }
        assertTrue(tests.size() > 10, "the suite in " + zip);
        return tests.stream();
    }

    private void run(Case one, Holder holder) throws IOException, InterruptedException {
        MachineBuilder builder = Machine.builder();
        if (holder == Holder.HOST) {
            Path folder = Files.createTempDirectory(temporary, "root");
            for (Map.Entry<String, byte[]> file : one.fixture.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            builder.mountWritable(folder, "/given");
        }
        try (Machine machine = builder.build(); PipedOutputStream silent = new PipedOutputStream()) {
            machine.write("/tmp/test.wasm", one.module, 0755);
            Launch launch = machine.program("/tmp/test.wasm", one.arguments.toArray(new String[0])).emptyEnvironment().noPreopens()
                    .input(new PipedInputStream(silent)).timeout(LONG);
            one.environment.forEach(launch::environment);
            if (one.hasRoot) {
                if (holder == Holder.MEMORY) {
                    fill(machine, one.fixture);
                }
                launch.preopen("/given", "/");
            }
            Result result = launch.run();
            assertEquals(one.status, result.status(), result.output() + result.errors());
            assertTrue(result.output().startsWith(one.output), result.output());
        }
    }

    /** The folder is the user's, as everything in it. */
    private static void fill(Machine machine, Map<String, byte[]> fixture) {
        fixture.forEach((name, bytes) -> machine.write("/given/" + name, bytes, 0644));
        machine.vfs().setMode(Tree.owner(machine.vfs()), null, "/given", true, 0777);
        for (String name : fixture.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                machine.vfs().setMode(Tree.owner(machine.vfs()), null, "/given/" + name.substring(0, slash), true, 0777);
            }
        }
    }

    // Reading a suite.

    private static List<Case> read(Path zip) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (var archive = FileSystems.newFileSystem(zip)) {
            Path root = archive.getPath("/");
            Map<String, byte[]> fixture = files(root.resolve("fs-tests.dir"));
            List<Path> modules;
            try (var all = Files.list(root)) {
                modules = all.filter(file -> file.toString().endsWith(".wasm")).sorted().toList();
            }
            for (Path module : modules) {
                String name = module.getFileName().toString().replace(".wasm", "");
                Path settings = root.resolve(name + ".json");
                Json json = new Json(Files.exists(settings) ? Files.readString(settings) : "{}");
                cases.add(new Case(name, Files.readAllBytes(module), fixture, json.list("args"), json.map("env"), json.has("root"), json.text("stdout"),
                        json.number("exit_code")));
            }
        }
        return cases;
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** As much of JSON as the suite's settings are made of: one object of texts, numbers, lists and objects of texts. */
    private static final class Json {
        private final Map<String, Object> fields;
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
            fields = object();
        }

        boolean has(String field) {
            return fields.containsKey(field);
        }

        String text(String field) {
            return (String) fields.getOrDefault(field, "");
        }

        int number(String field) {
            return (Integer) fields.getOrDefault(field, 0);
        }

        List<String> list(String field) {
            List<String> texts = new ArrayList<>();
            for (Object each : (List<?>) fields.getOrDefault(field, List.of())) {
                texts.add((String) each);
            }
            return texts;
        }

        Map<String, String> map(String field) {
            Map<String, String> texts = new LinkedHashMap<>();
            ((Map<?, ?>) fields.getOrDefault(field, Map.of())).forEach((key, value) -> texts.put((String) key, (String) value));
            return texts;
        }

        private char next() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private Object value() {
            return switch (next()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> number();
            };
        }

        private Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            next();
            at++;
            while (next() != '}') {
                String key = string();
                next();
                at++; // the colon
                object.put(key, value());
                if (next() == ',') {
                    at++;
                }
            }
            at++;
            return object;
        }

        private List<Object> array() {
            List<Object> array = new ArrayList<>();
            at++;
            while (next() != ']') {
                array.add(value());
                if (next() == ',') {
                    at++;
                }
            }
            at++;
            return array;
        }

        private String string() {
            next();
            StringBuilder string = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                char c = text.charAt(at);
                if (c == '\\') {
                    c = text.charAt(++at);
                    c = c == 'n' ? '\n' : c;
                }
                string.append(c);
            }
            at++;
            return string.toString();
        }

        private int number() {
            int start = at;
            while (Character.isDigit(text.charAt(at))) {
                at++;
            }
            return Integer.parseInt(text.substring(start, at));
        }
    }
}
