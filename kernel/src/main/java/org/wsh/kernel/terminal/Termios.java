// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.util.Arrays;

/**
 * A terminal's settings: POSIX {@code struct termios}, with Linux's values. Never changes; {@code cc} is not to be written to.
 *
 * @param iflag  what happens to bytes that come in
 * @param oflag  what happens to bytes that go out
 * @param cflag  the line, which we have none of: kept, without effect
 * @param lflag  editing, echo, signals
 * @param line   the line discipline: 0
 * @param cc     special characters, by the V… indices; {@link #NCCS} of them; 0 switches one off
 * @param ispeed input speed in bits a second
 * @param ospeed output speed
 */
public record Termios(int iflag, int oflag, int cflag, int lflag, int line, byte[] cc, int ispeed, int ospeed) {
    public static final int NCCS = 32;

    // Indices in cc.
    public static final int VINTR = 0;
    public static final int VQUIT = 1;
    public static final int VERASE = 2;
    public static final int VKILL = 3;
    public static final int VEOF = 4;
    public static final int VTIME = 5;
    public static final int VMIN = 6;
    public static final int VSWTC = 7;
    public static final int VSTART = 8;
    public static final int VSTOP = 9;
    public static final int VSUSP = 10;
    public static final int VEOL = 11;
    public static final int VREPRINT = 12;
    public static final int VDISCARD = 13;
    public static final int VWERASE = 14;
    public static final int VLNEXT = 15;
    public static final int VEOL2 = 16;

    // iflag
    public static final int IGNBRK = 0x1;
    public static final int BRKINT = 0x2;
    public static final int IGNPAR = 0x4;
    public static final int PARMRK = 0x8;
    public static final int INPCK = 0x10;
    public static final int ISTRIP = 0x20;
    public static final int INLCR = 0x40;
    public static final int IGNCR = 0x80;
    public static final int ICRNL = 0x100;
    public static final int IUCLC = 0x200;
    public static final int IXON = 0x400;
    public static final int IXANY = 0x800;
    public static final int IXOFF = 0x1000;
    public static final int IMAXBEL = 0x2000;
    public static final int IUTF8 = 0x4000;

    // oflag
    public static final int OPOST = 0x1;
    public static final int OLCUC = 0x2;
    public static final int ONLCR = 0x4;
    public static final int OCRNL = 0x8;
    public static final int ONOCR = 0x10;
    public static final int ONLRET = 0x20;
    public static final int TABDLY = 0x1800;
    public static final int XTABS = 0x1800;

    // cflag
    public static final int CSIZE = 0x30;
    public static final int CS8 = 0x30;
    public static final int CSTOPB = 0x40;
    public static final int CREAD = 0x80;
    public static final int PARENB = 0x100;
    public static final int PARODD = 0x200;
    public static final int HUPCL = 0x400;
    public static final int CLOCAL = 0x800;

    // lflag
    public static final int ISIG = 0x1;
    public static final int ICANON = 0x2;
    public static final int ECHO = 0x8;
    public static final int ECHOE = 0x10;
    public static final int ECHOK = 0x20;
    public static final int ECHONL = 0x40;
    public static final int NOFLSH = 0x80;
    public static final int TOSTOP = 0x100;
    public static final int ECHOCTL = 0x200;
    public static final int ECHOPRT = 0x400;
    public static final int ECHOKE = 0x800;
    public static final int FLUSHO = 0x1000;
    public static final int PENDIN = 0x4000;
    public static final int IEXTEN = 0x8000;

    public Termios {
        if (cc.length != NCCS) {
            throw new IllegalArgumentException("termios has " + NCCS + " control characters, not " + cc.length);
        }
    }

    /** What {@code stty sane} gives on Linux, with UTF-8 input. */
    public static Termios sane() {
        var cc = new byte[NCCS];
        cc[VINTR] = 3;
        cc[VQUIT] = 28;
        cc[VERASE] = 127;
        cc[VKILL] = 21;
        cc[VEOF] = 4;
        cc[VTIME] = 0;
        cc[VMIN] = 1;
        cc[VSTART] = 17;
        cc[VSTOP] = 19;
        cc[VSUSP] = 26;
        cc[VREPRINT] = 18;
        cc[VDISCARD] = 15;
        cc[VWERASE] = 23;
        cc[VLNEXT] = 22;
        return new Termios(
                ICRNL | IXON | IUTF8, OPOST | ONLCR, CS8 | CREAD | HUPCL,
                ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN, 0, cc, 38400, 38400);
    }

    /** As cfmakeraw() makes it. */
    public Termios raw() {
        var chars = cc.clone();
        chars[VMIN] = 1;
        chars[VTIME] = 0;
        return new Termios(
                iflag & ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON), oflag & ~OPOST,
                cflag & ~(CSIZE | PARENB) | CS8, lflag & ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN), line, chars, ispeed, ospeed);
    }

    public Termios withInput(int flags) {
        return new Termios(flags, oflag, cflag, lflag, line, cc, ispeed, ospeed);
    }

    public Termios withOutput(int flags) {
        return new Termios(iflag, flags, cflag, lflag, line, cc, ispeed, ospeed);
    }

    public Termios withLocal(int flags) {
        return new Termios(iflag, oflag, cflag, flags, line, cc, ispeed, ospeed);
    }

    /** With another special character: {@code index} is one of V…. */
    public Termios withCharacter(int index, int value) {
        var chars = cc.clone();
        chars[index] = (byte) value;
        return new Termios(iflag, oflag, cflag, lflag, line, chars, ispeed, ospeed);
    }

    boolean input(int flag) {
        return (iflag & flag) != 0;
    }

    boolean output(int flag) {
        return (oflag & flag) != 0;
    }

    boolean local(int flag) {
        return (lflag & flag) != 0;
    }

    /** Whether {@code value} is that special character, and that one is not switched off. */
    boolean is(int index, int value) {
        return value != 0 && (cc[index] & 0xff) == value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Termios t && iflag == t.iflag && oflag == t.oflag && cflag == t.cflag && lflag == t.lflag
                && line == t.line && ispeed == t.ispeed && ospeed == t.ospeed && Arrays.equals(cc, t.cc);
    }

    @Override
    public int hashCode() {
        return ((iflag * 31 + oflag) * 31 + lflag) * 31 + Arrays.hashCode(cc);
    }
}
