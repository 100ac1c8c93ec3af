// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.process.HostedProcess;
import org.wsh.process.Signal;
import org.wsh.testing.TestMachine;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** {@code /proc}: its files have Linux's formats, proc(5), and tell the truth. */
class ProcFilesystemTest {
    private final TestMachine machine = new TestMachine("main");

    @AfterEach
    void nothingIsLeft() {
        machine.close();
    }

    private static String read(HostedProcess self, String path) {
        int fd = self.open(path, OpenFlags.READ, 0, false);
        byte[] bytes = new byte[8192];
        int length = self.read(fd, bytes, 0, bytes.length);
        self.close(fd);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String field(String status, String name) {
        for (String line : status.split("\n")) {
            if (line.startsWith(name + ":\t")) {
                return line.substring(name.length() + 2);
            }
        }
        throw new AssertionError("no " + name + " in " + status);
    }

    @Test
    void statHasLinuxsFields() throws InterruptedException {
        machine.assertExits(0, self -> {
            String[] fields = read(self, "/proc/self/stat").strip().split(" ");
            assertTrue(fields.length >= 41, "the fields up to policy");
            assertEquals(Integer.toString(self.pid()), fields[0]);
            assertEquals("(main)", fields[1]);
            assertEquals("R", fields[2]);
            assertEquals("1", fields[3]);
            assertEquals(Integer.toString(self.group()), fields[4]);
            assertEquals(Integer.toString(self.session()), fields[5]);
            return 0;
        });
    }

    @Test
    void statusTellsIdsSignalsAndState() throws InterruptedException {
        machine.assertExits(0, self -> {
            self.setDisposition(Signal.USR1, HostedProcess.Disposition.CATCH);
            self.setDisposition(Signal.TERM, HostedProcess.Disposition.IGNORE);
            String status = read(self, "/proc/self/status");
            assertEquals("main", field(status, "Name"));
            assertEquals("0\t0\t0\t0", field(status, "Uid"));
            assertEquals("0000000000000200", field(status, "SigCgt"));
            assertEquals("0000000000004000", field(status, "SigIgn"));
            int child = self.fork(other -> {
                other.sleep(Long.MAX_VALUE);
                return 0;
            }, -1);
            self.kill(child, Signal.STOP);
            self.wait(child, true, true);
            while (!field(read(self, "/proc/" + child + "/status"), "State").equals("T (stopped)")) {
                self.poll(1000);
            }
            self.kill(child, Signal.KILL);
            while (!field(read(self, "/proc/" + child + "/status"), "State").equals("Z (zombie)")) {
                self.poll(1000);
            }
            return 0;
        });
    }

    @Test
    void commandLineAndEnvironmentAreNulEndedStrings() throws InterruptedException {
        machine.program("main", self -> {
            assertEquals("main\0x\0\0", read(self, "/proc/self/cmdline"));
            assertEquals("A=1\0", read(self, "/proc/self/environ"));
            return 0;
        });
        assertEquals(0, machine.start("main", "x", "").await().shellStatus());
    }

    @Test
    void aDescriptorsLinkOpensWhatItIsOpenOn() throws InterruptedException {
        machine.assertExits(0, self -> {
            int[] pipe = self.pipe(false);
            self.write(pipe[1], new byte[] {'x'}, 0, 1);
            assertEquals("x", read(self, "/proc/self/fd/" + pipe[0]));
            assertTrue(self.attributes("/proc/self/fd/" + pipe[0], false).size() >= 0);
            self.close(pipe[0]);
            assertEquals(Errno.ENOENT,
                    assertThrows(ErrnoException.class, () -> read(self, "/proc/self/fd/" + pipe[0])).errno());
            return 0;
        });
    }

    @Test
    void selfAndCwdAreLinksAndNobodyMakesFilesThere() throws InterruptedException {
        machine.assertExits(0, self -> {
            self.changeDirectory("/tmp");
            self.changeDirectory("/proc/self/cwd");
            assertEquals("/tmp", self.workingDirectory());
            assertThrows(ErrnoException.class, () -> self.open("/proc/new", OpenFlags.REWRITE, 0644, false));
            assertEquals(Errno.ENOENT,
                    assertThrows(ErrnoException.class, () -> read(self, "/proc/99999/stat")).errno());
            return 0;
        });
    }

    @Test
    void theMachinesFilesAreThere() throws InterruptedException {
        machine.assertExits(0, self -> {
            assertTrue(read(self, "/proc/meminfo").startsWith("MemTotal:"));
            assertTrue(read(self, "/proc/mounts").contains("proc /proc proc rw 0 0\n"));
            assertTrue(read(self, "/proc/uptime").endsWith("\n"));
            assertTrue(read(self, "/proc/version").startsWith("wsh version"));
            return 0;
        });
    }
}
