// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./wsh} in a terminal of the host: a pseudo-terminal that {@code script} (util-linux) makes. */
@Timeout(300)
class TerminalIT {
    @TempDir
    Path folder;

    private Process process;
    private final StringBuffer screen = new StringBuffer();

    @BeforeEach
    void needsScript() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "this host has no util-linux script");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A line for the host's shell, in a terminal of its own. */
    private void open(String line) throws IOException {
        var builder = new ProcessBuilder(List.of("script", "-qec", line, "/dev/null")).directory(folder.toFile()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("WSH", HostCommand.WSH);
        environment.put("XDG_CACHE_HOME", HostCommand.CLONE.resolve("sandbox/target/cache").toString());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        environment.put("WSH_BUILD", "off");
        environment.put("TERM", "xterm");
        environment.put("SHELL", "/bin/sh");
        process = builder.start();
        Thread.ofPlatform().daemon().start(this::watch);
    }

    private void watch() {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = new byte[4096];
            int count = in.read(bytes);
            while (count > 0) {
                screen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                count = in.read(bytes);
            }
        } catch (IOException e) {
            // The terminal is gone.
        }
    }

    private void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private void seen(String text) {
        await().atMost(Duration.ofSeconds(120)).conditionEvaluationListener(condition -> {
                    if (condition.getRemainingTimeInMS() < 200) {
                        System.err.println("the screen shows: " + screen);
                    }
                }).until(() -> screen.toString().contains(text));
    }

    private int status() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end; the screen shows: " + screen);
        }
        return process.exitValue();
    }

    @Test
    void controlCEndsACommandWith130() throws Exception {
        open("\"$WSH\" -c 'echo ready; sleep 100'");
        seen("ready");
        type("\003");
        assertEquals(130, status());
    }

    @Test
    void aCommandThatReadsGetsWhatIsTyped() throws Exception {
        open("\"$WSH\" -c 'echo ready; read -r x; echo \"<$x>\"; tty >/dev/null 2>&1; [ -t 0 ] && echo terminal'");
        seen("ready");
        type("some words\r");
        seen("<some words>");
        seen("terminal");
        assertEquals(0, status());
    }

    @Test
    void controlDIsEndOfFile() throws Exception {
        open("\"$WSH\" -c 'echo ready; cat; echo done'");
        seen("ready");
        type("line\r");
        type("\004");
        seen("done");
        assertEquals(0, status());
    }

    @Test
    void aSessionRunsCommandsAndEndsWithTheirStatus() throws Exception {
        open("\"$WSH\"");
        seen("$ ");
        type("echo a$((1+1))b\r");
        seen("a2b");
        type("exit 3\r");
        assertEquals(3, status());
    }

    @Test
    void whatIsTypedAheadIsForTheCommand() throws Exception {
        open("\"$WSH\"");
        seen("$ ");
        type("head -n 1 | tr a-z A-Z; exit 6\rtyped ahead\r");
        seen("TYPED AHEAD");
        assertEquals(6, status());
    }

    @Test
    void controlCInASessionEndsTheCommandOnly() throws Exception {
        open("\"$WSH\"");
        seen("$ ");
        type("echo n''ow; sleep 100\r");
        seen("now");
        type("\003");
        type("echo $?-after\r");
        seen("130-after");
        type("exit 4\r");
        assertEquals(4, status());
    }

    private void assertSaneAfter(String command, String keys, String signal) throws Exception {
        open("trap : INT; stty -a > before; " + command + "; stty -a > after; echo over");
        if (keys != null || signal != null) {
            seen(command.contains("ready") ? "ready" : "$ ");
        }
        if (keys != null) {
            type(keys);
        }
        if (signal != null) {
            var jvm = process.descendants().filter(each -> each.info().command().orElse("").endsWith("/java")).findFirst().orElseThrow();
            new ProcessBuilder("kill", "-" + signal, Long.toString(jvm.pid())).start().waitFor();
        }
        seen("over");
        assertEquals(Files.readString(folder.resolve("before")), Files.readString(folder.resolve("after")));
    }

    @Test
    void theTerminalIsSaneAfterExit() throws Exception {
        assertSaneAfter("\"$WSH\"", "exit\r", null);
    }

    @Test
    void theTerminalIsSaneAfterTheShellKillsItself() throws Exception {
        assertSaneAfter("\"$WSH\"", "kill -9 $$\r", null);
    }

    @Test
    void theTerminalIsSaneAfterTerminate() throws Exception {
        assertSaneAfter("\"$WSH\"", null, "TERM");
    }

    @Test
    void theTerminalIsSaneAfterHangup() throws Exception {
        assertSaneAfter("\"$WSH\"", null, "HUP");
    }

    @Test
    void theTerminalIsSaneAfterControlCInACommandThatReads() throws Exception {
        assertSaneAfter("\"$WSH\" -c 'echo ready; cat'", "abc\003", null);
    }

    @Test
    void historyIsKeptBetweenSessions() throws Exception {
        open("\"$WSH\"");
        seen("$ ");
        type("echo re''membered\r");
        seen("remembered");
        type("exit\r");
        status();
        String history = Files.readString(folder.resolve("state/wsh/history"));
        assertFalse(history.isEmpty());
        screen.setLength(0);
        open("\"$WSH\"");
        seen("$ ");
        type("\020\020"); // Ctrl-P: past `exit`
        seen("cho re''membered"); // the e stays from `exit`
        type("\003exit\r");
        status();
    }
}
