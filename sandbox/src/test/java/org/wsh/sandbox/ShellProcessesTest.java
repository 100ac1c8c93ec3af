// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which processes a shell makes, and what it does when it cannot. */
class ShellProcessesTest {
    private static Result run(String command) throws InterruptedException {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            return machine.run(command);
        }
    }

    /** As dash: what the shell of each line would have left to do. Its children's names, oldest first; "sh" where it is still there itself. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', quoteCharacter = '@', textBlock = """
            ps -o comm=                                 ^ ps
            true; ps -o comm=                           ^ ps
            true && ps -o comm=                         ^ ps
            false || true && ps -o comm=                ^ ps
            X=1 ps -o comm= < /dev/null                 ^ ps
            set -e; ps -o comm=                         ^ ps
            trap "" USR1; ps -o comm=                   ^ ps
            trap "echo bye" EXIT; ps -o comm=           ^ sh ps bye
            trap "echo bye" TERM; ps -o comm=           ^ sh ps
            ps -o comm=; true                           ^ sh ps
            f() { ps -o comm=; }; f                     ^ sh ps
            if true; then ps -o comm=; fi               ^ sh ps
            ! ps -o comm=                               ^ sh ps
            @ps -o comm= | cat@                         ^ sh ps cat
            ps -o comm= & wait                          ^ sh ps
            """)
    void theLastCommandNeedsNoShellThatWaits(String command, String names) throws InterruptedException {
        assertEquals(names, run(command).output().strip().replaceAll("\\s+", " "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', textBlock = """
            exit 3                     ^ 3
            sh -c 'exit 4'             ^ 4
            false && true              ^ 1
            set -e; false; true        ^ 1
            nosuch 2> /dev/null        ^ 127
            sh -c 'kill -9 $$'         ^ 137
            true; (exit 5)             ^ 5
            cat /nosuch 2> /dev/null   ^ 1
            > /tmp; true               ^ 0
            """)
    void itsStatusIsTheShells(String command, int status) throws InterruptedException {
        assertEquals(status, run(command).status());
    }

    /** The pid that the caller knows is the program's. */
    @Test
    void aSignalForTheShellReachesWhatItHasBecome() throws InterruptedException {
        assertEquals("143\n", run("sh -c 'sleep 1000' & sleep 1; kill $!; wait $! 2> /dev/null; echo $?; ps -o comm= | grep sleep").output());
    }

    private static Result runWithTwo(String command) throws InterruptedException {
        try (Machine machine = Machine.builder().memory(256 << 20).deterministic(1).build()) {
            return machine.shell(command).processes(2).run();
        }
    }

    /** dash: "Cannot fork", and the script is over with status 2. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', textBlock = """
            sleep 9 & sleep 9 & echo no; true          ^ 2
            sleep 9 & (exit 3); echo no                ^ 2
            sleep 9 & x=$(echo a); echo no             ^ 2
            sleep 9 & /bin/true; echo no               ^ 2
            """)
    void aScriptThatCannotForkEnds(String command, int status) throws InterruptedException {
        Result result = runWithTwo(command);
        assertEquals("", result.output());
        assertEquals("wsh: cannot fork: too many processes in this tree: Resource temporarily unavailable\n", result.errors());
        assertEquals(status, result.status());
    }

    @Test
    void somebodyAtAPromptIsToldAndGoesOn() throws InterruptedException {
        Result result = runWithTwo("printf 'sleep 9 &\nsleep 9 &\necho status $?\n/bin/true\necho status $?\n' > /tmp/f; exec sh -i < /tmp/f 2> /tmp/e; true");
        assertEquals("status 2\nstatus 2\n", result.output());
    }
}
