// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.process.hosted.HostedProcess.Disposition.CATCH;
import static org.wsh.testing.TestMachine.errno;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.PlacedCaller;

/** FIFOs: who waits for whom, and for how long. */
class FifoTest {
    private static final String PATH = "/tmp/fifo";
    private static final OpenFlags NONBLOCKING_READ = new OpenFlags(true, false, false, false, false, false, true, false, false);
    private static final OpenFlags NONBLOCKING_WRITE = new OpenFlags(false, true, false, false, false, false, true, false, false);

    private final TestMachine machine = new TestMachine("main", "child");

    @BeforeEach
    void make() {
        var root = new PlacedCaller(Credentials.ROOT, machine.vfs.root());
        machine.vfs.makeNode(root, null, PATH, FileType.FIFO, 0666, 0);
    }

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    private static String read(HostedProcess self, int fd) {
        byte[] bytes = new byte[100];
        int count = self.read(fd, bytes, 0, bytes.length);
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    private static void write(HostedProcess self, int fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        self.write(fd, bytes, 0, bytes.length);
    }

    /** A process waits for another: on a host of one processor, that one needs it. */
    private void awaitSleep(HostedProcess self, int pid) {
        while (!waits(pid)) {
            self.sleep(1_000_000);
        }
    }

    private boolean waits(int pid) {
        Process process = machine.processes.find(pid);
        return process != null && "fifo".equals(process.thread().task().wchan());
    }

    @Test
    void aReaderHasMetAWriterThatWasWaitingAndIsGoneWhenItLooks() {
        var root = new PlacedCaller(Credentials.ROOT, machine.vfs.root());
        var writer = machine.vfs.open(root, null, PATH, new OpenFlags(false, true, false, false, false, false, false, false, false), 0);
        assertTrue(writer.opening());
        var reader = machine.vfs.open(root, null, PATH, new OpenFlags(true, false, false, false, false, false, false, false, false), 0);
        assertFalse(writer.opening());
        writer.release();
        assertFalse(reader.opening());
        reader.release();
    }

    @Test
    void aReaderWaitsForAWriterAndGetsItsBytesThenTheEnd() throws InterruptedException {
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> {
                int fd = child.open(PATH, OpenFlags.READ, 0, false);
                assertEquals("hello", read(child, fd));
                assertEquals("", read(child, fd));
                return 7;
            }, -1);
            awaitSleep(self, pid);
            int fd = self.open(PATH, OpenFlags.WRITE, 0, false);
            write(self, fd, "hello");
            self.close(fd);
            assertEquals(new WaitStatus.Exited(7), self.wait(pid, true, false).status());
            return 0;
        });
    }

    @Test
    void aWriterWaitsForAReaderWhomItNeedNotMeet() throws InterruptedException {
        machine.assertExits(0, self -> {
            int[] gone = self.pipe(false);
            int pid = self.fork(child -> {
                child.setDisposition(Signal.PIPE, HostedProcess.Disposition.IGNORE);
                int fd = child.open(PATH, OpenFlags.WRITE, 0, false);
                read(child, gone[0]);
                try {
                    write(child, fd, "late");
                    return 0;
                } catch (ErrnoException e) {
                    return e.errno() == Errno.EPIPE ? 1 : 2;
                }
            }, -1);
            awaitSleep(self, pid);
            self.close(self.open(PATH, NONBLOCKING_READ, 0, false)); // come and gone: the writer's open is over all the same
            write(self, gone[1], ".");
            int code = ((WaitStatus.Exited) self.wait(pid, true, false).status()).code();
            assertEquals(1, code);
            return 0;
        });
    }

    @Test
    void withoutWaitingAReaderOpensAndAWriterFails() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertEquals(Errno.ENXIO, errno(() -> self.open(PATH, NONBLOCKING_WRITE, 0, false)));
            int reader = self.open(PATH, NONBLOCKING_READ, 0, false);
            assertEquals("", read(self, reader), "no writer was there: the end");
            int writer = self.open(PATH, NONBLOCKING_WRITE, 0, false);
            assertEquals(Errno.EAGAIN, errno(() -> read(self, reader)));
            write(self, writer, "x");
            assertEquals("x", read(self, reader));
            return 0;
        });
    }

    @Test
    void forBothItNeverWaits() throws InterruptedException {
        machine.assertExits(0, self -> {
            int both = self.open(PATH, OpenFlags.READ_WRITE, 0, false);
            write(self, both, "to myself");
            assertEquals("to myself", read(self, both));
            return 0;
        });
    }

    @Test
    void twoNamesAreOneFifoAndOneWithoutNameLivesOn() throws InterruptedException {
        var root = new PlacedCaller(Credentials.ROOT, machine.vfs.root());
        machine.vfs.link(root, null, PATH, false, null, "/tmp/second");
        machine.assertExits(0, self -> {
            int both = self.open(PATH, OpenFlags.READ_WRITE, 0, false);
            int reader = self.open("/tmp/second", OpenFlags.READ, 0, false);
            machine.vfs.unlink(root, null, PATH);
            machine.vfs.unlink(root, null, "/tmp/second");
            write(self, both, "still");
            assertEquals("still", read(self, reader));
            return 0;
        });
    }

    @Test
    void aSignalInterruptsTheWait() throws InterruptedException {
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> {
                child.setDisposition(Signal.USR1, CATCH);
                return errno(() -> child.open(PATH, OpenFlags.READ, 0, false)) == Errno.EINTR ? 3 : 4;
            }, -1);
            awaitSleep(self, pid);
            self.kill(pid, Signal.USR1);
            assertEquals(new WaitStatus.Exited(3), self.wait(pid, true, false).status());
            assertEquals(Errno.ENXIO, errno(() -> self.open(PATH, NONBLOCKING_WRITE, 0, false)), "the reader has gone");
            return 0;
        });
    }

    @Test
    void whoWaitsCanBeKilled() throws InterruptedException {
        machine.assertExits(0, self -> {
            int pid = self.fork(child -> child.open(PATH, OpenFlags.WRITE, 0, false), -1);
            awaitSleep(self, pid);
            self.kill(pid, Signal.KILL);
            assertEquals(new WaitStatus.Killed(Signal.KILL, false), self.wait(pid, true, false).status());
            return 0;
        });
    }

    /** As on Linux, where a spawn's parent sleeps until the child has done its file actions. */
    @Test
    void aSpawnWhoseFileActionOpensOneWaitsForTheOtherSide() throws InterruptedException {
        machine.program("child", self -> read(self, 5).equals("hello") ? 9 : 1);
        machine.assertExits(0, self -> {
            int writer = self.fork(other -> {
                awaitSleep(other, other.parentPid());
                write(other, other.open(PATH, OpenFlags.WRITE, 0, false), "hello");
                return 0;
            }, -1);
            int pid = self.spawn(spawning());
            assertEquals(new WaitStatus.Exited(9), self.wait(pid, true, false).status());
            self.wait(writer, true, false);
            return 0;
        });
    }

    private static SpawnRequest spawning() {
        return new SpawnRequest("/bin/child", List.of("child"), List.of(), List.of(new FileAction.Open(5, PATH, OpenFlags.READ, 0)), SpawnAttributes.INHERIT);
    }

    @Test
    void killedWhileItsSpawnWaitsAProcessLeavesNothing() throws InterruptedException {
        machine.program("main", self -> self.spawn(spawning()));
        Process waits = machine.start("main");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> waits(waits.pid()));
        machine.processes.signal(waits.pid(), Signal.KILL);
        assertEquals(new WaitStatus.Killed(Signal.KILL, false), waits.await());
    }
}
