// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.wasix.CallScript.*;
import static org.wsh.wasix.GuestScript.at;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;

/**
 * Every call, of every generation, made by a module that imports it with its published type: what it answers and what it writes. A row names the call, says what is done, and what is
 * seen then.
 */
class EveryCallTest {
    private List<KnownCall> known;

    @BeforeEach
    void readTables() throws IOException {
        known = KnownCall.all();
    }

    /** How a program ends by a call that does not return. */
    private record End(String call, int status, Consumer<CallScript> script) {}

    private static List<End> ends() {
        return List.of(
                new End("proc_exit", 7, s -> s.call("proc_exit", 0x107)),
                new End("proc_exit2", 7, s -> s.call("proc_exit2", 7)),
                new End("stack_restore", 79, s -> s.call("stack_restore", A, 1L)),
                new End("proc_exec", 42, s -> s.path("/bin/main").other("main\n").call("proc_exec", PATH, 9, OTHER, 5)),
                new End("proc_exec", NOENT, s -> s.path("/bin/none").other("main\n").call("proc_exec", PATH, 9, OTHER, 5)),
                new End("proc_exec2", 42, s -> s.path("/bin/main").other("main\n").call("proc_exec2", PATH, 9, OTHER, 5, 0, 0)),
                new End("proc_exec2", INVAL, s -> s.path("/bin/main").other("main\n").call("proc_exec2", PATH, 9, OTHER, 5, OTHER, 5)),
                new End("proc_exec3", 42, s -> s.path("main").other("main\n").call("proc_exec3", PATH, 4, OTHER, 5, 0, 99, 1, 0, 99)));
    }

    @TestFactory
    Stream<DynamicTest> preview1() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String module : List.of(PREVIEW1, UNSTABLE, WASIX)) {
            for (CallRow row : Preview1Rows.all()) {
                tests.add(test(module, row));
            }
        }
        for (String module : List.of(PREVIEW1, WASIX)) {
            for (CallRow row : Preview1Rows.notInSnapshot0()) {
                tests.add(test(module, row));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> wasix() {
        return WasixRows.all().stream().map(row -> test(WASIX, row));
    }

    private DynamicTest test(String module, CallRow row) {
        return DynamicTest.dynamicTest(module + "." + row.call() + ": " + row.what(), () -> {
            CallScript script = new CallScript(module, known);
            row.script().accept(script);
            try (TestMachine machine = machine()) {
                GuestScript.Outcome outcome = script.guest.run(machine);
                assertEquals(new WaitStatus.Exited(0), outcome.status());
                row.check().accept(outcome);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> ending() {
        return ends().stream().map(end -> DynamicTest.dynamicTest(end.call() + ": " + end.status(), () -> {
            CallScript script = new CallScript(WASIX, known);
            end.script().accept(script);
            try (TestMachine machine = machine()) {
                assertEquals(new WaitStatus.Exited(end.status()), script.guest.run(machine).status());
            }
        }));
    }

    @Test
    void aContextThatEndsTrapsTheMainOne() throws InterruptedException {
        CallScript script = new CallScript(WASIX, known);
        script.call("context_create", A, 2).call("context_switch", at(A)).entry().call("thread_id", C);
        try (TestMachine machine = machine()) {
            assertEquals(new WaitStatus.Killed(org.wsh.process.signal.Signal.ABRT, true), script.guest.run(machine).status());
        }
    }

    @Test
    void aChildOfForkEnvThatIsKilledMakesItFail() throws InterruptedException {
        CallScript script = new CallScript(WASIX, known);
        script.guest.data(B, new byte[8]);
        script.call("proc_fork_env", A).call("proc_id", C).call("proc_signal", at(A), 9).call("proc_join", B, 0, D);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            assertEquals(new WaitStatus.Exited(0), outcome.status());
            assertEquals(27, outcome.result(0), "there is no place of the child's to go on from: the call fails");
            assertEquals(2, outcome.word(D));
            assertEquals(9, outcome.word(D + 4) & 0xff);
        }
    }

    private static TestMachine machine() {
        TestMachine machine = new TestMachine(new SyscallTable(), "main");
        machine.program("main", process -> 42);
        return machine;
    }

    @Test
    void snapshot0HasAShorterFilestat() throws InterruptedException {
        CallScript script = new CallScript(UNSTABLE, known);
        script.path("file").call("fd_filestat_set_size", 2, 7L).call("fd_filestat_get", 2, A).call("path_filestat_get", 0, 1, PATH, 4, B);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            for (int stat : new int[] {A, B}) {
                assertEquals(4, outcome.word(stat + 16));
                assertEquals(1, outcome.word(stat + 20));
                assertEquals(7, outcome.longWord(stat + 24));
                assertEquals("aaaaaaaa", outcome.text(stat + 56, 8));
            }
        }
    }

    @Test
    void preview1sFilestatIsLonger() throws InterruptedException {
        CallScript script = new CallScript(PREVIEW1, known);
        script.path("file").call("fd_filestat_set_size", 2, 7L).call("fd_filestat_get", 2, A).call("path_filestat_get", 0, 1, PATH, 4, B);
        try (TestMachine machine = machine()) {
            GuestScript.Outcome outcome = script.guest.run(machine);
            for (int stat : new int[] {A, B}) {
                assertEquals(4, outcome.longWord(stat + 16));
                assertEquals(1, outcome.longWord(stat + 24));
                assertEquals(7, outcome.longWord(stat + 32));
                assertEquals("aaaaaaaa", outcome.text(stat + 64, 8));
            }
        }
    }

    /** Whose rows are elsewhere: each family's own tests. */
    private static final List<String> ELSEWHERE = List.of("sock_", "port_", "resolve", "epoll_", "fd_event", "thread_");

    @Test
    void everyBoundCallHasARow() {
        TreeSet<String> without = new TreeSet<>();
        new SyscallTable().forEach((module, name, type) -> {
            if (!module.equals("wsh_1") && ELSEWHERE.stream().noneMatch(name::startsWith)) {
                without.add(name);
            }
        });
        Stream.of(Preview1Rows.all(), Preview1Rows.notInSnapshot0(), WasixRows.all()).flatMap(List::stream).forEach(row -> without.remove(row.call()));
        ends().forEach(end -> without.remove(end.call()));
        without.remove("getppid"); // beside getpid
        without.remove("thread-spawn");
        assertEquals(new TreeSet<>(), without);
    }
}
