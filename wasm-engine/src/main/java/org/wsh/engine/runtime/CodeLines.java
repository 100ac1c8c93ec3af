// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import static org.wsh.engine.syntax.Opcode.*;

/**
 * How generated code says which Wasm instruction a Java frame is at: the "line number" of a JVM instruction is the offset of the Wasm instruction in its body. Line
 * numbers have 16 bits; in a longer body all offsets are divided by the least power of two that makes them fit, and a frame is then known to within a few bytes.
 */
public final class CodeLines {
    private CodeLines() {}

    private static int shift(int bodyBytes) {
        return Math.max(0, 16 - Integer.numberOfLeadingZeros(Math.max(1, bodyBytes)));
    }

    public static int line(int offset, int bodyBytes) {
        return offset >> shift(bodyBytes);
    }

    static int offset(int line, int bodyBytes) {
        return line << shift(bodyBytes);
    }

    /** Whether an instruction can trap or call: only those are marked. What is not known here is. */
    public static boolean isMarked(int op) {
        if (isNumeric(op)) {
            return op >= 0x6d && op <= 0x70 || op >= 0x7f && op <= 0x82     // division and remainder
                    || op >= 0xa8 && op <= 0xab || op >= 0xae && op <= 0xb1; // truncation
        }
        return switch (op) {
            case NOP, BLOCK, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN, DROP, SELECT, SELECT_TYPED, LOCAL_GET, LOCAL_SET, LOCAL_TEE,
                 GLOBAL_GET, GLOBAL_SET, I32_CONST, I64_CONST, F32_CONST, F64_CONST, REF_NULL, REF_IS_NULL, REF_FUNC -> false;
            default -> true;
        };
    }
}
