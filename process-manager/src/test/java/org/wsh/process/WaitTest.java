// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.testing.TestMachine.errno;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;

/** waitpid(), zombies and orphans. */
class WaitTest {
    private final TestMachine machine = new TestMachine("main", "child");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    @Test
    void withoutChildrenItFailsWithEchild() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(Errno.ECHILD, errno(() -> self.wait(-1, true, false)));
            assertEquals(Errno.ECHILD, errno(() -> self.wait(1, true, false)));
            return 0;
        });
    }

    @Test
    void itReportsAChildOnceWithItsExitCode() throws InterruptedException {
        machine.program("child", self -> 0x1207);
        machine.assertExits(0, self -> {
            int pid = self.spawn(TestMachine.request("child"));
            assertEquals(new HostedProcess.Waited(pid, new WaitStatus.Exited(7)), self.wait(pid, true, false));
            assertEquals(Errno.ECHILD, errno(() -> self.wait(pid, true, false)));
            return 0;
        });
    }

    @Test
    void withoutBlockingItAnswersZeroWhileTheChildLives() throws InterruptedException {
        machine.program("child", self -> {
            self.sleep(Long.MAX_VALUE);
            return 0;
        });
        machine.assertExits(0, self -> {
            int pid = self.spawn(TestMachine.request("child"));
            assertEquals(0, self.wait(-1, false, false).pid());
            self.kill(pid, Signal.TERM);
            assertEquals(new WaitStatus.Killed(Signal.TERM, false), self.wait(-1, true, false).status());
            return 0;
        });
    }

    @Test
    void whoeverTracesSeesForkSignalExitAndWait() throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var listener = machine.kernel.trace().listen(event -> seen.add(event.getClass().getSimpleName()))) {
            machine.assertExits(0, self -> {
                int pid = self.fork(child -> {
                    child.sleep(Long.MAX_VALUE);
                    return 0;
                }, -1);
                self.kill(pid, Signal.TERM);
                self.wait(pid, true, false);
                return 0;
            });
        }
        assertTrue(seen.containsAll(List.of("Fork", "Signal", "Exit", "Wait")), seen.toString());
    }

    @Test
    void itSelectsByPidAndByGroup() throws InterruptedException {
        machine.assertExits(0, self -> {
            int first = self.fork(child -> 1, 0);
            int second = self.fork(child -> 2, -1);
            assertEquals(Errno.ECHILD, errno(() -> self.wait(-999, true, false)));
            assertEquals(first, self.wait(-first, true, false).pid());
            assertEquals(second, self.wait(0, true, false).pid());
            return 0;
        });
    }

    @Test
    void aStoppedChildIsReportedOnlyWhenAskedFor() throws InterruptedException {
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> {
                child.sleep(Long.MAX_VALUE);
                return 0;
            }, -1);
            self.kill(pid, Signal.STOP);
            assertEquals(0, self.wait(pid, false, false).pid());
            assertEquals(new WaitStatus.Stopped(Signal.STOP), self.wait(pid, true, true).status());
            assertEquals(0, self.wait(pid, false, true).pid());
            self.kill(pid, Signal.KILL);
            assertEquals(new WaitStatus.Killed(Signal.KILL, false), self.wait(pid, true, false).status());
            return 0;
        });
    }

    @Test
    void orphansBecomeChildrenOfInitWhichReapsThem() throws InterruptedException {
        int[] orphan = new int[1];
        machine.assertExits(0, self -> {
            self.wait(self.fork(child -> {
                orphan[0] = child.fork(grandchild -> {
                    while (grandchild.parentPid() != 1) {
                        grandchild.sleep(1_000_000);
                    }
                    return 3;
                }, -1);
                return 0;
            }, -1), true, false);
            return 0;
        });
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> machine.processes.find(orphan[0]) == null);
    }

    @Test
    void aParentThatIgnoresSigchldGetsNoZombies() throws InterruptedException {
        machine.assertExits(0, self -> {
            self.setDisposition(Signal.CHLD, HostedProcess.Disposition.IGNORE);
            self.fork(child -> 0, -1);
            assertEquals(Errno.ECHILD, errno(() -> self.wait(-1, true, false)));
            return 0;
        });
    }
}
