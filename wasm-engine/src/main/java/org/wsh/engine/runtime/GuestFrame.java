// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** A call of a Wasm function that has not returned yet: where it is, and what it goes on with there. On whatever tier it ran, an interpreter can go on. */
public final class GuestFrame implements Frame {
    private static final int BYTES = 144;   // with the headers of its arrays
    private static final Object[] NO_REFERENCES = {};

    public final Instance instance;
    public final int function;
    /** Offset in the body of the call that is under way; or of a loop, at whose head it polled; or 0, where it polled at its entry. */
    public final int position;
    /** Depth left below it, and left to it when it was called: see {@link Frames}. */
    public final int depth, calledAt;
    /** Locals, then the operands below the call's arguments: numbers as bits. Not to be changed. */
    public final long[] values;
    /** The same for references; empty if all are null. Not to be changed. */
    public final Object[] references;
    /** What the handlers around caught, outermost first, for rethrow. Not to be changed. */
    public final Object[] exceptions;

    public GuestFrame(Instance instance, int function, int position, int depth, int calledAt, long[] values, Object[] references, Object[] exceptions) {
        this.instance = instance;
        this.function = function;
        this.position = position;
        this.depth = depth;
        this.calledAt = calledAt;
        this.values = values;
        this.references = allNull(references) ? NO_REFERENCES : references;
        this.exceptions = allNull(exceptions) ? NO_REFERENCES : exceptions;
    }

    private static boolean allNull(Object[] references) {
        for (Object reference : references) {
            if (reference != null) {
                return false;
            }
        }
        return true;
    }

    GuestFrame calledAt(int newCalledAt) {
        return new GuestFrame(instance, function, position, depth, newCalledAt, values, references, exceptions);
    }

    /** The same of a copied instance, with copied references; numbers are shared, as nobody changes them. */
    GuestFrame of(Instance child, Object[] newReferences, Object[] newExceptions) {
        return new GuestFrame(child, function, position, depth, calledAt, values, newReferences, newExceptions);
    }

    /** What it takes of the JVM's heap, at most. */
    long bytes() {
        return BYTES + 8L * (values.length + references.length + exceptions.length);
    }

    @Override
    public String toString() {
        return "function " + function + " at " + position;
    }
}
