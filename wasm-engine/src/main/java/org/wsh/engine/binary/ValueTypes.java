// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ValueType;

/** How value, reference and heap types are written, in sections as in bodies. A type index becomes the canonical one. */
public final class ValueTypes {
    private ValueTypes() {}

    public static int read(ByteReader in, DefinedTypes types) {
        return read(in, types, types.size());
    }

    /** @param bound indices from the known types' size up to here are those of the group being read, and stay as they are */
    static int read(ByteReader in, DefinedTypes types, int bound) {
        int at = in.position;
        int code = in.u8();
        if (isNumber(code) || code == V128 || isAbstractHeap(code)) {
            return code;
        }
        return switch (code) {
            case REF_NULL_PREFIX -> heap(in, types, bound);
            case REF_PREFIX -> nonNull(heap(in, types, bound));
            default -> throw new MalformedModule("malformed value type 0x" + Integer.toHexString(code), at);
        };
    }

    static int reference(ByteReader in, DefinedTypes types) {
        int at = in.position;
        int type = read(in, types);
        if (!isReference(type)) {
            throw new MalformedModule("malformed reference type " + ValueType.name(type), at);
        }
        return type;
    }

    /** A heap type, as the nullable reference to it. */
    public static int heap(ByteReader in, DefinedTypes types) {
        return heap(in, types, types.size());
    }

    private static int heap(ByteReader in, DefinedTypes types, int bound) {
        int at = in.position;
        long code = in.s33();
        if (code >= 0) {
            if (code >= bound) {
                throw new InvalidModule("unknown type " + code, at);
            }
            return concrete(code < types.size() ? types.canonical((int) code) : (int) code);
        }
        int abstractHeap = (int) (code & 0x7f);
        if (code < -0x40 || !isAbstractHeap(abstractHeap)) {
            throw new MalformedModule("malformed heap type", at);
        }
        return abstractHeap;
    }

    /** Steps over a value type in code that nobody runs. */
    static void skip(ByteReader in) {
        int code = in.u8();
        if (code == REF_NULL_PREFIX || code == REF_PREFIX) {
            in.s33();
        }
    }

    /** Steps over a block type: a value type, nothing, or a type index. */
    static void skipBlock(ByteReader in) {
        int first = in.peek();
        if (first == REF_NULL_PREFIX || first == REF_PREFIX) {
            skip(in);
        } else {
            in.s33();
        }
    }
}
