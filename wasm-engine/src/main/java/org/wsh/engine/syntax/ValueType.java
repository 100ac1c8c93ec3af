// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * A value type is an int, so that decoder, validator and compiler pass types around without objects. Numbers, v128 and nullable references to an abstract
 * heap type are the binary format's one-byte codes; {@link #NON_NULL} is a flag; a reference to a defined type is {@link #CONCRETE} and its canonical index,
 * which only means something within one module ({@link DefinedTypes}). The heap type of a reference is the same int without the flag.
 */
public final class ValueType {
    public static final int I32 = 0x7f, I64 = 0x7e, F32 = 0x7d, F64 = 0x7c, V128 = 0x7b;
    /** Storage types of fields only. */
    public static final int I8 = 0x78, I16 = 0x77;

    // Three hierarchies of nullable references, and exceptions; each from its top down to its bottom.
    public static final int FUNCREF = 0x70, NULLFUNCREF = 0x73;
    public static final int EXTERNREF = 0x6f, NULLEXTERNREF = 0x72;
    public static final int ANYREF = 0x6e, EQREF = 0x6d, I31REF = 0x6c, STRUCTREF = 0x6b, ARRAYREF = 0x6a, NULLREF = 0x71;
    public static final int EXNREF = 0x69, NULLEXNREF = 0x74;

    public static final int NON_NULL = 1 << 29, CONCRETE = 1 << 30;
    /** What the binary format writes before the heap type of any other reference: {@code (ref null ht)}, {@code (ref ht)}. */
    public static final int REF_NULL_PREFIX = 0x63, REF_PREFIX = 0x64;

    /** What the validator knows of an operand popped from a polymorphic stack: nothing. */
    public static final int UNKNOWN = 0;
    /** The same when it must be a reference that isn't null. */
    public static final int UNKNOWN_REFERENCE = NON_NULL;

    private ValueType() {}

    public static boolean isNumber(int type) {
        return type >= F64 && type <= I32;
    }

    /** Packed storage types count as numbers: in an object they are kept as one. */
    public static boolean isNumberStorage(int storage) {
        return isNumber(storage) || isPacked(storage);
    }

    public static boolean isPacked(int storage) {
        return storage == I8 || storage == I16;
    }

    /** The value type that a field's storage type is read and written as. */
    public static int unpacked(int storage) {
        return isPacked(storage) ? I32 : storage;
    }

    public static boolean isReference(int type) {
        return type > 0xff || isAbstractHeap(type);
    }

    /** Whether the int is the code of an abstract heap type, and so of the nullable reference to it. */
    public static boolean isAbstractHeap(int code) {
        return code >= EXNREF && code <= NULLEXNREF;
    }

    public static boolean isConcrete(int type) {
        return (type & CONCRETE) != 0;
    }

    public static boolean isNullable(int reference) {
        return (reference & NON_NULL) == 0;
    }

    /** Whether a local or field of that type has a value from the beginning: zero or null. */
    public static boolean isDefaultable(int type) {
        return (type & NON_NULL) == 0;
    }

    /** The canonical type index of a concrete reference. */
    public static int index(int concrete) {
        return concrete & NON_NULL - 1;
    }

    /** The heap type of a reference, which is also the nullable reference to it. */
    public static int heap(int reference) {
        return reference & ~NON_NULL;
    }

    public static int nonNull(int reference) {
        return reference | NON_NULL;
    }

    /** The (nullable) reference to the defined type of that canonical index. */
    public static int concrete(int index) {
        return CONCRETE | index;
    }

    /** As messages show it: {@code i32}, {@code funcref}, {@code (ref func)}, {@code (ref null 3)}. */
    public static String name(int type) {
        return switch (type) {
            case UNKNOWN -> "any";
            case UNKNOWN_REFERENCE -> "a reference";
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "f32";
            case F64 -> "f64";
            case V128 -> "v128";
            case I8 -> "i8";
            case I16 -> "i16";
            case NULLREF -> "nullref";
            case NULLFUNCREF -> "nullfuncref";
            case NULLEXTERNREF -> "nullexternref";
            case NULLEXNREF -> "nullexnref";
            default -> !isReference(type) ? "type 0x" + Integer.toHexString(type)
                    : isNullable(type) && !isConcrete(type) ? heapName(type) + "ref"
                    : (isNullable(type) ? "(ref null " : "(ref ") + heapName(heap(type)) + ")";
        };
    }

    /** A heap type's name: {@code func}, {@code none}, or its index. */
    static String heapName(int heap) {
        return switch (heap) {
            case FUNCREF -> "func";
            case EXTERNREF -> "extern";
            case ANYREF -> "any";
            case EQREF -> "eq";
            case I31REF -> "i31";
            case STRUCTREF -> "struct";
            case ARRAYREF -> "array";
            case EXNREF -> "exn";
            case NULLREF -> "none";
            case NULLFUNCREF -> "nofunc";
            case NULLEXTERNREF -> "noextern";
            case NULLEXNREF -> "noexn";
            default -> isConcrete(heap) ? Integer.toString(index(heap)) : "heap type 0x" + Integer.toHexString(heap);
        };
    }
}
