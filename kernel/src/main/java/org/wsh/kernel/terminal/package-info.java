// SPDX-License-Identifier: Apache-2.0
/**
 * Terminals. POSIX 2024, chapter 11 "General Terminal Interface"; where it leaves things open, Linux's n_tty.
 *
 * <p>Bottom up: {@link org.wsh.kernel.terminal.Termios} (settings), {@link org.wsh.kernel.terminal.WindowSize},
 * {@link org.wsh.kernel.terminal.TerminalSignal} and {@link org.wsh.kernel.terminal.Foreground} (whom it is told),
 * {@code ByteQueue}, {@code TerminalOutput} (the way out), {@code TypedLine} (which can still be edited), {@code LineDiscipline} (the way in),
 * {@link org.wsh.kernel.terminal.Terminal} (who waits for them, both ends), {@code TerminalDevice} (as guests have it open),
 * {@link org.wsh.kernel.terminal.PseudoTerminal} (a driver that is a guest) and {@link org.wsh.kernel.terminal.PseudoTerminals} (all of a machine).
 *
 * <pre>
 *   driver (host's terminal, a test, a pty's master)            guests (/dev/tty)
 *        input ──► LineDiscipline: edit, signals ──► lines ──► read
 *                        │ echo
 *   takeOutput ◄── TerminalOutput: OPOST, its queue ◄──────── write
 * </pre>
 */
package org.wsh.kernel.terminal;
