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

    TableType tableType() {
        int element = ValueTypes.reference(in, defined);
        int flags = flags(1, "table");
        long minimum = in.u32() & 0xffff_ffffL;
        return new TableType(element, minimum, (flags & 1) != 0 ? in.u32() & 0xffff_ffffL : TableType.UNBOUNDED);
    }

    MemoryType memoryType() {
        int flags = flags(7, "memory");
        if (flags > 1) {
            throw new InvalidModule((flags & 2) != 0 ? "shared memories are not supported yet" : "64-bit memories are not supported yet", in.position);
        }
        long minimum = in.u32() & 0xffff_ffffL;
        return new MemoryType(minimum, (flags & 1) != 0 ? in.u32() & 0xffff_ffffL : MemoryType.UNBOUNDED);
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
