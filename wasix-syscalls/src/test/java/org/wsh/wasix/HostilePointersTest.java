// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.wasix.KnownCall.Kind;
import org.wsh.wasix.KnownCall.Parameter;

/**
 * Every call of the documents, each of its addresses and lengths hostile while all else is right: it fails with FAULT, or with what {@code hostile.txt} says of that argument, writes nothing, and the
 * machine is whole afterwards. {@code mvn … -Dwsh.bless=FILE} writes what that file should have.
 */
class HostilePointersTest {
    private static final int END = GuestScript.MEMORY;
    private static final int[] ADDRESSES = {-1, -8, Integer.MIN_VALUE, Integer.MAX_VALUE, END, END - 1, END + 1, END - 0x10000000, 0xffff0000};
    private static final int[] LENGTHS = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, -8, END + 1, 0x20000001};

    /** Arguments that a call does not look at, or only if others say so. */
    private static final Set<String> NOT_LOOKED_AT = Set.of(
            // no search, so no path; the main program's own symbols, so no library path
            "proc_exec3.path", "proc_exec3.path_len", "proc_spawn2.path", "proc_spawn2.path_len", "dlopen.ld_library_path", "dlopen.ld_library_path_len",
            // not had at all (NOTSUP)
            "proc_spawn.preopen", "proc_spawn.preopen_len",
            // an environment of nothing
            "environ_get.environ_buf",
            // u16, of which the upper half does not count
            "reflect_signature.arg_types_len", "reflect_signature.result_types_len");

    /** Arrays that are empty here, so that they may lie at the very end. */
    private static final Set<String> EMPTY = Set.of("environ_get.environ", "groups_get.groups");

    /** Arguments that answer something else than FAULT: {@code module.name argument} to the errnos. */
    private static Map<String, String> expected() throws IOException {
        Map<String, String> expected = new HashMap<>();
        try (var text = HostilePointersTest.class.getResourceAsStream("hostile.txt")) {
            for (String line : new String(text.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] parts = line.split(" ", 3);
                    expected.put(parts[0] + " " + parts[1], parts[2].replaceAll(" +#.*", ""));
                }
            }
        }
        return expected;
    }

    @TestFactory
    Stream<DynamicTest> noCallTakesThem() throws IOException {
        Map<String, String> expected = expected();
        TreeSet<String> bound = new TreeSet<>();
        new SyscallTable().forEach((module, name, type) -> bound.add(module + "." + name + " " + type));
        List<KnownCall> calls = new ArrayList<>(KnownCall.all());
        calls.addAll(KnownCall.ours());
        for (KnownCall call : KnownCall.all()) {
            if (call.module().equals("wasi_snapshot_preview1")) {
                calls.add(new KnownCall("wasi_unstable", call.name(), call.type(), call.parameters()));
            }
        }
        return calls.stream()
                .filter(call -> bound.contains(call.toString()) && call.returns())
                .filter(call -> call.parameters().stream().anyMatch(parameter -> parameter.kind() != Kind.NUMBER))
                .map(call -> DynamicTest.dynamicTest(call.toString(), () -> tryAll(call, expected)));
    }

    private static void tryAll(KnownCall call, Map<String, String> expected) throws InterruptedException, IOException {
        GuestScript script = new GuestScript();
        int before = prepare(script, call);
        List<String> tried = new ArrayList<>();
        Object[] right = new Object[call.parameters().size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = rightArgument(script, call, i);
        }
        for (int i = 0; i < right.length; i++) {
            Parameter parameter = call.parameters().get(i);
            if (NOT_LOOKED_AT.contains(call.name() + "." + parameter.name())) {
                continue;
            }
            int[] hostile = switch (parameter.kind()) {
                case NUMBER -> new int[0];
                case POINTER -> ADDRESSES;
                case LENGTH -> LENGTHS;
            };
            for (int value : hostile) {
                boolean oneByte = value == END - 1 && Set.of("bool", "u8").contains(parameter.target());
                if (oneByte || (value == END || value == END - 1) && EMPTY.contains(call.name() + "." + parameter.name())) {
                    continue;
                }
                Object[] arguments = right.clone();
                arguments[i] = value;
                script.call(call.module(), call.name(), call.type(), arguments);
                tried.add(parameter.name());
            }
        }
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            GuestScript.Outcome outcome = script.run(machine);
            assertEquals(new WaitStatus.Exited(0), outcome.status());
            Map<String, TreeSet<Integer>> answers = new LinkedHashMap<>();
            for (int i = 0; i < tried.size(); i++) {
                assertNotEquals(WasiErrno.SUCCESS, outcome.result(before + i), call.name() + " with " + tried.get(i));
                answers.computeIfAbsent(tried.get(i), none -> new TreeSet<>()).add(outcome.result(before + i));
            }
            for (var answer : answers.entrySet()) {
                String key = call.module() + "." + call.name() + " " + answer.getKey();
                String errnos = answer.getValue().stream().map(number -> WasiErrno.of(number).name()).collect(Collectors.joining(" "));
                if (System.getProperty("wsh.bless") == null) {
                    assertEquals(expected.getOrDefault(key, "EFAULT"), errnos, key);
                } else if (!errnos.equals("EFAULT")) {
                    Files.writeString(Path.of(System.getProperty("wsh.bless")), key + " " + errnos + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            assertUntouched(script, outcome, before + tried.size());
        }
    }

    private static void assertUntouched(GuestScript script, GuestScript.Outcome outcome, int calls) {
        byte[] before = script.firstPage();
        for (int i = 0; i < before.length; i++) {
            int at = i;
            assertEquals(before[i], outcome.memory().get(i), () -> "written at " + at);
        }
        for (int i = GuestScript.PAGE + 4 * calls; i < END - 64; i++) {
            int at = i;
            assertEquals(0, outcome.memory().get(i), () -> "written at " + at);
        }
    }

    /** What {@link #PREPARED} is: a socket, an epoll, a terminal's master, for calls that want one. @return how many calls that takes */
    private static int prepare(GuestScript script, KnownCall call) {
        if (call.name().startsWith("sock_") && call.parameters().getFirst().name().equals("fd")) {
            boolean datagrams = call.name().contains("multicast") || call.name().endsWith("_from") || call.name().endsWith("_to");
            script.call("wasix_32v1", "sock_open", "iiii:i", 1, datagrams ? 2 : 1, 0, SCRATCH).call("wasi_snapshot_preview1", "fd_fdstat_set_flags", "ii:i", PREPARED, 4);
            return 2;
        }
        if (call.name().equals("epoll_ctl") || call.name().equals("epoll_wait")) {
            script.call("wasix_32v1", "epoll_create", "i:i", SCRATCH);
            return 1;
        }
        if (ON_TERMINALS.contains(call.name())) {
            script.data(60_000, "/dev/ptmx").call("wsh_1", "path_open", "iiiiiiiii:i", -2, 1, 60_000, 9, 0, 3 | 8, 0, 0, SCRATCH);
            return 1;
        }
        return 0;
    }

    private static final Set<String> ON_TERMINALS = Set.of("termios_get", "termios_set", "winsize_get", "winsize_set", "pgrp_get", "tty_session", "pty_number");
    private static final int PREPARED = 4;
    private static final int SCRATCH = END - 32;

    /** Descriptors 0 (a folder) and 2 (a file), areas of memory of their own, lengths of 8; what is read there makes sense. */
    private static Object rightArgument(GuestScript script, KnownCall call, int index) {
        Parameter parameter = call.parameters().get(index);
        int area = 2048 * (index + 1);
        return switch (parameter.kind()) {
            case LENGTH -> parameter.name().equals("preopen_len") ? 0 : lengthOf(call.parameters().get(index - 1));
            case POINTER -> {
                if (parameter.name().equals("preopen")) {
                    yield 0;
                }
                if (parameter.name().equals("envs")) {
                    script.data(area, "A=aaaaaa");
                } else if (parameter.target().contains("iovec")) {
                    script.words(area, 40_000, 8);
                } else if (parameter.target().startsWith("addr_port")) {
                    script.data(area, new byte[] {1, 0, 0, 0, 127, 0, 0, 1});
                } else if (parameter.target().startsWith("subscription")) {
                    script.data(area, new byte[64]);
                } else if (parameter.target().contains("option_") || parameter.target().contains("spawn_fd_op") || parameter.target().contains("spawn_attr")
                        || parameter.target().contains("u64")) {
                    script.data(area, new byte[56]);
                }
                yield area;
            }
            case NUMBER -> switch (parameter.name()) {
                case "dirfd", "old_dirfd", "new_dirfd" -> 0;
                case "fd" -> call.name().equals("fd_readdir") ? 0 : call.name().startsWith("sock_") || ON_TERMINALS.contains(call.name()) ? PREPARED : 2;
                case "epfd" -> PREPARED;
                case "flags", "how", "id", "action", "resource", "oflags", "which", "who", "chroot", "search_path" -> call.type().charAt(index) == 'i' ? 0 : (Object) 0L;
                default -> call.type().charAt(index) == 'i' ? 1 : (Object) 1L;
            };
        };
    }

    private static int lengthOf(Parameter pointer) {
        return pointer.target().contains("u8") || pointer.target().contains("block") ? 8 : 1;
    }
}
