// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.DefinedTypes;

/**
 * Null checks, equality, tests and casts. A reference is a Java object: FunctionRef, Struct, Array, I31, an exception, or anything of the host's, which as
 * an anyref is none of the guest's kinds. So conversion between externref and anyref changes nothing.
 */
public final class References {
    private References() {}

    /** ref.as_non_null. */
    public static Object nonNull(Object reference) {
        if (reference == null) {
            throw new Trap(Kind.NULL_REFERENCE);
        }
        return reference;
    }

    /** ref.eq. */
    public static boolean equal(Object a, Object b) {
        return a == b || a instanceof I31 x && b instanceof I31 y && x.value() == y.value();
    }

    /** Whether a reference is a struct, array or function of a type or below it; or null, if that counts. */
    public static boolean test(Object reference, DefinedType type, boolean nullable) {
        if (reference instanceof GcObject object) {
            return object.type == type || object.type.isSubtypeOf(type);
        }
        return reference == null ? nullable : reference instanceof FunctionRef f && f.definedType().isSubtypeOf(type);
    }

    /** Whether a reference is of an abstract heap type. */
    public static boolean test(Object reference, int heap, boolean nullable) {
        if (reference == null) {
            return nullable;
        }
        return switch (heap) {
            case ANYREF, EXTERNREF, FUNCREF, EXNREF -> true;        // the tops: nothing else can be there
            case EQREF -> reference instanceof GcObject || reference instanceof I31;
            case I31REF -> reference instanceof I31;
            case STRUCTREF -> reference instanceof Struct;
            case ARRAYREF -> reference instanceof Array;
            default -> false;
        };
    }

    public static Object cast(Object reference, DefinedType type, boolean nullable) {
        requireCast(test(reference, type, nullable));
        return reference;
    }

    public static Object cast(Object reference, int heap, boolean nullable) {
        requireCast(test(reference, heap, nullable));
        return reference;
    }

    /** With what the test of a cast gave. */
    public static void requireCast(boolean fits) {
        if (!fits) {
            throw new Trap(Kind.CAST_FAILURE);
        }
    }

    /** A test for a reference type, whose index is one of {@code types}. */
    public static boolean isOf(Object reference, int type, DefinedTypes types) {
        int heap = heap(type);
        return isConcrete(heap) ? test(reference, types.get(index(heap)), isNullable(type)) : test(reference, heap, isNullable(type));
    }

    /** The same of a value of the host's, which may be anything. */
    static boolean isInstance(Object value, int type, DefinedTypes types) {
        return isOf(value, type, types) && (heap(type) != FUNCREF || value == null || value instanceof FunctionRef)
                && (heap(type) != EXNREF || value == null || value instanceof WasmException);
    }

    /** ref.i31. */
    public static Object i31(int value, Instance instance) {
        instance.heap.charge(I31.BYTES);
        var i31 = new I31(value << 1 >> 1);
        instance.heap.made(i31, I31.BYTES);
        return i31;
    }

    private static I31 i31(Object reference) {
        if (reference == null) {
            throw new Trap(Kind.NULL_I31_REFERENCE);
        }
        return (I31) reference;
    }

    public static int i31Signed(Object reference) {
        return i31(reference).value();
    }

    public static int i31Unsigned(Object reference) {
        return i31(reference).unsigned();
    }

    /** For call_ref. */
    public static FunctionRef function(Object reference) {
        if (reference == null) {
            throw new Trap(Kind.NULL_FUNCTION_REFERENCE);
        }
        return (FunctionRef) reference;
    }
}
