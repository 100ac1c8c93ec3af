// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;
import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.TableType;

/**
 * A table of references: FunctionRef for funcref, any object for externref, null for null. It belongs to the instance that made it, or to the host if that did, and then to one thread at a time,
 * as the instances do that it was given to. Indices are unsigned; one that isn't inside is a {@link Trap}.
 */
public final class Table implements AutoCloseable {
    /** More elements than this are refused: 80 MB of references. */
    public static final int MAX_SIZE = 10_000_000;
    private static final int BYTES_EACH = 8;

    private final TableType type;
    private final DefinedTypes types;
    private final Ledger ledger;
    private Object[] elements = {};     // grows ahead of size, so growing one by one is not quadratic
    private int size;
    private boolean closed;
    private boolean asDeclared;

    /** A table of the host's, to be given to instances: allocates the minimum, all {@code initial}. LinkError if the ledger or {@link #MAX_SIZE} refuses it. */
    public Table(TableType type, Object initial, Ledger ledger) {
        this(type, DefinedTypes.NONE, initial, ledger);
    }

    Table(TableType type, DefinedTypes types, Object initial, Ledger ledger) {
        this.type = type;
        this.types = types;
        this.ledger = ledger;
        if (type.minimum() > MAX_SIZE) {
            throw new LinkError("table of " + type.minimum() + " elements: more than " + MAX_SIZE + " are not supported");
        }
        if (type.minimum() > 0 && grow(initial, (int) type.minimum()) < 0) {
            throw new LinkError("table of " + type.minimum() + " elements: refused, not enough memory");
        }
    }

    /** One with the same elements, charged to another ledger; null if that refused. */
    Table copy(Ledger newLedger) {
        long bytes = (long) elements.length * BYTES_EACH;
        if (!newLedger.reserve(bytes)) {
            return null;
        }
        try {
            var copy = new Table(new TableType(type.element(), 0, type.maximum(), type.is64()), types, null, newLedger);
            copy.elements = elements.clone();
            copy.size = size;
            copy.asDeclared = asDeclared;
            return copy;
        } catch (OutOfMemoryError e) {
            newLedger.release(bytes);
            return null;
        }
    }

    /** As it is now: the minimum is the present size. */
    public TableType type() {
        return new TableType(type.element(), size, type.maximum(), type.is64());
    }

    /** The types among which an index in its type counts. */
    DefinedTypes types() {
        return types;
    }

    public int size() {
        return size;
    }

    /** An index or a length, given as the bits of an i32 or i64, as this class takes it; what is no possible one becomes -1, which is none. */
    public int index(long bits) {
        return type.is64() ? narrow(bits) : (int) bits;
    }

    /** The same of an i64. */
    public static int narrow(long index) {
        return index >>> 31 == 0 ? (int) index : -1;
    }

    public Object get(int index) {
        if (Integer.compareUnsigned(index, size) >= 0) {
            throw outOfBounds();
        }
        return elements[index];
    }

    /** For generated code: whether it still holds what its module's segments put there at instantiation; where they put nothing, there may be something by now. */
    public boolean isAsDeclared() {
        return asDeclared;
    }

    /** The segments of the instance whose own it is have all been applied. */
    void declared() {
        asDeclared = true;
    }

    /** The host answers for {@code value} being of the table's element type. */
    public void set(int index, Object value) {
        asDeclared = false;
        if (Integer.compareUnsigned(index, size) >= 0) {
            throw outOfBounds();
        }
        elements[index] = value;
    }

    /** For call_indirect: the function at {@code index}, or the trap that the spec wants. */
    public static FunctionRef function(int index, Table table) {
        if (Integer.compareUnsigned(index, table.size) >= 0) {
            throw new Trap(Kind.UNDEFINED_ELEMENT, Integer.toUnsignedString(index));
        }
        Object function = table.elements[index];
        if (function == null) {
            throw new Trap(Kind.UNINITIALIZED_ELEMENT, Integer.toUnsignedString(index));
        }
        return (FunctionRef) function;
    }

    /** Returns the size before, or -1 if maximum, limit or ledger don't allow it. {@code delta} is unsigned. */
    public int grow(Object value, int delta) {
        long after = size + (delta & 0xffff_ffffL);
        if (after > MAX_SIZE || type.maximum() != TableType.UNBOUNDED && after > type.maximum() || closed) {
            return -1;
        }
        int before = size;
        if (after > elements.length) {
            int capacity = (int) Math.min(MAX_SIZE, before == 0 ? after : Math.max(after, elements.length + (long) elements.length / 2));
            long more = (long) (capacity - elements.length) * BYTES_EACH;
            if (!ledger.reserve(more)) {
                return -1;
            }
            try {
                elements = Arrays.copyOf(elements, capacity);
            } catch (OutOfMemoryError e) {
                ledger.release(more);
                return -1;
            }
        }
        size = (int) after;
        if (value != null) {
            Arrays.fill(elements, before, size, value);
        }
        return before;
    }

    /** Checks that elements {@code index} to {@code index + length} exist. */
    void check(int index, int length) {
        if ((index & 0xffff_ffffL) + (length & 0xffff_ffffL) > size) {
            throw outOfBounds();
        }
    }

    void fill(int index, Object value, int length) {
        asDeclared = false;
        Arrays.fill(elements, index, index + length, value);
    }

    void copy(int to, Table source, int from, int length) {
        asDeclared = false;
        System.arraycopy(source.elements, from, elements, to, length);
    }

    /** In a copy: each element by what it is there. */
    void replaceAll(java.util.function.UnaryOperator<Object> by) {
        for (int i = 0; i < size; i++) {
            elements[i] = by.apply(elements[i]);
        }
    }

    /** Gives back what is charged for it; the table is empty then. The host closes what it made, an instance its own. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            asDeclared = false;
            ledger.release((long) elements.length * BYTES_EACH);
            elements = new Object[0];
            size = 0;
        }
    }

    private static Trap outOfBounds() {
        return new Trap(Kind.OUT_OF_BOUNDS_TABLE_ACCESS);
    }
}
