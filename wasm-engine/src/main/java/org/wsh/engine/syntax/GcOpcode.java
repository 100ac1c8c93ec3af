// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** The instructions on structs, arrays and i31, and casts: those after the prefix 0xfb, as 0xfb00 + their number. */
public final class GcOpcode {
    public static final int PREFIX = 0xfb;
    public static final int STRUCT_NEW = 0xfb00, STRUCT_NEW_DEFAULT = 0xfb01, STRUCT_GET = 0xfb02, STRUCT_GET_S = 0xfb03, STRUCT_GET_U = 0xfb04, STRUCT_SET = 0xfb05;
    public static final int ARRAY_NEW = 0xfb06, ARRAY_NEW_DEFAULT = 0xfb07, ARRAY_NEW_FIXED = 0xfb08, ARRAY_NEW_DATA = 0xfb09, ARRAY_NEW_ELEM = 0xfb0a;
    public static final int ARRAY_GET = 0xfb0b, ARRAY_GET_S = 0xfb0c, ARRAY_GET_U = 0xfb0d, ARRAY_SET = 0xfb0e, ARRAY_LEN = 0xfb0f;
    public static final int ARRAY_FILL = 0xfb10, ARRAY_COPY = 0xfb11, ARRAY_INIT_DATA = 0xfb12, ARRAY_INIT_ELEM = 0xfb13;
    public static final int REF_TEST = 0xfb14, REF_TEST_NULL = 0xfb15, REF_CAST = 0xfb16, REF_CAST_NULL = 0xfb17, BR_ON_CAST = 0xfb18, BR_ON_CAST_FAIL = 0xfb19;
    public static final int ANY_CONVERT_EXTERN = 0xfb1a, EXTERN_CONVERT_ANY = 0xfb1b, REF_I31 = 0xfb1c, I31_GET_S = 0xfb1d, I31_GET_U = 0xfb1e;

    private static final String[] NAMES = ("struct.new struct.new_default struct.get struct.get_s struct.get_u struct.set"
            + " array.new array.new_default array.new_fixed array.new_data array.new_elem array.get array.get_s array.get_u array.set array.len"
            + " array.fill array.copy array.init_data array.init_elem ref.test ref.test ref.cast ref.cast br_on_cast br_on_cast_fail"
            + " any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u").split(" ");

    private GcOpcode() {}

    public static boolean isGc(int op) {
        return op >= STRUCT_NEW && op <= I31_GET_U;
    }

    /** Whether it may charge the budget for more than itself, and so poll: what handles many fields or elements. */
    public static boolean mayPoll(int op) {
        return op <= STRUCT_NEW_DEFAULT || op >= ARRAY_NEW && op <= ARRAY_NEW_ELEM || op >= ARRAY_FILL && op <= ARRAY_INIT_ELEM;
    }

    public static String name(int op) {
        return NAMES[op - STRUCT_NEW];
    }
}
