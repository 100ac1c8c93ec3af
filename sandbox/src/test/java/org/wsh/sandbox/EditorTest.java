// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.Processes;
import org.wsh.process.signal.Signal;

/** vi at a pseudo-terminal: what is typed, what the screen shows, and what is in the file then. */
@Timeout(600)
class EditorTest {
    private static final String FILE = "/tmp/f";
    private final Machine machine = Machine.builder().build();

    @AfterEach
    void close() {
        machine.close();
    }

    private void file(String text) {
        machine.write(FILE, text.getBytes(StandardCharsets.UTF_8), 0666);
    }

    private String file() {
        return new String(machine.read(FILE), StandardCharsets.UTF_8);
    }

    private GuestScreen vi() {
        return new GuestScreen(machine, 12, 60, "vi " + FILE);
    }

    @Test
    void showsTheFileAndSaysHowLongItIs() {
        file("first\nsecond\n\tthird\n");
        try (GuestScreen screen = vi()) {
            screen.shows(0, "first");
            screen.shows(1, "second");
            screen.shows(2, "        third");
            screen.shows(3, "~");
            screen.shows(11, "\"/tmp/f\" 3L, 20B                          1,1");
        }
    }

    /** {@code |} in the file is a newline; {@code ^[} is Escape, {@code ^M} Return. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            one two          => ihello ^[            => hello one two|
            one two          => A!^[                 => one two!|
            one two          => wion and ^[          => one on and two|
            one|two          => oin between^[        => one|in between|two|
            one|two          => jOin between^[       => one|in between|two|
            abc              => x                    => bc|
            abcdef           => 3x                   => def|
            abc              => $x                   => ab|
            abcdef           => 3lD                  => abc|
            one two three    => wdw                  => one three|
            one two three    => d2w                  => three|
            one two three    => wcwTWO^[             => one TWO three|
            one two three    => wC...^[              => one ...|
            one|two|three    => jdd                  => one|three|
            one|two|three    => 2dd                  => three|
            one|two|three    => ddp                  => two|one|three|
            one|two|three    => yyGp                 => one|two|three|one|
            one|two|three    => J                    => one two|three|
            one|  two        => J                    => one two|
            abc              => rX                   => Xbc|
            abc              => 3rX                  => XXX|
            aBc              => 3~                   => AbC|
            abc              => Rxy^[                => xyc|
            f(a (b) c) d     => fa%x                 => f(a (b c) d|
            a.b.c            => f.x;x                => abc|
            one two          => wihello ^[u          => one two|
            abc              => xxxuu^R              => c|
            abc abc          => xw.                  => bc bc|
            a|b|c            => A;^[j.j.             => a;|b;|c;|
            one|two|one      => /one^Mx              => one|two|ne|
            one|two|one      => G?one^Mx             => ne|two|one|
            a|b|c|d          => ma2jd'a              => d|
            one two|one      => :s/o/0/^M            => 0ne two|one|
            one two|one      => :%s/o/0/g^M          => 0ne tw0|0ne|
            ab-cd            => :s/\\(..\\)-\\(..\\)/\\2+\\1/^M => cd+ab|
            3|1|2            => :%!sort^M            => 1|2|3|
            a|b|c|d          => :2,3d^M              => a|d|
            a|b|c            => :1m$^M               => b|c|a|
            a|b|c            => :1t.^M               => a|a|b|c|
            ax|b|cx          => :g/x/d^M             => b|
            ax|b|cx          => :v/x/d^M             => ax|cx|
            é漢x              => lx                   => éx|
            one              => a^Mnew^[             => o|newne|
            abc              => A^?^?Z^[             => aZ|
            a                => >>                   => `\ta|`
            """)
    void editing(String before, String keys, String after) throws Exception {
        file(before.replace("|", "\n") + "\n");
        try (GuestScreen screen = vi()) {
            screen.shows("/tmp/f");
            screen.type(typed(keys));
            screen.type("\033:wq\r");
            assertEquals(0, screen.status());
        }
        assertEquals(after.replace("|", "\n"), file());
    }

    private static String typed(String keys) {
        var text = new StringBuilder();
        for (int i = 0; i < keys.length(); i++) {
            char c = keys.charAt(i);
            text.append(c == '^' && i + 1 < keys.length() && keys.charAt(i + 1) != ' ' ? (char) (keys.charAt(++i) ^ 0x40) : c);
        }
        return text.toString();
    }

    @Test
    void aChangedFileIsNotLeftUnlessForced() throws Exception {
        file("text\n");
        try (GuestScreen screen = vi()) {
            screen.shows(0, "text");
            screen.type("x:q\r");
            screen.shows(11, "No write since last change (:quit! overrides)");
            screen.type(":q!\r");
            assertEquals(0, screen.status());
        }
        assertEquals("text\n", file());
    }

    @Test
    void drawsAnewInAWindowOfAnotherSize() {
        file("x".repeat(50) + "\n" + "second\n");
        try (GuestScreen screen = vi()) {
            screen.shows(1, "second");
            screen.resize(8, 30);
            screen.shows(1, "x".repeat(20));
            screen.shows(2, "second");
        }
    }

    @Test
    void controlZLeavesASaneTerminalAndTheScreenComesBack() throws Exception {
        file("text\n");
        try (GuestScreen screen = new GuestScreen(machine, 12, 60, "exec sh -i")) {
            screen.shows("$");
            screen.type("vi " + FILE + "\r");
            screen.shows(0, "text");
            assertEquals(0, screen.terminal().slave().termios().lflag() & Termios.ICANON);
            screen.type("xx\032");
            screen.shows("Stopped");
            screen.type("stty -a | grep -o ' icanon'\r");
            screen.shows(" icanon");
            screen.type("fg\r");
            screen.shows(0, "xt");
            screen.type(":q!\r");
            screen.type("exit 7\r");
            assertEquals(7, screen.status());
        }
    }

    @Test
    void leavesASaneTerminalWhenItIsTerminated() throws Exception {
        file("text\n");
        try (GuestScreen screen = new GuestScreen(machine, 12, 60, "vi " + FILE + "; echo status $?; stty -a | grep -o ' icanon'")) {
            screen.shows(0, "text");
            Processes processes = machine.processes();
            processes.all().stream().filter(each -> processes.kinship(each).parent() == screen.job().pid())
                    .forEach(vi -> processes.signal(vi.pid(), Signal.TERM));
            screen.shows("status 143");
            screen.shows(" icanon");
            assertEquals(0, screen.status());
        }
    }
}
