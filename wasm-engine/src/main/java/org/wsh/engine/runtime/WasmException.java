// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.FunctionType;

/**
 * An exception of the guest's: what exnref refers to. It leaves a call from the host if no guest catches it, and the host may throw one into the guest that calls it. It has no Java stack trace, so throwing is cheap.
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

    private WasmException(Tag tag) {
        super(null, null, false, false);
        int n = tag.type().parameterCount();
        this.tag = tag;
        this.values = n == 0 ? NO_VALUES : new long[n];
        this.references = n == 0 ? NO_REFERENCES : new Object[n];
    }

    /** With boxed values (Integer, Long, Float, Double, references) of the types that the tag says. */
    public WasmException(Tag tag, Object... payload) {
        this(tag);
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
        var e = new WasmException(t);
        instance.heap.made(e, bytes);
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

    @Override
    public String getMessage() {
        return "wasm exception with " + tag;
    }
}
