// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./wsh} as a person uses it. */
@Timeout(1800)
class LauncherIT {
    @TempDir
    Path folder;

    @BeforeEach
    void bringPrograms() throws Exception {
        Files.write(folder.resolve("hello.wasm"), BadInputTest.program("hello"));
    }

    private HostCommand.Outcome wsh(String... arguments) throws Exception {
        return HostCommand.wsh(folder, arguments).run();
    }

    private HostCommand.Outcome shell(String line) throws Exception {
        return HostCommand.shell(folder, line).run();
    }

    @Nested
    class WhatRuns {
        @Test
        void aCommandString() throws Exception {
            var outcome = wsh("-c", "echo hello | tr a-z A-Z");
            assertEquals("HELLO\n", outcome.output());
            assertEquals("", outcome.errors());
            assertEquals(0, outcome.status());
        }

        @Test
        void aCommandStringWithANameAndArguments() throws Exception {
            assertEquals("name a b c\n", wsh("-c", "echo $0 $*", "name", "a", "b c").output());
        }

        @Test
        void aScriptOfTheHostWithItsNameAndArguments() throws Exception {
            Files.writeString(folder.resolve("script.sh"), "#!/bin/sh\necho $0: $# $3\nexit 5\n");
            var outcome = wsh("script.sh", "a", "b", "--help");
            assertEquals("script.sh: 3 --help\n", outcome.output());
            assertEquals(5, outcome.status());
            assertEquals("./script.sh: 0\n", wsh("./script.sh").output());
            assertEquals(folder.resolve("script.sh") + ": 0\n", wsh(folder.resolve("script.sh").toString()).output());
        }

        @Test
        void aScriptFromStandardInput() throws Exception {
            assertEquals("one\ntwo\n", HostCommand.wsh(folder).input("echo one\necho two\n".getBytes()).run().output());
        }

        @Test
        void aWasmFileOfTheHost() throws Exception {
            var outcome = wsh("run", "hello.wasm", "a", "-c");
            assertEquals("hello a -c\n", outcome.output());
            assertEquals(2, outcome.status());
            assertEquals("hello\n", wsh("run", "./hello.wasm").output());
            assertEquals("value\n", wsh("-e", "NAME=value", "run", "hello.wasm", "-e", "NAME").output());
        }

        @Test
        void aCommandOfTheImage() throws Exception {
            assertEquals("a b\n", wsh("run", "echo", "a", "b").output());
        }

        @Test
        void itsStatusIsTheCommands() throws Exception {
            assertEquals(7, wsh("-c", "exit 7").status());
            assertEquals(1, wsh("-c", "false").status());
            assertEquals(143, wsh("-c", "kill -TERM $$").status());
        }

        @Test
        void optionsComeBefore() throws Exception {
            Files.writeString(folder.resolve("big.txt"), "b\na\n");
            assertEquals("/data x\na\nb\n",
                    wsh("--mount", ".:/data", "--workdir", "/data", "-e", "A=x", "-c", "echo $PWD $A; sort big.txt").output());
            assertEquals(0, wsh("--mount=.:/data:rw", "-c", "echo made > /data/new.txt").status());
            assertEquals("made\n", Files.readString(folder.resolve("new.txt")));
        }

        @Test
        void helpAndVersion() throws Exception {
            assertTrue(wsh("--help").output().startsWith("Usage: wsh"));
            assertTrue(wsh("--version").output().startsWith("wsh "));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --mount ./nosuch:/data -c true  | 2   | wsh: --mount: ./nosuch: no such directory on the host
            --mount hello.wasm:/data -c x   | 2   | wsh: --mount: hello.wasm: not a directory on the host
            --mount .:/etc/passwd -c true   | 2   | wsh: --mount: cannot mount on /etc/passwd: Not a directory
            --workdir /nosuch -c true       | 2   | wsh: --workdir: /nosuch: no such directory in the guest
            --nonsense                      | 2   | wsh: --nonsense: no such option (see wsh --help)
            nosuch.sh                       | 127 | wsh: nosuch.sh: no such file on the host
            .                               | 126 | wsh: .: is a directory
            run nosuch                      | 127 | wsh: nosuch: no such file on the host, and no such command in the image
            run ./nosuch                    | 127 | wsh: ./nosuch: no such file on the host
            run ./a.out                     | 126 | wsh: ./a.out: not a WebAssembly module (starts with 7f 45 4c 46, an ELF file)
            run ./empty                     | 126 | wsh: ./empty: not a WebAssembly module (it is empty)
            """)
    void whatIsWrongIsSaidInOneLine(String line, int status, String message) throws Exception {
        Files.write(folder.resolve("a.out"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        Files.write(folder.resolve("empty"), new byte[0]);
        var outcome = wsh(line.split(" "));
        assertEquals(message + "\n", outcome.errors());
        assertEquals("", outcome.output());
        assertEquals(status, outcome.status());
    }

    @Test
    void wasmThatIsCutOffOrLacksAnImportIsSaid() throws Exception {
        Files.write(folder.resolve("cut.wasm"), java.util.Arrays.copyOf(BadInputTest.program("hello"), 1000));
        Files.write(folder.resolve("missing.wasm"), BadInputTest.program("missing"));
        var cut = wsh("run", "cut.wasm");
        assertTrue(cut.status() == 126 && cut.errors().contains("cut.wasm"), cut::toString);
        var missing = wsh("run", "missing.wasm");
        assertTrue(missing.status() == 126 && missing.errors().contains("no_such_function"), missing::toString);
    }

    @Nested
    class TheStreams {
        @Test
        void everyByteSurvivesThroughPipesAndFiles() throws Exception {
            byte[] bytes = new byte[5_000_000];
            new Random(3).nextBytes(bytes);
            Files.write(folder.resolve("in"), bytes);
            assertArrayEquals(bytes, HostCommand.wsh(folder, "-c", "cat").input(bytes).run().stdout());
            assertEquals(0, shell("\"$WSH\" -c cat < in > out && cmp in out && \"$WSH\" -c cat < in | cmp - in").status());
        }

        @Test
        void aClosedPipeEndsTheWritersWithoutNoise() throws Exception {
            var outcome = shell("\"$WSH\" -c yes | head -n 1");
            assertEquals("y\n", outcome.output());
            assertEquals("", outcome.errors());
            assertEquals("141\n", shell("{ \"$WSH\" run yes; echo $? >&3; } 3>status | true; cat status").output());
        }

        @Test
        void aFullDiskIsToldToTheWriter() throws Exception {
            var outcome = shell("\"$WSH\" -c 'seq 10' > /dev/full");
            assertTrue(outcome.errors().contains("No space left on device"), outcome::toString);
            assertEquals(1, outcome.status());
        }

        @Test
        void noMoreIsReadThanIsAskedFor() throws Exception {
            Files.writeString(folder.resolve("lines"), "one\ntwo\nthree\n");
            assertEquals("got one\ntwo\nthree\n", shell("(\"$WSH\" -c 'read -r x; echo got $x'; cat) < lines").output());
            assertEquals("got one\ntwo\nthree\n", shell("cat lines | (\"$WSH\" -c 'read -r x; echo got $x'; cat)").output());
            assertEquals("one\ntwo\nthree\n", shell("cat lines | (\"$WSH\" -c true; cat)").output());
        }

        @Test
        void outputAndErrorsKeepTheirOrderWhenTheyAreOneFile() throws Exception {
            assertEquals("1\n2\n3\n4\n", shell("\"$WSH\" -c 'echo 1; echo 2 >&2; echo 3; echo 4 >&2' 2>&1 | cat").output());
        }

        @Test
        void closedStreamsAreNoTrouble() throws Exception {
            assertEquals("ok\n", shell("\"$WSH\" -c 'cat; echo ok' <&-").output());
            assertEquals(0, shell("\"$WSH\" -c true >&- 2>&-").status());
        }

        @Test
        void aFileAsInputCanBeSeekedIn() throws Exception {
            Files.writeString(folder.resolve("lines"), "one\ntwo\nthree\n");
            assertEquals("three\n", shell("\"$WSH\" -c 'tail -n 1' < lines").output());
        }
    }

    @Nested
    class TheWordCount {
        private static final String PIPELINE =
                "cat %s/big.txt | tr -cs A-Za-z '\\n' | tr A-Z a-z | sort | uniq -c | sort -rn | head -20";

        @BeforeEach
        void aBook() throws Exception {
            var random = new Random(11);
            var text = new StringBuilder();
            while (text.length() < 12_000_000) {
                // Frequent words and rare ones, capitals, figures, punctuation and bytes above 127.
                int rank = (int) Math.pow(5_000, random.nextDouble());
                String word = Integer.toString(rank * 7919, 26).replaceAll("[0-9]", "e");
                text.append(rank % 7 == 0 ? word.toUpperCase() : word).append(rank % 11 == 0 ? ", " : rank % 13 == 0 ? "\n" : " ");
                if (rank % 17 == 0) {
                    text.append("1889 \u00e9t\u00e9 ");
                }
            }
            Files.createDirectory(folder.resolve("some"));
            Files.writeString(folder.resolve("some/big.txt"), text);
        }

        @Test
        void isThatOfTheHostsTools() throws Exception {
            var there = shell(PIPELINE.formatted("some"));
            assumeTrue(there.status() == 0 && shell("sort --version").output().contains("GNU"), "this host lacks GNU's tools");
            var here = wsh("--mount", "./some:/data", "-c", PIPELINE.formatted("/data"));
            assertEquals(there.output(), here.output());
            assertEquals("", here.errors());
            assertEquals(20, here.output().lines().count());
        }

        @Test
        void isDoneByProcessesThatPsShows() throws Exception {
            var outcome = wsh("-c", "sleep 1000 | cat | tr a b | sort | uniq -c & "
                    + "until ps -e > all; [ $(grep -cE ' (sleep|cat|tr|sort|uniq)$' all) = 5 ]; do /bin/sleep 0.05; done; cat all; exit 0");
            for (String stage : new String[] {"sleep", "cat", "tr", "sort", "uniq"}) {
                assertTrue(outcome.output().contains(stage), () -> stage + " is not in " + outcome);
            }
        }
    }

    @Nested
    class Signals {
        private void assertEndsBy(String signal, int status) throws Exception {
            Process process = HostCommand.wsh(folder, "-c", "echo ready; sleep 100").start();
            var out = process.inputReader();
            assertEquals("ready", out.readLine());
            long pid = process.pid();
            assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor());
            assertEquals(status, process.waitFor());
        }

        @Test
        void interruptGives130() throws Exception {
            assertEndsBy("INT", 130);
        }

        @Test
        void terminateGives143() throws Exception {
            assertEndsBy("TERM", 143);
        }

        @Test
        void hangupGives129() throws Exception {
            assertEndsBy("HUP", 129);
        }

        @Test
        void aGuestMayCatchThem() throws Exception {
            Process process = HostCommand.wsh(folder, "-c", "trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.1; done").start();
            var out = process.inputReader();
            assertEquals("ready", out.readLine());
            new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
            assertEquals("caught", out.readLine());
            assertEquals(9, process.waitFor());
        }
    }

    @Nested
    class TheLauncher {
        private static final String BARE = "env -i PATH=/usr/bin:/bin WSH_BUILD=off ";

        @Test
        void saysWhenThereIsNoJava() throws Exception {
            var outcome = shell(BARE + "WSH_JAVA=/nosuch/bin/java \"$WSH\" -c true");
            assertEquals("wsh: WSH_JAVA: /nosuch/bin/java: no such java\n", outcome.errors());
            assertEquals(1, outcome.status());
        }

        @Test
        void worksThroughASymbolicLinkAndFromAnywhere() throws Exception {
            Files.createSymbolicLink(folder.resolve("link"), Path.of(HostCommand.WSH));
            assertEquals("ok\n", shell("./link -c 'echo ok'").output());
            assertEquals("ok\n", shell("cd \"${WSH%/*}/sandbox\" && ../wsh -c 'echo ok'").output());
        }

        @Test
        void worksWithoutAHomeOrAWritableCache() throws Exception {
            assertEquals("ok\n", shell(BARE + "\"$WSH\" -c 'echo ok'").output());
            assertEquals("ok\n", shell(BARE + "XDG_CACHE_HOME=/proc/nosuch \"$WSH\" -c 'echo ok'").output());
        }

        @Test
        void makesTheCacheOnceAndUsesIt() throws Exception {
            assertCacheIsMadeAndUsed("command", "org.wsh.sandbox.Wsh", "-c", "echo hello");
        }

        @Test
        void programsHaveACacheThatKnowsTheCompiler() throws Exception {
            assertCacheIsMadeAndUsed("program", "org.wsh.engine.compile.BodyCompiler", "run", "hello.wasm");
        }

        private void assertCacheIsMadeAndUsed(String kind, String known, String... line) throws Exception {
            String cache = folder.resolve("cache").toString();
            for (int i = 0; i < 3; i++) {
                assertEquals("hello\n", HostCommand.wsh(folder, line).environment("XDG_CACHE_HOME", cache).run().output());
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                try (var files = Files.list(Path.of(cache, "wsh"))) {
                    var names = files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("code")).toList();
                    return names.stream().filter(name -> name.endsWith("." + kind + ".aot")).count() == 1 && names.size() == 2;
                }
            });
            var outcome = HostCommand.wsh(folder, line).environment("XDG_CACHE_HOME", cache).environment("WSH_CODE_CACHE", "off")
                    .environment("WSH_JAVA_OPTS", "-Xlog:class+load").run();
            assertTrue(outcome.output().contains(known + " source: shared objects file"), "not from the cache");
        }

        @Test
        void survivesADamagedCacheWithoutAWord() throws Exception {
            Path cache = folder.resolve("cache");
            HostCommand.wsh(folder, "-c", "true").environment("XDG_CACHE_HOME", cache.toString()).run();
            Path file = await().atMost(Duration.ofMinutes(2)).until(() -> {
                try (var files = Files.list(cache.resolve("wsh"))) {
                    return files.filter(each -> each.toString().endsWith(".aot.key")).findFirst().orElse(null);
                }
            }, found -> found != null);
            Files.writeString(Path.of(file.toString().replace(".aot.key", ".aot")), "not a cache");
            var outcome = HostCommand.wsh(folder, "-c", "echo ok").environment("XDG_CACHE_HOME", cache.toString()).run();
            assertEquals("ok\n", outcome.output());
            assertEquals("", outcome.errors());
        }
    }

    @Nested
    class ADeterministicRun {
        /** How the JVM runs code, and whether compiled code is kept; the last finds what the one before left. More runs: benchmarks/deterministic. */
        private static final String[][] MODES = {
            {"-Xint", "off"}, {"-XX:TieredStopAtLevel=1", "off"}, {"-XX:-TieredCompilation", "off"}, {"-Xmixed", "on"}, {"-Xmixed", "on"}};

        @Test
        void isTheSameInterpretedCompiledColdAndWarm() throws Exception {
            String first = null;
            for (String[] mode : MODES) {
                Path trace = folder.resolve("trace");
                var outcome = HostCommand.wsh(folder, "--memory", "256m", "--deterministic", "42", "--trace", trace.toString(), "--trace-calls",
                                "--mount", DeterminismTest.PROGRAMS + ":/p", "-c", Files.readString(DeterminismTest.RACES))
                        .environment("WSH_JAVA_OPTS", mode[0]).environment("WSH_CODE_CACHE", mode[1])
                        .environment("XDG_CACHE_HOME", folder.resolve("cache").toString()).environment("WSH_AOT", "off").run();
                assertEquals("", outcome.errors());
                String all = outcome.output() + Files.readString(trace);
                assertEquals(first == null ? all : first, all, "with " + mode[0] + ", code cache " + mode[1]);
                first = all;
            }
        }
    }
}
