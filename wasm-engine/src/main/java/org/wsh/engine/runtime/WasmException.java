// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.List;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;

/**
 * An exception of the guest's: what exnref refers to. It leaves a call from the host if no guest catches it, and the host may throw one into the guest that calls it. Only an instance's first few have a
 * stack trace, for a program that dies of one: it is cheap to throw many.
 */
public final class WasmException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int BYTES = 96;
    private static final long[] NO_VALUES = {};
    private static final Object[] NO_REFERENCES = {};

    /** For generated code, as the payload is: by position, floats as their bits. */
    public final transient Tag tag;
    public final transient long[] values;
    public final transient Object[] references;

    /** Of an exception that has a stack trace; else null. */
    private final transient TraceParts parts;

    private WasmException(Tag tag, boolean traced) {
        super(null, null, false, traced);
        this.parts = traced ? new TraceParts() : null;
        int n = tag.type().parameterCount();
        this.tag = tag;
        this.values = n == 0 ? NO_VALUES : new long[n];
        this.references = n == 0 ? NO_REFERENCES : new Object[n];
    }

    /** With boxed values (Integer, Long, Float, Double, references) of the types that the tag says. */
    public WasmException(Tag tag, Object... payload) {
        this(tag, false);
        FunctionType type = tag.type();
        if (payload.length != type.parameterCount()) {
            throw new IllegalArgumentException("an exception of " + tag + " made with " + payload.length + " values");
        }
        for (int i = 0; i < payload.length; i++) {
            Values.check(type.parameter(i), tag.definedType.space(), payload[i]);
            Values.put(type.parameter(i), payload[i], i, values, references);
        }
    }

    /** For generated code, which fills it: of a tag of the instance's, whose heap is charged. */
    public static WasmException of(Instance instance, int tag) {
        Tag t = instance.tags[tag];
        long bytes = BYTES + 16L * t.type().parameterCount();
        instance.heap.charge(bytes);
        var e = new WasmException(t, instance.tracesAnother());
        instance.heap.made(e, bytes);
        return e;
    }

    /** With the same numbers, and references to be filled in. */
    WasmException copy(Heap heap) {
        long bytes = BYTES + 16L * values.length;
        heap.charge(bytes);
        var e = new WasmException(tag, false);
        heap.made(e, bytes);
        System.arraycopy(values, 0, e.values, 0, values.length);
        return e;
    }

    /** For throw_ref: traps if there is none. */
    public static WasmException required(Object reference) {
        if (reference == null) {
            throw new Trap(Trap.Kind.NULL_EXCEPTION_REFERENCE);
        }
        return (WasmException) reference;
    }

    public Tag tag() {
        return tag;
    }

    public Object[] payload() {
        var payload = new Object[tag.type().parameterCount()];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = Values.get(tag.type().parameter(i), i, values, references);
        }
        return payload;
    }

    /** Where the guest was when it threw this, as for a {@link Trap}; no frames if nobody took them down. */
    public Backtrace backtrace() {
        return parts == null ? new Backtrace(List.of(), 0, false) : Backtrace.of(getStackTrace(), parts);
    }

    /** Null if it has no stack trace. */
    TraceParts parts() {
        return parts;
    }

    void left(Declarations module) {
        if (parts != null) {
            parts.left(module);
        }
    }

    /** For the interpreter: the exception left a frame of its own. */
    public void leftInterpreted(TraceParts.Position position) {
        if (parts != null) {
            parts.leftInterpreted(position);
        }
    }

    @Override
    public String getMessage() {
        return "wasm exception with " + tag;
    }
}
