// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A value type is the int that the binary format uses for it, so that decoder, validator and compiler
 * pass types around without objects. Reference types with a type index will take the codes above 0xff.
 */
public final class ValueType {
    public static final int I32 = 0x7f, I64 = 0x7e, F32 = 0x7d, F64 = 0x7c, V128 = 0x7b;
    public static final int FUNCREF = 0x70, EXTERNREF = 0x6f;
    /** What the validator knows of an operand popped from a polymorphic stack: nothing. */
    public static final int UNKNOWN = 0;

    private ValueType() {}

    public static boolean isNumber(int type) {
        return type >= F64 && type <= I32;
    }

    public static boolean isReference(int type) {
        return type == FUNCREF || type == EXTERNREF;
    }

    public static String name(int type) {
        return switch (type) {
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "f32";
            case F64 -> "f64";
            case V128 -> "v128";
            case FUNCREF -> "funcref";
            case EXTERNREF -> "externref";
            case UNKNOWN -> "any";
            default -> "type 0x" + Integer.toHexString(type);
        };
    }
}
