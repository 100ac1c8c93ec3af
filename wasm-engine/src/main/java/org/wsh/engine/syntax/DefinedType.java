// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A type of a module's type section. Within a module equal types are one object; across modules {@link #sameAs} compares what they say, by a digest of
 * their recursion group. The supertypes nearest to the root are kept in an array, so that asking for one of them takes no walk.
 */
public final class DefinedType {
    /** A chain of subtypes may be that deep, as engines agreed. */
    public static final int MAX_DEPTH = 63;
    private static final int TOO_DEEP = MAX_DEPTH + 1;
    private static final int DISPLAY = 8;
    private static final DefinedType[] NO_DISPLAY = {};

    private final DefinedTypes space;
    private final int index;
    private final int groupStart;
    private final CompositeType composite;
    private final boolean isFinal;
    private final DefinedType supertype;
    private final byte depth;                   // cut at TOO_DEEP, which no valid type reaches
    private final DefinedType[] display;        // proper supertypes by depth, the first few
    private final boolean plain;                // a function type alone that mentions no others
    /** Of the group, if this is its first member; see {@link GroupDigest}. */
    volatile byte[] digest;

    DefinedType(DefinedTypes space, int index, int groupStart, int groupSize, SubType type) {
        this.space = space;
        this.index = index;
        this.groupStart = groupStart;
        this.composite = type.composite();
        this.isFinal = type.isFinal();
        this.supertype = type.supertype() < 0 ? null : space.get(type.supertype());
        this.depth = (byte) (supertype == null ? 0 : Math.min(supertype.depth + 1, TOO_DEEP));
        this.display = display(supertype);
        this.plain = isFinal && supertype == null && groupSize == 1 && composite instanceof FunctionType f && !f.mentionsDefinedTypes();
    }

    private static DefinedType[] display(DefinedType supertype) {
        if (supertype == null) {
            return NO_DISPLAY;
        }
        if (supertype.depth >= DISPLAY) {
            return supertype.display;
        }
        var display = Arrays.copyOf(supertype.display, supertype.depth + 1);
        display[supertype.depth] = supertype;
        return display;
    }

    /** The final function type of that shape, as a type section with nothing else has it: for functions of the host's. */
    public static DefinedType of(FunctionType type) {
        if (type.mentionsDefinedTypes()) {
            throw new IllegalArgumentException("a type that refers to defined types of a module means nothing without it: " + type);
        }
        return DefinedTypes.single(type);
    }

    /** The types among which the indices in this one count. */
    public DefinedTypes space() {
        return space;
    }

    /** The canonical index: the lowest that has an equal type. */
    public int index() {
        return index;
    }

    public CompositeType composite() {
        return composite;
    }

    public boolean isFinal() {
        return isFinal;
    }

    /** The declared supertype, or null. */
    public DefinedType supertype() {
        return supertype;
    }

    /** How many supertypes it has; not exact beyond {@link #MAX_DEPTH}. */
    public int depth() {
        return depth;
    }

    /** The first member of its recursion group. */
    DefinedType groupFirst() {
        return space.get(groupStart);
    }

    /** Its place in the group. */
    int place() {
        return index - groupStart;
    }

    /** Whether it is this type or declared to be below it; of whichever module. */
    public boolean isSubtypeOf(DefinedType other) {
        if (this == other) {
            return true;
        }
        if (depth <= other.depth) {
            return depth == other.depth && space != other.space && sameAs(other);
        }
        DefinedType ancestor = ancestor(other.depth);
        return ancestor == other || space != other.space && ancestor.sameAs(other);
    }

    private DefinedType ancestor(int wanted) {
        if (wanted < display.length) {
            return display[wanted];
        }
        DefinedType t = this;
        while (t.depth > wanted) {
            t = t.supertype;
        }
        return t;
    }

    /** Whether it is the same type, of whichever module. Most functions mention no defined types, and need no digest. */
    public boolean sameAs(DefinedType other) {
        if (this == other) {
            return true;
        }
        if (space == other.space || plain != other.plain || depth != other.depth) {
            return false;
        }
        if (plain) {
            return composite.equals(other.composite);
        }
        return place() == other.place() && Arrays.equals(GroupDigest.of(groupFirst()), GroupDigest.of(other.groupFirst()));
    }

    /** Visits the storage types in it, and the supertype as a reference. */
    void forEachType(IntConsumer visitor) {
        if (supertype != null) {
            visitor.accept(ValueType.concrete(supertype.index));
        }
        switch (composite) {
            case FunctionType f -> {
                for (int i = 0; i < f.parameterCount(); i++) {
                    visitor.accept(f.parameter(i));
                }
                for (int i = 0; i < f.resultCount(); i++) {
                    visitor.accept(f.result(i));
                }
            }
            case StructType s -> {
                for (int i = 0; i < s.fieldCount(); i++) {
                    visitor.accept(s.field(i).storage());
                }
            }
            case ArrayType a -> visitor.accept(a.element().storage());
        }
    }

    @Override
    public String toString() {
        return composite.toString();
    }
}
