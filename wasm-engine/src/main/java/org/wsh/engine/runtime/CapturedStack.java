// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * A guest's stack as data: the calls that were under way when a host function asked for it, up to the one by which the host had called the guest. It goes on by {@link #resume}, in the
 * instance that it was taken of, once; or in a copy of that, made with {@link InstanceCopy}.
 *
 * <p>It is charged to the instance's ledger until it was resumed or is closed. Belongs to the instance's thread.
 */
public final class CapturedStack implements AutoCloseable {
    private final Instance instance;
    private final Frame[] frames;       // innermost first
    private final long bytes;
    private boolean closed;

    /** @param reserved what the ledger holds for it so far; what is too much is given back */
    CapturedStack(Instance instance, Frame[] frames, long reserved) {
        this.instance = instance;
        this.frames = frames;
        this.bytes = Math.min(reserved, bytes(frames));
        instance.ledger.release(reserved - bytes);
    }

    static long bytes(Frame[] frames) {
        long bytes = 64 + 8L * frames.length;
        for (Frame frame : frames) {
            bytes += switch (frame) {
                case GuestFrame f -> f.bytes();
                case HostFrame f -> f.bytes();
            };
        }
        return bytes;
    }

    /** Whose host function asked for it. */
    public Instance instance() {
        return instance;
    }

    /** Innermost first. */
    public List<Frame> frames() {
        return List.of(frames);
    }

    Frame[] array() {
        return frames;
    }

    /** What is charged for it. */
    public long bytes() {
        return bytes;
    }

    /**
     * Goes on: the host function that asked for the capture returns {@code results} to the guest, and so on outwards, until the call returns that had been made of the guest. All that such a call throws is thrown;
     * among that {@link StackCapture}, if the guest is captured again.
     *
     * @param results of the types that the host function has; not changed
     * @return what the outermost call returns
     */
    public Results resume(Results results) {
        return resume(results, null);
    }

    /** The same if the host function throws: what a guest may catch ({@link WasmException}), a {@link Trap}, or what ends the guest. */
    public Results resumeThrowing(Throwable failure) {
        return resume(Results.NONE, failure);
    }

    private Results resume(Results results, Throwable failure) {
        if (closed) {
            throw new IllegalStateException("the stack was resumed or closed before");
        }
        try {
            return new Resumption(instance, frames).run(results, failure);
        } finally {
            close();
        }
    }

    /**
     * The same once more, to be resumed apart: each resumption goes on from these frames, whatever another did. (So a checkpoint that is come back to, as longjmp does, is a stack that was resumed twice.)
     *
     * @return null if the ledger refuses
     */
    public CapturedStack again() {
        return instance.ledger.reserve(bytes) ? new CapturedStack(instance, frames, bytes) : null;
    }

    /** Gives back what is charged; it can't be resumed then. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            instance.ledger.release(bytes);
        }
    }

    /** The guest's functions, innermost first. */
    public int[] functions() {
        return Arrays.stream(frames).filter(f -> f instanceof GuestFrame).mapToInt(f -> ((GuestFrame) f).function).toArray();
    }

    /** Where it is, for people. */
    public Backtrace backtrace() {
        var parts = new TraceParts();
        var trace = ResumedTrace.of(frames, 0, parts);
        return Backtrace.of(trace, parts);
    }
}
