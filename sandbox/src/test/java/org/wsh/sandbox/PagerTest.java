// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wsh.kernel.terminal.Termios;

/** less at a pseudo-terminal: what is typed, and what the screen shows. */
@Timeout(600)
class PagerTest {
    private final Machine machine = Machine.builder().build();

    @AfterEach
    void close() {
        machine.close();
    }

    private GuestScreen screen(String command) {
        return new GuestScreen(machine, 10, 40, command);
    }

    @Test
    void goesThroughWhatComesFromAPipe() throws Exception {
        try (GuestScreen screen = screen("seq 1000 | less")) {
            screen.shows(0, "1");
            screen.shows(8, "9");
            screen.shows(9, ":");
            screen.type(" ");
            screen.shows(0, "10");
            screen.type("jj");
            screen.shows(0, "12");
            screen.type("kb");
            screen.shows(0, "2");
            screen.type("G");
            screen.shows(8, "1000");
            screen.shows(9, "(END)");
            screen.type("500g");
            screen.shows(0, "500");
            screen.type("g");
            screen.shows(0, "1");
            screen.type("q");
            assertEquals(0, screen.status());
            assertNotEquals(0, screen.terminal().slave().termios().lflag() & Termios.ICANON);
        }
    }

    @Test
    void searchesForwardAndBackward() throws Exception {
        try (GuestScreen screen = screen("seq 1000 | less")) {
            screen.shows(0, "1");
            screen.type("/^4.7$\r");
            screen.shows(0, "407");
            screen.type("n");
            screen.shows(0, "417");
            screen.type("N");
            screen.shows(0, "407");
            screen.type("?nowhere\r");
            screen.shows(9, "Pattern not found");
            screen.type("q");
            assertEquals(0, screen.status());
        }
    }

    @Test
    void longLinesGoOnInTheNextRow() {
        try (GuestScreen screen = screen("printf '%050d\\nsecond\\n' 7 | less")) {
            screen.shows(0, "0".repeat(40));
            screen.shows(1, "0000000007");
            screen.shows(2, "second");
            screen.type("-S");
            screen.shows(1, "second");
        }
    }

    @Test
    void withoutATerminalItIsCat() throws Exception {
        assertEquals("a\nb\n", machine.run("printf 'a\\nb\\n' | less").output());
    }

    @Test
    void whatFitsOnTheScreenIsJustShownByMore() throws Exception {
        try (GuestScreen screen = screen("printf 'a\\nb\\n' | more; echo left")) {
            screen.shows("left");
            screen.shows("b");
            assertEquals(0, screen.status());
        }
    }
}
