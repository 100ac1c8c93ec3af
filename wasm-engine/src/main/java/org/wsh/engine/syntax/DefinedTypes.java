// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import static org.wsh.engine.syntax.ValueType.*;

import java.util.Arrays;

/** A module's type index space, and the subtype relation. Filled by the decoder, group by group; then it doesn't change. */
public final class DefinedTypes {
    /** No types: what references to abstract heap types need. */
    public static final DefinedTypes NONE = new DefinedTypes();

    private DefinedType[] types = {};       // equal ones are one object
    private int size;

    private DefinedTypes() {}

    static DefinedType single(FunctionType type) {
        var space = new DefinedTypes();
        space.append(new SubType(true, -1, type));
        return space.get(0);
    }

    public int size() {
        return size;
    }

    public DefinedType get(int index) {
        return types[index];
    }

    /** All by index; not to be changed. */
    public DefinedType[] all() {
        return types;
    }

    /** The lowest index of an equal type. */
    public int canonical(int index) {
        return types[index].index();
    }

    /** How many members the group has that begins at a canonical index. */
    int groupSize(int start) {
        DefinedType first = types[start];
        int end = start + 1;
        while (end < size && types[end].index() == end && types[end].groupFirst() == first) {
            end++;
        }
        return end - start;
    }

    /** The function type at an index, or null if it isn't one. */
    public FunctionType function(int index) {
        return types[index].composite() instanceof FunctionType f ? f : null;
    }

    // Filling.

    private void reserve(int more) {
        if (types.length - size < more) {
            types = Arrays.copyOf(types, Math.max(size + more, size + size / 2 + 8));
        }
    }

    /** A new group; references to its own members are to the indices that they get. */
    private void append(SubType... members) {
        reserve(members.length);
        int start = size;
        for (SubType member : members) {
            types[size] = new DefinedType(this, size, start, members.length, member);
            size++;
        }
    }

    private void repeat(int start, int count) {
        reserve(count);
        System.arraycopy(types, start, types, size, count);
        size += count;
    }

    /** Takes the groups of a type section in order and finds out which are equal. */
    public static final class Builder {
        private final DefinedTypes types = new DefinedTypes();
        private final GroupTable groups = new GroupTable();

        /** The types so far. */
        public DefinedTypes types() {
            return types;
        }

        public void add(SubType... members) {
            if (members.length == 0) {
                return;
            }
            int first = groups.find(GroupText.of(types.size(), members), members.length, types);
            if (first < 0) {
                types.append(members);
            } else {
                types.repeat(first, members.length);
            }
        }
    }

    // Matching.

    /** Whether a value of type {@code sub} may stand where {@code sup} is expected. */
    public boolean matches(int sub, int sup) {
        return sub == sup || matches(sub, sup, this);
    }

    /** The same, where {@code sup} is a type of another module. */
    public boolean matches(int sub, int sup, DefinedTypes others) {
        if (sub == UNKNOWN || sup == UNKNOWN) {
            return true;
        }
        if (!isReference(sub) || !isReference(sup)) {
            return sub == sup;
        }
        return (isNullable(sup) || !isNullable(sub)) && heapMatches(heap(sub), heap(sup), others);
    }

    /** Whether heap type {@code sub} is below {@code sup}, which is of {@code others}. */
    boolean heapMatches(int sub, int sup, DefinedTypes others) {
        if (sub == UNKNOWN) {
            return true;
        }
        if (isConcrete(sub) && isConcrete(sup)) {
            return get(index(sub)).isSubtypeOf(others.get(index(sup)));
        }
        if (isConcrete(sub)) {
            int kind = get(index(sub)).composite().kind();
            return kind == sup || abstractMatches(kind, sup);
        }
        if (isConcrete(sup)) {
            return sub == bottom(others.get(index(sup)).composite().kind());
        }
        return abstractMatches(sub, sup);
    }

    private static boolean abstractMatches(int sub, int sup) {
        return sub == sup || switch (sup) {
            case ANYREF -> sub == EQREF || sub == I31REF || sub == STRUCTREF || sub == ARRAYREF || sub == NULLREF;
            case EQREF -> sub == I31REF || sub == STRUCTREF || sub == ARRAYREF || sub == NULLREF;
            case I31REF, STRUCTREF, ARRAYREF -> sub == NULLREF;
            case FUNCREF -> sub == NULLFUNCREF;
            case EXTERNREF -> sub == NULLEXTERNREF;
            case EXNREF -> sub == NULLEXNREF;
            default -> false;
        };
    }

    /** The lowest of an abstract heap type's hierarchy. */
    private static int bottom(int heap) {
        return switch (heap) {
            case FUNCREF, NULLFUNCREF -> NULLFUNCREF;
            case EXTERNREF, NULLEXTERNREF -> NULLEXTERNREF;
            case EXNREF, NULLEXNREF -> NULLEXNREF;
            default -> NULLREF;
        };
    }

    /** The highest of a heap type's hierarchy. */
    public int top(int heap) {
        int kind = isConcrete(heap) ? get(index(heap)).composite().kind() : heap;
        return switch (bottom(kind)) {
            case NULLFUNCREF -> FUNCREF;
            case NULLEXTERNREF -> EXTERNREF;
            case NULLEXNREF -> EXNREF;
            default -> ANYREF;
        };
    }
}
