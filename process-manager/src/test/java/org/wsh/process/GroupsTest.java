// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.Task;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** Process groups, sessions and their terminal. */
class GroupsTest {
    private final TestMachine machine = new TestMachine("main");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    private static Errno errno(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(ErrnoException.class, call).errno();
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
        Awaitility.await().until(() -> {
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
        Awaitility.await().until(() -> machine.processes.find(left[0]) == null);
    }
}
