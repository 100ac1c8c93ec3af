// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;

/**
 * What a recursion group says, as SHA-256: the same for equal groups of all modules. It is made over the group's text, in which own members are counted from the group's start and
 * a type outside is its group's digest and its place there. Made without recursion, as a hostile module may chain as many groups as it has types. The group's first member keeps it.
 */
final class GroupDigest {
    private final MessageDigest hash;
    private final byte[] buffer = new byte[512];
    private int length;

    private GroupDigest() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of the group whose first member is {@code first}. */
    static byte[] of(DefinedType first) {
        if (first.digest == null) {
            var text = new GroupDigest();
            var pending = new ArrayDeque<DefinedType>();
            pending.push(first);
            while (!pending.isEmpty()) {
                DefinedType g = pending.peek();
                if (g.digest != null || !pushMissing(g, pending)) {
                    pending.pop();
                    if (g.digest == null) {
                        g.digest = text.compute(g);     // a race makes equal ones
                    }
                }
            }
        }
        return first.digest;
    }

    /** Pushes the groups that {@code first}'s mentions and that have no digest yet; whether there were any. Done at most twice a group that is pushed. */
    private static boolean pushMissing(DefinedType first, ArrayDeque<DefinedType> pending) {
        int before = pending.size();
        DefinedTypes space = first.space();
        for (int i = 0, n = space.groupSize(first.index()); i < n; i++) {
            space.get(first.index() + i).forEachType(t -> {
                if (ValueType.isConcrete(t)) {
                    DefinedType other = space.get(ValueType.index(t)).groupFirst();
                    if (other != first && other.digest == null) {
                        pending.push(other);
                    }
                }
            });
        }
        return pending.size() > before;
    }

    /** Every part has a length that the parts before it tell, so different groups have different texts. */
    private byte[] compute(DefinedType first) {
        DefinedTypes space = first.space();
        int size = space.groupSize(first.index());
        number(size);
        for (int i = 0; i < size; i++) {
            DefinedType t = space.get(first.index() + i);
            number(t.isFinal() ? 1 : 0);
            number(t.supertype() == null ? 0 : 1);
            number(t.composite().kind());
            switch (t.composite()) {
                case FunctionType f -> {
                    number(f.parameterCount());
                    number(f.resultCount());
                }
                case StructType s -> {
                    number(s.fieldCount());
                    for (int f = 0; f < s.fieldCount(); f++) {
                        number(s.field(f).mutable() ? 1 : 0);
                    }
                }
                case ArrayType a -> number(a.element().mutable() ? 1 : 0);
            }
            t.forEachType(part -> type(part, first));
        }
        flush();
        return hash.digest();
    }

    private void type(int t, DefinedType first) {
        if (!ValueType.isConcrete(t)) {
            number(t);
            return;
        }
        DefinedType other = first.space().get(ValueType.index(t));
        boolean inside = other.groupFirst() == first;
        number((inside ? 1 : 2) << 8 | (ValueType.isNullable(t) ? 0 : 1));
        number(other.place());
        if (!inside) {
            flush();
            hash.update(other.groupFirst().digest);
        }
    }

    private void number(int n) {
        if (length + 4 > buffer.length) {
            flush();
        }
        for (int shift = 0; shift < 32; shift += 8) {
            buffer[length++] = (byte) (n >> shift);
        }
    }

    private void flush() {
        hash.update(buffer, 0, length);
        length = 0;
    }
}
