// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;

/**
 * A capture under way. The host function that wants the stack throws it; each of the guest's frames on the way catches it, hands over what it would go on with, and throws it on;
 * whoever called into the guest catches it and takes the {@link #stack}. Nothing in the guest can catch it otherwise.
 *
 * <p>The frames are reserved in the instance's ledger before anything unwinds, for as many as its depth allows for: so what was begun can be held.
 */
public final class StackCapture extends Error {
    private static final long serialVersionUID = 1;
    /** For a site whose frame has been begun by a part of its body. */
    private static final int OUTER = -1;

    private final transient Instance instance;
    private final transient Object request;
    private final transient ArrayList<Frame> frames = new ArrayList<>();
    private final transient long reserved;
    /** The depth that the next of the guest's frames must have: one that let the capture pass without handing itself over is found out. */
    private int expected;
    private static final int ANY = Integer.MIN_VALUE;

    // The frame being put together: locals that are known, operands below the call. A large body's methods hand over a part each, innermost first.
    private transient Instance of;
    private int function, position, depth, calledAt;
    private boolean open;
    private int locals, next;
    private transient long[] values = new long[32];
    private transient Object[] references = new Object[32];
    private transient boolean[] known = new boolean[32];
    private final transient Operands operands = new Operands();
    private final transient Operands pending = new Operands();      // of the method that hands over now
    private transient Object[] exceptions = {}, pendingExceptions = {};

    private StackCapture(Instance instance, Object request, long reserved) {
        super(null, null, false, false);
        this.instance = instance;
        this.request = request;
        this.reserved = reserved;
        this.expected = instance.stack;
    }

    /**
     * For a host function, which then throws it; what it would have returned is given to {@link CapturedStack#resume}.
     *
     * @param request anything, for whoever catches it
     * @return null if the ledger doesn't hold the frames
     * @throws IllegalStateException the guest can't be captured here: see {@link Instance#canBeCaptured}
     */
    public static StackCapture of(Instance instance, Object request) {
        if (!instance.canBeCaptured()) {
            throw new IllegalStateException("the guest's stack can't be captured here: " + instance.whyNotCaptured());
        }
        long most = instance.mostFrameBytes();
        return instance.ledger.reserve(most) ? new StackCapture(instance, request, most) : null;
    }

    /** Whose call of the host it began with. */
    public Instance instance() {
        return instance;
    }

    public Object request() {
        return request;
    }

    /** What was captured, for whoever called into the guest. To be called once. */
    public CapturedStack stack() {
        finish();
        return new CapturedStack(instance, frames.toArray(new Frame[0]), reserved);
    }

    // Frames, innermost first.

    /** A frame of an interpreter's. */
    public StackCapture frame(GuestFrame frame) {
        finish();
        add(frame);
        return this;
    }

    private void add(GuestFrame frame) {
        if (expected != ANY && frame.depth != expected) {
            throw missing("before " + frame);
        }
        expected = frame.calledAt;
        frames.add(frame);
    }

    private IllegalStateException missing(String where) {
        instance.ledger.release(reserved);
        return new IllegalStateException("a frame is missing " + where + ": a function that isn't declared to asked for a capture");
    }

    /** Java code that called what was captured so far. */
    StackCapture through(HostFrame frame) {
        finish();
        frames.add(frame);
        expected = ANY;
        return this;
    }

    /** An interpreter's frame, for which a compiled loop has handed over what it knows. The same as {@link GuestFrame}. */
    public StackCapture around(GuestFrame frame, int locals) {
        for (int i = locals; i < frame.values.length; i++) {
            pending.push(frame.values[i], i < frame.references.length ? frame.references[i] : null, this);
        }
        for (int i = 0; i < frame.exceptions.length; i++) {
            exception(frame.exceptions[i], i);
        }
        frame(frame.instance, frame.depth, frame.calledAt - frame.depth, frame.function, OUTER);
        for (int i = 0; i < locals; i++) {
            put(frame.values[i], i < frame.references.length ? frame.references[i] : null);
        }
        return this;
    }

    /** Frames that are data already. */
    StackCapture below(Collection<Frame> more) {
        finish();
        frames.addAll(more);
        return this;
    }

    /** The outermost frame so far is of a function that was run by a tail call, in the place of one called with that depth. */
    void inPlaceOf(int depthOfCall) {
        finish();
        expected = depthOfCall;
        if (!frames.isEmpty() && frames.getLast() instanceof GuestFrame f) {
            frames.set(frames.size() - 1, f.calledAt(depthOfCall));
        }
    }

    /** Makes a frame of what was handed over. */
    private void finish() {
        if (!open) {
            return;
        }
        open = false;
        int n = operands.size;
        var v = Arrays.copyOf(values, locals + n);
        var r = Arrays.copyOf(references, locals + n);
        System.arraycopy(operands.values, 0, v, locals, n);
        System.arraycopy(operands.references, 0, r, locals, n);
        add(new GuestFrame(of, function, position, depth, calledAt, v, r, exceptions));
        Arrays.fill(references, 0, locals, null);
        Arrays.fill(known, 0, locals, false);
        operands.clear();
        exceptions = new Object[0];
        locals = 0;
    }

    // For generated code. In a method: first operands and exceptions, then the frame, then locals in ascending order. All return this.

    public StackCapture operand(int value) {
        return pending.push(value, null, this);
    }

    public StackCapture operand(long value) {
        return pending.push(value, null, this);
    }

    public StackCapture operand(float value) {
        return pending.push(Float.floatToRawIntBits(value), null, this);
    }

    public StackCapture operand(double value) {
        return pending.push(Double.doubleToRawLongBits(value), null, this);
    }

    public StackCapture operand(Object value) {
        return pending.push(0, value, this);
    }

    /** What the handlers around the call have caught, by the number of handlers around each. */
    public StackCapture exception(Object exception, int at) {
        pendingExceptions = Arrays.copyOf(pendingExceptions, Math.max(pendingExceptions.length, at + 1));
        pendingExceptions[at] = exception;
        return this;
    }

    /** @param newPosition where the frame is, or -1: a part of the function's body was called, which has begun the frame */
    public StackCapture frame(Instance newInstance, int newDepth, int weight, int newFunction, int newPosition) {
        if (newPosition == OUTER && !open) {
            throw missing("in function " + newFunction);
        }
        if (newPosition != OUTER) {
            finish();
            open = true;
            position = newPosition;
            function = newFunction;
        }
        of = newInstance;
        depth = newDepth;
        calledAt = newDepth + weight;
        next = 0;
        operands.below(pending);
        pending.clear();
        for (int i = 0; i < pendingExceptions.length; i++) {
            exceptions = Arrays.copyOf(exceptions, Math.max(exceptions.length, i + 1));
            exceptions[i] = pendingExceptions[i] != null ? pendingExceptions[i] : exceptions[i];
        }
        pendingExceptions = new Object[0];
        return this;
    }

    /** The next local is that one. */
    public StackCapture from(int local) {
        next = local;
        return this;
    }

    public StackCapture local(int value) {
        return put(value, null);
    }

    public StackCapture local(int a, int b) {
        put(a, null);
        return put(b, null);
    }

    public StackCapture local(int a, int b, int c) {
        local(a, b);
        return put(c, null);
    }

    public StackCapture local(int a, int b, int c, int d) {
        local(a, b);
        return local(c, d);
    }

    public StackCapture local(long value) {
        return put(value, null);
    }

    public StackCapture local(float value) {
        return put(Float.floatToRawIntBits(value), null);
    }

    public StackCapture local(double value) {
        return put(Double.doubleToRawLongBits(value), null);
    }

    public StackCapture local(Object value) {
        return put(0, value);
    }

    /** A part of the body, handed over before, knows better. */
    private StackCapture put(long value, Object reference) {
        int x = next++;
        if (x >= values.length) {
            values = Arrays.copyOf(values, x * 2);
            references = Arrays.copyOf(references, x * 2);
            known = Arrays.copyOf(known, x * 2);
        }
        if (!known[x]) {
            known[x] = true;
            values[x] = value;
            references[x] = reference;
            locals = Math.max(locals, x + 1);
        }
        return this;
    }

    /** Operands, bottom first. */
    private static final class Operands {
        private long[] values = new long[8];
        private Object[] references = new Object[8];
        private int size;

        StackCapture push(long value, Object reference, StackCapture capture) {
            reserve(size + 1);
            values[size] = value;
            references[size++] = reference;
            return capture;
        }

        private void reserve(int n) {
            if (n > values.length) {
                values = Arrays.copyOf(values, n * 2);
                references = Arrays.copyOf(references, n * 2);
            }
        }

        /** Puts others below these. */
        void below(Operands more) {
            if (more.size > 0) {
                reserve(size + more.size);
                System.arraycopy(values, 0, values, more.size, size);
                System.arraycopy(references, 0, references, more.size, size);
                System.arraycopy(more.values, 0, values, 0, more.size);
                System.arraycopy(more.references, 0, references, 0, more.size);
                size += more.size;
            }
        }

        void clear() {
            Arrays.fill(references, 0, size, null);
            size = 0;
        }
    }
}
