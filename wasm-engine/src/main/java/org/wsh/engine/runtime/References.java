// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.DefinedTypes;

/** Which references are of which type. */
final class References {
    private References() {}

    /** Whether a value is of a reference type, whose indices are those of {@code types}. */
    static boolean isInstance(Object value, int type, DefinedTypes types) {
        if (value == null) {
            return isNullable(type);
        }
        int heap = heap(type);
        if (isConcrete(heap)) {
            return value instanceof FunctionRef f && f.definedType().isSubtypeOf(types.get(index(heap)));
        }
        return switch (heap) {
            case FUNCREF -> value instanceof FunctionRef;
            case EXTERNREF, ANYREF -> true;
            default -> false;
        };
    }
}
