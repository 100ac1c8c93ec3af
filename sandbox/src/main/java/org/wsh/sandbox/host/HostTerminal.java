// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.kernel.terminal.Termios;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;

/**
 * Joins the host's terminal to a terminal of the machine, as its driver: what is typed here is input there, what comes out there
 * is shown here.
 *
 * <p>In a session the host's terminal is raw from the start. For a single command it stays as it is, so that the command starts
 * fast, what is typed ahead stays for the host's shell, and {@code wsh -c … | less} leaves the keys to {@code less}; until a guest
 * waits for input or changes the terminal's settings.
 */
public final class HostTerminal implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Terminal guest;
    private final boolean session;
    private final CompletableFuture<HostTty> tty = new CompletableFuture<>();
    private final Thread output;
    private volatile boolean attached;
    private volatile boolean closed;

    /**
     * @param kinds   which of the standard streams are the terminal: see {@link StandardStreams}
     * @param session whether it is an interactive session
     */
    public HostTerminal(Kernel kernel, String kinds, boolean session) {
        guest = new Terminal(kernel, "/dev/console", 5 << 8 | 1);
        this.session = session;
        int shown = StandardStreams.isTerminal(kinds, 1) ? 1 : StandardStreams.isTerminal(kinds, 2) ? 2 : 0;
        output = Thread.ofPlatform().daemon().name("wsh-terminal-output").unstarted(() -> show(shown));
        output.start();
        if (StandardStreams.isTerminal(kinds, 0)) {
            Thread.ofPlatform().daemon().name("wsh-terminal-input").start(this::type);
        }
    }

    /** The machine's end. */
    public Terminal guest() {
        return guest;
    }

    /** A guest's standard stream on it. */
    public OpenFileDescription open() {
        return guest.open(OpenFlags.READ_WRITE);
    }

    /** Waits until the host's terminal is the guest's: its mode and its size are set. */
    public void awaitAttached() {
        tty.join();
    }

    private void show(int fd) {
        byte[] bytes = new byte[CHUNK];
        try (OutputStream out = open(fd)) {
            int count = guest.awaitOutput(bytes);
            while (count >= 0) {
                out.write(bytes, 0, count);
                count = guest.awaitOutput(bytes);
            }
        } catch (IOException gone) {
            guest.hangUp();
        } catch (InterruptedException e) {
            // Nobody does.
        }
    }

    /** Where only input is a terminal, the echo still has to go there. */
    private static OutputStream open(int fd) throws IOException {
        return switch (fd) {
            case 1 -> new FileOutputStream(FileDescriptor.out);
            case 2 -> new FileOutputStream(FileDescriptor.err);
            default -> new FileOutputStream("/dev/tty");
        };
    }

    private void type() {
        try {
            if (!session && !guest.awaitDemand()) {
                return;
            }
            attach();
            var in = new FileInputStream(FileDescriptor.in);
            byte[] bytes = new byte[CHUNK];
            int count = in.read(bytes);
            if (!session) {
                restoreEndOfFile(bytes, count);
            }
            while (count > 0 && guest.inputFully(Arrays.copyOf(bytes, count))) {
                count = in.read(bytes);
            }
            guest.hangUp();
        } catch (IOException gone) {
            tty.completeExceptionally(gone);
            guest.hangUp();
        } catch (InterruptedException e) {
            // Nobody does.
        }
    }

    /** A Ctrl-D that was typed before the terminal was raw, Linux hands out as a NUL. */
    private static void restoreEndOfFile(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == 0) {
                bytes[i] = Termios.sane().cc()[Termios.VEOF];
            }
        }
    }

    private void attach() throws IOException {
        HostTty host = HostTty.open();
        synchronized (this) {
            if (!closed) {
                host.raw(!session);
                attached = true;
            }
        }
        guest.resize(host.size());
        tty.complete(host);
    }

    /** The host's window has another size. */
    public void resized() {
        if (attached) {
            HostTty host = tty.join();
            guest.resize(host.size());
        }
    }

    /** The JVM was stopped and goes on. */
    public void continued() {
        if (attached) {
            tty.join().again();
            resized();
        }
    }

    /** The host's terminal has gone. */
    public void hangUp() {
        guest.hangUp();
    }

    /** Shows what was written, and gives the host's terminal back as it was found. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        guest.hangUp();
        try {
            output.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (attached) {
            tty.join().restore();
        }
    }
}
