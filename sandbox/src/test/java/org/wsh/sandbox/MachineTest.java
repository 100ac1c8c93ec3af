// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

@Timeout(600)
class MachineTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path host;

    private static Result run(String command) throws InterruptedException {
        try (Machine machine = Machine.builder().build()) {
            return machine.run(command);
        }
    }

    @Nested
    class ACommand {
        @Test
        void hasAnOutputAndAStatus() throws Exception {
            var result = run("echo hello | tr a-z A-Z; echo oops >&2; exit 3");
            assertEquals("HELLO\n", result.output());
            assertEquals("oops\n", result.errors());
            assertEquals(3, result.status());
        }

        @Test
        void killedByASignalHasStatus128AndItsNumber() throws Exception {
            assertEquals(128 + 15, run("kill -TERM $$").status());
            assertEquals(128 + 9, run("kill -9 $$").status());
        }

        @Test
        void runsAsAnOrdinaryUserInItsHome() throws Exception {
            assertEquals("/home/user\nuser\n", run("pwd; echo $USER; touch /etc/x 2>/dev/null && echo wrong").output());
        }

        @Test
        void mayRunAsRoot() throws Exception {
            try (Machine machine = Machine.builder().asRoot().build()) {
                assertEquals("/root\nyes\n", machine.run("pwd; touch /etc/x && echo yes").output());
            }
        }

        @Test
        void seesTheVariablesItWasGivenAndNoOthers() throws Exception {
            try (Machine machine = Machine.builder().environment("A", "machine").environment("B", "machine").build()) {
                assertEquals("machine launch -\n",
                        machine.shell("echo $A $B ${JAVA_HOME:--}").environment("B", "launch").run().output());
            }
        }

        @Test
        void startsWhereItIsTold() throws Exception {
            try (Machine machine = Machine.builder().directory("/tmp").build()) {
                assertEquals("/tmp\n", machine.run("pwd").output());
                assertEquals("/bin\n", machine.shell("pwd").directory("/bin").run().output());
            }
        }

        @Test
        void thatTakesTooLongIsKilledWithAllItsChildren() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                var result = machine.shell("sleep 1000 & while :; do :; done").timeout(Duration.ofMillis(300)).run();
                assertEquals(128 + 9, result.status());
                await().atMost(LONG).until(() -> machine.processes().all().size() == 1);
            }
        }

        @Test
        void thatIsNotThereIsAnError() {
            try (Machine machine = Machine.builder().build()) {
                var error = assertThrows(ErrnoException.class, () -> machine.program("/bin/nosuch").run());
                assertEquals(Errno.ENOENT, error.errno());
            }
        }

        @Test
        void leavesNothingBehind() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                machine.run("seq 1000 | sort | uniq | wc -l");
                GuestPrograms.awaitTheEndOfAll(machine);
                long before = machine.memoryUsed();
                for (int i = 0; i < 20; i++) {
                    assertEquals("1000\n", machine.run("seq 1000 | sort | uniq | wc -l").output());
                }
                GuestPrograms.awaitTheEndOfAll(machine);
                assertEquals(before, machine.memoryUsed());
            }
        }
    }

    @Nested
    class TheStreams {
        @Test
        void textGoesInAndComesOut() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                assertEquals("a\nb\nc\n", machine.program("/bin/sort").input("c\na\nb\n").run().output());
            }
        }

        @Test
        void everyByteSurvives() throws Exception {
            byte[] bytes = new byte[3_000_000];
            new Random(7).nextBytes(bytes);
            try (Machine machine = Machine.builder().build()) {
                assertArrayEquals(bytes, machine.shell("cat | cat").input(bytes).run().stdout());
                var streamed = new ByteArrayOutputStream();
                assertEquals(0, machine.program("/bin/cat").input(new java.io.ByteArrayInputStream(bytes)).output(streamed).run().status());
                assertArrayEquals(bytes, streamed.toByteArray());
            }
        }

        @Test
        void anAnswerComesWhileTheCommandRuns() throws Exception {
            try (Machine machine = Machine.builder().build(); var typed = new PipedOutputStream(); var read = new PipedInputStream(typed)) {
                var shown = new ByteArrayOutputStream();
                Job job = machine.shell("while read -r line; do echo \"<$line>\"; done").input(read).output(shown).start();
                typed.write("one\n".getBytes());
                typed.flush();
                await().atMost(LONG).until(() -> shown.toString().equals("<one>\n"));
                typed.close();
                assertEquals(0, job.await());
            }
        }

        @Test
        void aReaderThatHasGoneEndsTheWriters() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                var result = machine.program("/bin/yes").output(new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("enough");
                    }
                }).run();
                assertEquals(128 + 13, result.status());
                assertEquals("", result.errors());
            }
        }

        @Test
        void outputWithoutEndIsLimited() throws Exception {
            try (Machine machine = Machine.builder().captureLimit(100_000).build()) {
                var result = machine.run("yes");
                assertEquals(100_000, result.stdout().length);
                assertTrue(result.status() != 0);
            }
        }

        @Test
        void aSignalReachesARunningCommand() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                Job job = machine.shell("sleep 1000").start();
                job.signal(Signal.INT);
                assertEquals(128 + 2, job.await());
            }
        }
    }

    @Nested
    class TheFiles {
        @Test
        void canBeWrittenAndReadFromOutside() throws Exception {
            try (Machine machine = Machine.builder().build()) {
                machine.write("/home/user/deep/in.txt", "b\na\n".getBytes(), 0644);
                assertEquals(0, machine.run("sort deep/in.txt > out.txt").status());
                assertEquals("a\nb\n", new String(machine.read("/home/user/out.txt")));
                assertThrows(ErrnoException.class, () -> machine.read("/nosuch"));
            }
        }

        @Test
        void aMountIsReadOnlyUnlessSaid() throws Exception {
            Files.writeString(host.resolve("a.txt"), "from the host\n");
            try (Machine machine = Machine.builder().mount(host, "/data").build()) {
                assertEquals("from the host\n", machine.run("cat /data/a.txt").output());
                assertTrue(machine.run("echo x > /data/b.txt").errors().contains("Read-only file system"));
            }
            try (Machine machine = Machine.builder().mountWritable(host, "/data").build()) {
                assertEquals(0, machine.run("echo x > /data/b.txt").status());
            }
            assertEquals("x\n", Files.readString(host.resolve("b.txt")));
        }

        @Test
        void aMountThatIsNotThereIsRefused() {
            var error = assertThrows(IllegalArgumentException.class,
                    () -> Machine.builder().mount(host.resolve("nosuch"), "/data"));
            assertEquals(host.resolve("nosuch") + ": no such directory on the host", error.getMessage());
            assertThrows(IllegalArgumentException.class, () -> Machine.builder().mount(host, "data"));
            assertThrows(IllegalArgumentException.class, () -> Machine.builder().mount(host, "/etc/passwd").build());
        }
    }

    @Nested
    class TwoMachines {
        @Test
        void doNotSeeEachOther() throws Exception {
            try (Machine one = Machine.builder().build(); Machine two = Machine.builder().build()) {
                one.run("echo secret > /tmp/x");
                assertEquals("", two.run("cat /tmp/x 2>/dev/null").output());
                Job job = one.shell("sleep 1000").start();
                assertEquals("", two.run("ps -e -o args | grep '[s]leep'").output());
                assertTrue(two.run("kill -0 " + job.pid()).status() != 0 || two.processes().find(job.pid()) != one.processes().find(job.pid()));
                two.close();
                await().atMost(LONG).until(() -> one.run("ps -e").output().contains("sleep"));
            }
        }

        @Test
        void manyRunAtTheSameTime() throws Exception {
            List<Thread> threads = new ArrayList<>();
            List<String> outputs = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 20; i++) {
                int number = i;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        outputs.add(run("echo " + number + " | tr 0-9 a-j").output());
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20, outputs.size());
            assertTrue(outputs.contains("bj\n"));
        }
    }
}
