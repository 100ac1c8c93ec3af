// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.impl.AbstractTerminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlockingReader;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.vfs.ErrnoException;

/** The kernel's terminal as JLine wants one. JLine's Attributes are translated to termios and back as far as an editor uses them. */
final class KernelTerminal extends AbstractTerminal {
    private static final Attributes.LocalFlag[] LOCAL = {
        Attributes.LocalFlag.ICANON, Attributes.LocalFlag.ECHO, Attributes.LocalFlag.ISIG, Attributes.LocalFlag.IEXTEN
    };
    private static final int[] LOCAL_BITS = {Termios.ICANON, Termios.ECHO, Termios.ISIG, Termios.IEXTEN};

    private final HostedProcess self;
    private final int input;
    private final int output;
    private final KernelReader reader;
    private final PrintWriter writer;

    KernelTerminal(HostedProcess self, int input, int output, String type, SignalListener listener) throws IOException {
        super("wsh", known(type), StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
        this.self = self;
        this.input = input;
        this.output = output;
        this.reader = new KernelReader(this, self, input, listener);
        this.writer = new PrintWriter(new OutputStreamWriter(output(), StandardCharsets.UTF_8), false);
        parseInfoCmp();
    }

    /** Only types that JLine has built in: for others it would run the host's infocmp. */
    private static String known(String type) {
        if (type.equals("ansi") || type.equals("screen") || type.equals("screen-256color")) {
            return type;
        }
        return type.contains("256color") ? "xterm-256color" : "xterm";
    }

    /** The host's environment is none of our business. */
    @Override
    public String getenv(String name) {
        return null;
    }

    @Override
    public NonBlockingReader reader() {
        return reader;
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return reader.read();
            }
        };
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    self.write(output, bytes, offset, length);
                } catch (ErrnoException failed) {
                    throw new IOException(failed.getMessage());
                }
            }
        };
    }

    @Override
    public Attributes getAttributes() {
        Termios termios = self.termios(input);
        Attributes attributes = new Attributes();
        for (int i = 0; i < LOCAL.length; i++) {
            attributes.setLocalFlag(LOCAL[i], (termios.lflag() & LOCAL_BITS[i]) != 0);
        }
        attributes.setInputFlag(Attributes.InputFlag.ICRNL, (termios.iflag() & Termios.ICRNL) != 0);
        attributes.setInputFlag(Attributes.InputFlag.INLCR, (termios.iflag() & Termios.INLCR) != 0);
        attributes.setInputFlag(Attributes.InputFlag.IXON, (termios.iflag() & Termios.IXON) != 0);
        attributes.setOutputFlag(Attributes.OutputFlag.OPOST, (termios.oflag() & Termios.OPOST) != 0);
        attributes.setControlChar(Attributes.ControlChar.VINTR, termios.cc()[Termios.VINTR]);
        attributes.setControlChar(Attributes.ControlChar.VEOF, termios.cc()[Termios.VEOF]);
        attributes.setControlChar(Attributes.ControlChar.VERASE, termios.cc()[Termios.VERASE] & 0xff);
        attributes.setControlChar(Attributes.ControlChar.VKILL, termios.cc()[Termios.VKILL]);
        attributes.setControlChar(Attributes.ControlChar.VWERASE, termios.cc()[Termios.VWERASE]);
        attributes.setControlChar(Attributes.ControlChar.VLNEXT, termios.cc()[Termios.VLNEXT]);
        attributes.setControlChar(Attributes.ControlChar.VMIN, termios.cc()[Termios.VMIN] & 0xff);
        attributes.setControlChar(Attributes.ControlChar.VTIME, termios.cc()[Termios.VTIME] & 0xff);
        return attributes;
    }

    @Override
    public void setAttributes(Attributes attributes) {
        Termios termios = self.termios(input);
        int local = termios.lflag();
        for (int i = 0; i < LOCAL.length; i++) {
            local = with(local, LOCAL_BITS[i], attributes.getLocalFlag(LOCAL[i]));
        }
        int in = with(termios.iflag(), Termios.ICRNL, attributes.getInputFlag(Attributes.InputFlag.ICRNL));
        in = with(in, Termios.INLCR, attributes.getInputFlag(Attributes.InputFlag.INLCR));
        in = with(in, Termios.IXON, attributes.getInputFlag(Attributes.InputFlag.IXON));
        termios = termios.withLocal(local).withInput(in);
        if (attributes.getLocalFlag(Attributes.LocalFlag.ICANON)) {
            termios = termios.withCharacter(Termios.VMIN, attributes.getControlChar(Attributes.ControlChar.VMIN))
                    .withCharacter(Termios.VTIME, attributes.getControlChar(Attributes.ControlChar.VTIME));
        } else {
            termios = termios.withCharacter(Termios.VMIN, 1).withCharacter(Termios.VTIME, 0);
        }
        self.setTermios(input, termios);
    }

    private static int with(int flags, int bit, boolean on) {
        return on ? flags | bit : flags & ~bit;
    }

    @Override
    public Size getSize() {
        int[] size = self.windowSize(output);
        return Size.of(size[1] > 0 ? size[1] : 80, size[0] > 0 ? size[0] : 24);
    }

    @Override
    public void setSize(Sized size) {
        // The window is not ours to resize.
    }

    @Override
    public TerminalProvider getProvider() {
        return null;
    }

    @Override
    public SystemStream getSystemStream() {
        return null;
    }
}
