// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.HostFrame;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * WASIX: calling functions of the table whose types are known only as the program runs, as libffi does. Values lie packed in memory, little-endian: i32 and f32 in 4 bytes, i64 and
 * f64 in 8. Vectors and references are no such values: NOTSUP.
 */
public final class DynamicCalls {
    private DynamicCalls() {}

    /** {@code strict}: lengths must be those of the type (INVAL); else what is missing is zero and what is too much is not looked at. */
    public static int call_dynamic(Instance in, int function, int values, int valuesLength, int results, int resultsLength, int strict) {
        FunctionRef callee = function(in, function);
        FunctionType type = callee.type();
        Guest.requireRange(in, values, valuesLength);
        Guest.requireRange(in, results, resultsLength);
        int arguments = size(type, true);
        int returned = size(type, false);
        if (valuesLength < 0 || resultsLength < 0 || resultsLength < returned || strict != 0 && (valuesLength != arguments || resultsLength != returned)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        int slots = Math.max(type.parameterCount(), type.resultCount());
        long[] unpacked = new long[slots];
        unpack(in, values, valuesLength, type, unpacked);
        callee.invoke(unpacked, new Object[slots], new Calling(type, results));
        return pack(in, results, type, unpacked);
    }

    /** A call_dynamic that is under way in a captured stack. */
    private record Calling(FunctionType type, int results) implements HostFrame {
        @Override
        public Results returned(Instance instance, Results values) {
            return Results.of(pack(instance, results, type, values.values()));
        }

        @Override
        public HostFrame copy(Instance child) {
            return this;
        }
    }

    private static void unpack(Instance in, int from, int length, FunctionType type, long[] into) {
        int at = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            int size = size(type.parameter(i));
            if (at + size <= length) {
                into[i] = size == 4 ? Guest.readInt(in, from + at) & 0xffffffffL : Guest.readLong(in, from + at);
            }
            at += size;
        }
    }

    private static int pack(Instance in, int into, FunctionType type, long[] values) {
        int at = into;
        for (int i = 0; i < type.resultCount(); i++) {
            int size = size(type.result(i));
            if (size == 4) {
                Guest.writeInt(in, at, (int) values[i]);
            } else {
                Guest.writeLong(in, at, values[i]);
            }
            at += size;
        }
        return WasiErrno.SUCCESS;
    }

    /** Of all parameters, or results. */
    private static int size(FunctionType type, boolean parameters) {
        int size = 0;
        for (int i = 0; i < (parameters ? type.parameterCount() : type.resultCount()); i++) {
            size += size(parameters ? type.parameter(i) : type.result(i));
        }
        return size;
    }

    private static int size(int type) {
        return switch (type) {
            case ValueType.I32, ValueType.F32 -> 4;
            case ValueType.I64, ValueType.F64 -> 8;
            default -> throw new ErrnoException(Errno.ENOTSUP);
        };
    }

    /** INVAL: there is none at that index; NOTSUP: there is no table. */
    static FunctionRef function(Instance in, int index) {
        if (table(in).get(requireIndex(in, index)) instanceof FunctionRef function) {
            return function;
        }
        throw new ErrnoException(Errno.EINVAL);
    }

    static int requireIndex(Instance in, int index) {
        if (index < 0 || index >= table(in).size()) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return index;
    }

    static Table table(Instance in) {
        if (in.table0 == null) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        return in.table0;
    }

    /**
     * The value types of a function, a byte each (i32 0, i64 1, f32 2, f64 3, v128 4). reflection_result, 6 bytes: 0 whether the answer stays true u8, 2 number of parameters u16,
     * 4 of results u16. OVERFLOW if an array is too small; the numbers are told all the same.
     */
    public static int reflect_signature(Instance in, int function, int parameters, int parametersLength, int results, int resultsLength, int reflection) {
        int parameterRoom = parametersLength & 0xffff;
        int resultRoom = resultsLength & 0xffff;
        Guest.requireRange(in, parameters, parameterRoom);
        Guest.requireRange(in, results, resultRoom);
        Guest.requireRange(in, reflection, 6);
        FunctionRef callee = function(in, function);
        FunctionType type = callee.type();
        boolean fits = type.parameterCount() <= parameterRoom && type.resultCount() <= resultRoom;
        for (int i = 0; fits && i < type.parameterCount(); i++) {
            number(type.parameter(i));
        }
        for (int i = 0; fits && i < type.parameterCount(); i++) {
            Guest.writeByte(in, parameters + i, number(type.parameter(i)));
        }
        for (int i = 0; fits && i < type.resultCount(); i++) {
            Guest.writeByte(in, results + i, number(type.result(i)));
        }
        Guest.writeShort(in, reflection, callee.instance == null ? 0 : 1);
        Guest.writeShort(in, reflection + 2, type.parameterCount());
        Guest.writeShort(in, reflection + 4, type.resultCount());
        return fits ? WasiErrno.SUCCESS : WasiErrno.number(Errno.EOVERFLOW);
    }

    private static int number(int type) {
        return switch (type) {
            case ValueType.I32 -> 0;
            case ValueType.I64 -> 1;
            case ValueType.F32 -> 2;
            case ValueType.F64 -> 3;
            case ValueType.V128 -> 4;
            default -> throw new ErrnoException(Errno.ENOTSUP);
        };
    }
}
