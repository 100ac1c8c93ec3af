// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.testing.TestMachine.errno;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wsh.kernel.Task;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;

/** What a signal does, by its disposition and by what its target is doing. POSIX 2024, 2.4. */
class SignalTest {
    private final TestMachine machine = new TestMachine("main");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void theDefaultActionIsPosixs(Signal signal) throws InterruptedException {
        Process process = childInAGroupOfItsOwn();
        machine.processes.signal(process.pid(), signal);
        switch (signal.action()) {
            case TERMINATE -> assertEquals(new WaitStatus.Killed(signal, false), process.await());
            case CORE -> assertEquals(new WaitStatus.Killed(signal, true), process.await());
            case STOP -> Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.thread().task().state() == Task.State.STOPPED);
            case IGNORE, CONTINUE ->
                    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.thread().task().state() == Task.State.SLEEPING);
        }
    }

    /** Its parent looks after its group, so that it can be stopped. */
    private Process childInAGroupOfItsOwn() {
        int[] child = new int[1];
        machine.program("main", self -> {
            child[0] = self.fork(SignalTest::forever, 0);
            return forever(self);
        });
        Process parent = machine.start("main");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> parent.thread().task().state() == Task.State.SLEEPING);
        return machine.processes.find(child[0]);
    }

    @ParameterizedTest
    @EnumSource(value = Signal.class, names = {"TSTP", "TTIN", "TTOU"})
    void inAnOrphanedGroupOnlyStopStops(Signal signal) throws InterruptedException {
        machine.assertExits(0, self -> {
            self.kill(self.pid(), signal);
            return 0;
        });
    }

    @Test
    void killEndsALoopThatOnlyPolls() throws InterruptedException {
        machine.program("main", self -> {
            while (true) {
                self.poll(1);
            }
        });
        Process process = machine.start("main");
        machine.processes.signal(process.pid(), Signal.KILL);
        assertEquals(new WaitStatus.Killed(Signal.KILL, false), process.await());
    }

    @Test
    void killEndsAStoppedProcess() throws InterruptedException {
        machine.program("main", self -> {
            while (true) {
                self.poll(1);
            }
        });
        Process process = machine.start("main");
        machine.processes.signal(process.pid(), Signal.STOP);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.thread().task().state() == Task.State.STOPPED);
        machine.processes.signal(process.pid(), Signal.KILL);
        assertEquals(new WaitStatus.Killed(Signal.KILL, false), process.await());
    }

    @Test
    void aStoppedProcessDiesOfOtherSignalsWhenItGoesOn() throws InterruptedException {
        machine.program("main", SignalTest::forever);
        Process process = machine.start("main");
        machine.processes.signal(process.pid(), Signal.STOP);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.thread().task().state() == Task.State.STOPPED);
        machine.processes.signal(process.pid(), Signal.TERM);
        assertEquals(SignalSet.EMPTY.with(Signal.TERM), process.pendingSignals());
        assertEquals(null, process.endReason());
        machine.processes.signal(process.pid(), Signal.CONT);
        assertEquals(new WaitStatus.Killed(Signal.TERM, false), process.await());
    }

    @Test
    void aCaughtSignalInterruptsASleepAndWaitsToBeTaken() throws InterruptedException {
        machine.program("main", self -> {
            self.setDisposition(Signal.USR1, HostedProcess.Disposition.CATCH);
            assertEquals(Errno.EINTR, errno(() -> self.sleep(Long.MAX_VALUE)));
            assertEquals(Signal.USR1, self.takePendingSignal());
            assertEquals(null, self.takePendingSignal());
            return 5;
        });
        Process process = machine.start("main");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> process.thread().task().state() == Task.State.SLEEPING);
        machine.processes.signal(process.pid(), Signal.USR1);
        assertEquals(new WaitStatus.Exited(5), process.await());
    }

    @Test
    void anIgnoredSignalIsForgotten() throws InterruptedException {
        machine.assertExits(0, self -> {
            self.setDisposition(Signal.TERM, HostedProcess.Disposition.IGNORE);
            self.kill(self.pid(), Signal.TERM);
            self.poll(1_000_000);
            return 0;
        });
    }

    @Test
    void aSignalToOneselfActsBeforeKillReturns() throws InterruptedException {
        assertEquals(new WaitStatus.Killed(Signal.TERM, false), machine.run(self -> {
            self.kill(self.pid(), Signal.TERM);
            return 0;
        }));
    }

    @Test
    void killAndStopCannotBeCaught() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(Errno.EINVAL, errno(() -> self.setDisposition(Signal.KILL, HostedProcess.Disposition.IGNORE)));
            assertEquals(Errno.EINVAL, errno(() -> self.setDisposition(Signal.STOP, HostedProcess.Disposition.CATCH)));
            return 0;
        });
    }

    @Test
    void aGroupIsSignalledAsAWhole() throws InterruptedException {
        machine.assertExits(0, self -> {
            int leader = self.fork(SignalTest::forever, 0);
            int member = self.fork(SignalTest::forever, leader);
            self.kill(-leader, Signal.HUP);
            assertEquals(new WaitStatus.Killed(Signal.HUP, false), self.wait(leader, true, false).status());
            assertEquals(new WaitStatus.Killed(Signal.HUP, false), self.wait(member, true, false).status());
            return 0;
        });
    }

    private static int forever(HostedProcess self) {
        self.sleep(Long.MAX_VALUE);
        return 0;
    }

    @Test
    void nobodyThereIsEsrchAndSomebodyElsesIsEperm() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(Errno.ESRCH, errno(() -> self.kill(12345, Signal.TERM)));
            assertEquals(Errno.ESRCH, errno(() -> self.kill(-12345, Signal.TERM)));
            self.kill(1, null);
            self.kill(1, Signal.KILL);
            return 0;
        });
    }

    @Test
    void writingToAPipeWithoutReadersRaisesSigpipe() throws InterruptedException {
        assertEquals(new WaitStatus.Killed(Signal.PIPE, false), machine.run(self -> {
            int[] pipe = self.pipe(false);
            self.close(pipe[0]);
            self.write(pipe[1], new byte[] {1}, 0, 1);
            return 0;
        }));
    }

    @Test
    void writingThereWithSigpipeIgnoredFailsWithEpipe() throws InterruptedException {
        machine.assertExits(0, self -> {
            self.setDisposition(Signal.PIPE, HostedProcess.Disposition.IGNORE);
            int[] pipe = self.pipe(false);
            self.close(pipe[0]);
            assertEquals(Errno.EPIPE, errno(() -> self.write(pipe[1], new byte[] {1}, 0, 1)));
            return 0;
        });
    }

    @Test
    void anOutsiderCannotEndInit() {
        machine.processes.signal(1, Signal.KILL);
        assertEquals(1, machine.processes.all().size());
        assertEquals(null, machine.processes.find(1).endReason());
    }
}
