// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

/** What a terminal tells processes about. The floor above knows which signal that is, and whom to send it. */
public enum TerminalSignal {
    /** The INTR character: SIGINT to the foreground group. */
    INTERRUPT,
    /** The QUIT character: SIGQUIT to the foreground group. */
    QUIT,
    /** The SUSP character: SIGTSTP to the foreground group. */
    SUSPEND,
    /** The other end has gone: SIGHUP and SIGCONT to the session's leader. */
    HANGUP,
    /** The window has another size: SIGWINCH to the foreground group. */
    RESIZED
}
