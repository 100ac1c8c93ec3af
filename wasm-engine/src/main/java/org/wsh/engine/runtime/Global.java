// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.ValueType;

/** A global variable: a view of one cell of the arrays in which its owner keeps all of them, so that generated code indexes an array. */
public final class Global {
    private final GlobalType type;
    private final DefinedTypes types;
    private final long[] values;
    private final Object[] references;
    private final int index;

    Global(GlobalType type, DefinedTypes types, long[] values, Object[] references, int index) {
        this.type = type;
        this.types = types;
        this.values = values;
        this.references = references;
        this.index = index;
    }

    /** A global of the host's, to be imported. @param value Integer, Long, Float, Double, {@link V128} or a reference, as the type says; else IllegalArgumentException */
    public static Global of(GlobalType type, Object value) {
        var global = new Global(type, DefinedTypes.NONE, new long[1], new Object[1], 0);
        Values.check(type.type(), DefinedTypes.NONE, value);
        Values.put(type.type(), value, 0, global.values, global.references);
        return global;
    }

    /** With a cell of its own. */
    Global copy(Object copiedReference) {
        return new Global(type, types, new long[] {values[index]}, new Object[] {copiedReference}, 0);
    }

    /** The same place in other arrays. */
    Global in(long[] otherValues, Object[] otherReferences) {
        return new Global(type, types, otherValues, otherReferences, index);
    }

    public GlobalType type() {
        return type;
    }

    /** The types among which an index in its type counts. */
    DefinedTypes types() {
        return types;
    }

    /** What it holds, boxed. */
    public Object get() {
        return Values.get(type.type(), index, values, references);
    }

    /** IllegalArgumentException if it is immutable or of another type. */
    public void set(Object value) {
        if (!type.mutable()) {
            throw new IllegalArgumentException("an immutable global can't be set");
        }
        Values.check(type.type(), types, value);
        Values.put(type.type(), value, index, values, references);
    }

    /** For generated code: an i32 in the low half, floats as their bits. */
    public long bits() {
        return values[index];
    }

    /** For generated code. */
    public void bits(long bits) {
        values[index] = bits;
    }

    /** For generated code. */
    public Object reference() {
        return references[index];
    }

    /** For generated code. */
    public void reference(Object reference) {
        references[index] = reference;
    }

    boolean isReference() {
        return !ValueType.isNumber(type.type());
    }
}
