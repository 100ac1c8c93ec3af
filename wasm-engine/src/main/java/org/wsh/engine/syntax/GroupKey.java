// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.util.Arrays;

/**
 * What a recursion group says, as ints: equal keys, equal groups. References to own members count from the group's start; others are canonical already.
 * Comparable, so that keys chosen to collide cost a map no more than a logarithm.
 */
final class GroupKey implements Comparable<GroupKey> {
    private static final int INSIDE = 1 << 28;      // above any type index, below the flags of a value type

    private final int start;
    private int[] text = new int[12];
    private int length;
    private int hash;

    private GroupKey(int start) {
        this.start = start;
    }

    static GroupKey of(int start, SubType[] members) {
        var key = new GroupKey(start);
        for (SubType member : members) {
            key.member(member);
        }
        key.text = Arrays.copyOf(key.text, key.length);
        key.hash = Arrays.hashCode(key.text);
        return key;
    }

    private void member(SubType t) {
        put(t.isFinal() ? 1 : 0);
        type(t.supertype() < 0 ? 0 : ValueType.concrete(t.supertype()));
        put(t.composite().kind());
        switch (t.composite()) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey key && hash == key.hash && Arrays.equals(text, key.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(GroupKey other) {
        return Arrays.compare(text, other.text);
    }
}
