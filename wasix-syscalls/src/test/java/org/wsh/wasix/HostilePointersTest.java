// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.process.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.wasix.KnownCall.Kind;
import org.wsh.wasix.KnownCall.Parameter;

/**
 * Every call of the documents, each of its addresses and lengths hostile while all else is right: it fails, writes nothing, and the machine is whole afterwards.
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

    @TestFactory
    Stream<DynamicTest> noCallTakesThem() throws IOException {
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
                .map(call -> DynamicTest.dynamicTest(call.toString(), () -> tryAll(call)));
    }

    private static void tryAll(KnownCall call) throws InterruptedException {
        GuestScript script = new GuestScript();
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
                tried.add(parameter.name() + "=0x" + Integer.toHexString(value));
            }
        }
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            GuestScript.Outcome outcome = script.run(machine);
            assertEquals(new WaitStatus.Exited(0), outcome.status());
            for (int i = 0; i < tried.size(); i++) {
                assertNotEquals(WasiErrno.SUCCESS, outcome.result(i), call.name() + " with " + tried.get(i));
            }
            assertUntouched(script, outcome, tried.size());
        }
    }

    private static void assertUntouched(GuestScript script, GuestScript.Outcome outcome, int calls) {
        byte[] before = script.firstPage();
        for (int i = 0; i < before.length; i++) {
            int at = i;
            assertEquals(before[i], outcome.memory().get(i), () -> "written at " + at);
        }
        for (int i = GuestScript.PAGE + 4 * calls; i < END - 16; i++) {
            int at = i;
            assertEquals(0, outcome.memory().get(i), () -> "written at " + at);
        }
    }

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
                case "fd" -> call.name().equals("fd_readdir") ? 0 : 2;
                case "flags", "how", "id", "action", "resource", "oflags", "which", "who", "chroot", "search_path" -> call.type().charAt(index) == 'i' ? 0 : (Object) 0L;
                default -> call.type().charAt(index) == 'i' ? 1 : (Object) 1L;
            };
        };
    }

    private static int lengthOf(Parameter pointer) {
        return pointer.target().contains("u8") || pointer.target().contains("block") ? 8 : 1;
    }
}
