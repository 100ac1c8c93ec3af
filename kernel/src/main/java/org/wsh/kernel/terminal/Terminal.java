// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.WaitQueue;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.Pollable;

/**
 * A terminal with two ends. Guests have it open as a character device. At the other end sits a <em>driver</em>, who types
 * ({@link #input}), shows what comes out ({@link #takeOutput}, {@link #awaitOutput}), and says when the window changes or the
 * line is cut: the host's terminal, a test, or a guest again, by a {@link PseudoTerminal}'s master.
 *
 * <p>It does not know sessions and groups: whom a signal reaches is up to its {@link Foreground}.
 */
public final class Terminal {
    private final String name;
    private final long rdev;
    private final long inode;

    private final ReentrantLock lock = new ReentrantLock(); // order: this, then a WaitQueue's own

    // Guarded by lock.
    private final LineDiscipline discipline = new LineDiscipline();
    private boolean hungUp;
    private final Patience patience;
    private int openings;
    private boolean wanted; // a guest has looked for input
    private final Condition driverTold = lock.newCondition(); // for the driver's threads, woken as driver is

    private volatile WindowSize size = WindowSize.UNKNOWN;
    private volatile Foreground foreground = Foreground.NOBODY;

    private final WaitQueue readable = new WaitQueue(); // woken by: input, VTIME, new settings, hang-up
    private final WaitQueue writable = new WaitQueue(); // woken by: output taken, hang-up
    private final WaitQueue driver = new WaitQueue(); // woken by: output, input taken, first demand, last closing, new settings, hang-up

    /** @param rdev device number, as {@link Attributes} has it */
    public Terminal(Kernel kernel, String name, long rdev) {
        this.name = name;
        this.rdev = rdev;
        inode = kernel.anonymousInode();
        patience = new Patience(kernel.clock(), kernel.timers(), lock, readable);
    }

    public String name() {
        return name;
    }

    public long rdev() {
        return rdev;
    }

    // ---- For the floor above.

    /** Opens the device. */
    public OpenFileDescription open(OpenFlags flags) {
        lock.lock();
        try {
            openings++;
        } finally {
            lock.unlock();
        }
        return new TerminalDevice(flags, this, inode);
    }

    /** An opening has ended. A terminal outlives its openings, but a master learns of the last. */
    void closed() {
        lock.lock();
        try {
            if (--openings == 0) {
                tellDriver();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who is told of signals from now on. */
    public void foreground(Foreground next) {
        foreground = next;
    }

    /** Who is told of signals. */
    public Foreground foreground() {
        return foreground;
    }

    /** tcgetattr() */
    public Termios termios() {
        lock.lock();
        try {
            return discipline.termios();
        } finally {
            lock.unlock();
        }
    }

    /** tcsetattr(TCSANOW). For TCSADRAIN wait for {@link #drained} before, for TCSAFLUSH also {@link #flush} input. */
    public void termios(Termios next) {
        lock.lock();
        try {
            discipline.termios(next);
            patience.end();
            wanted = true;
            tellDriver();
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
        writable.wakeAll(); // without IXON the output flows again
    }

    public WindowSize size() {
        return size;
    }

    /** Whether the driver has taken all output: what tcdrain() waits for, by {@link #writable}. */
    public boolean drained() {
        lock.lock();
        try {
            return hungUp || discipline.output.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Woken when output is taken. */
    public WaitQueue writable() {
        return writable;
    }

    /** tcflush() */
    public void flush(boolean input, boolean output) {
        lock.lock();
        try {
            if (input) {
                discipline.flushInput();
                tellDriver();
            }
            if (output) {
                discipline.output.flush();
            }
        } finally {
            lock.unlock();
        }
        writable.wakeAll();
    }

    /** tcflow(): TCOOFF, TCOON. */
    public void stopOutput(boolean stopped) {
        lock.lock();
        try {
            discipline.output.stop(stopped);
            tellDriver();
        } finally {
            lock.unlock();
        }
        writable.wakeAll();
    }

    /** FIONREAD. */
    public int available() {
        lock.lock();
        try {
            return discipline.available();
        } finally {
            lock.unlock();
        }
    }

    // ---- For the driver: what waits, on any thread but a guest's.

    /** Caller holds lock. */
    private void tellDriver() {
        driverTold.signalAll();
        driver.wakeAll();
    }

    /** What a driver that is a guest waits on. */
    WaitQueue driver() {
        return driver;
    }

    /** Waits until a guest has looked for input or has made the settings its own. False: hung up. */
    public boolean awaitDemand() throws InterruptedException {
        lock.lock();
        try {
            while (!wanted && !hungUp) {
                driverTold.await();
            }
            return !hungUp;
        } finally {
            lock.unlock();
        }
    }

    /** A guest looks for input. Caller holds lock. */
    private void demand() {
        if (!wanted) {
            wanted = true;
            tellDriver();
        }
    }

    /**
     * Types. Does not wait.
     *
     * @return how many bytes were taken: fewer when nobody reads, none once hung up
     */
    public int input(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            TerminalSignal signal = null;
            int before = done;
            boolean restarted;
            lock.lock();
            try {
                restarted = discipline.output.isStopped();
                while (done < length && signal == null && !hungUp && discipline.acceptsInput()) {
                    signal = discipline.type(bytes[offset + done++] & 0xff);
                }
                if (done > before) {
                    tellDriver(); // of the echo
                    patience.byteArrived(discipline);
                }
                restarted &= !discipline.output.isStopped();
            } finally {
                lock.unlock();
            }
            if (done == before) {
                break;
            }
            readable.wakeAll();
            if (signal != null || restarted) {
                writable.wakeAll(); // it flushed
            }
            if (signal != null) {
                foreground.signal(signal);
            }
        }
        return done;
    }

    /** Types all of it, waiting for readers where it must. False: hung up. */
    public boolean inputFully(byte[] bytes) throws InterruptedException {
        int done = 0;
        while (done < bytes.length) {
            done += input(bytes, done, bytes.length - done);
            lock.lock();
            try {
                while (done < bytes.length && !discipline.acceptsInput() && !hungUp) {
                    driverTold.await();
                }
                if (hungUp) {
                    return false;
                }
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    /** Takes output if there is any. Returns how many bytes, 0 if there is none. */
    public int takeOutput(byte[] into) {
        return takeOutput(ByteBuffer.wrap(into));
    }

    int takeOutput(ByteBuffer into) {
        int count;
        lock.lock();
        try {
            count = discipline.output.take(into);
        } finally {
            lock.unlock();
        }
        if (count > 0) {
            writable.wakeAll();
        }
        return count;
    }

    /** Takes output, waiting for some. Returns how many bytes; −1 once hung up and all is taken. */
    public int awaitOutput(byte[] into) throws InterruptedException {
        while (true) {
            int count = takeOutput(into);
            if (count > 0) {
                return count;
            }
            lock.lock();
            try {
                while (discipline.output.size() == 0 || discipline.output.isStopped()) {
                    if (hungUp) {
                        return -1;
                    }
                    driverTold.await();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** The window has this size now. TIOCSWINSZ. */
    public void resize(WindowSize next) {
        boolean changed = !size.equals(next);
        size = next;
        if (changed) {
            foreground.signal(TerminalSignal.RESIZED);
        }
    }

    /** The line is cut: reads give end of file, writes EIO. What guests have written can still be taken. */
    public void hangUp() {
        lock.lock();
        try {
            if (hungUp) {
                return;
            }
            hungUp = true;
            discipline.flushInput();
            discipline.output.stop(false);
            patience.end();
            tellDriver();
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
        writable.wakeAll();
        foreground.signal(TerminalSignal.HANGUP);
    }

    // ---- What guests do, by a TerminalDevice.

    void subscribe(Runnable wake) {
        lock.lock();
        try {
            if (discipline.output.hasRoom()) {
                demand(); // it does not wait to write
            }
        } finally {
            lock.unlock();
        }
        readable.subscribe(wake);
        writable.subscribe(wake);
    }

    void unsubscribe(Runnable wake) {
        readable.unsubscribe(wake);
        writable.unsubscribe(wake);
    }

    /** @param waits false: rather less than VMIN bytes than none */
    int read(ByteBuffer into, boolean waits) {
        lock.lock();
        try {
            if (hungUp || !into.hasRemaining()) {
                return 0;
            }
            if (!discipline.inputReady() && !patience.over() && !satisfied(waits ? into.remaining() : 1)) {
                patience.readInVain(discipline);
                demand();
                return OpenFileDescription.WOULD_BLOCK;
            }
            patience.end();
            int count = discipline.read(into);
            tellDriver(); // of the room
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Raw mode, fewer than VMIN bytes there: whether they do. */
    private boolean satisfied(int asked) {
        if (discipline.termios().local(Termios.ICANON)) {
            return false;
        }
        return discipline.least() == 0 ? discipline.patience() == 0 : discipline.inputSize() >= asked;
    }

    int write(ByteBuffer from) {
        if (!from.hasRemaining()) {
            return 0;
        }
        lock.lock();
        try {
            if (hungUp) {
                throw new ErrnoException(Errno.EIO);
            }
            int count = discipline.output.write(from);
            if (count == 0) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            tellDriver();
            return count;
        } finally {
            lock.unlock();
        }
    }

    int readiness() {
        lock.lock();
        try {
            if (hungUp) {
                return Pollable.READABLE | Pollable.WRITABLE | Pollable.ERROR | Pollable.HANGUP;
            }
            return (discipline.inputReady() || patience.over() ? Pollable.READABLE : 0)
                    | (discipline.output.hasRoom() ? Pollable.WRITABLE : 0);
        } finally {
            lock.unlock();
        }
    }

    /** What its driver can do: take output, type; HANGUP while nobody has it open. */
    int driverReadiness() {
        lock.lock();
        try {
            return (discipline.output.size() > 0 && !discipline.output.isStopped() ? Pollable.READABLE : 0)
                    | (discipline.acceptsInput() ? Pollable.WRITABLE : 0)
                    | (openings == 0 ? Pollable.HANGUP : 0);
        } finally {
            lock.unlock();
        }
    }

    /** The terminal that {@code file} is open on; null if it is something else, a master included. */
    public static Terminal of(OpenFileDescription file) {
        return file instanceof TerminalDevice device ? device.terminal() : null;
    }
}
