// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Types that may refer to each other. Two groups are equal if they say the same, their own members counted from the group's start and types outside taken as what they are: so a group's digest is
 * made over its text with the digests of the groups it mentions. It is made when first asked for, and without recursion, as a hostile module may chain
 * as many groups as it has types.
 */
final class RecursionGroup {
    private final DefinedTypes space;
    private final int start;
    private final int size;
    private volatile byte[] digest;     // a race makes equal ones

    RecursionGroup(DefinedTypes space, int start, int size) {
        this.space = space;
        this.start = start;
        this.size = size;
    }

    /** The canonical index of the first member. */
    int start() {
        return start;
    }

    int size() {
        return size;
    }

    boolean sameAs(RecursionGroup other) {
        return this == other || size == other.size && Arrays.equals(digest(), other.digest());
    }

    private boolean contains(int index) {
        return index >= start && index - start < size;
    }

    private byte[] digest() {
        if (digest == null) {
            var hash = sha256();
            var pending = new ArrayDeque<RecursionGroup>();
            pending.push(this);
            while (!pending.isEmpty()) {
                RecursionGroup g = pending.peek();
                if (g.digest != null || !g.pushMissing(pending)) {
                    pending.pop();
                    if (g.digest == null) {
                        g.digest = g.compute(hash);
                    }
                }
            }
        }
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Pushes the groups mentioned that have no digest yet; whether there were any. Done at most twice a group that is pushed. */
    private boolean pushMissing(ArrayDeque<RecursionGroup> pending) {
        int before = pending.size();
        for (int i = 0; i < size; i++) {
            space.get(start + i).forEachType(t -> {
                if (ValueType.isConcrete(t) && !contains(ValueType.index(t))) {
                    var g = space.get(ValueType.index(t)).group();
                    if (g.digest == null) {
                        pending.push(g);
                    }
                }
            });
        }
        return pending.size() > before;
    }

    private byte[] compute(MessageDigest hash) {
        var text = new Text(hash);
        text.number(size);
        for (int i = 0; i < size; i++) {
            DefinedType t = space.get(start + i);
            text.number(t.isFinal() ? 1 : 0);
            text.number(t.supertype() == null ? 0 : 1);
            text.number(t.composite().kind());
            switch (t.composite()) {
                case FunctionType f -> {
                    text.number(f.parameterCount());
                    text.number(f.resultCount());
                }
                case StructType s -> {
                    text.number(s.fieldCount());
                    for (int f = 0; f < s.fieldCount(); f++) {
                        text.number(s.field(f).mutable() ? 1 : 0);
                    }
                }
                case ArrayType a -> text.number(a.element().mutable() ? 1 : 0);
            }
            t.forEachType(text::type);
        }
        return text.digest();
    }

    /** What is hashed: every part has a length that the parts before it tell, so different groups have different texts. */
    private final class Text {
        private final MessageDigest hash;
        private final byte[] buffer = new byte[512];
        private int length;

        Text(MessageDigest hash) {
            this.hash = hash;
        }

        void number(int n) {
            if (length + 4 > buffer.length) {
                flush();
            }
            for (int shift = 0; shift < 32; shift += 8) {
                buffer[length++] = (byte) (n >> shift);
            }
        }

        void type(int t) {
            if (!ValueType.isConcrete(t)) {
                number(t);
                return;
            }
            int index = ValueType.index(t);
            boolean inside = contains(index);
            number((inside ? 1 : 2) << 8 | (ValueType.isNullable(t) ? 0 : 1));
            if (inside) {
                number(index - start);
            } else {
                var g = space.get(index).group();
                number(index - g.start);
                flush();
                hash.update(g.digest);
            }
        }

        private void flush() {
            hash.update(buffer, 0, length);
            length = 0;
        }

        byte[] digest() {
            flush();
            return hash.digest();
        }
    }
}
