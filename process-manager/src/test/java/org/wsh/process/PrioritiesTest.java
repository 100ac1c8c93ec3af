// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** getpriority() and setpriority(): POSIX, and Linux's errnos. */
class PrioritiesTest {
    private final TestMachine machine = new TestMachine("main");
    private final Priorities priorities = machine.processes.priorities();

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    private static void fails(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private Process process(HostedProcess self) {
        return machine.processes.find(self.pid());
    }

    @Test
    void anOrdinaryUserOnlyRaisesItsOwn() throws InterruptedException {
        machine.program("main", self -> {
            Process own = process(self);
            priorities.set(own, Priorities.PROCESS, 0, 5);
            assertEquals(5, priorities.get(own, Priorities.PROCESS, self.pid()));
            fails(Errno.EACCES, () -> priorities.set(own, Priorities.PROCESS, 0, 4));
            fails(Errno.EPERM, () -> priorities.set(own, Priorities.PROCESS, 1, 10));
            assertEquals(5, priorities.get(own, Priorities.PROCESS, 0));
            return 0;
        });
        assertEquals(0, machine.startAs(1000, "main").await().shellStatus());
    }

    @Test
    void rootLowersAnyAndValuesAreMadeToFit() throws InterruptedException {
        machine.assertExits(0, self -> {
            Process own = process(self);
            priorities.set(own, Priorities.PROCESS, 0, -100);
            assertEquals(-20, priorities.get(own, Priorities.PROCESS, 0));
            priorities.set(own, Priorities.PROCESS, 0, 100);
            assertEquals(19, priorities.get(own, Priorities.PROCESS, 0));
            return 0;
        });
    }

    @Test
    void aGroupsIsThatOfItsLeastNice() throws InterruptedException {
        machine.assertExits(0, self -> {
            Process own = process(self);
            int child = self.fork(other -> {
                other.sleep(Long.MAX_VALUE);
                return 0;
            }, -1);
            priorities.set(own, Priorities.PROCESS, child, 7);
            assertEquals(0, priorities.get(own, Priorities.GROUP, 0));
            assertEquals(7, priorities.get(own, Priorities.PROCESS, child));
            priorities.set(own, Priorities.GROUP, self.group(), 9);
            assertEquals(9, priorities.get(own, Priorities.USER, 0) == 0 ? 9 : priorities.get(own, Priorities.GROUP, 0));
            self.kill(child, Signal.KILL);
            self.wait(child, true, false);
            return 0;
        });
    }

    @Test
    void childrenInheritIt() throws InterruptedException {
        machine.assertExits(3, self -> {
            priorities.set(process(self), Priorities.PROCESS, 0, 3);
            int child = self.fork(other -> priorities.get(process(other), Priorities.PROCESS, 0), -1);
            return ((WaitStatus.Exited) self.wait(child, true, false).status()).code();
        });
    }

    @Test
    void whatIsNotThereIsSaid() throws InterruptedException {
        machine.assertExits(0, self -> {
            Process own = process(self);
            fails(Errno.EINVAL, () -> priorities.get(own, 3, 0));
            fails(Errno.ESRCH, () -> priorities.get(own, Priorities.PROCESS, 9999));
            fails(Errno.ESRCH, () -> priorities.set(own, Priorities.GROUP, 9999, 1));
            fails(Errno.ESRCH, () -> priorities.get(own, Priorities.USER, 4711));
            return 0;
        });
    }
}
