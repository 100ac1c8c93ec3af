// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.syntax.SimdOpcode;

/** The instructions that a constant expression may consist of. */
final class ConstantInstructions {
    private ConstantInstructions() {}

    static boolean contains(int op) {
        return switch (op) {
            case END, I32_CONST, I64_CONST, F32_CONST, F64_CONST, SimdOpcode.V128_CONST, GLOBAL_GET, REF_NULL, REF_FUNC,
                 I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> true;
            case STRUCT_NEW, STRUCT_NEW_DEFAULT, ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED, REF_I31, ANY_CONVERT_EXTERN, EXTERN_CONVERT_ANY -> true;
            default -> false;
        };
    }
}
