// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.util.HashMap;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.ValueType;

/** The type section, and how types are written elsewhere. */
final class TypeSections {
    private final ByteReader in;
    private final Limits limits;

    FunctionType[] types = {};
    int[] canonical = {};

    TypeSections(ByteReader in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    void types() {
        int n = ModuleDecoder.vector(in, "types", limits.types());
        types = new FunctionType[n];
        canonical = new int[n];
        var seen = new HashMap<FunctionType, Integer>();
        for (int i = 0; i < n; i++) {
            int at = in.position;
            int form = in.u8();
            if (form >= 0x4e && form <= 0x50 || form == 0x5e || form == 0x5f) {
                throw new InvalidModule("recursive, struct and array types are not supported yet", at);
            }
            if (form != 0x60) {
                throw new MalformedModule("malformed type form (integer representation too long?), expected a function type", at);
            }
            var type = new FunctionType(valueTypes("parameters", limits.parameters()), valueTypes("results", limits.results()));
            Integer first = seen.putIfAbsent(type, i);
            canonical[i] = first == null ? i : first;
            types[i] = first == null ? type : types[first];
        }
    }

    private int[] valueTypes(String what, int limit) {
        int n = ModuleDecoder.vector(in, what, limit);
        var list = new int[n];
        for (int i = 0; i < n; i++) {
            list[i] = valueType(in);
        }
        return list;
    }

    /** A value type; typed references are named but not yet taken. */
    static int valueType(ByteReader in) {
        int at = in.position;
        int type = in.u8();
        if (ValueType.isNumber(type) || type == ValueType.V128 || ValueType.isReference(type)) {
            return type;
        }
        throw switch (type) {
            case 0x63, 0x64, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x74
                    -> new InvalidModule("reference types other than funcref and externref are not supported yet", at);
            default -> new MalformedModule("malformed value type 0x" + Integer.toHexString(type), at);
        };
    }

    static int referenceType(ByteReader in) {
        int at = in.position;
        int type = valueType(in);
        if (!ValueType.isReference(type)) {
            throw new MalformedModule("malformed reference type " + ValueType.name(type), at);
        }
        return type;
    }

    TableType tableType() {
        int element = referenceType(in);
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
        int type = valueType(in);
        int at = in.position;
        int mutable = in.u8();
        if (mutable > 1) {
            throw new MalformedModule("malformed mutability", at);
        }
        return new GlobalType(type, mutable == 1);
    }
}
