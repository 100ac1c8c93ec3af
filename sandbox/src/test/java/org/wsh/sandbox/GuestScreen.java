// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.ScreenTerminal;
import org.wsh.kernel.Task;
import org.wsh.kernel.terminal.PseudoTerminal;
import org.wsh.kernel.terminal.WindowSize;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

/** Somebody at a pseudo-terminal of a machine: starts a command, types, and looks at the screen, which a terminal emulator keeps. */
final class GuestScreen implements AutoCloseable {
    private final Machine machine;
    private final PseudoTerminal master;
    private final ScreenTerminal screen;
    private final Job job;

    GuestScreen(Machine machine, int rows, int columns, String command) {
        this.machine = machine;
        master = machine.processes().pseudoTerminals().open(OpenFlags.READ_WRITE, machine.credentials().uid());
        master.lock(false);
        master.slave().resize(new WindowSize(rows, columns));
        screen = new ScreenTerminal(columns, rows);
        Launch launch = machine.launch("/bin/sh", List.of("sh", "-c", command)).environment("TERM", "xterm").terminal(master.slave());
        for (int fd = 0; fd < 3; fd++) {
            launch.stream(fd, master.openSlave(OpenFlags.READ_WRITE));
        }
        job = launch.start();
        Thread.ofPlatform().daemon().name("guest-screen").start(this::watch);
    }

    private void watch() {
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        try {
            while (true) {
                machine.kernel().awaitOutside(() -> (master.readiness() & (Pollable.READABLE | Pollable.HANGUP)) != 0, Task.NEVER, master);
                int count = master.read(bytes.clear());
                if (count != OpenFileDescription.WOULD_BLOCK) {
                    screen.write(StandardCharsets.UTF_8.decode(bytes.flip()));
                }
            }
        } catch (ErrnoException | InterruptedException ended) {
            // Nobody is left at the other end.
        }
    }

    void type(String keys) {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        if (master.slave().input(bytes, 0, bytes.length) != bytes.length) {
            throw new AssertionError("nobody reads what is typed");
        }
    }

    /** What is on the screen, a line a row, without blanks at the ends. */
    List<String> rows() {
        int columns = screen.getColumns();
        long[] cells = new long[columns * screen.getRows()];
        screen.dump(cells, null);
        String[] rows = new String[screen.getRows()];
        for (int row = 0; row < rows.length; row++) {
            var text = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int point = ScreenTerminal.cellCodePoint(cells[row * columns + column]);
                text.appendCodePoint(point == 0 ? ' ' : point);
            }
            rows[row] = text.toString().stripTrailing();
        }
        return Arrays.asList(rows);
    }

    /** Waits until that row (from 0) shows exactly that. */
    void shows(int row, String text) {
        await().atMost(Duration.ofSeconds(120)).until(() -> rows().get(row), text::equals);
    }

    /** Waits until that is anywhere on the screen. */
    void shows(String text) {
        await().atMost(Duration.ofSeconds(120)).until(this::rows, rows -> rows.stream().anyMatch(row -> row.contains(text)));
    }

    void resize(int rows, int columns) {
        screen.setSize(columns, rows);
        master.slave().resize(new WindowSize(rows, columns));
    }

    PseudoTerminal terminal() {
        return master;
    }

    Job job() {
        return job;
    }

    int status() throws InterruptedException {
        return job.await();
    }

    @Override
    public void close() {
        job.kill();
        master.release();
    }
}
