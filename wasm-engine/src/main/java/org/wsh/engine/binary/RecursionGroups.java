// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import java.util.ArrayList;
import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.CompositeType;
import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.FieldType;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.StructType;
import org.wsh.engine.syntax.SubType;
import org.wsh.engine.syntax.ValueType;

/** The type section: recursion groups of declared subtypes of functions, structs and arrays. A type outside a group is a group of one. */
final class RecursionGroups {
    private static final int GROUP = 0x4e, SUB_FINAL = 0x4f, SUB = 0x50, ARRAY = 0x5e, STRUCT = 0x5f, FUNCTION = 0x60;
    private static final int MAX_FIELDS = 10_000;

    private final ByteReader in;
    private final Limits limits;
    private final DefinedTypes.Builder builder = new DefinedTypes.Builder();
    private int bound;      // behind the indices of the group being read

    private RecursionGroups(ByteReader in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    static DefinedTypes read(ByteReader in, Limits limits) {
        var reader = new RecursionGroups(in, limits);
        for (int n = in.vector("types", limits.types()); n > 0; n--) {
            reader.group();
        }
        return reader.builder.types();
    }

    private void group() {
        int n = 1;
        if (in.peek() == GROUP) {
            in.u8();
            n = in.vector("types", limits.types());
        }
        int start = builder.types().size();
        if (n > limits.types() - start) {
            throw new InvalidModule((long) start + n + " types, the limit is " + limits.types(), in.position);
        }
        bound = start + n;
        if (n == 1) {
            builder.add(subType(start));
            return;
        }
        var members = new ArrayList<SubType>();
        for (int i = start; i < bound; i++) {
            members.add(subType(i));
        }
        builder.add(members.toArray(new SubType[0]));
    }

    private SubType subType(int index) {
        int form = in.peek();
        if (form != SUB && form != SUB_FINAL) {
            return new SubType(true, -1, composite());
        }
        in.u8();
        int at = in.position;
        int supertypes = in.vector("supertypes", Integer.MAX_VALUE);
        if (supertypes > 1) {
            throw new InvalidModule("sub type with " + supertypes + " supertypes, at most one is allowed", at);
        }
        int supertype = -1;
        if (supertypes == 1) {
            int i = in.u32();
            if (i < 0 || i >= index) {
                throw new InvalidModule("unknown type " + Integer.toUnsignedString(i) + " as the supertype of type " + index, at);
            }
            supertype = i < builder.types().size() ? builder.types().canonical(i) : i;
        }
        return new SubType(form == SUB_FINAL, supertype, composite());
    }

    private CompositeType composite() {
        int at = in.position;
        int form = in.u8();
        return switch (form) {
            case FUNCTION -> new FunctionType(valueTypes("parameters", limits.parameters()), valueTypes("results", limits.results()));
            case STRUCT -> {
                var fields = new FieldType[in.vector("fields", MAX_FIELDS)];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = field();
                }
                yield new StructType(fields);
            }
            case ARRAY -> new ArrayType(field());
            default -> throw new MalformedModule("malformed type form 0x" + Integer.toHexString(form) + " (integer representation too long?)", at);
        };
    }

    private int[] valueTypes(String what, int limit) {
        var list = new int[in.vector(what, limit)];
        for (int i = 0; i < list.length; i++) {
            list[i] = valueType();
        }
        return list;
    }

    private int valueType() {
        return ValueTypes.read(in, builder.types(), bound);
    }

    private FieldType field() {
        int storage = in.peek();
        if (ValueType.isPacked(storage)) {
            in.u8();
        } else {
            storage = valueType();
        }
        int at = in.position;
        int mutable = in.u8();
        if (mutable > 1) {
            throw new MalformedModule("malformed mutability", at);
        }
        return new FieldType(storage, mutable == 1);
    }
}
