// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.process.Process;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;

/**
 * Every call of the table, with arguments that no honest program passes. The program must get an answer or a proper end, and the machine must be
 * whole afterwards: {@link TestMachine} counts processes, bytes, timers and bugs of ours.
 */
class HostileArgumentsTest {
    private static final long[] HOSTILE = {-1, -8, 0x7fffffff, 0x80000000L, 65_536, 65_533, 0x10000001, 3, 0};

    /** To wait for ever is what these are for, with such arguments. */
    private static final Set<String> WAITING = Set.of("sig_suspend", "sig_wait", "poll_oneoff", "poll", "futex_wait", "thread_sleep");

    @TestFactory
    List<DynamicTest> everyCallAnswersToWildArguments() {
        List<DynamicTest> tests = new ArrayList<>();
        new SyscallTable().forEach((module, name, type) -> {
            if (!WAITING.contains(name)) {
                tests.add(DynamicTest.dynamicTest(module + "." + name, () -> callWithEach(module, name, type)));
            }
        });
        return tests;
    }

    private static void callWithEach(String module, String name, String type) throws InterruptedException {
        int parameters = type.indexOf(':');
        try (TestMachine machine = new TestMachine(new SyscallTable())) {
            int file = 0;
            for (long wild : HOSTILE) {
                long[] all = new long[parameters];
                java.util.Arrays.fill(all, wild);
                run(machine, file++, module, name, type, all);
                for (int i = 0; i < parameters; i++) {
                    long[] one = new long[parameters];
                    java.util.Arrays.fill(one, 1);
                    one[i] = wild;
                    run(machine, file++, module, name, type, one);
                }
            }
        }
    }

    private static void run(TestMachine machine, int file, String module, String name, String type, long[] arguments)
            throws InterruptedException {
        String path = "/tmp/" + file + ".wasm";
        machine.write(path, 0755, ModuleWriter.calling(module, name, type, arguments));
        Process process = machine.startFile(List.of(), path);
        WaitStatus status = process.await();
        boolean mayKill = name.startsWith("proc_raise") || name.equals("proc_signal") || name.equals("thread_signal") || name.equals("sig_queue") || name.equals("itimer");
        assertTrue(mayKill || status instanceof WaitStatus.Exited, () -> status + " of " + name + java.util.Arrays.toString(arguments));
    }
}
