// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wsh.kernel.terminal.Termios.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wsh.kernel.Task;
import org.wsh.kernel.TestKernel;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

class TerminalTest {
    private final TestKernel machine = new TestKernel();
    private final Terminal terminal = new Terminal(machine.kernel, "tty1", 4 << 8 | 1);
    private final OpenFileDescription tty = terminal.open(OpenFlags.READ_WRITE);
    private final List<TerminalSignal> signals = new ArrayList<>();

    TerminalTest() {
        terminal.foreground(signals::add);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        tty.release();
        machine.close();
        assertEquals(0, terminal.writable().size(), "waiters left");
    }

    private void type(String keys) {
        var bytes = keys.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, terminal.input(bytes, 0, bytes.length));
    }

    private String shown() {
        var bytes = new byte[100_000];
        return new String(bytes, 0, terminal.takeOutput(bytes), StandardCharsets.UTF_8);
    }

    private String read() {
        return read(1000);
    }

    /** One read; null if it would wait. */
    private String read(int most) {
        var bytes = new byte[most];
        int count = tty.read(ByteBuffer.wrap(bytes));
        return count < 0 ? null : new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    private void write(String text) {
        tty.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void raw(int least, int time) {
        terminal.termios(Termios.sane().raw().withCharacter(VMIN, least).withCharacter(VTIME, time));
    }

    /** ^X is that control character, ^? is DEL; | is the end of a read, ~ the end of file. */
    private static String keys(String text) {
        var keys = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            keys.append(c == '^' ? (char) (text.charAt(++i) ^ 0x40) : c);
        }
        return keys.toString();
    }

    @Nested
    class InCanonicalMode {
        // What is typed, what a screen is sent, what reads give.
        @ParameterizedTest(name = "{0} typed shows {1} and reads as {2}")
        @CsvSource(delimiter = ';', quoteCharacter = '`', nullValues = "nothing", value = {
            "hi^J;        hi^M^J;                    hi^J",
            "hi^M;        hi^M^J;                    hi^J",
            "hi;          hi;                        nothing",
            "hx^?i^J;     hx^H ^Hi^M^J;              hi^J",
            "^?^?a^J;     a^M^J;                     a^J",
            "ä^?b^J;      ä^H ^Hb^M^J;               b^J",
            "^A^?b^J;     `^^A^H ^H^H ^Hb^M^J`;      b^J",
            "a^I^?b^J;    a^I^H^H^H^H^H^H^Hb^M^J;    ab^J",
            "ab^Uc^J;     ab^H ^H^H ^Hc^M^J;         c^J",
            "a bc^W^J;    a bc^H ^H^H ^H^M^J;        `a ^J`",
            "a b  ^Wc^J;  `a b  ^H ^H^H ^H^H ^Hc^M^J`; `a c^J`",
            "^V^Ca^J;     `^^^H^^Ca^M^J`;            ^Ca^J",
            "ab^Rc^J;     `ab^^R^M^Jabc^M^J`;        abc^J",
            "ab^D;        ab;                        ab",
            "^D;          ``;                        ``",
            "ab^D^D;      ab;                        ab",
        })
        void typing(String typed, String screen, String line) {
            type(keys(typed.strip()));
            assertEquals(expected(screen), shown());
            assertEquals(line == null ? null : expected(line), read());
        }

        /** As keys, but ^^ followed by a letter is the two characters an echoed control character consists of. */
        private String expected(String text) {
            return keys(text).replace("\u001e", "^");
        }

        @Test
        void aReadGetsAtMostOneLine() {
            type("one\ntwo\n");
            assertEquals("one\n", read());
            assertEquals("two\n", read());
            assertNull(read());
        }

        @Test
        void aShortReadLeavesTheRestOfTheLine() {
            type("hello\nx\n");
            assertEquals("hel", read(3));
            assertEquals("lo\n", read(10));
            assertEquals("x\n", read(10));
        }

        @Test
        void endOfFileIsReadOnce() {
            type("\u0004ab\n");
            assertEquals("", read());
            assertEquals("ab\n", read());
            assertNull(read());
        }

        @Test
        void aLineThatIsTooLongIsCutAndTheBellRings() {
            type("x".repeat(5000) + "\n");
            assertEquals(TypedLine.LONGEST, read(10_000).length());
        }

        @Test
        void withoutEchoOnlyTheNewlineShowsIfEchonl() {
            terminal.termios(Termios.sane().withLocal(Termios.sane().lflag() & ~ECHO));
            type("pw\n");
            assertEquals("", shown());
            terminal.termios(Termios.sane().withLocal(Termios.sane().lflag() & ~ECHO | ECHONL));
            type("pw\n");
            assertEquals("\r\n", shown());
        }

        @Test
        void typeAheadIsKeptTowardsRawMode() {
            type("line\nrest");
            raw(1, 0);
            assertEquals("line\nrest", read());
        }

        @Test
        void rawBytesCanBeEditedAfterwards() {
            raw(1, 0);
            type("ab");
            terminal.termios(Termios.sane());
            assertNull(read());
            type("\u007fc\n");
            assertEquals("ac\n", read());
        }
    }

    @Nested
    class Signals {
        @ParameterizedTest
        @CsvSource({"^C, INTERRUPT", "^\\, QUIT", "^Z, SUSPEND"})
        void comeFromTheirKeys(String key, TerminalSignal signal) {
            type("abc" + keys(key));
            assertEquals(List.of(signal), signals);
            assertEquals(key, shown(), "the echo survives the flush");
            type("\n");
            assertEquals("\n", read(), "what was typed before is gone");
        }

        @Test
        void doNotFlushWithNoflsh() {
            terminal.termios(Termios.sane().withLocal(Termios.sane().lflag() | NOFLSH));
            type("abc\u0003\n");
            assertEquals("abc\n", read());
        }

        @Test
        void areOrdinaryKeysWithoutIsig() {
            terminal.termios(Termios.sane().withLocal(Termios.sane().lflag() & ~ISIG));
            type("\u0003\n");
            assertEquals(List.of(), signals);
            assertEquals("\u0003\n", read());
        }

        @Test
        void tellOfANewSizeOnce() {
            terminal.resize(new WindowSize(24, 80));
            terminal.resize(new WindowSize(24, 80));
            assertEquals(List.of(TerminalSignal.RESIZED), signals);
            assertEquals(80, terminal.size().columns());
        }
    }

    @Nested
    class InRawMode {
        @Test
        void everyByteIsReadAsItIs() {
            raw(1, 0);
            type("\r\u0003\u0004\u007f");
            assertEquals("\r\u0003\u0004\u007f", read());
            assertEquals("", shown());
        }

        @Test
        void aReadWaitsForVmin() {
            raw(3, 0);
            type("ab");
            assertNull(read());
            assertEquals(Pollable.WRITABLE, tty.readiness());
            type("c");
            assertEquals("abc", read());
        }

        @Test
        void aSmallerReadNeedsNoMoreThanItAskedFor() {
            raw(3, 0);
            type("ab");
            assertEquals("ab", read(2));
        }

        @Test
        void withoutVminAndVtimeAReadNeverWaits() {
            raw(0, 0);
            assertEquals("", read());
        }

        @Test
        void withVtimeAloneAReadGivesUp() throws Exception {
            raw(0, 1);
            var got = new AtomicReference<String>();
            machine.start("reader", task -> got.set(blockingRead(task))).join();
            assertEquals("", got.get());
        }

        @Test
        void withBothTheTimeRunsBetweenBytes() throws Exception {
            raw(5, 1);
            var got = new AtomicReference<String>();
            var reader = machine.start("reader", task -> got.set(blockingRead(task)));
            TestKernel.until(reader, Task.State.SLEEPING);
            assertEquals(0, machine.kernel.timers().size());
            type("ab");
            reader.join();
            assertEquals("ab", got.get());
        }
    }

    private String blockingRead(Task task) {
        String got;
        while ((got = read()) == null) {
            task.await(tty, Pollable.READABLE, Task.NEVER, "tty");
        }
        return got;
    }

    @Nested
    class Output {
        @Test
        void turnsNewlinesIntoCarriageReturnNewline() {
            write("a\nb");
            assertEquals("a\r\nb", shown());
        }

        @Test
        void isLeftAloneWithoutOpost() {
            raw(1, 0);
            write("a\nb");
            assertEquals("a\nb", shown());
        }

        @Test
        void whatWasTypedAheadInRawModeIsLinesInCanonicalMode() {
            raw(1, 0);
            type("one\rtwx\177o\rthr");
            terminal.termios(Termios.sane());
            assertEquals("one\n", read());
            assertEquals("two\n", read());
            assertNull(read());
            type("ee\r");
            assertEquals("three\n", read());
        }

        @Test
        void stopsAndStartsWithFlowControl() {
            write("held");
            type("\u0013");
            assertEquals("", shown());
            assertEquals(OpenFileDescription.WOULD_BLOCK, tty.write(ByteBuffer.wrap(new byte[1])));
            assertEquals(0, tty.readiness() & Pollable.WRITABLE);
            type("\u0011");
            assertEquals("held", shown());
        }

        @Test
        void aWriterThatFlowControlStoppedGoesOn() throws Exception {
            type("\u0013");
            var writer = machine.start("writer", task -> {
                task.await(tty, Pollable.WRITABLE, Task.NEVER, "tty");
                write("at last");
            });
            TestKernel.until(writer, Task.State.SLEEPING);
            type("\u0011");
            writer.join();
            assertEquals("at last", shown());
        }

        @Test
        void holdsAWriterUntilTheDriverTakesIt() throws Exception {
            var text = ByteBuffer.wrap(new byte[200_000]);
            var writer = machine.start("writer", task -> {
                while (text.hasRemaining()) {
                    if (tty.write(text) == OpenFileDescription.WOULD_BLOCK) {
                        task.await(tty, Pollable.WRITABLE, Task.NEVER, "tty");
                    }
                }
            });
            TestKernel.until(writer, Task.State.SLEEPING);
            int taken = 0;
            var bytes = new byte[10_000];
            while (taken < 200_000) {
                taken += terminal.awaitOutput(bytes);
            }
            writer.join();
            assertEquals(200_000, taken);
        }
    }

    @Nested
    class HungUp {
        @Test
        void readsGiveEndOfFileAndWritesEio() {
            type("lost\n");
            terminal.hangUp();
            assertEquals("", read());
            assertEquals(Errno.EIO, assertThrows(ErrnoException.class, () -> write("x")).errno());
            assertEquals(Pollable.READABLE | Pollable.WRITABLE | Pollable.ERROR | Pollable.HANGUP, tty.readiness());
            assertEquals(List.of(TerminalSignal.HANGUP), signals);
        }

        @Test
        void wakesASleepingReader() throws Exception {
            var got = new AtomicReference<String>();
            var reader = machine.start("reader", task -> got.set(blockingRead(task)));
            TestKernel.until(reader, Task.State.SLEEPING);
            terminal.hangUp();
            reader.join();
            assertEquals("", got.get());
        }

        @Test
        void theDriverGetsWhatWasWrittenBefore() throws Exception {
            write("bye");
            terminal.hangUp();
            assertEquals(3, terminal.awaitOutput(new byte[10]));
            assertEquals(-1, terminal.awaitOutput(new byte[10]));
        }
    }

    @Test
    void inputWaitsForReadersWhenItMust() throws Exception {
        var lines = new AtomicReference<>(0);
        var reader = machine.start("reader", task -> {
            while (!blockingRead(task).isEmpty()) {
                lines.set(lines.get() + 1);
            }
        });
        terminal.termios(Termios.sane().withLocal(Termios.sane().lflag() & ~ECHO));
        terminal.inputFully("some line\n".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        terminal.inputFully(new byte[] {4});
        reader.join();
        assertEquals(20_000, lines.get());
    }

    @Test
    void isFoundFromItsDescription() {
        assertSame(terminal, Terminal.of(tty));
        assertEquals(4 << 8 | 1, tty.attributes().rdev());
    }
}
