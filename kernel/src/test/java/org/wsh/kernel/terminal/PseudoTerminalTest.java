// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wsh.kernel.Task;
import org.wsh.kernel.TestKernel;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

/** The master's side. What the line discipline does between the ends: {@link TerminalTest}, and the C suite's terminals.c. */
class PseudoTerminalTest {
    private final TestKernel machine = new TestKernel();
    private final PseudoTerminals all = new PseudoTerminals(machine.kernel);
    private final PseudoTerminal master = all.open(OpenFlags.READ_WRITE, 1000);

    @AfterEach
    void nothingIsLeft() throws Exception {
        master.release();
        assertEquals(List.of(), all.numbers());
        assertEquals(0, machine.kernel.ledger().used());
        assertEquals(0, master.slave().driver().size(), "waiters left");
        machine.close();
    }

    private OpenFileDescription slave() {
        master.lock(false);
        return master.openSlave(OpenFlags.READ_WRITE);
    }

    private static String read(OpenFileDescription file) {
        var bytes = new byte[100];
        int count = file.read(ByteBuffer.wrap(bytes));
        return count < 0 ? null : new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    private static int write(OpenFileDescription file, String text) {
        return file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void numbersAreTheLowestFreeOnes() {
        PseudoTerminal one = all.open(OpenFlags.READ_WRITE, 0);
        PseudoTerminal two = all.open(OpenFlags.READ_WRITE, 0);
        assertEquals(List.of(0, 1, 2), all.numbers());
        one.release();
        assertNull(all.find(1));
        PseudoTerminal again = all.open(OpenFlags.READ_WRITE, 0);
        assertEquals(1, again.number());
        again.release();
        two.release();
    }

    @Test
    void theyEndWhereTheMachinesMemoryDoes() {
        long before = machine.kernel.ledger().used();
        var many = new ArrayList<PseudoTerminal>();
        Errno refused = assertThrows(ErrnoException.class, () -> {
            while (true) {
                many.add(all.open(OpenFlags.READ_WRITE, 0));
            }
        }).errno();
        assertEquals(Errno.ENOMEM, refused);
        many.forEach(OpenFileDescription::release);
        assertEquals(before, machine.kernel.ledger().used());
    }

    @Test
    void theSlaveIsLockedAtFirst() {
        assertEquals(Errno.EIO, assertThrows(ErrnoException.class, () -> master.openSlave(OpenFlags.READ_WRITE)).errno());
    }

    @Test
    void aReaderOfTheMasterSleepsUntilTheSlaveIsWritten() throws Exception {
        OpenFileDescription slave = slave();
        var seen = new ArrayList<String>();
        var reader = machine.start("reader", task -> {
            task.await(master, Pollable.READABLE, Task.NEVER, "ptmx");
            seen.add(read(master));
        });
        TestKernel.until(reader, Task.State.SLEEPING);
        write(slave, "hello");
        reader.join();
        assertEquals(List.of("hello"), seen);
        slave.release();
    }

    @Test
    void aReaderOfTheMasterLearnsOfTheLastClosing() throws Exception {
        OpenFileDescription slave = slave();
        write(slave, "rest");
        slave.release();
        assertEquals("rest", read(master));
        assertEquals(Errno.EIO, assertThrows(ErrnoException.class, () -> read(master)).errno());
        assertEquals(Pollable.HANGUP, master.readiness() & Pollable.HANGUP);
        OpenFileDescription again = slave();
        assertNull(read(master), "it is open again");
        again.release();
    }

    @Test
    void aMasterWhoseSlaveWasNeverOpenWaits() {
        assertNull(read(master));
        assertEquals(0, master.readiness() & Pollable.HANGUP);
    }

    @Test
    void typingWaitsWhileNobodyReads() throws Exception {
        OpenFileDescription slave = slave();
        String line = "x".repeat(99) + "\n";
        var written = new ArrayList<Integer>();
        int taken = write(master, line);
        while (taken == line.length()) {
            read(master); // the echo
            read(master);
            taken = write(master, line);
        }
        var typist = machine.start("typist", task -> {
            task.await(master, Pollable.WRITABLE, Task.NEVER, "ptmx");
            written.add(write(master, "y"));
        });
        TestKernel.until(typist, Task.State.SLEEPING);
        assertEquals(line, read(slave));
        typist.join();
        assertEquals(List.of(1), written);
        slave.release();
    }
}
