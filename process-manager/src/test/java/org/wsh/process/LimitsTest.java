// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** Limits of the machine and of what is launched in it. What POSIX says of setrlimit is in the C programs. */
class LimitsTest {
    private final TestMachine machine = new TestMachine("main");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    @Test
    void whatIsLaunchedStartsWithTheMachinesLimits() throws InterruptedException {
        machine.launcher.limit(ResourceLimits.DEFAULT.with(ResourceLimits.DESCRIPTORS, 3, 5, true), 0);
        machine.assertExits(0, self -> {
            assertArrayEquals(new long[] {3, 5}, self.limit(ResourceLimits.DESCRIPTORS));
            self.pipe(false);
            assertEquals(Errno.EMFILE, assertThrows(ErrnoException.class, () -> self.pipe(false)).errno());
            return 0;
        });
    }

    @Test
    void thereAreNoMoreProcessesThanAllowed() throws InterruptedException {
        machine.launcher.limit(ResourceLimits.DEFAULT, 3);
        machine.assertExits(0, self -> {
            int child = self.fork(other -> 7, -1);
            assertEquals(Errno.EAGAIN, assertThrows(ErrnoException.class, () -> self.fork(other -> 7, -1)).errno());
            self.wait(child, true, false);
            self.wait(self.fork(other -> 7, -1), true, false);
            return 0;
        });
    }

    @Test
    void noTableHasMoreDescriptorsThanTheMachineGivesAnybody() {
        ErrnoException refused = assertThrows(ErrnoException.class,
                () -> ResourceLimits.DEFAULT.with(ResourceLimits.DESCRIPTORS, 10, ResourceLimits.MOST_DESCRIPTORS + 1, true));
        assertEquals(Errno.EPERM, refused.errno());
    }

    /** What the host does for it may take as long as it likes. */
    @Test
    void killDoesNotWaitForTheHost() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        machine.program("main", self -> {
            int child = self.fork(other -> {
                try {
                    machine.kernel.hostWork().run(() -> {
                        never.await();
                        return null;
                    });
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return 0;
            }, -1);
            while (!"hostwork".equals(machine.processes.find(child).thread().task().wchan())) {
                self.sleep(1_000_000);
            }
            self.kill(child, Signal.KILL);
            return self.wait(child, true, false).status().shellStatus();
        });
        assertEquals(new WaitStatus.Exited(137), machine.start("main").await());
        never.countDown();
    }
}
