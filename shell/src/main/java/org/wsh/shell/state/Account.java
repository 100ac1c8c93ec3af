// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.syntax.Meter;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * What the shell has reserved of the machine's memory. Two parts: what is <em>kept</em> (variables, functions) until it is given
 * back, and what is <em>held</em> for the command in progress, which nests like a stack: {@link #mark} before, {@link #release} after.
 * The machine is asked in steps, not for every character.
 */
public final class Account implements Meter {
    /** Longest text anything may have, well below what a Java array can hold. */
    public static final int LONGEST = 1 << 28;

    private static final long STEP = 16 << 10;

    private final HostedProcess self;
    private long held;
    private long kept;
    private long reserved;
    /** This process is another program now: nothing here is ours to give back. */
    private boolean closed;

    Account(HostedProcess self) {
        this.self = self;
    }

    @Override
    public void poll(int cost) {
        self.poll(cost);
    }

    @Override
    public void hold(long bytes) {
        reserve(bytes);
        held += bytes;
    }

    /** Holds what {@code more} takes at the end of {@code text}, and puts it there: twice, as a builder grows by copying. */
    public void append(StringBuilder text, String more) {
        grow(text, more.length());
        text.append(more);
    }

    /** Holds what {@code more} characters take that are to be put into {@code text}. */
    public void grow(StringBuilder text, int more) {
        if (text.length() + (long) more > LONGEST) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        hold(4L * more);
    }

    public long mark() {
        return held;
    }

    /** Gives back what was held since {@code mark}. */
    public void release(long mark) {
        held = mark;
        shrink();
    }

    /** Reserves for something that lives on; negative: gives back. */
    public void keep(long bytes) {
        if (bytes > 0) {
            reserve(bytes);
        }
        kept += bytes;
        if (bytes < 0) {
            shrink();
        }
    }

    long kept() {
        return kept;
    }

    /**
     * Around {@code exec}, which unwinds the shell's frames when it succeeds: what their finally-blocks do must not touch the process,
     * which is the new program's.
     */
    public void close(boolean now) {
        closed = now;
    }

    public boolean closed() {
        return closed;
    }

    private void reserve(long bytes) {
        if (closed) {
            return;
        }
        if (bytes > 16L * LONGEST) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        long missing = held + kept + bytes - reserved;
        if (missing > 0) {
            long step = (missing + STEP - 1) / STEP * STEP;
            self.charge(step);
            reserved += step;
        }
    }

    private void shrink() {
        long spare = reserved - held - kept;
        if (spare > 16 * STEP && !closed) {
            long step = spare / STEP * STEP - STEP;
            self.charge(-step);
            reserved -= step;
        }
    }

    /** What a text of {@code length} characters weighs once built. */
    public static long weight(int length) {
        return 48 + 2L * length;
    }
}
