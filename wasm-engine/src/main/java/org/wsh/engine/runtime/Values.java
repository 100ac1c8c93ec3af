// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/** Boxed values to and from the two arrays that {@link Code#apply} takes. */
final class Values {
    private Values() {}

    static void put(int type, Object value, int at, long[] values, Object[] references) {
        switch (type) {
            case ValueType.I32 -> values[at] = (Integer) value;
            case ValueType.I64 -> values[at] = (Long) value;
            case ValueType.F32 -> values[at] = Float.floatToRawIntBits((Float) value);
            case ValueType.F64 -> values[at] = Double.doubleToRawLongBits((Double) value);
            default -> references[at] = value;
        }
    }

    static Object get(int type, int at, long[] values, Object[] references) {
        return switch (type) {
            case ValueType.I32 -> (int) values[at];
            case ValueType.I64 -> values[at];
            case ValueType.F32 -> Float.intBitsToFloat((int) values[at]);
            case ValueType.F64 -> Double.longBitsToDouble(values[at]);
            default -> references[at];
        };
    }

    static int slots(FunctionType type) {
        return Math.max(type.parameterCount(), type.resultCount());
    }

    static void check(int type, DefinedTypes types, Object value) {
        boolean fits = switch (type) {
            case ValueType.I32 -> value instanceof Integer;
            case ValueType.I64 -> value instanceof Long;
            case ValueType.F32 -> value instanceof Float;
            case ValueType.F64 -> value instanceof Double;
            case ValueType.V128 -> value instanceof V128;
            default -> References.isInstance(value, type, types);
        };
        if (!fits) {
            throw new IllegalArgumentException(ValueType.name(type) + " expected, not " + value);
        }
    }
}
