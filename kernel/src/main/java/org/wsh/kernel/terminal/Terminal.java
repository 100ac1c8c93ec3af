// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.terminal;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.wsh.kernel.Clock;
import org.wsh.kernel.Kernel;
import org.wsh.kernel.Timers;
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
 * line is cut: the host's terminal, a test, one day a pseudo-terminal's master.
 *
 * <p>It does not know sessions and groups: whom a signal reaches is up to its {@link Foreground}.
 */
public final class Terminal {
    private final String name;
    private final long rdev;
    private final long inode;
    private final Clock clock;
    private final Timers timers;

    private final ReentrantLock lock = new ReentrantLock(); // order: this, then a WaitQueue's own

    // Guarded by lock.
    private final LineDiscipline discipline = new LineDiscipline();
    private boolean hungUp;
    private Timers.Timer patience; // VTIME running
    private boolean patienceOver; // VTIME has run out: the next read returns what there is
    private final Condition outputArrived = lock.newCondition(); // for the driver's thread: output, or hung up
    private final Condition inputTaken = lock.newCondition(); // for the driver's thread: room for input, or hung up

    private volatile WindowSize size = WindowSize.UNKNOWN;
    private volatile Foreground foreground = Foreground.NOBODY;

    private final WaitQueue readable = new WaitQueue(); // woken by: input, VTIME, new settings, hang-up
    private final WaitQueue writable = new WaitQueue(); // woken by: output taken, hang-up

    /** @param rdev device number, as {@link Attributes} has it */
    public Terminal(Kernel kernel, String name, long rdev) {
        this.name = name;
        this.rdev = rdev;
        inode = kernel.anonymousInode();
        clock = kernel.clock();
        timers = kernel.timers();
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
        return new TerminalDevice(flags, this, inode);
    }

    /** Who is told of signals from now on. */
    public void foreground(Foreground next) {
        foreground = next;
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
            endPatience();
            outputArrived.signalAll();
            inputTaken.signalAll();
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
    }

    public WindowSize size() {
        return size;
    }

    /** Whether the driver has taken all output: what tcdrain() waits for, by {@link #writable}. */
    public boolean drained() {
        lock.lock();
        try {
            return hungUp || discipline.outputSize() == 0;
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
                inputTaken.signalAll();
            }
            if (output) {
                discipline.flushOutput();
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
            discipline.outputStopped(stopped);
            outputArrived.signalAll();
        } finally {
            lock.unlock();
        }
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

    // ---- For the driver: any thread but a guest's.

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
            lock.lock();
            try {
                while (done < length && signal == null && !hungUp && discipline.acceptsInput()) {
                    signal = discipline.type(bytes[offset + done++] & 0xff);
                }
                if (done > before) {
                    outputArrived.signalAll();
                    startPatience(true);
                }
            } finally {
                lock.unlock();
            }
            if (done == before) {
                break;
            }
            readable.wakeAll();
            if (signal != null) {
                writable.wakeAll(); // it flushed
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
                    inputTaken.await();
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
        int count;
        lock.lock();
        try {
            count = discipline.takeOutput(ByteBuffer.wrap(into));
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
                while (discipline.outputSize() == 0 || discipline.outputStopped()) {
                    if (hungUp) {
                        return -1;
                    }
                    outputArrived.await();
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
            discipline.outputStopped(false);
            endPatience();
            outputArrived.signalAll();
            inputTaken.signalAll();
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
        writable.wakeAll();
        foreground.signal(TerminalSignal.HANGUP);
    }

    // ---- VTIME. Caller holds lock.

    /**
     * In raw mode with VTIME: the time runs from a byte's arrival to the next (VMIN above 0), or from a read that found nothing
     * ({@code byteArrived} false, VMIN 0).
     */
    private void startPatience(boolean byteArrived) {
        long time = discipline.patience();
        if (time == 0 || discipline.termios().local(Termios.ICANON) || byteArrived != discipline.least() > 0) {
            return;
        }
        if (patience != null) {
            if (!byteArrived) {
                return;
            }
            patience.cancel();
        }
        var timer = new Timers.Timer[1];
        timer[0] = timers.schedule(clock.monotonic() + time, () -> patienceRanOut(timer));
        patience = timer[0];
    }

    private void patienceRanOut(Timers.Timer[] timer) {
        lock.lock();
        try {
            if (patience != timer[0]) {
                return; // too late: it was cancelled
            }
            patience = null;
            patienceOver = true;
        } finally {
            lock.unlock();
        }
        readable.wakeAll();
    }

    private void endPatience() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
        patienceOver = false;
    }

    // ---- What guests do, by a TerminalDevice.

    void subscribe(Runnable wake) {
        readable.subscribe(wake);
        writable.subscribe(wake);
    }

    void unsubscribe(Runnable wake) {
        readable.unsubscribe(wake);
        writable.unsubscribe(wake);
    }

    int read(ByteBuffer into) {
        lock.lock();
        try {
            if (hungUp || !into.hasRemaining()) {
                return 0;
            }
            if (!discipline.inputReady() && !patienceOver && !satisfied(into.remaining())) {
                startPatience(false);
                return OpenFileDescription.WOULD_BLOCK;
            }
            endPatience();
            inputTaken.signalAll();
            return discipline.read(into);
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
            int count = discipline.write(from);
            if (count == 0) {
                return OpenFileDescription.WOULD_BLOCK;
            }
            outputArrived.signalAll();
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
            return (discipline.inputReady() || patienceOver ? Pollable.READABLE : 0)
                    | (discipline.outputRoom() ? Pollable.WRITABLE : 0);
        } finally {
            lock.unlock();
        }
    }

    /** The terminal that {@code file} is open on; null if it is something else: isatty(). */
    public static Terminal of(OpenFileDescription file) {
        return file instanceof TerminalDevice device ? device.terminal() : null;
    }
}
