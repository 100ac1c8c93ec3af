// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.testing.TestMachine.errno;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.Task;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.OpenFlags;

/** Process groups, sessions and their terminal. */
class GroupsTest {
    private final TestMachine machine = new TestMachine("main");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    @Test
    void whatIsLaunchedLeadsItsOwnSession() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(self.pid(), self.group());
            assertEquals(self.pid(), self.session());
            assertEquals(Errno.EPERM, errno(() -> self.setGroup(0, 0)));
            return 0;
        });
    }

    @Test
    void aChildMayBeMovedIntoAGroupOfItsOwnSessionOnly() throws InterruptedException {
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> {
                child.sleep(Long.MAX_VALUE);
                return 0;
            }, -1);
            assertEquals(self.group(), self.groupOf(pid));
            self.setGroup(pid, pid);
            assertEquals(pid, self.groupOf(pid));
            self.setGroup(pid, self.group());
            assertEquals(Errno.EPERM, errno(() -> self.setGroup(pid, 1)));
            assertEquals(Errno.ESRCH, errno(() -> self.setGroup(1, 1)));
            assertEquals(Errno.ESRCH, errno(() -> self.groupOf(12345)));
            self.kill(pid, Signal.KILL);
            return 0;
        });
    }

    @Test
    void controlCGoesToTheForegroundGroup() throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        machine.program("main", self -> {
            int child = self.fork(other -> {
                other.sleep(Long.MAX_VALUE);
                return 0;
            }, 0);
            self.setForegroundGroup(0, child);
            WaitStatus status = self.wait(child, true, false).status();
            return status.shellStatus();
        });
        Process main = machine.start(terminal, List.of(terminal.open(OpenFlags.READ_WRITE)), "main");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            var kin = machine.processes.kinship(main);
            Process front = machine.processes.find(kin.foreground());
            return front != null && front != main && front.thread().task().state() == Task.State.SLEEPING;
        });
        terminal.inputFully(new byte[] {3});
        assertEquals(new WaitStatus.Exited(130), main.await());
    }

    @Test
    void devTtyIsTheSessionsTerminalAndNobodyElses() throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        machine.program("main", self -> {
            int fd = self.open("/dev/tty", OpenFlags.READ_WRITE, 0, false);
            self.write(fd, "hi\n".getBytes(StandardCharsets.UTF_8), 0, 3);
            return self.isTerminal(fd) ? 0 : 1;
        });
        assertEquals(new WaitStatus.Exited(0), machine.start(terminal, List.of(), "main").await());
        byte[] output = new byte[10];
        assertEquals("hi\r\n", new String(output, 0, terminal.takeOutput(output), StandardCharsets.UTF_8));
        machine.assertExits(0, self -> {
            assertEquals(Errno.ENXIO, errno(() -> self.open("/dev/tty", OpenFlags.READ, 0, false)));
            return 0;
        });
    }

    @Test
    void theLeadersEndHangsUpItsForegroundGroup() throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        int[] left = new int[1];
        machine.program("main", self -> {
            left[0] = self.fork(child -> {
                child.sleep(Long.MAX_VALUE);
                return 0;
            }, 0);
            self.setForegroundGroup(0, left[0]);
            return 0;
        });
        machine.start(terminal, List.of(terminal.open(OpenFlags.READ_WRITE)), "main").await();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> machine.processes.find(left[0]) == null);
    }

    /** A child in a group of its own, which is not in front of the terminal on descriptor 0. */
    private WaitStatus ofBackgroundChild(HostedProgram body, boolean untilStopped) throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        WaitStatus[] seen = new WaitStatus[1];
        machine.program("main", self -> {
            int child = self.fork(body, 0);
            seen[0] = self.wait(child, true, untilStopped).status();
            if (!seen[0].ended()) {
                self.kill(child, Signal.KILL);
                self.wait(child, true, false);
            }
            return 0;
        });
        machine.start(terminal, List.of(terminal.open(OpenFlags.READ_WRITE)), "main").await();
        return seen[0];
    }

    @Test
    void readingTheTerminalFromTheBackgroundStops() throws InterruptedException {
        assertEquals(new WaitStatus.Stopped(Signal.TTIN), ofBackgroundChild(self -> self.read(0, new byte[1], 0, 1), true));
    }

    @Test
    void readingThereWithTtinIgnoredFails() throws InterruptedException {
        assertEquals(new WaitStatus.Exited(5), ofBackgroundChild(self -> {
            self.setDisposition(Signal.TTIN, HostedProcess.Disposition.IGNORE);
            return errno(() -> self.read(0, new byte[1], 0, 1)) == Errno.EIO ? 5 : 6;
        }, true));
    }

    @Test
    void aCaughtTtinInterruptsTheRead() throws InterruptedException {
        assertEquals(new WaitStatus.Exited(5), ofBackgroundChild(self -> {
            self.setDisposition(Signal.TTIN, HostedProcess.Disposition.CATCH);
            return errno(() -> self.read(0, new byte[1], 0, 1)) == Errno.EINTR ? 5 : 6;
        }, true));
    }

    @Test
    void writingIsAllowedUnlessTheTerminalSaysOtherwise() throws InterruptedException {
        assertEquals(new WaitStatus.Exited(5), ofBackgroundChild(self -> {
            self.write(0, new byte[] {'x'}, 0, 1);
            return 5;
        }, true));
        assertEquals(new WaitStatus.Stopped(Signal.TTOU), ofBackgroundChild(self -> {
            Termios old = self.termios(0);
            self.setDisposition(Signal.TTOU, HostedProcess.Disposition.IGNORE);
            self.setTermios(0, new Termios(old.iflag(), old.oflag(), old.cflag(), old.lflag() | Termios.TOSTOP, old.line(), old.cc(), old.ispeed(), old.ospeed()));
            self.setDisposition(Signal.TTOU, HostedProcess.Disposition.DEFAULT);
            self.write(0, new byte[] {'x'}, 0, 1);
            return 5;
        }, true));
    }

    @Test
    void changingTheTerminalFromTheBackgroundStops() throws InterruptedException {
        assertEquals(new WaitStatus.Stopped(Signal.TTOU), ofBackgroundChild(self -> {
            self.setTermios(0, self.termios(0));
            return 0;
        }, true));
        assertEquals(new WaitStatus.Stopped(Signal.TTOU), ofBackgroundChild(self -> {
            self.setForegroundGroup(0, self.group());
            return 0;
        }, true));
    }

    @Test
    void whoIgnoresTtouMayTakeTheTerminal() throws InterruptedException {
        assertEquals(new WaitStatus.Exited(5), ofBackgroundChild(self -> {
            self.setDisposition(Signal.TTOU, HostedProcess.Disposition.IGNORE);
            self.setForegroundGroup(0, self.group());
            return self.foregroundGroup(0) == self.group() ? 5 : 6;
        }, true));
    }

    @Test
    void aStoppedReaderReadsOnceItIsInFront() throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        machine.program("main", self -> {
            self.setDisposition(Signal.TTOU, HostedProcess.Disposition.IGNORE);
            int child = self.fork(other -> other.read(0, new byte[9], 0, 9), 0);
            self.wait(child, true, true);
            self.setForegroundGroup(0, child);
            self.kill(-child, Signal.CONT);
            return self.wait(child, true, false).status().shellStatus();
        });
        Process main = machine.start(terminal, List.of(terminal.open(OpenFlags.READ_WRITE)), "main");
        terminal.inputFully("abc\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(new WaitStatus.Exited(4), main.await());
    }

    @Test
    void theGroupOfAReaderThatIsOrphanedGetsAnError() throws InterruptedException {
        Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
        int[] read = new int[1];
        machine.program("main", self -> {
            int child = self.fork(leader -> {
                leader.fork(other -> {
                    while (other.parentPid() == leader.pid()) {
                        other.sleep(1_000_000);
                    }
                    read[0] = errno(() -> other.read(0, new byte[1], 0, 1)) == Errno.EIO ? 5 : 6;
                    return 0;
                }, -1);
                return 0;
            }, 0);
            self.wait(child, true, false);
            while (read[0] == 0) {
                self.sleep(1_000_000);
            }
            return read[0];
        });
        assertEquals(new WaitStatus.Exited(5), machine.start(terminal, List.of(terminal.open(OpenFlags.READ_WRITE)), "main").await());
    }
}
