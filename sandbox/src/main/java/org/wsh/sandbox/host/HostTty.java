// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.wsh.kernel.terminal.WindowSize;

/**
 * The settings of the host's terminal, through JLine; its bytes go another way. Whatever happens, {@link #restore} leaves it as
 * it was found: it is also a shutdown hook. Thread-safe.
 */
final class HostTty {
    private final Terminal terminal;
    private final Attributes found;
    private final Thread hook = new Thread(this::restore, "wsh-tty-restore");

    // Guarded by this object's monitor.
    private Attributes raw;
    private boolean restored;

    private HostTty(Terminal terminal) {
        this.terminal = terminal;
        found = terminal.getAttributes();
    }

    /** Takes a tenth of a second or more, and so is best done while something else happens. IOException if there is none. */
    static HostTty open() throws IOException {
        return new HostTty(TerminalBuilder.builder()
                .system(true)
                .provider(TerminalBuilder.PROP_PROVIDER_FFM)
                .dumb(false)
                .nativeSignals(false)
                .graphemeCluster(false) // it would ask the terminal questions, and wait for answers
                .build());
    }

    /**
     * From now on every byte that is typed comes at once and unchanged, and every byte is shown unchanged: what they mean is up
     * to the guest's terminal.
     *
     * @param hostSignals the host still turns Ctrl-C and Ctrl-Z into signals
     */
    synchronized void raw(boolean hostSignals) {
        if (restored) {
            return;
        }
        var next = new Attributes(found);
        for (InputFlag flag : new InputFlag[] {
            InputFlag.IGNBRK, InputFlag.BRKINT, InputFlag.PARMRK, InputFlag.ISTRIP, InputFlag.INLCR, InputFlag.IGNCR, InputFlag.ICRNL,
            InputFlag.IXON
        }) {
            next.setInputFlag(flag, false);
        }
        next.setOutputFlag(OutputFlag.OPOST, false);
        for (LocalFlag flag : new LocalFlag[] {LocalFlag.ECHO, LocalFlag.ECHONL, LocalFlag.ICANON, LocalFlag.IEXTEN}) {
            next.setLocalFlag(flag, false);
        }
        next.setLocalFlag(LocalFlag.ISIG, hostSignals);
        // The JVM answers SIGQUIT itself: it goes to the guest as the byte it is.
        next.setControlChar(ControlChar.VQUIT, 0);
        next.setControlChar(ControlChar.VMIN, 1);
        next.setControlChar(ControlChar.VTIME, 0);
        if (raw == null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
        raw = next;
        terminal.setAttributes(next);
    }

    /** Sets again what {@link #raw} has set: after the JVM was stopped, somebody else has had the terminal. */
    synchronized void again() {
        if (raw != null && !restored) {
            terminal.setAttributes(raw);
        }
    }

    /** As it was found. From now on it stays so. */
    synchronized void restore() {
        if (!restored) {
            restored = true;
            if (raw != null) {
                terminal.setAttributes(found);
            }
        }
    }

    /** How large its window is now. */
    WindowSize size() {
        Size size = terminal.getSize();
        return new WindowSize(size.getRows(), size.getColumns());
    }
}
