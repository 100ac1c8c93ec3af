// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ValueType;

/** Block types as function types: those with a code of their own need no allocation. */
public final class BlockTypes {
    public static final FunctionType EMPTY = single();
    private static final FunctionType I32 = single(ValueType.I32), I64 = single(ValueType.I64);
    private static final FunctionType F32 = single(ValueType.F32), F64 = single(ValueType.F64), V128 = single(ValueType.V128);
    private static final FunctionType FUNCREF = single(ValueType.FUNCREF), EXTERNREF = single(ValueType.EXTERNREF);

    private BlockTypes() {}

    private static FunctionType single(int... results) {
        return new FunctionType(new int[0], results);
    }

    public static FunctionType read(ByteReader in, Declarations module) {
        int at = in.position;
        long code = in.s33();
        if (code >= 0) {
            if (code >= module.types().length) {
                throw new InvalidModule("unknown type " + code, at);
            }
            return module.types()[(int) code];
        }
        return switch ((int) (code & 0x7f)) {
            case 0x40 -> EMPTY;
            case ValueType.I32 -> I32;
            case ValueType.I64 -> I64;
            case ValueType.F32 -> F32;
            case ValueType.F64 -> F64;
            case ValueType.V128 -> V128;
            case ValueType.FUNCREF -> FUNCREF;
            case ValueType.EXTERNREF -> EXTERNREF;
            default -> throw new MalformedModule("malformed block type", at);
        };
    }
}
