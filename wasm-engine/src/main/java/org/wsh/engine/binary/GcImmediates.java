// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.GcOpcode.*;

import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ValueType;

/** What follows the codes of instructions on structs and arrays. */
public final class GcImmediates {
    private GcImmediates() {}

    /** What a br_on_cast or br_on_cast_fail says: a label, the type of the operand, and the type asked for. */
    public record CastBranch(int label, int from, int to) {
        public static CastBranch read(ByteReader in, DefinedTypes types) {
            int flags = flags(in);
            int label = in.u32();
            int from = ValueTypes.heap(in, types), to = ValueTypes.heap(in, types);
            return new CastBranch(label, (flags & 1) != 0 ? from : ValueType.nonNull(from), (flags & 2) != 0 ? to : ValueType.nonNull(to));
        }

        /** What the operand is if it isn't of the type asked for. */
        public int rest() {
            return ValueType.isNullable(to) ? ValueType.nonNull(from) : from;
        }
    }

    /** The type that a ref.test or ref.cast asks for. */
    public static int castTarget(ByteReader in, int op, DefinedTypes types) {
        int heap = ValueTypes.heap(in, types);
        return op == REF_TEST || op == REF_CAST ? ValueType.nonNull(heap) : heap;
    }

    private static int flags(ByteReader in) {
        int at = in.position;
        int flags = in.u8();
        if (flags > 3) {
            throw new MalformedModule("malformed br_on_cast flags", at);
        }
        return flags;
    }

    static void skip(ByteReader in, int op) {
        switch (op) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT, ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U, ARRAY_SET, ARRAY_FILL -> in.u32();
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U, STRUCT_SET, ARRAY_NEW_FIXED, ARRAY_NEW_DATA, ARRAY_NEW_ELEM, ARRAY_COPY,
                 ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> {
                in.u32();
                in.u32();
            }
            case REF_TEST, REF_TEST_NULL, REF_CAST, REF_CAST_NULL -> in.s33();
            case BR_ON_CAST, BR_ON_CAST_FAIL -> {
                flags(in);
                in.u32();
                in.s33();
                in.s33();
            }
            default -> { }
        }
    }
}
