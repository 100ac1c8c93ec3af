// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wsh.sandbox.Invocation.MountOption;
import org.wsh.sandbox.Invocation.Options;
import org.wsh.sandbox.Invocation.Session;
import org.wsh.sandbox.Invocation.Task;

class CommandLineTest {
    private static final Options NONE = new Options(List.of(), List.of(), null, null, null, false, LimitOptions.UNSAID, NetworkPlan.LOOPBACK);

    @Nested
    class WhatRuns {
        @Test
        void nothingIsAnInteractiveSession() throws Exception {
            assertEquals(new Session(NONE, new Task.Interactive()), CommandLine.parse());
        }

        @Test
        void aCommandStringTakesItsNameAndArguments() throws Exception {
            assertEquals(new Session(NONE, new Task.Command("echo $0 $1", List.of("name", "--help"))),
                    CommandLine.parse("-c", "echo $0 $1", "name", "--help"));
        }

        @Test
        void aScriptTakesAllThatFollows() throws Exception {
            assertEquals(new Session(NONE, new Task.Script("script.sh", List.of("-c", "a", "--mount"))),
                    CommandLine.parse("script.sh", "-c", "a", "--mount"));
        }

        @Test
        void aProgramTakesAllThatFollows() throws Exception {
            assertEquals(new Session(NONE, new Task.Program("hello.wasm", List.of("--version"))),
                    CommandLine.parse("run", "hello.wasm", "--version"));
        }

        @Test
        void aScriptMayBeCalledRunOrBeginWithAHyphenAfterTheOptionsEnd() throws Exception {
            assertEquals(new Session(NONE, new Task.Script("run", List.of("x"))), CommandLine.parse("--", "run", "x"));
            assertEquals(new Session(NONE, new Task.Script("-c", List.of())), CommandLine.parse("--", "-c"));
        }

        @Test
        void helpAndVersionWinOverWhatFollows() throws Exception {
            assertInstanceOf(Invocation.Help.class, CommandLine.parse("--help", "--nonsense"));
            assertInstanceOf(Invocation.Version.class, CommandLine.parse("--mount", "a:/b", "--version"));
        }
    }

    @Nested
    class TheOptions {
        @Test
        void mountIsReadOnlyUnlessRwIsSaid() throws Exception {
            var session = (Session) CommandLine.parse("--mount", "a:/1", "--mount=b/c:/2:rw", "--mount", "/d:/3:ro", "-c", "x");
            assertEquals(List.of(new MountOption("a", "/1", false), new MountOption("b/c", "/2", true), new MountOption("/d", "/3", false)),
                    session.options().mounts());
        }

        @Test
        void aHostPathMayHaveColons() throws Exception {
            var session = (Session) CommandLine.parse("--mount", "C:\\x:/data:rw");
            assertEquals(List.of(new MountOption("C:\\x", "/data", true)), session.options().mounts());
        }

        @Test
        void variablesAndWorkdirAreKept() throws Exception {
            var session = (Session) CommandLine.parse("-e", "A=1", "-e", "B=", "--workdir", "/tmp", "-c", "x");
            assertEquals(List.of("A=1", "B="), session.options().environment());
            assertEquals("/tmp", session.options().workdir());
        }
    }

    @Test
    void limitsAreDockers() throws Exception {
        var session = (Session) CommandLine.parse("--memory", "64m", "--cpus=2", "--pids-limit", "10", "--ulimit", "nofile=20:30", "--ulimit=cpu=unlimited", "-c", "x");
        assertEquals(new LimitOptions(64 << 20, 2, 10, List.of(new LimitOptions.Ulimit(7, 20, 30), new LimitOptions.Ulimit(0, -1, -1)), new LimitOptions.Totals(-1, -1, -1, -1, -1)), session.options().limits());
    }

    @Test
    void totalsHaveUnits() throws Exception {
        var session = (Session) CommandLine.parse("--storage-opt", "size=2m", "--output-limit=3k", "--fds-limit=40", "--cpu-time", "1.5", "--timeout", "2", "-c", "x");
        assertEquals(new LimitOptions.Totals(2 << 20, 3 << 10, 40, 1_500_000_000L, 2_000_000_000L), session.options().limits().totals());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            --timeout x ; --timeout: x: expected seconds
            --timeout 1.1234567890 ; --timeout: 1.1234567890: expected seconds
            --storage-opt 5m ; --storage-opt: 5m: expected size=SIZE
            --disk 0 ; --disk: 0: expected bytes, or a number with k, m or g
            --nonsense ; --nonsense: no such option (see wsh --help)
            -x ; -x: no such option (see wsh --help)
            -c ; -c: COMMAND is missing (see wsh --help)
            --mount ; --mount: HOST:GUEST[:ro|rw] is missing (see wsh --help)
            --mount here ; --mount: here: expected HOST:GUEST[:ro|rw]
            --mount :/data ; --mount: :/data: expected HOST:GUEST[:ro|rw]
            --mount here: ; --mount: here:: expected HOST:GUEST[:ro|rw]
            --mount here:data ; --mount: here:data: data is not an absolute path of the guest, nor ro or rw
            --mount here:/data:rx ; --mount: here:/data:rx: rx is not an absolute path of the guest, nor ro or rw
            -e A ; -e: A: expected NAME=VALUE
            -e =1 ; -e: =1: expected NAME=VALUE
            --workdir tmp ; --workdir: tmp: expected an absolute path of the guest
            --memory 1x ; --memory: 1x: expected bytes, or a number with k, m or g
            --memory 99999999999g ; --memory: 99999999999g: expected bytes, or a number with k, m or g
            --pids-limit 0 ; --pids-limit: 0: expected a number from 1 up
            --fds-limit many ; --fds-limit: many: expected a number from 1 up
            --cpus=-1 ; --cpus: -1: expected a number from 1 up
            --ulimit nofile ; --ulimit: nofile: expected NAME=SOFT[:HARD], NAME one of as, core, cpu, data, fsize, nofile, nproc, stack
            --ulimit nofile=20:10 ; --ulimit: nofile=20:10: expected NAME=SOFT[:HARD], NAME one of as, core, cpu, data, fsize, nofile, nproc, stack
            --ulimit files=20 ; --ulimit: files=20: expected NAME=SOFT[:HARD], NAME one of as, core, cpu, data, fsize, nofile, nproc, stack
            run ; run: which program? (see wsh --help)
            """)
    void whatIsWrongIsNamed(String line, String message) {
        var error = assertThrows(UsageError.class, () -> CommandLine.parse(line.split(" ")));
        assertEquals(message, error.getMessage());
        assertEquals(2, error.status());
    }
}
