// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.wasix.GuestScript.at;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wsh.kernel.Task;
import org.wsh.process.Process;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.OpenFlags;

/** The "traps for host authors" of the reference's section 9, by its numbers: none of them is one here. */
class TrapsForHostAuthorsTest {
    private static final int BADF = 8, CHILD = 12, EXIST = 20, INTR = 27, SRCH = 71;
    private static final int A = 1024, B = 1280, C = 1536, D = 2048, E = 2304, PATH = 4096, OTHER = 4352, BUFFER = 8192;

    private record Trap(int number, String what, Consumer<Script> script, Consumer<GuestScript.Outcome> check) {}

    /** What the reference types say is not written out: each name has its published type of today. */
    private static final class Script {
        final GuestScript guest = new GuestScript();
        private final List<KnownCall> known;

        Script(List<KnownCall> known) {
            this.known = known;
        }

        Script call(String name, Object... arguments) {
            KnownCall call = known.stream().filter(each -> each.name().equals(name) && !each.module().equals("wasi_unstable")).findFirst().orElseThrow();
            guest.call(call.module(), name, call.type(), arguments);
            return this;
        }

        Script old(String name, String type, Object... arguments) {
            guest.call("wasix_32v1", name, type, arguments);
            return this;
        }

        Script data(int address, String text) {
            guest.data(address, text);
            return this;
        }

        Script words(int address, int... words) {
            guest.words(address, words);
            return this;
        }

        Script guestBytes(int address, int... values) {
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                bytes[i] = (byte) values[i];
            }
            guest.data(address, bytes);
            return this;
        }

        /** The callback for signals is the export that does nothing. */
        Script catching() {
            return data(PATH, "on_signal").call("callback_signal", PATH, 9);
        }

        /** Starts /bin/main, which ends with 42; its pid goes to {@code at}. */
        Script spawn(int at) {
            return data(OTHER, "/bin/mainmain\n").call("proc_spawn2", OTHER, 9, OTHER + 9, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, at);
        }

        /** A subscription to a relative clock. */
        Script clock(int address, long ns) {
            return words(address, 1, 0, 0, 0, 1, 0, (int) ns, (int) (ns >> 32), 0, 0, 0, 0);
        }
    }

    private static Trap trap(int number, String what, Consumer<Script> script, Consumer<GuestScript.Outcome> check) {
        return new Trap(number, what, script, check);
    }

    private static Trap trap(int number, String what, Consumer<Script> script, Integer... results) {
        return new Trap(number, what, script, outcome -> {
            for (int i = 0; i < results.length; i++) {
                assertEquals(results[i], outcome.result(i), "call " + i);
            }
        });
    }

    private static List<Trap> traps() {
        return List.of(
                trap(1, "absolute paths come with the root preopen's descriptor, doubled slashes and ..", s -> s.data(PATH, "//tmp/.././//tmp//file").call("fd_prestat_get", 4, A)
                        .call("path_filestat_get", 4, 1, PATH, 22, BUFFER), 0, 0),
                trap(1, "relative ones of 2022 come with the last preopen's, and mean the working directory", s -> s.data(PATH, "/tmp").data(OTHER, "file").call("fd_prestat_get", 5, A)
                        .call("chdir", PATH, 4).call("path_filestat_get", 5, 1, OTHER, 4, BUFFER).call("fd_prestat_get", 6, A), 0, 0, 0, BADF),
                trap(2, "fd_renumber is dup2, fd_dup2 is F_DUPFD", s -> s.call("fd_renumber", 2, 9).call("fd_close", 2).call("fd_dup2", 9, 20, 1, A).call("fd_fdflags_get", 20, B), o -> {
                    assertEquals(0, o.result(1), "the first is still open");
                    assertEquals(20, o.word(A));
                    assertEquals(1, o.word(B) & 0xffff);
                }),
                trap(3, "futex_wait answers success whatever happens", s -> s.words(A, 5).words(B, 1, 0, 1, 0).words(C, 0, 0, 0, 0).call("futex_wait", A, 4, C, D).call("futex_wait", A, 5, B, E), o -> {
                    assertEquals(List.of(0, 0), List.of(o.result(0), o.result(1)));
                    assertEquals("\u0001a", o.text(D, 2));
                    assertEquals("\0a", o.text(E, 2));
                }),
                trap(3, "when a signal comes it goes on waiting", s -> s.words(A, 5).words(B, 1, 0, 60_000_000, 0).catching().call("proc_raise_interval", 10, 5_000_000L, 0).call("futex_wait", A, 5, B, E), o -> {
                    assertEquals(0, o.result(2));
                    assertTrue(o.text(E, 1).equals("\0") || o.text(E, 1).equals("\u0001"), "a timeout, or woken");
                }),
                trap(4, "poll_oneoff: 0 and 1 are both now, a bad descriptor is an event", s -> s.clock(BUFFER, 0).clock(BUFFER + 100, 1)
                        .words(BUFFER + 200, 7, 0, 1, 0, 99, 0, 0, 0, 0, 0, 0, 0)
                        .call("poll_oneoff", BUFFER, D, 1, A).call("poll_oneoff", BUFFER + 100, D, 1, B).call("poll_oneoff", BUFFER + 200, E, 1, C), o -> {
                            assertEquals(List.of(0, 0, 0), List.of(o.result(0), o.result(1), o.result(2)));
                            assertEquals(List.of(1, 1, 1), List.of(o.word(A), o.word(B), o.word(C)));
                            assertEquals(7, o.word(E));
                            assertEquals(BADF, o.word(E + 8) & 0xffff);
                        }),
                trap(5, "epoll_ctl with Linux's numbers, and with WASIX's own", s -> s.words(BUFFER, 1, 0, 0, 0, 0, 0, 0, 0).call("epoll_create", A).call("fd_pipe", B, C)
                        .call("epoll_ctl", at(A), 1, at(B), BUFFER).call("epoll_ctl", at(A), 3, at(B), BUFFER).call("epoll_ctl", at(A), 2, at(B), BUFFER)
                        .call("epoll_ctl", at(A), 0, at(B), BUFFER).call("epoll_ctl", at(A), 0, at(B), BUFFER).call("epoll_ctl", at(A), 1, at(B), BUFFER), 0, 0, 0, 0, 0, 0, EXIST, 0),
                trap(6, "proc_join with nothing to report: success, and some(0)", s -> s.data(OTHER, "/bin/stays\0stays\n").words(B, 0, 0)
                        .call("proc_spawn2", OTHER, 10, OTHER + 11, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, A).call("proc_join", B, 1, C).call("proc_signal", at(A), 9).words(D, 0, 0).call("proc_join", D, 0, E)
                        .words(BUFFER, 0, 0).call("proc_join", BUFFER, 1, E), o -> {
                            assertEquals(0, o.result(1));
                            assertEquals(List.of(1, 0), List.of(o.word(B) & 0xff, o.word(B + 4)));
                            assertEquals(0, o.word(C) & 0xff);
                            assertEquals(CHILD, o.result(4));
                        }),
                trap(7, "argument blocks end with newlines; a null pointer has any length", s -> s.data(OTHER, "/bin/countcount\na\n\nb c\n").words(B, 0, 0)
                        .call("proc_spawn2", OTHER, 10, OTHER + 10, 13, 0, 0x7fffffff, 0, 0, 0, 0, 0, 0, 0x7fffffff, A).call("proc_join", B, 0, C), o -> assertEquals(1 | 4 << 16, o.word(C))),
                trap(8, "proc_signals_get lists dispositions", s -> s.call("proc_signals_sizes_get", A).call("proc_signals_get", BUFFER), o -> assertTrue(o.word(A) >= 1)),
                trap(9, "the main thread is 0x3fffffff, others are below 0x20000000", s -> s.call("thread_signal", 0x3fffffff, 0).call("thread_id", A), o -> {
                    assertEquals(0, o.result(0));
                    assertTrue(o.word(A) > 0 && o.word(A) < 0x20000000);
                }),
                trap(10, "a callback name that does not exist keeps the signals", s -> s.catching().data(OTHER, "no_such").call("callback_signal", OTHER, 7).call("proc_id", A)
                        .call("proc_signal", at(A), 15).clock(BUFFER, 1_000_000).call("poll_oneoff", BUFFER, D, 1, B).call("callback_signal", PATH, 9), o -> {
                            assertEquals(0, o.result(3), "alive");
                            assertEquals(0, o.result(4), "and not disturbed");
                        }),
                trap(11, "proc_raise_interval counts nanoseconds", s -> s.catching().call("proc_raise_interval", 10, 1_000_000L, 0).clock(BUFFER, 30_000_000_000L).call("poll_oneoff", BUFFER, D, 1, B),
                        o -> assertEquals(INTR, o.result(2), "were they milliseconds, the clock would be first")),
                trap(11, "an interval of 0 cancels, as libc's alarm does", s -> s.call("proc_raise_interval", 14, 40_000_000L, 1).call("proc_raise_interval", 14, 0L, 1).clock(BUFFER, 100_000_000L)
                        .call("poll_oneoff", BUFFER, D, 1, B), 0, 0, 0),
                trap(12, "what libc loses is not lost here: close-on-exec can be taken back, options switched off", s -> s.call("fd_fdflags_set", 2, 1).call("fd_fdflags_set", 2, 0).call("fd_fdflags_get", 2, A)
                        .call("sock_open", 1, 1, 6, B).call("sock_set_opt_flag", at(B), 2, 1).call("sock_set_opt_flag", at(B), 2, 0).call("sock_get_opt_flag", at(B), 2, C), o -> {
                            assertEquals(0, o.word(A) & 0xffff);
                            assertEquals("\0a", o.text(C, 2));
                        }),
                trap(13, "libc's probe binds 0.0.0.0:10275 and reads a little-endian port", s -> s.guestBytes(BUFFER, 1, 0, 0x23, 0x28, 0, 0, 0, 0).call("sock_open", 1, 1, 6, A)
                        .call("sock_bind", at(A), BUFFER).call("sock_addr_local", at(A), D).call("fd_close", at(A)), o -> {
                            assertEquals(List.of(0, 0, 0, 0), List.of(o.result(0), o.result(1), o.result(2), o.result(3)));
                            assertEquals(10275, o.word(D) >>> 16);
                        }),
                trap(14, "of an address only the used bytes are written", s -> s.guestBytes(BUFFER, 1, 0, 0, 0, 127, 0, 0, 1).call("sock_open", 1, 1, 6, A).call("sock_bind", at(A), BUFFER)
                        .call("sock_addr_local", at(A), D), o -> assertEquals("a".repeat(90), o.text(D + 20, 90), "an old program's variable has 20 bytes")),
                trap(15, "libc reads rights: O_ACCMODE, directories' heirs", s -> s.data(PATH, "file").call("path_open2", 0, 1, PATH, 4, 0, RightsOf.READ, 0L, 0, 0, A).call("fd_fdstat_get", at(A), BUFFER)
                        .call("fd_fdstat_get", 0, D), o -> {
                            assertEquals(RightsOf.READ, o.longWord(BUFFER + 8) & (RightsOf.READ | RightsOf.WRITE));
                            assertEquals(-1L, o.longWord(D + 16));
                        }),
                trap(15, "a terminal can neither seek nor tell, /dev/null can", s -> s.data(PATH, "/dev/ptmx").data(OTHER, "/dev/null").call("path_open2", 0, 1, PATH, 9, 0, -1L, -1L, 0, 0, A)
                        .call("fd_fdstat_get", at(A), BUFFER).call("path_open2", 0, 1, OTHER, 9, 0, -1L, -1L, 0, 0, B).call("fd_fdstat_get", at(B), D), o -> {
                            long offsets = RightsOf.SEEK | RightsOf.TELL;
                            assertEquals(List.of(2, 2), List.of(o.word(BUFFER) & 0xff, o.word(D) & 0xff), "character devices");
                            assertEquals(0, o.longWord(BUFFER + 8) & offsets);
                            assertEquals(offsets, o.longWord(D + 8) & offsets);
                        }),
                trap(16, "fd_readdir cuts the last entry off; a short answer is the end", s -> s.call("fd_readdir", 0, BUFFER, 30, 0L, A).call("fd_readdir", 0, D, 1024, 0L, B), o -> {
                    assertEquals(30, o.word(A));
                    assertTrue(o.word(B) < 1024);
                }),
                trap(18, "address 0 is ordinary memory", s -> s.words(B, 0, 0).spawn(A).call("proc_join", B, 0, 0).call("proc_id", 4), o -> {
                    assertEquals(0, o.result(1));
                    assertEquals(1 | 42 << 16, o.word(0), "where waitpid(…, NULL) has it");
                    assertNotEquals(0, o.word(4));
                }),
                trap(19, "a program with an empty environment is found along a default PATH", s -> s.data(OTHER, "mainmain\n").words(B, 0, 0)
                        .call("proc_spawn2", OTHER, 4, OTHER + 4, 5, OTHER, 0, 0, 0, 0, 0, 1, 0, 0, A).call("proc_join", B, 0, C), o -> assertEquals(1 | 42 << 16, o.word(C))),
                trap(20, "wasix_32v1 has preview 1's names, and a type tells generations apart", s -> s.old("fd_tell", "ii:i", 2, A).call("sock_open", 1, 1, 6, B).call("sock_accept", 99, 0, C)
                        .old("sock_accept", "iiii:i", 99, 0, C, D), 0, 0, BADF, BADF),
                trap(21, "a status is the raw code today, and was code<<8 for the shells of 2022", s -> s.words(B, 0, 0).words(D, -1).spawn(A).call("proc_join", B, 0, C).spawn(A).old("proc_join", "ii:i", D, E), o -> {
                    assertEquals(1 | 42 << 16, o.word(C));
                    assertEquals(42 << 8, o.word(E));
                }),
                trap(22, "an errno is the call's result, whatever libc makes of it", s -> s.call("proc_signal", 99_999, 15).call("epoll_ctl", 99, 1, 2, BUFFER), SRCH, BADF),
                trap(23, "proc_exit2 and proc_exec3 return after proc_fork_env", s -> s.words(B, 0, 0).words(D, 0, 0).data(OTHER, "/bin/mainmain\n").call("proc_fork_env", A).call("proc_exit2", 7)
                        .call("proc_join", B, 0, C).call("proc_fork_env", A).call("proc_exec3", OTHER, 9, OTHER + 9, 5, 0, 9, 0, 0, 9).call("proc_join", D, 0, E), o -> {
                            assertEquals(1 | 7 << 16, o.word(C));
                            assertEquals(1 | 42 << 16, o.word(E));
                        }));
    }

    @TestFactory
    Stream<DynamicTest> trapNumber() throws IOException {
        List<KnownCall> known = KnownCall.all();
        return traps().stream().map(trap -> DynamicTest.dynamicTest(trap.number() + ": " + trap.what(), () -> {
            Script script = new Script(known);
            trap.script().accept(script);
            try (TestMachine machine = machine()) {
                GuestScript.Outcome outcome = script.guest.run(machine);
                assertEquals(new WaitStatus.Exited(0), outcome.status());
                trap.check().accept(outcome);
            }
        }));
    }

    private static TestMachine machine() {
        TestMachine machine = new TestMachine(new SyscallTable(), "main", "stays", "count");
        machine.program("main", process -> 42);
        machine.program("count", process -> process.arguments().size());
        machine.program("stays", process -> {
            int[] pipe = process.pipe(true);
            return process.read(pipe[0], new byte[1], 0, 1);
        });
        return machine;
    }

    /** 24: the program has a callback and knows all dispositions, and is stopped all the same; libc's action would be to abort. */
    @Test
    void trapNumber24StopSignalsStopAndAreNotDelivered() throws Exception {
        Script script = new Script(KnownCall.all());
        script.call("proc_id", A).call("proc_signals_get", BUFFER).catching().call("proc_signal", at(A), 19);
        try (TestMachine machine = machine()) {
            machine.write("/tmp/stops.wasm", 0755, script.guest.module());
            Process init = machine.processes.find(1);
            Process stopped = machine.startFile(List.of(machine.vfs.open(init, null, "/tmp", OpenFlags.DIRECTORY, 0), machine.vfs.open(init, null, "/tmp/out", OpenFlags.REWRITE, 0666)),
                    "/tmp/stops.wasm");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> stopped.threads().stream().allMatch(each -> each.task().state() == Task.State.STOPPED));
            machine.processes.signal(stopped.pid(), Signal.CONT);
            assertEquals(new WaitStatus.Exited(0), stopped.await());
        }
    }

    /** 17: {@link ThreadCallsTest} instantiates threads whose start function waits; sandbox's ThreadsTest runs real ones. */
    private static final List<Integer> ELSEWHERE = List.of(17, 24);

    @Test
    void everyTrapOfTheListHasATest() {
        TreeSet<Integer> covered = new TreeSet<>(ELSEWHERE);
        traps().forEach(trap -> covered.add(trap.number()));
        assertEquals(new ArrayList<>(IntStream.rangeClosed(1, 24).boxed().toList()), new ArrayList<>(covered));
    }
}
