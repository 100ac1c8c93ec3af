// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.ValueType;

/** Block types as function types: those of numbers need no allocation. */
public final class BlockTypes {
    public static final FunctionType EMPTY = single();
    private static final FunctionType I32 = single(ValueType.I32), I64 = single(ValueType.I64);
    private static final FunctionType F32 = single(ValueType.F32), F64 = single(ValueType.F64), V128 = single(ValueType.V128);

    private BlockTypes() {}

    private static FunctionType single(int... results) {
        return new FunctionType(new int[0], results);
    }

    public static FunctionType read(ByteReader in, Declarations module) {
        int at = in.position;
        int first = in.peek();
        if (first >= 0x40 && first < 0x80) {
            return coded(in, first, module);
        }
        long code = in.s33();
        if (code < 0) {
            throw new MalformedModule("malformed block type", at);
        }
        if (code >= module.types().length) {
            throw new InvalidModule("unknown type " + code, at);
        }
        FunctionType type = module.types()[(int) code];
        if (type == null) {
            throw new InvalidModule("type mismatch: block type " + code + " is no function type", at);
        }
        return type;
    }

    private static FunctionType coded(ByteReader in, int first, Declarations module) {
        if (first == Opcode.EMPTY_BLOCK) {
            in.u8();
            return EMPTY;
        }
        int type = ValueTypes.read(in, module.definedTypes());
        return switch (type) {
            case ValueType.I32 -> I32;
            case ValueType.I64 -> I64;
            case ValueType.F32 -> F32;
            case ValueType.F64 -> F64;
            case ValueType.V128 -> V128;
            default -> single(type);
        };
    }
}
