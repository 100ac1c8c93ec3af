// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.signal.Signal;
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

    /** What each file looks like, in proc(5)'s formats. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            /proc/self/limits       ; (?s)Limit {21}Soft Limit {11}Hard Limit {11}Units {5}\\nMax cpu time {14}unlimited {12}unlimited {12}seconds {3}\\n.*Max open files {12}1024 {17}4096 {17}files .*
            /proc/self/statm        ; \\d+ \\d+ 0 0 0 \\d+ 0\\n
            /proc/self/maps         ; ''
            /proc/self/comm         ; main\\n
            /proc/self/wchan        ; 0
            /proc/self/mounts       ; (?s).*proc /proc proc rw 0 0\\n.*
            /proc/stat              ; (?s)cpu  \\d+ 0 0 \\d+ 0 0 0 0 0 0\\ncpu0 \\d+ .*\\nbtime \\d+\\nprocesses \\d+\\nprocs_running \\d+\\nprocs_blocked 0\\n
            /proc/loadavg           ; \\d+\\.\\d\\d \\d+\\.\\d\\d \\d+\\.\\d\\d \\d+/\\d+ \\d+\\n
            /proc/uptime            ; \\d+\\.\\d\\d \\d+\\.\\d\\d\\n
            /proc/meminfo           ; (?s)MemTotal: +\\d+ kB\\nMemFree: +\\d+ kB\\nMemAvailable: +\\d+ kB\\n.*SwapTotal: +0 kB\\n.*
            /proc/version           ; wsh version .*\\n
            /proc/self/task/2/stat  ; (?s)2 \\(main\\) R .*
            """)
    void hasTheFormatOfItsPage(String path, String pattern) throws InterruptedException {
        machine.assertExits(0, self -> {
            String text = read(self, path);
            assertTrue(text.matches(pattern), path + " is " + text);
            return 0;
        });
    }

    /** What one user may see of another's process; root may see all. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"stat, true", "status, true", "statm, true", "cmdline, true", "comm, true", "limits, true", "wchan, true", "environ, false", "maps, false", "cwd, false", "exe, false",
        "root, false", "fd, false", "task/1/stat, true"})
    void whoeverLooksSeesWhatHeMay(String file, boolean everybody) throws InterruptedException {
        machine.program("main", self -> {
            String path = "/proc/1/" + file;
            try {
                switch (file) {
                    case "cwd", "exe", "root" -> self.attributes(path + "/", true);
                    case "fd" -> self.directory(path);
                    default -> read(self, path);
                }
                return 0;
            } catch (ErrnoException e) {
                return e.errno() == Errno.EACCES ? 13 : 1;
            }
        });
        assertEquals(everybody ? 0 : 13, machine.startAs(1000, "main").await().shellStatus());
        int asRoot = machine.start("main").await().shellStatus();
        assertTrue(asRoot == 0 || file.equals("exe") && asRoot == 1, "root got " + asRoot);
    }
}
