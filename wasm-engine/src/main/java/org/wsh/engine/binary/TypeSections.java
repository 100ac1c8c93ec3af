// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.TableType;

/** The type section, and the types of tables, memories and globals. */
final class TypeSections {
    private final ByteReader in;
    private final Limits limits;

    DefinedTypes defined = DefinedTypes.NONE;
    FunctionType[] types = {};
    int[] canonical = {};

    TypeSections(ByteReader in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    void types() {
        defined = RecursionGroups.read(in, limits);
        types = new FunctionType[defined.size()];
        canonical = new int[defined.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = defined.function(i);
            canonical[i] = defined.canonical(i);
        }
    }

    /** The canonical index of a function type, which is read. */
    int functionType() {
        int at = in.position;
        int t = in.u32();
        if (t < 0 || t >= types.length) {
            throw new InvalidModule("unknown type " + Integer.toUnsignedString(t), at);
        }
        if (types[t] == null) {
            throw new InvalidModule("type mismatch: type " + t + " is no function type but " + defined.get(t), at);
        }
        return canonical[t];
    }

    private static final int HAS_MAXIMUM = 1, SHARED = 2, IS_64 = 4;

    TableType tableType() {
        int element = ValueTypes.reference(in, defined);
        int at = in.position;
        int flags = flags(HAS_MAXIMUM | IS_64, "table");
        if ((flags & SHARED) != 0) {
            throw new MalformedModule("malformed limits flags 0x" + Integer.toHexString(flags) + " of a table", at);
        }
        boolean is64 = (flags & IS_64) != 0;
        long minimum = size(is64);
        return new TableType(element, cut(minimum), (flags & HAS_MAXIMUM) != 0 ? maximum(is64, minimum, at) : TableType.UNBOUNDED, is64);
    }

    MemoryType memoryType() {
        int at = in.position;
        int flags = flags(HAS_MAXIMUM | SHARED | IS_64, "memory");
        boolean is64 = (flags & IS_64) != 0;
        if ((flags & (HAS_MAXIMUM | SHARED)) == SHARED) {
            throw new InvalidModule("shared memory must have maximum", at);
        }
        long minimum = size(is64);
        return new MemoryType(cut(minimum), (flags & HAS_MAXIMUM) != 0 ? maximum(is64, minimum, at) : MemoryType.UNBOUNDED, (flags & SHARED) != 0, is64);
    }

    /** The format allows 64 bits of any size; what has 32-bit addresses may have no more than those reach. */
    private long size(boolean is64) {
        int at = in.position;
        long size = in.u64();
        if (!is64 && size >>> 32 != 0) {
            throw new InvalidModule("a size with 32-bit addresses must be below 2^32, is " + Long.toUnsignedString(size), at);
        }
        return size;
    }

    /** Compares before what a long can't hold is cut. */
    private long maximum(boolean is64, long minimum, int at) {
        long maximum = size(is64);
        if (Long.compareUnsigned(minimum, maximum) > 0) {
            throw new InvalidModule("size minimum must not be greater than maximum: " + Long.toUnsignedString(minimum) + " > "
                    + Long.toUnsignedString(maximum), at);
        }
        return cut(maximum);
    }

    private static long cut(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    private int flags(int highest, String what) {
        int at = in.position;
        int flags = in.u8();
        if (flags >= 0x80) {
            throw new MalformedModule("malformed limits flags (integer representation too long)", at);
        }
        if (flags > highest) {
            throw new MalformedModule("malformed limits flags 0x" + Integer.toHexString(flags) + " of a " + what + " (integer too large)", at);
        }
        return flags;
    }

    GlobalType globalType() {
        int type = ValueTypes.read(in, defined);
        int at = in.position;
        int mutable = in.u8();
        if (mutable > 1) {
            throw new MalformedModule("malformed mutability", at);
        }
        return new GlobalType(type, mutable == 1);
    }
}
