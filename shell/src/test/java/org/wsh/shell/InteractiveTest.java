// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.signal.Signal;
import org.wsh.shell.job.Job;

/** A person at a terminal: keys typed, what is then on the screen. */
class InteractiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("patience", 60));

    private final MiniMachine machine = new MiniMachine();
    private final MiniOpen.OfTerminal terminal = new MiniOpen.OfTerminal();
    private MiniProcess shell;

    private void start(String type, String... environment) {
        shell = new MiniProcess(machine, machine.newPid(), null, List.of("sh"), concat(environment, "TERM=" + type));
        for (int fd = 0; fd < 3; fd++) {
            shell.descriptors.put(fd, terminal, false);
        }
        shell.workingDirectory = "/work";
        terminal.foreground = shell.pid;
        machine.start(shell, new Shell());
    }

    private static List<String> concat(String[] more, String last) {
        List<String> all = new java.util.ArrayList<>(List.of("PATH=/bin", "HOME=/home/me", "USER=me", "PS1=$ ", last));
        all.addAll(List.of(more));
        return all;
    }

    private void type(String keys) {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        synchronized (machine) {
            terminal.typed.put(bytes, 0, bytes.length);
            machine.notifyAll();
        }
    }

    private void signal(Signal signal) {
        synchronized (machine) {
            for (MiniProcess process : List.copyOf(machine.processes.values())) {
                if (process.group == terminal.foreground) {
                    process.deliver(signal);
                }
            }
        }
    }

    private String screen() {
        synchronized (machine) {
            return terminal.shown.text();
        }
    }

    private void shows(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertTrue(screen().contains(text), () -> "on the screen: " + screen()));
    }

    /** Written after the editor has left raw mode. */
    private void prints(String text) {
        shows("\033[?2004l" + text);
    }

    /** The shell is at its prompt, the terminal raw. */
    private void prompts() {
        await().atMost(PATIENCE).until(() -> {
            synchronized (machine) {
                return (terminal.termios.lflag() & Termios.ICANON) == 0 && terminal.typed.available() == 0;
            }
        });
    }

    private int exit() {
        int status = Job.statusOf(machine.await(shell));
        assertNull(shell.failure);
        assertEquals(Termios.sane(), terminal.termios, "the terminal is as it was");
        return status;
    }

    @Nested
    class OnADumbTerminal {
        @Test
        void promptsAndRuns() {
            start("dumb");
            shows("$ ");
            type("echo a$((1+1))\n");
            shows("a2\n$ ");
            type("exit 3\n");
            assertEquals(3, exit());
        }

        @Test
        void asksForMoreWithTheSecondPrompt() {
            start("dumb", "PS2=more> ");
            type("if true\n");
            shows("more> ");
            type("then echo yes; fi\n");
            shows("yes\n");
            type("exit\n");
            assertEquals(0, exit());
        }

        @Test
        void survivesErrors() {
            start("dumb");
            type("fi\necho $?\n");
            shows("syntax error");
            shows("2\n");
            type("echo ${x?gone}; echo no\necho $?\n");
            shows("x: gone\n$ 2\n");
            type("readonly r=1; r=2\nset -- $(nosuch)\n: < nosuch\necho alive\n");
            shows("alive\n");
            type("exit\n");
            assertEquals(0, exit());
        }

        @Test
        void survivesRunningOutOfMemory() {
            machine.memoryLimit = 8 << 20;
            start("dumb");
            type("x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done\n");
            shows("cannot allocate memory");
            type("x=; echo alive\n");
            shows("alive\n");
            type("exit\n");
            assertEquals(0, exit());
        }

        @Test
        void ctrlCAbandonsTheLine() {
            start("dumb");
            shows("$ ");
            signal(Signal.INT);
            shows("$ \n$ ");
            type("echo $?\n");
            shows("130\n");
            type("exit 0\n");
            assertEquals(0, exit());
        }

        @Test
        void ctrlCEndsALoopOfTheShellsOwn() {
            start("dumb");
            type("echo go; while :; do :; done\n");
            shows("go\n");
            signal(Signal.INT);
            type("echo $?\n");
            shows("130\n");
            type("exit 0\n");
            assertEquals(0, exit());
        }

        @Test
        void ctrlCKillsTheForegroundJobOnly() {
            start("dumb");
            type("sleep 100 &\nsleep 100; echo not reached\n");
            await().atMost(PATIENCE).until(() -> {
                synchronized (machine) {
                    return terminal.foreground != shell.pid && machine.processes.size() == 3;
                }
            });
            signal(Signal.INT);
            type("echo $?; jobs\n");
            shows("130\n");
            shows("Running");
            type("kill %1; wait; exit 0\n");
            assertEquals(0, exit());
            assertTrue(!screen().contains("not reached\n"));
        }

        @Test
        void stopsAndResumesJobs() {
            var over = new AtomicBoolean();
            machine.program("/bin/work", self -> {
                while (!over.get()) {
                    self.sleep(10_000_000);
                }
                return 0;
            });
            start("dumb");
            type("work; echo st=$?\n");
            await().atMost(PATIENCE).until(() -> {
                synchronized (machine) {
                    return terminal.foreground != shell.pid;
                }
            });
            signal(Signal.TSTP);
            shows("Stopped (SIGTSTP)");
            shows("st=148\n");
            type("fg; echo end=$?\n");
            over.set(true);
            shows("end=0\n");
            type("exit 0\n");
            assertEquals(0, exit());
        }

        @Test
        void endOfFileLeaves() {
            start("dumb");
            shows("$ ");
            synchronized (machine) {
                terminal.hungUp = true;
                machine.notifyAll();
            }
            assertEquals(0, exit());
        }

        @Test
        void greets() {
            start("dumb");
            shows("Welcome to wsh");
            type("exit\n");
            exit();
        }
    }

    @Nested
    class WithTheLineEditor {
        @Test
        void runsWhatIsTyped() {
            start("xterm");
            prompts();
            type("echo a$((1+1))\r");
            shows("a2\n");
            prompts();
            type("exit 3\r");
            assertEquals(3, exit());
        }

        @Test
        void editsTheLine() {
            start("xterm");
            prompts();
            // Home, insert, end, delete a character.
            type("cho abcd\001e\005\177\r");
            prints("abc\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void recallsHistoryOfThisAndEarlierSessions() {
            machine.text("/home/me/.wsh_history", "echo from\\nbefore\necho old\n", 0600);
            start("xterm");
            prompts();
            type("\033OA\r");
            prints("old\n");
            prompts();
            type("echo new\r");
            prints("new\n");
            prompts();
            type("exit\r");
            exit();
            String history = machine.text("/home/me/.wsh_history");
            assertTrue(history.endsWith("echo old\necho new\nexit\n"), history);
        }

        @Test
        void searchesHistory() {
            machine.text("/home/me/.wsh_history", "echo needle\necho hay\n", 0600);
            start("xterm");
            prompts();
            type("\022need\r");
            prints("needle\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void readsManyLinesUntilTheCommandIsWhole() {
            start("xterm");
            prompts();
            type("for i in a b\rdo\recho [$i]\rdone\r");
            shows("[a]\n[b]\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void completesCommandsAndPaths() {
            machine.text("/work/some file.txt", "content\n", 0644);
            start("xterm");
            prompts();
            type("printe\tHOME\r");
            prints("/home/me\n");
            prompts();
            type("cat so\t\r");
            prints("content\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void ctrlCAbandonsTheLine() {
            start("xterm");
            prompts();
            type("echo never");
            shows("never");
            signal(Signal.INT);
            shows("never\r\n");
            prompts();
            type("echo $?\r");
            prints("130\n");
            prompts();
            type("exit\r");
            exit();
            assertTrue(!screen().contains("lnever"));
        }

        /** Both may come before the shell looks: the first key was lost then, being taken for one of the line that is given up. */
        @Test
        void whatIsTypedAfterCtrlCIsOfTheNextLine() {
            start("xterm");
            for (int i = 0; i < 30; i++) {
                prompts();
                type("echo never" + i);
                shows("never" + i);
                synchronized (machine) {
                    signal(Signal.INT);
                    type("echo $?-" + i + "\r");
                }
                prints("130-" + i + "\n");
            }
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void ctrlDLeaves() {
            start("xterm");
            prompts();
            type("\004");
            assertEquals(0, exit());
        }

        @Test
        void survivesAWindowChange() {
            start("xterm");
            prompts();
            type("echo wide");
            shows("wide");
            synchronized (machine) {
                terminal.columns = 40;
            }
            signal(Signal.WINCH);
            type("r\r");
            prints("wider\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void programsFindTheTerminalSane() {
            start("xterm");
            machine.program("/bin/mode", self -> {
                MiniPrograms.say(self, self.termios(0).equals(Termios.sane()) ? "sane!\n" : "raw!\n");
                return 0;
            });
            prompts();
            type("mode\r");
            shows("sane!\n");
            prompts();
            type("exit\r");
            exit();
        }

        @Test
        void showsTheUserAndDirectoryByDefault() {
            start("xterm", "PS1=\\u:\\w\\$ ");
            shows("me:/work$ ");
            prompts();
            type("cd\r");
            shows("me:~$ ");
            prompts();
            type("exit\r");
            exit();
        }
    }
}
