// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** posix_spawn(), execve(), fork of a hosted program, and what a child inherits. */
class SpawnTest {
    private final TestMachine machine = new TestMachine("main", "child");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    private static ErrnoException failure(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(ErrnoException.class, call);
    }

    private static SpawnRequest with(SpawnRequest request, FileAction... actions) {
        return new SpawnRequest(request.path(), request.arguments(), request.environment(), List.of(actions), request.attributes());
    }

    @Test
    void aSpawnThatFailsSaysWhyAndLeavesNoChild() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(Errno.ENOENT, failure(() -> self.spawn(TestMachine.request("nosuch"))).errno());
            assertEquals(Errno.EACCES, failure(() -> self.spawn(TestMachine.request("plain"))).errno());
            assertEquals(Errno.EACCES, failure(() -> self.spawn(TestMachine.request("../tmp"))).errno());
            ErrnoException elf = failure(() -> self.spawn(TestMachine.request("elf")));
            assertEquals(Errno.ENOEXEC, elf.errno());
            assertTrue(elf.about().contains("ELF"), elf.about());
            assertEquals(Errno.ENOEXEC, failure(() -> self.spawn(TestMachine.request("nobody"))).errno());
            assertEquals(Errno.EBADF, failure(() -> self.spawn(with(TestMachine.request("child"), new FileAction.Duplicate(9, 1)))).errno());
            assertEquals(Errno.ECHILD, failure(() -> self.wait(-1, false, false)).errno());
            return 0;
        });
    }

    @Test
    void fileActionsAreDoneInOrderInTheChild() throws InterruptedException {
        machine.program("child", self -> {
            assertEquals("/tmp", self.workingDirectory());
            byte[] line = new byte[8];
            assertEquals(8, self.read(5, line, 0, 8));
            assertEquals("one two\n", new String(line, StandardCharsets.UTF_8));
            assertEquals(true, self.isOpen(7));
            assertEquals(false, self.isOpen(0));
            return 4;
        });
        machine.assertExits(4, self -> {
            self.open("/dev/null", OpenFlags.READ, 0, false);
            int pid = self.spawn(with(TestMachine.request("child"),
                    new FileAction.ChangeDirectory("/etc"),
                    new FileAction.Open(5, "words", OpenFlags.READ, 0),
                    new FileAction.ChangeDirectory("/tmp"),
                    new FileAction.Duplicate(0, 7),
                    new FileAction.Close(0),
                    new FileAction.Close(99)));
            return ((WaitStatus.Exited) self.wait(pid, true, false).status()).code();
        });
    }

    @Test
    void closeOnExecDescriptorsAreNotInheritedAndOthersShareTheirOffset() throws InterruptedException {
        machine.program("child", self -> {
            assertEquals(false, self.isOpen(1));
            byte[] four = new byte[4];
            self.read(0, four, 0, 4);
            return 0;
        });
        machine.assertExits(0, self -> {
            self.open("/etc/words", OpenFlags.READ, 0, false);
            self.open("/etc/words", OpenFlags.READ, 0, true);
            int pid = self.spawn(TestMachine.request("child"));
            assertEquals(new WaitStatus.Exited(0), self.wait(pid, true, false).status());
            byte[] rest = new byte[9];
            assertEquals(4, self.read(0, rest, 0, 9));
            return 0;
        });
    }

    @Test
    void caughtSignalsFallBackToTheDefaultAndIgnoredOnesStay() throws InterruptedException {
        machine.program("child", self -> {
            assertEquals(HostedProcess.Disposition.DEFAULT, self.disposition(Signal.USR1));
            assertEquals(HostedProcess.Disposition.IGNORE, self.disposition(Signal.USR2));
            return 0;
        });
        machine.assertExits(0, self -> {
            self.setDisposition(Signal.USR1, HostedProcess.Disposition.CATCH);
            self.setDisposition(Signal.USR2, HostedProcess.Disposition.IGNORE);
            return ((WaitStatus.Exited) self.wait(self.spawn(TestMachine.request("child")), true, false).status()).code();
        });
    }

    @Test
    void execKeepsThePidAndTheParent() throws InterruptedException {
        machine.program("child", self -> {
            assertEquals(List.of("renamed", "x"), self.arguments());
            assertEquals(List.of("B=2"), self.environment());
            return self.pid() & 0x7f;
        });
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> {
                child.exec("/bin/child", List.of("renamed", "x"), List.of("B=2"));
                throw new AssertionError("exec has returned");
            }, -1);
            assertEquals(new WaitStatus.Exited(pid & 0x7f), self.wait(pid, true, false).status());
            return 0;
        });
    }

    @Test
    void anExecThatFailsChangesNothing() throws InterruptedException {
        machine.assertExits(3, self -> {
            int fd = self.open("/etc/words", OpenFlags.READ, 0, true);
            assertEquals(Errno.ENOENT, failure(() -> self.exec("/bin/nosuch", List.of("x"), List.of())).errno());
            return self.isOpen(fd) ? 3 : 4;
        });
    }

    @Test
    void aScriptIsRunByItsInterpreterWithItsPath() throws InterruptedException {
        machine.program("main", self -> {
            assertEquals(List.of("/bin/main", "-x", "/bin/script", "a", "b"), self.arguments());
            return 6;
        });
        assertEquals(new WaitStatus.Exited(6), machine.start("script", "a", "b").await());
    }

    @Test
    void forksWithoutEndMeetALimitAndTheMachineLives() throws InterruptedException {
        machine.assertExits(0, self -> {
            int made = 0;
            try {
                while (true) {
                    self.fork(child -> {
                        child.sleep(Long.MAX_VALUE);
                        return 0;
                    }, -1);
                    made++;
                }
            } catch (ErrnoException e) {
                assertEquals(Errno.EAGAIN, e.errno());
            }
            return made > 100 ? 0 : 1;
        });
    }

    @Test
    void descriptorsWithoutEndMeetEmfile() throws InterruptedException {
        machine.assertExits(0, self -> {
            ErrnoException e = failure(() -> {
                while (true) {
                    self.open("/dev/null", OpenFlags.READ, 0, false);
                }
            });
            assertEquals(Errno.EMFILE, e.errno());
            return 0;
        });
    }

    @Test
    void memoryThatIsChargedIsLimitedAndGivenBackAtTheEnd() throws InterruptedException {
        machine.assertExits(0, self -> {
            ErrnoException e = failure(() -> {
                while (true) {
                    self.charge(1 << 20);
                }
            });
            assertEquals(Errno.ENOMEM, e.errno());
            return 0;
        });
    }
}
