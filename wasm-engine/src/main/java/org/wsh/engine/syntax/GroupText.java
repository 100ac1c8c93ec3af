// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.util.Arrays;

/** What a recursion group says, as ints: equal texts, equal groups. References to own members count from the group's start; others are canonical already. */
final class GroupText {
    private static final int INSIDE = 1 << 28;      // above any type index, below the flags of a value type

    private final int start;
    private int[] text = new int[12];
    private int length;

    private GroupText(int start) {
        this.start = start;
    }

    /** Of a group that is to begin at index {@code start}. */
    static int[] of(int start, SubType[] members) {
        var t = new GroupText(start);
        for (SubType member : members) {
            t.member(member.isFinal(), member.supertype(), member.composite());
        }
        return t.text();
    }

    /** Of a group that is there. */
    static int[] of(DefinedTypes types, int start, int size) {
        var t = new GroupText(start);
        for (int i = start; i < start + size; i++) {
            DefinedType member = types.get(i);
            t.member(member.isFinal(), member.supertype() == null ? -1 : member.supertype().index(), member.composite());
        }
        return t.text();
    }

    private int[] text() {
        return Arrays.copyOf(text, length);
    }

    private void member(boolean isFinal, int supertype, CompositeType composite) {
        put(isFinal ? 1 : 0);
        type(supertype < 0 ? 0 : ValueType.concrete(supertype));
        put(composite.kind());
        switch (composite) {
            case FunctionType f -> {
                put(f.parameterCount());
                put(f.resultCount());
                for (int i = 0; i < f.parameterCount(); i++) {
                    type(f.parameter(i));
                }
                for (int i = 0; i < f.resultCount(); i++) {
                    type(f.result(i));
                }
            }
            case StructType s -> {
                put(s.fieldCount());
                for (int i = 0; i < s.fieldCount(); i++) {
                    field(s.field(i));
                }
            }
            case ArrayType a -> field(a.element());
        }
    }

    private void field(FieldType f) {
        put(f.mutable() ? 1 : 0);
        type(f.storage());
    }

    private void type(int t) {
        boolean inside = ValueType.isConcrete(t) && ValueType.index(t) >= start;
        put(inside ? t - start | INSIDE : t);
    }

    private void put(int n) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
        }
        text[length++] = n;
    }
}
